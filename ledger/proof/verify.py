"""The offline verifier: bytes and a reader's trust in, a verdict out. No engine, database or network.

The steps, in the order in which their first failure is the answer:

(1) command digests: every command parses in its one spelling and is hashed anew
(2) signatures and key validity: each recovers to a key of the stated party; who had to sign did, and nobody else
(3) head chain with times: versions, ids and times follow; the head is computed, never read
(4) evidence: the ledger's state at one block holds these heads, or holds nothing, as claimed
(5) quorum against the caller's trust: the block and the bundle are attested by operators that the caller trusts
(6) the caller's policy

Nothing is raised for any input: what contradicts is `Invalid`, what cannot be judged with what is at hand is
`Undetermined`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ledger.enums import Kind
from ledger.proof import acceptance, evidence_evm
from ledger.proof.bundle import Bundle, open_bundle, read_claim_and_histories
from ledger.proof.claims import Claim
from ledger.proof.claims.record import named_pilot
from ledger.proof.decisions import decided
from ledger.proof.facts import Facts, Request, Shown, ShownCommand, ShownRecord
from ledger.proof.history import Chain, History, chain
from ledger.proof.policy import Policy
from ledger.proof.shown import shown_state
from ledger.proof.signatures import check_by_histories, check_by_state, keys_to_prove, recovered
from ledger.proof.states import states
from ledger.proof.trust import Trust, read_trust
from ledger.proof.verdict import Contradiction, Gap, Invalid, Undetermined, Valid, Verdict
from ledger.records import AnyRecord, Certificate, Pilot

EvidenceReader = Callable[[Mapping[str, Any], Request, Trust], Facts]
EVIDENCE_READERS: Mapping[tuple[str, int], EvidenceReader] = {
    (evidence_evm.KIND, evidence_evm.VERSION): evidence_evm.read,
}
ANY = Policy()


def verify(document: bytes, trust: bytes | Trust, policy: Policy = ANY) -> Verdict:
    """Judge a certificate.

    document: the file's bytes. trust: what the caller trusts, or the bytes of a trust file.
    """
    try:
        bundle = open_bundle(document)
    except Contradiction as found:
        return Invalid(found.code, found.values)
    except Gap as found:
        return Undetermined(found.code, found.values)
    try:
        return Valid(_shown(bundle, trust if isinstance(trust, Trust) else read_trust(trust), policy))
    except Contradiction as found:
        return Invalid(found.code, found.values)
    except Gap as found:
        # A gap must not cover a change that the bundle's own signature betrays.
        if not bundle.is_signed:
            return Invalid("BUNDLE_SIGNATURE", {"operator": bundle.operator})
        return Undetermined(found.code, found.values)


def _shown(bundle: Bundle, trust: Trust, policy: Policy) -> Shown:
    if bundle.ledger != trust.ledger:
        raise Gap("OTHER_LEDGER", ledger=bundle.ledger, trusted=trust.ledger)
    genesis = trust.genesis

    # (1)
    claim, histories = read_claim_and_histories(bundle)

    # (2)
    signatures = recovered(histories)
    claim.check_histories(histories, signatures)

    # (3)
    chains = tuple(chain(history, genesis) for history in histories)
    lives = {
        history.record: states(history, chained, genesis) for history, chained in zip(histories, chains, strict=True)
    }

    _only_parties_beside(histories, chains)
    by_record = {history.record: history for history in histories}
    if histories:
        acceptance.check(histories[0], by_record, lives)

    # (2) once more: which keys a party held, and when, is known from the histories that hold together
    others = check_by_histories(signatures, lives, genesis)

    # (4)
    facts = _read_evidence(bundle.evidence, claim.request(chains, keys_to_prove(others, genesis)), trust)
    claim.check(facts, chains)
    check_by_state(others, genesis, facts.keys)

    # (5)
    operators = _attested(bundle, facts, trust)

    # (6)
    policy.check(claim, facts, operators, chains)

    return Shown(
        ledger=bundle.ledger,
        claim=claim.document,
        block=facts.block,
        block_hash=facts.block_hash,
        at=facts.at,
        operators=operators,
        record=_shown_record(claim, histories, chains, lives, facts),
    )


def _only_parties_beside(histories: tuple[History, ...], chains: tuple[Chain, ...]) -> None:
    """Beside the claim's own history stand those of signing parties, and of a certificate's pilot; none of another."""
    for beside in chains[1:]:
        if beside.kind != Kind.PARTY and beside.record != named_pilot(histories[0]):
            raise Contradiction("HISTORY_NOT_NEEDED", record=beside.record)


def _read_evidence(evidence: Mapping[str, Any], request: Request, trust: Trust) -> Facts:
    kind, version = evidence.get("kind"), evidence.get("version")
    if not isinstance(kind, str):
        raise Contradiction("EVIDENCE_MALFORMED", member="kind")
    if isinstance(version, bool) or not isinstance(version, int):
        raise Contradiction("EVIDENCE_MALFORMED", member="version")
    reader = EVIDENCE_READERS.get((kind, version))
    if reader is None:
        raise Gap("EVIDENCE_KIND", kind=kind[:64], version=version)
    return reader(evidence, request, trust)


def _attested(bundle: Bundle, facts: Facts, trust: Trust) -> tuple[bytes, ...]:
    """The trusted operators by whose word all this is shown, in ascending order: who sealed, and who signed."""
    if not bundle.is_signed:
        raise Contradiction("BUNDLE_SIGNATURE", operator=bundle.operator)
    if facts.sealed_by is None:
        raise Contradiction("BAD_SEAL", block=facts.block)
    for operator in (bundle.operator, facts.sealed_by):
        if operator not in trust.operators:
            raise Gap("OPERATOR_UNKNOWN", operator=operator)
    return tuple(sorted({bundle.operator, facts.sealed_by}))


def _shown_record(
    claim: Claim,
    histories: tuple[History, ...],
    chains: tuple[Chain, ...],
    lives: Mapping[bytes, tuple[AnyRecord, ...]],
    facts: Facts,
) -> ShownRecord | None:
    """The record that the first history is of; None for a claim without histories."""
    if not histories:
        return None
    history, chained = histories[0], chains[0]
    last = lives[history.record][-1]
    pilot = lives[last.pilot][-1] if isinstance(last, Certificate) else None
    assert pilot is None or isinstance(pilot, Pilot)
    by_record = {each.record: (each, chain) for each, chain in zip(histories, chains, strict=True)}
    basis = _shown_commands(*by_record[last.pilot]) if isinstance(last, Certificate) else ()
    return ShownRecord(
        record=history.record,
        kind=chained.kind,
        version=chained.version,
        head=chained.head,
        commands=_shown_commands(history, chained),
        genesis=chained.genesis,
        state=shown_state(last, facts.at, facts.holders.get(history.record, ()), pilot),
        pilot=basis,
    )


def _shown_commands(history: History, chained: Chain) -> tuple[ShownCommand, ...]:
    return tuple(
        ShownCommand(
            version=index + 1 + chained.genesis,
            name=entry.signed.name,
            on=entry.signed.command.record,
            digest=entry.digest,
            at=entry.at,
            signers=entry.signers,
            decided=decided(entry.signed.command),
        )
        for index, entry in enumerate(history.entries)
    )
