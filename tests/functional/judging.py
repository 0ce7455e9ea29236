"""Puts a mutation between the checks and the service, and says which of them caught it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable

from api.audit.run import verdict
from ledger.proof.intake import KIND as INTAKE
from ledger.proof.intake import Received, verify_intake
from ledger.proof.policy import Policy
from ledger.proof.verdict import Invalid, Undetermined, Valid
from ledger.proof.verify import verify
from tests.functional.mutations import AUDIT, FILE, HEAD, Mutation
from tests.functional.stand import Stand


class NotReal(AssertionError):
    """Nothing that was asked for was altered by the mutation."""


def caught_by(stand: Stand, mutation: Mutation) -> frozenset[str]:
    """Every check that does not take what the proxy tells for true. Raises `NotReal`."""
    caught: set[str] = set()
    with stand.proxy.altering(mutation.alter):
        audited = stand.audited(mutation.part, mutation.record)
        if not stand.proxy.altered:
            raise NotReal(f"{mutation.answer} {mutation.deed}: {mutation.what}")
        if verdict(audited) == "different":
            caught.add(AUDIT)
        if mutation.file:
            caught |= _of_file(stand, mutation)
        if mutation.head_in and not _certificate_passes_through_what_was_told(stand, mutation):
            caught.add(HEAD)
    return frozenset(caught)


def _of_file(stand: Stand, mutation: Mutation) -> set[str]:
    reply = mutation.alter(mutation.file, stand.proxy.fetch(mutation.file))
    if reply.status != 200:
        return set()
    trust = stand.node.trust
    if INTAKE.encode() in reply.body:
        answer = verify_intake(reply.body, trust, digest=stand.taken.digest)
        return set() if isinstance(answer, Received) else {FILE}
    caught = {FILE} if isinstance(verify(reply.body, trust), Invalid | Undetermined) else set()
    if mutation.of is not None:
        last = stand.node.at_version(mutation.of.id, stand.node.pinned_version(mutation.of.id))
        assert last is not None
        known = Policy(record=last.id, head=last.head, version=last.version)
        if isinstance(verify(reply.body, trust, known), Invalid | Undetermined):
            caught.add(HEAD)
    return caught


def _certificate_passes_through_what_was_told(stand: Stand, mutation: Mutation) -> bool:
    assert mutation.of is not None
    told = json.loads(mutation.alter(mutation.head_in, stand.proxy.fetch(mutation.head_in)).body)
    told = told.get("receipt", told)
    certificate = stand.proxy.fetch(f"{stand.path(mutation.of)}/certificate").body
    record, head = (bytes.fromhex(told[name][2:]) for name in ("record" if "digest" in told else "id", "head"))
    policy = Policy(record=record, head=head, version=told["version"])
    return isinstance(verify(certificate, stand.node.trust, policy), Valid)


def sample(mutations: Iterable[Mutation], seed: int, most: int) -> list[Mutation]:
    """Of each kind of answer and deed as many, drawn by the seed."""
    kinds: dict[tuple[str, str], list[Mutation]] = {}
    for each in mutations:
        kinds.setdefault((each.answer, each.deed), []).append(each)
    draw = random.Random(seed)
    return [each for found in kinds.values() for each in draw.sample(found, min(most, len(found)))]


def judged(stand: Stand, mutations: Iterable[Mutation]) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """How many of which answer and deed were caught by what, and a line for each that was caught otherwise."""
    counts: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    for mutation in mutations:
        try:
            caught = caught_by(stand, mutation)
        except NotReal as unreal:
            wrong.append(f"nothing was altered: {unreal}")
            continue
        counts[mutation.answer, mutation.deed, ", ".join(sorted(caught)) or "nobody"] += 1
        if caught != mutation.caught:
            found, expected = (", ".join(sorted(each)) or "nobody" for each in (caught, mutation.caught))
            place = f"{mutation.answer} {mutation.deed}: {mutation.what}"
            wrong.append(f"{place}: caught by {found}, not by {expected}")
    return counts, wrong
