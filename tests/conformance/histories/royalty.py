"""Commands of the RoyaltyPeriod table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import InstrumentKind, MemberRole, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn
from tests.model.agreement import current_grantors, members
from tests.model.ledger import royalty_id, royalty_nonce

S = State
LICENCES = (InstrumentKind.LICENCE, InstrumentKind.SUBLICENCE)


def draw(author: Author) -> Drawn:
    model = author.model
    open_periods = author.in_state(model.royalties, S.REPORTED, S.DISPUTED, S.CONFIRMED, S.PAID)
    if not open_periods or author.chance(3):
        return _report(author)
    record = author.pick(open_periods) if not author.chance(12) else author.pick(list(model.royalties))
    state = model.reads(record)
    kind = {S.REPORTED: "answer", S.DISPUTED: "rule", S.CONFIRMED: "pay", S.PAID: "audit"}.get(state, "rule")
    if author.chance(12):
        kind = author.pick(("answer", "rule", "pay", "audit"))
    if kind == "rule" and author.chance(3):
        return _report_again(author, record)
    if kind == "answer":
        grantor = author.pick(current_grantors(model, model.royalties[record].instrument))
        return author.on(c.AnswerRoyalty, record, [grantor], royalty_answer=author.pick((1, 1, 2)), reason=ZERO)
    if kind == "rule":
        return author.on(c.RuleOnRoyalty, record, [author.by_role(Role.ARBITER)], decision=text("decision"))
    if kind == "pay":
        return author.on(c.AttestPayment, record, [author.by_role(Role.ESCROW_AGENT)], evidence=text("paid"))
    return author.on(c.AuditRoyalty, record, [author.by_role(Role.AUDITOR)], opinion=text("opinion"))


def _write(author: Author, record: bytes, instrument: bytes, start: int, end: int) -> Drawn:
    held = author.model.instruments.get(instrument)
    grantees = members(held.terms, MemberRole.GRANTEE) if held else []
    nonce = royalty_nonce(instrument, start) if not author.chance(25) else author.nonce()
    return author.on(
        c.ReportRoyalty,
        record,
        [author.pick(grantees or [party("buyer")])],
        nonce=nonce,
        instrument=instrument,
        start=start,
        end=end,
        amount=text("amount"),
        report=text("report"),
    )


def _report(author: Author) -> Drawn:
    model = author.model
    licences = [
        record
        for record, held in model.instruments.items()
        if held.terms.instrument_kind in LICENCES and (held.order or author.chance(20))
    ]
    begun = [record for record in licences if model.instruments[record].terms.scope.start < author.now - 10]
    instrument = author.pick(begun or licences or [NOBODY]) if not author.chance(12) else author.one(model.instruments)
    held = model.instruments.get(instrument)
    scope_start = held.terms.scope.start if held else author.now - 60
    start = scope_start + author.pick((0, 0, 10, 20, 30, 50, -1))
    end = start + author.pick((10, 10, 10, 20, 400))
    return _write(author, royalty_id(instrument, start), instrument, start, end)


def _report_again(author: Author, record: bytes) -> Drawn:
    held = author.model.royalties[record]
    return _write(author, record, held.instrument, held.start, held.end + author.pick((0, 0, 5)))
