"""Answers of a service that stands at an earlier block or on a fork, and changes of what nobody promised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api.routes.records import NOUNS
from ledger.enums import Kind
from ledger.events import Event
from ledger.records import AnyRecord
from tests.functional.altering_proxy import Alter
from tests.functional.mutations.events import of_events, streamed
from tests.functional.mutations.mutation import AUDIT, HEAD, Mutation, denied, edited, of_file, told_by
from tests.functional.stand import Stand


def other_ledgers(stand: Stand) -> Iterator[Mutation]:
    """Answers of a service that stands at an earlier block, and of a fork: each for one kind of answer, and for all."""
    for deed, other in (("roll back", stand.earlier), ("fork", stand.forked)):
        for record in _moved(stand):
            path = stand.path(record)
            for answer, asked, part in (
                ("record", path, "records"),
                ("record", f"{path}?block={stand.node.block}", "records"),
                ("history", f"{path}/history", "histories"),
            ):
                yield Mutation(answer, deed, f"{asked}", told_by(other, asked), part, record.id)
            there = other.ledger.history(record.id)
            if there:
                certificate = f"{path}/certificate"
                alter = told_by(other, certificate)
                yield of_file("certificate", deed, certificate, alter, record, {AUDIT, HEAD})
        for kind in (Kind.PARTY, Kind.PROBLEM):
            # Its head is the same there: the block that the certificate stands on is not.
            record = stand.node.of_kind(kind)[0]
            certificate = f"{stand.path(record)}/certificate"
            what = f"{certificate} of what is the same there"
            yield of_file("certificate", deed, what, told_by(other, certificate), record, {AUDIT})
        for noun, kind in NOUNS.items():
            if any(record.kind == kind for record in _moved(stand)):
                path, record = f"/v1/{noun}", stand.richest(kind)
                yield Mutation("list", deed, path, told_by(other, path), "lists", record.id)
        yield Mutation("events", deed, "/v1/events", streamed(other), "events")
        for event in stand.node.pinned_events:
            if isinstance(event, Event) and other.ledger.receipt(event.digest) is None:
                path = f"/v1/commands/0x{event.digest.hex()}"
                yield Mutation("command", deed, path, told_by(other, path), "commands", event.record)
        for part in ("status", "events", "lists", "records", "histories", "certificates", "commands"):
            about = None if part in ("status", "events") else _moved(stand)[0].id
            yield Mutation("service", deed, f"everything, seen in {part}", told_by(other), part, about)


def _moved(stand: Stand) -> list[AnyRecord]:
    """Records whose head is another one in both of the other ledgers."""
    return [
        record
        for kind in Kind
        for record in stand.node.of_kind(kind)
        if all(
            tuple(event.position for event in other.ledger.history(record.id))
            != tuple(event.position for event in stand.node.history(record.id))
            or other.ledger.history(record.id)[-1] != stand.node.history(record.id)[-1]
            for other in (stand.earlier, stand.forked)
        )
    ]


def nothing(stand: Stand) -> Iterator[Mutation]:
    """Not caught, and rightly so: what it says, docs/specs/audit.md says why."""
    record = stand.richest(Kind.ASSET)
    path = stand.path(record)
    nobody: frozenset[str] = frozenset()

    def reverse(document: Any) -> None:
        members = list(document.items())
        document.clear()
        document.update(reversed(members))

    def extra(document: Any) -> None:
        document["remark"] = "from a later version"

    def tick(document: Any) -> None:
        document["as_of"]["at"] = str(int(document["as_of"]["at"]) + 1)

    for what, edit in (("members in another order", reverse), ("a member more", extra), ("a second later", tick)):
        yield Mutation("record", "nothing", f"{path} {what}", edited(path, edit), "records", record.id, nobody)
    spaced = edited(path, lambda document: None, lambda document: json.dumps(document, indent=4).encode())
    yield Mutation("record", "nothing", f"{path} other spacing", spaced, "records", record.id, nobody)
    yield of_events("nothing", "a comment between events", lambda blocks: [blocks[0], ": quiet", *blocks[1:]], nobody)
    digest = stand.taken.digest.hex()
    yield Mutation(
        "intake",
        "nothing",
        "an intake receipt left out of both answers",
        _without_intake(f"/v1/commands/0x{digest}"),
        "commands",
        stand.taken.command.record,
        nobody,
    )


def _without_intake(path: str) -> Alter:
    told = edited(path, lambda document: document.update(intake=None))
    file = denied(f"{path}/intake", "NO_INTAKE")
    return lambda asked, reply: file(asked, told(asked, reply))
