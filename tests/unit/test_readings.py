"""Readings of the market's records at their very bounds: intervals are half-open, a deadline is met before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger import commands as c
from ledger import readings
from ledger.enums import DocumentMove, InstrumentKind, Kind, ListingMove, State
from ledger.records import Appraisal, Document, Listing
from ledger.state import fold
from tests.unit.chain import DAY, START, YEAR, scope, word
from tests.unit.market import Market, opened, story


def _document(market: Market, letter: bytes) -> Document:
    found = fold(market.events).get(letter)
    assert isinstance(found, Document)
    return found


def test_a_listing_reads_published_again_once_its_reservation_is_over() -> None:
    market = opened()
    listing = market.create(c.DraftListing, "listing", ("provider",), asset=word("asset"))
    market.move(c.MoveListing, listing, ("provider",), listing_move=ListingMove.RESERVED, until=START + DAY)
    found = fold(market.events).get(listing)
    assert isinstance(found, Listing)
    read = [readings.state(found, at) for at in (START + DAY - 1, START + DAY, START + YEAR)]
    assert read == [State.RESERVED, State.PUBLISHED, State.PUBLISHED]
    assert found.state == State.RESERVED
    assert readings.state(replace(found, state=State.CLOSED), START + YEAR) == State.CLOSED


def test_an_appraisal_expires_at_its_valid_until_and_only_while_it_is_issued() -> None:
    market = opened()
    appraisal = market.evaluation("evaluation", word("asset"), valid_until=START + DAY)
    found = fold(market.events).get(appraisal)
    assert isinstance(found, Appraisal)
    assert [readings.state(found, at) for at in (START + DAY - 1, START + DAY)] == [State.ISSUED, State.EXPIRED]
    for ended in (State.WITHDRAWN, State.SUPERSEDED):
        assert readings.state(replace(found, state=ended), START + DAY) == ended


@pytest.mark.parametrize("kind", InstrumentKind)
@pytest.mark.parametrize("state", [State.EFFECTIVE, State.SUSPENDED])
def test_only_grants_and_agreements_run_out_with_their_scope(kind: InstrumentKind, state: State) -> None:
    told = story()
    contract = fold(told.market.events).instrument(told.ids["contract"])
    assert contract is not None
    instrument = replace(contract, state=state, terms=replace(contract.terms, instrument_kind=kind))
    end = instrument.terms.scope.end
    runs_out = kind not in (InstrumentKind.ASSIGNMENT, InstrumentKind.PLEDGE, InstrumentKind.SOLUTION_CONTRACT)
    assert readings.state(instrument, end - 1) == state
    assert readings.state(instrument, end) == (State.EXPIRED if runs_out else state)
    assert readings.state(replace(instrument, state=State.SIGNED), end) == State.SIGNED


def test_a_sublicence_is_live_only_while_its_parent_and_the_asset_are() -> None:
    told = story()
    market, licence = told.market, told.ids["licence"]
    records = fold(market.events)
    parent = records.instrument(licence)
    assert parent is not None
    terms = replace(
        parent.terms, instrument_kind=InstrumentKind.SUBLICENCE, subject=licence, scope=scope(START, START + 2 * YEAR)
    )
    signing = tuple(member.party for member in terms.members)
    sublicence = market.create(c.ProposeInstrument, "sublicence", ("provider", "owner"), terms=terms, signing=signing)
    market.effect(sublicence, licence, 1, ())
    records = fold(market.events)
    touched, standing = records.instrument(licence), records.instrument(sublicence)
    assert touched is not None
    assert standing is not None
    assert touched.encumbrance_version == 1
    ends = parent.terms.scope.end
    assert [readings.grant_live(records, standing, at) for at in (START - 1, START, ends - 1, ends)] == [
        *(False, True, True, False)
    ]
    assert list(readings.live_grants(records, licence, market.at)) == [standing]
    market.move(c.RuleOnInstrument, licence, ("desk",), computed={"encumbrance_version": 0}, ruling=1)
    suspended = fold(market.events)
    assert not list(readings.live_grants(suspended, licence, market.at))


def test_a_document_is_unopened_from_the_time_it_came_to_the_office() -> None:
    market = opened()
    letter = market.letter("letter", "provider", "office")
    sent = market.at
    assert readings.unopened_since(_document(market, letter)) == sent
    market.handle(letter, "office", DocumentMove.DELIVERED)
    assert readings.unopened_since(_document(market, letter)) == sent
    market.handle(letter, "office", DocumentMove.FORWARDED, now_with="desk")
    assert readings.unopened_since(_document(market, letter)) == market.at
    market.handle(letter, "desk", DocumentMove.OPENED)
    assert readings.unopened_since(_document(market, letter)) is None


def test_a_document_is_overdue_from_its_deadline_until_it_is_answered() -> None:
    market = opened()
    letter = market.letter("letter", "provider", "office")
    market.handle(letter, "office", DocumentMove.OPENED)
    assert not readings.document_overdue(_document(market, letter), START + YEAR)
    market.handle(letter, "office", DocumentMove.REGISTERED, number=word("128"), due_by=START + DAY)
    for move in (DocumentMove.FORWARDED, DocumentMove.PROCESSING):
        market.handle(letter, "office", move, now_with="office" if move == DocumentMove.FORWARDED else "")
        late = [readings.document_overdue(_document(market, letter), at) for at in (START + DAY - 1, START + DAY)]
        assert late == [False, True]
    market.handle(letter, "office", DocumentMove.RESPONDED)
    assert not readings.document_overdue(_document(market, letter), START + YEAR)


def test_an_office_is_told_what_is_late_and_what_is_unopened_with_it_now() -> None:
    market = opened()
    office, desk = market.party("office"), market.party("desk")
    waiting, late, passed_on = (market.letter(name, "provider", "office") for name in ("waiting", "late", "passed on"))
    market.handle(late, "office", DocumentMove.REGISTERED, number=word("128"), due_by=START + DAY)
    market.handle(passed_on, "office", DocumentMove.FORWARDED, now_with="desk")
    records = fold(market.events)
    assert [each.id for each in readings.overdue(records, office, START + DAY)] == [late]
    assert [each.id for each in readings.overdue(records, office, START + DAY - 1)] == []
    assert [each.id for each in readings.unopened(records, office)] == [waiting]
    assert [each.id for each in readings.unopened(records, desk)] == [passed_on]


def test_records_are_counted_in_the_states_that_they_read_in() -> None:
    market = opened()
    for name, valid_until in (("short", START + DAY), ("long", START + YEAR)):
        market.evaluation(name, word("asset"), valid_until=valid_until)
    records = fold(market.events)
    assert readings.count(records, Kind.APPRAISAL, START + DAY - 1) == {State.ISSUED: 2}
    assert readings.count(records, Kind.APPRAISAL, START + DAY) == {State.ISSUED: 1, State.EXPIRED: 1}
    assert readings.count(records, Kind.PARTY, START) == {State.ACTIVE: 9}
    assert readings.count(records, Kind.ANCHOR, START) == {}


def test_royalty_is_due_for_a_period_that_is_over_and_in_no_report() -> None:
    market = opened()
    licence = word("licence")
    market.report(licence, START - 10 * DAY, START - 5 * DAY, "owner", "amount")
    records = fold(market.events)

    def due(start: int, end: int, at: int = START) -> bool:
        return readings.royalty_due(records, licence, start, end, at)

    assert due(START - 5 * DAY, START)
    assert not due(START - 5 * DAY, START, START - 1)
    assert due(START - 12 * DAY, START - 10 * DAY)
    assert not due(START - 6 * DAY, START)
    assert not due(START - 12 * DAY, START - 10 * DAY + 1)
    assert readings.royalty_due(records, word("another licence"), START - 10 * DAY, START - 5 * DAY, START)
