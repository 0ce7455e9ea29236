"""Royalty periods: reported, answered, settled, paid, audited."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import RoyaltyAnswer, State
from ledger.events import Event
from ledger.records import RoyaltyPeriod
from ledger.transitions import versions

_ANSWERS = {RoyaltyAnswer.CONFIRM: State.CONFIRMED, RoyaltyAnswer.DISPUTE: State.DISPUTED}


def _report_royalty(period: RoyaltyPeriod | None, event: Event, command: c.ReportRoyalty) -> RoyaltyPeriod:
    """A first report, or another one of a period that was disputed: the answer to the former one goes with it."""
    return RoyaltyPeriod(
        **versions.first_or_following(period, event),
        state=State.REPORTED,
        instrument=command.instrument,
        start=command.start,
        end=command.end,
        amount=command.amount,
        report=command.report,
    )


def _answer_royalty(period: RoyaltyPeriod, event: Event, command: c.AnswerRoyalty) -> RoyaltyPeriod:
    state = _ANSWERS[RoyaltyAnswer(command.royalty_answer)]
    return replace(period, **versions.following(event), state=state, reason=command.reason)


def _rule_on_royalty(period: RoyaltyPeriod, event: Event, command: c.RuleOnRoyalty) -> RoyaltyPeriod:
    return replace(period, **versions.following(event), state=State.CONFIRMED, decision=command.decision)


def _attest_payment(period: RoyaltyPeriod, event: Event, command: c.AttestPayment) -> RoyaltyPeriod:
    return replace(period, **versions.following(event), state=State.PAID, evidence=command.evidence)


def _audit_royalty(period: RoyaltyPeriod, event: Event, command: c.AuditRoyalty) -> RoyaltyPeriod:
    return replace(period, **versions.following(event), state=State.AUDITED, opinion=command.opinion)


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.ReportRoyalty: _report_royalty,
    c.AnswerRoyalty: _answer_royalty,
    c.RuleOnRoyalty: _rule_on_royalty,
    c.AttestPayment: _attest_payment,
    c.AuditRoyalty: _audit_royalty,
}
