"""The model's rules of money attested on an instrument, in basis points of the agreed sum."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import EscrowAction, InstrumentKind, Outcome, PilotStage, Role, State
from tests.model.ledger import ZERO, Effect, Model, Signers, refuse

S = State
FROM = {
    EscrowAction.FUNDED: (S.SIGNED,),
    EscrowAction.RELEASED: (S.EFFECTIVE, S.EXPIRED, S.TERMINATED),
    EscrowAction.REFUNDED: (S.RESCINDED, S.TERMINATED),
}


def attest_escrow(model: Model, command: c.AttestEscrow, signers: Signers) -> Effect:
    record, action = command.record, EscrowAction(command.escrow_action)
    instrument = model.instruments[record]
    by_milestones = instrument.terms.instrument_kind == InstrumentKind.SOLUTION_CONTRACT
    model.state_in(record, *(() if action == EscrowAction.RELEASED and by_milestones else FROM[action]))
    model.each_signer(signers, [instrument.terms.escrow_agent], Role.ESCROW_AGENT)
    if action == EscrowAction.RELEASED and instrument.refunded:
        raise refuse("ESCROW_SETTLED", as_=int(EscrowAction.REFUNDED))
    if action == EscrowAction.REFUNDED and instrument.released:
        raise refuse("ESCROW_SETTLED", as_=int(EscrowAction.RELEASED))
    held = instrument.funded - instrument.paid - instrument.released - instrument.refunded
    available = 10_000 - instrument.funded if action == EscrowAction.FUNDED else held
    if command.bps > available:
        raise refuse("ESCROW_EXCEEDED", available=available, asked=command.bps)
    name = action.name.lower()
    instrument = replace(instrument, **{name: getattr(instrument, name) + command.bps})
    model.instruments[record] = instrument
    says = {name: getattr(instrument, name) for name in ("funded", "released", "refunded")}
    return Effect(model.entries[record].state, says=says)


def attest_milestone(model: Model, command: c.AttestMilestone, signers: Signers) -> Effect:
    record, certificate = command.record, command.certificate
    instrument = model.instruments[record]
    terms = instrument.terms
    contract = terms.instrument_kind == InstrumentKind.SOLUTION_CONTRACT
    model.state_in(record, *((S.EFFECTIVE,) if contract else ()))
    model.each_signer(signers, [terms.escrow_agent] if any(terms.escrow_agent) else None, Role.ESCROW_AGENT)
    model.require(certificate, model.certificates)
    model.state_in(certificate, S.ISSUED, S.UPHELD)
    held = model.certificates[certificate]
    pilot = model.pilots[held.pilot]
    rollout = pilot.proposal == terms.subject and pilot.stage == PilotStage.ROLLOUT
    if not rollout or held.outcome == Outcome.FAIL:
        raise refuse("NO_PASS", proposal=terms.subject)
    if pilot.paying_certificate != ZERO:
        raise refuse("CERTIFICATE_USED", existing=pilot.paying_certificate)
    available = 10_000 - instrument.paid - instrument.refunded
    if command.bps > available:
        raise refuse("MILESTONES_EXCEEDED", available=available, asked=command.bps)
    model.pilots[held.pilot] = replace(pilot, paying_certificate=certificate)
    paid = instrument.paid + command.bps
    model.instruments[record] = replace(instrument, paid=paid)
    return Effect(S.EFFECTIVE, (certificate,), {"paid": paid})
