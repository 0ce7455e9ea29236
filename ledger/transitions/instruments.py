"""Instruments: signatures, gates, money, effect, ends; and what they change in the record that they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger import eip712
from ledger.enums import EscrowAction, Gate, InstrumentEnd, Ruling, State
from ledger.events import Event
from ledger.records import AnyRecord, Asset, Certificate, GateCertificate, Instrument, Milestone
from ledger.transitions import versions

_ENDS = {InstrumentEnd.TERMINATED: State.TERMINATED, InstrumentEnd.RESCINDED: State.RESCINDED}
_RULINGS = {
    Ruling.SUSPEND: State.SUSPENDED,
    Ruling.RESUME: State.EFFECTIVE,
    Ruling.TERMINATE: State.TERMINATED,
    Ruling.RESCIND: State.RESCINDED,
    Ruling.ENFORCE: State.TERMINATED,
}


def _signing_state(terms: c.Terms, signed: tuple[bytes, ...]) -> State:
    return State.SIGNED if {member.party for member in terms.members} <= set(signed) else State.PROPOSED


def _propose_instrument(_: None, event: Event, command: c.ProposeInstrument) -> Instrument:
    return Instrument(
        **versions.first(event),
        state=_signing_state(command.terms, command.signing),
        terms=command.terms,
        terms_digest=event.outcome.get("terms_digest") or eip712.terms_digest(command.terms),
        signed=command.signing,
        gates=event.outcome.get("gates", 0),
    )


def _sign_instrument(instrument: Instrument, event: Event, command: c.SignInstrument) -> Instrument:
    signed = (*instrument.signed, *command.signing)
    return replace(
        instrument, **versions.following(event), state=_signing_state(instrument.terms, signed), signed=signed
    )


def _certify_instrument(instrument: Instrument, event: Event, command: c.CertifyInstrument) -> Instrument:
    entered = GateCertificate(gate=Gate(command.gate), certificate=command.certificate)
    certificates = (*instrument.certificates, entered)
    in_effect = instrument.state == State.EFFECTIVE and command.gate == Gate.IP_REGISTER
    registered_at = event.outcome.get("registered_at", event.at if in_effect else 0) or instrument.registered_at
    return replace(instrument, **versions.following(event), certificates=certificates, registered_at=registered_at)


def _attest_escrow(instrument: Instrument, event: Event, command: c.AttestEscrow) -> Instrument:
    total = EscrowAction(command.escrow_action).name.lower()
    totals = {total: getattr(instrument, total) + command.bps}
    totals.update({name: event.outcome[name] for name in ("funded", "released", "refunded") if name in event.outcome})
    return replace(instrument, **versions.following(event), **totals)


def _attest_milestone(contract: Instrument, event: Event, command: c.AttestMilestone) -> Instrument:
    milestone = Milestone(
        milestone=command.milestone,
        certificate=command.certificate,
        bps=command.bps,
        evidence=command.evidence,
        at=event.at,
    )
    paid = event.outcome.get("paid", contract.paid + command.bps)
    return replace(contract, **versions.following(event), paid=paid, milestones=(*contract.milestones, milestone))


def _effect_instrument(instrument: Instrument, event: Event, _: c.EffectInstrument) -> Instrument:
    return replace(instrument, **versions.following(event), state=State.EFFECTIVE, effective_at=event.at)


def _amend_instrument(instrument: Instrument, event: Event, command: c.AmendInstrument) -> Instrument:
    terms_digest = event.outcome.get("terms_digest") or eip712.terms_digest(command.terms)
    return replace(instrument, **versions.following(event), terms=command.terms, terms_digest=terms_digest)


def _end_instrument(instrument: Instrument, event: Event, command: c.EndInstrument) -> Instrument:
    state = _ENDS[InstrumentEnd(command.instrument_end)]
    return replace(instrument, **versions.following(event), state=state, ended_at=event.at, reason=command.reason)


def _rule_on_instrument(instrument: Instrument, event: Event, command: c.RuleOnInstrument) -> Instrument:
    ruling = Ruling(command.ruling)
    ended = ruling not in (Ruling.SUSPEND, Ruling.RESUME)
    return replace(
        instrument,
        **versions.following(event),
        state=_RULINGS[ruling],
        ended_at=event.at if ended else instrument.ended_at,
        reason=command.decision,
    )


def _subject(subject: AnyRecord, event: Event) -> dict[str, Any]:
    """The record that grants and pledges stand on, or whose shares moved."""
    changes: dict[str, Any] = {}
    if isinstance(subject, Asset | Instrument) and "encumbrance_version" in event.outcome:
        changes["encumbrance_version"] = event.outcome["encumbrance_version"]
    if isinstance(subject, Asset) and event.outcome.get("shares"):
        changes["holders"] = tuple(event.outcome["shares"])
    return changes


def _certificate_paid(_: Certificate, event: Event) -> dict[str, Any]:
    return {"paid_by": event.record}


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.ProposeInstrument: _propose_instrument,
    c.SignInstrument: _sign_instrument,
    c.CertifyInstrument: _certify_instrument,
    c.AttestEscrow: _attest_escrow,
    c.AttestMilestone: _attest_milestone,
    c.EffectInstrument: _effect_instrument,
    c.AmendInstrument: _amend_instrument,
    c.EndInstrument: _end_instrument,
    c.RuleOnInstrument: _rule_on_instrument,
}
TOUCHES: dict[type[c.Command], versions.Touch] = {
    c.AttestMilestone: _certificate_paid,
    c.EffectInstrument: _subject,
    c.EndInstrument: _subject,
    c.RuleOnInstrument: _subject,
}
