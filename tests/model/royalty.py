"""The model's rules of the RoyaltyPeriod table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import InstrumentKind, MemberRole, Role, RoyaltyAnswer, State
from tests.model.agreement import current_grantors, members
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import RoyaltyPeriod

S = State
LICENCES = (InstrumentKind.LICENCE, InstrumentKind.SUBLICENCE)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.ReportRoyalty):
        return _report(model, command, signers)
    record = command.record
    if isinstance(command, c.AnswerRoyalty):
        model.state_in(record, S.REPORTED)
        model.each_signer(signers, current_grantors(model, model.royalties[record].instrument))
        return Effect(S.CONFIRMED if command.royalty_answer == RoyaltyAnswer.CONFIRM else S.DISPUTED)
    if isinstance(command, c.RuleOnRoyalty):
        model.state_in(record, S.DISPUTED)
        model.each_signer(signers, None, Role.ARBITER)
        return Effect(S.CONFIRMED)
    if isinstance(command, c.AttestPayment):
        model.state_in(record, S.CONFIRMED)
        model.each_signer(signers, None, Role.ESCROW_AGENT)
        return Effect(S.PAID)
    assert isinstance(command, c.AuditRoyalty)
    model.state_in(record, S.PAID)
    model.each_signer(signers, None, Role.AUDITOR)
    return Effect(S.AUDITED)


def _report(model: Model, command: c.ReportRoyalty, signers: Signers) -> Effect:
    record = command.record
    if record in model.royalties:
        model.state_in(record, S.DISPUTED)
    instrument = model.instruments.get(command.instrument)
    if instrument is None or instrument.terms.instrument_kind not in LICENCES:
        raise refuse("RECORD_NOT_FOUND", record=command.instrument)
    terms = instrument.terms
    model.each_signer(signers, members(terms, MemberRole.GRANTEE))
    if not instrument.order:
        raise refuse("STATE_FORBIDS", record=command.instrument, state=int(model.reads(command.instrument)))
    if not (terms.scope.start <= command.start and command.end <= terms.scope.end):
        raise refuse("RIGHT_NOT_IN_FORCE", record=command.instrument)
    model.not_before(command.end)
    overlapping = [
        (other.start, existing)
        for existing, other in model.royalties.items()
        if existing != record
        and other.instrument == command.instrument
        and other.start < command.end
        and command.start < other.end
    ]
    if overlapping:
        raise refuse("PERIOD_OVERLAP", existing=min(overlapping)[1])
    model.royalties[record] = RoyaltyPeriod(command.instrument, command.start, command.end)
    return Effect(S.REPORTED)
