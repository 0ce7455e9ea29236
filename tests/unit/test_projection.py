"""Tables filled from events: in one transaction with the position, without gaps, and the same after a rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, selectinload

from ledger import commands as c
from ledger import eip712
from ledger.enums import Kind
from ledger.events import BEFORE_ALL, Event, GenesisEvent, Position
from ledger.state import HistoryBroken, fold, records_of
from marketplace import tables as t
from marketplace.columns import Int256
from marketplace.database import open_database
from marketplace.projection import Projection, WrongLedger, history, open_tables
from tests.unit.chain import START, YEAR, Chain, granted_right, label, scope, word
from tests.unit.market import story


class _Told:
    """The part of the port that a projection reads, over a list of events."""

    def __init__(self, events: Sequence[Event | GenesisEvent]) -> None:
        self._events = events

    def events(self, after: Position = BEFORE_ALL, limit: int = 1000) -> Sequence[Event | GenesisEvent]:
        return [event for event in self._events if event.position > after][:limit]


def _story() -> tuple[Chain, bytes, bytes]:
    """Parties, keys, roles, an asset with a held number, two licences, a dispute, escrow and a ruling."""
    chain = Chain()
    for name in ("institute", "maker", "reviewer"):
        chain.register_party(name)
    chain.add_key("maker", "maker#2")
    chain.add(
        c.GrantRole(**chain.envelope(chain.party("maker")), role=1, fields=7, valid_from=START, valid_to=(1 << 64) - 1)
    )
    chain.add(c.DeclareInterest(**chain.envelope(chain.party("reviewer")), subject=chain.party("maker")), ("reviewer",))
    asset = chain.register_asset("chip", "institute", granted_right("10041237"))
    chain.raise_tier(asset, 2)
    holders = (c.Share(party=chain.party("institute"), bps=10_000),)
    first = chain.propose_licence("first", asset, "institute", "maker", scope(START, START + YEAR, fields=1 << 16))
    chain.effect(first, asset, 1, holders)
    second = chain.propose_licence("second", asset, "institute", "reviewer", scope(START, (1 << 64) - 1), exclusivity=3)
    chain.add(
        c.AttestEscrow(**chain.envelope(second), escrow_action=1, bps=4000, evidence=word("slip")),
        funded=4000,
        released=0,
        refunded=0,
    )
    chain.effect(second, asset, 2, holders)
    chain.add(c.DisputeAsset(**chain.envelope(asset), claim=word("claim"), claimant=chain.party("maker")))
    chain.add(
        c.RuleOnInstrument(**chain.envelope(first), ruling=3, decision=word("ruling")),
        touched=(asset,),
        encumbrance_version=3,
        shares=holders,
    )
    return chain, asset, first


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """The derived tables, on each kind of database."""
    opened = open_database(database)
    t.Base.metadata.create_all(opened)
    yield opened
    opened.dispose()


@pytest.mark.parametrize("batch", [1, 2, 7, 1000])
def test_the_tables_are_the_same_whatever_the_batches_and_after_a_rebuild(tmp_path: Path, batch: int) -> None:
    chain, _, _ = _story()
    once = Projection(open_tables(tmp_path / "once.sqlite"))
    once.apply(chain.events)
    projection = Projection(open_tables(tmp_path / "batches.sqlite"))
    assert projection.catch_up(_Told(chain.events), batch) == len(chain.events)  # type: ignore[arg-type]
    assert projection.digest() == once.digest()
    assert projection.rebuild(_Told(chain.events), batch) == len(chain.events)  # type: ignore[arg-type]
    assert projection.digest() == once.digest()


def test_the_digest_tells_any_two_histories_apart(engine: Engine) -> None:
    chain, _, _ = _story()
    projection = Projection(engine)
    digests = set()
    for event in chain.events:
        projection.apply([event])
        digests.add(projection.digest())
    assert len(digests) == len(chain.events)


def test_events_delivered_twice_change_nothing(engine: Engine) -> None:
    chain, _, _ = _story()
    projection = Projection(engine)
    projection.apply(chain.events)
    before = projection.digest()
    assert projection.apply(chain.events) == 0
    assert projection.apply(chain.events[-3:]) == 0
    assert projection.digest() == before


def test_events_delivered_in_any_order_and_twice_give_the_same_tables(engine: Engine, tmp_path: Path) -> None:
    chain, _, _ = _story()
    once = Projection(open_tables(tmp_path / "once.sqlite"))
    once.apply(chain.events)
    projection = Projection(engine)
    for start in range(0, len(chain.events), 5):
        batch = [*chain.events[max(0, start - 3) : start + 5], *chain.events[start : start + 2]]
        projection.apply(list(reversed(batch)))
    assert projection.digest() == once.digest()


def _place_of_a_last_event(chain: Chain) -> int:
    """The index of an event whose records no later event moves, though later events there are."""
    moved_later: set[bytes] = set(records_of(chain.events[-1]))
    for place in range(len(chain.events) - 2, 0, -1):
        if moved_later.isdisjoint(records_of(chain.events[place])):
            return place
        moved_later.update(records_of(chain.events[place]))
    raise AssertionError("no such event")


def test_an_event_that_comes_late_is_told_of(engine: Engine) -> None:
    """Though no other event follows from it, so that nothing else would."""
    chain, _, _ = _story()
    place = _place_of_a_last_event(chain)
    projection = Projection(engine)
    projection.apply([*chain.events[:place], *chain.events[place + 1 :]])
    with pytest.raises(HistoryBroken, match="after later ones were taken in"):
        projection.apply([chain.events[place]])


def test_another_event_at_a_place_already_taken_in_is_told_of(engine: Engine) -> None:
    chain, _, _ = _story()
    projection = Projection(engine)
    projection.apply(chain.events)
    last = chain.events[-1]
    assert isinstance(last, Event)
    other = replace(last, head=word("other"))
    with pytest.raises(HistoryBroken, match="another event"):
        projection.apply([other])
    with pytest.raises(HistoryBroken, match="another event"):
        projection.apply([last, other])


@pytest.mark.parametrize("limit", [1, 4, 1000])
def test_reading_again_finds_what_was_left_out(engine: Engine, limit: int) -> None:
    chain, _, _ = _story()
    projection = Projection(engine)
    whole = _Told(chain.events)
    projection.apply(chain.events)
    assert _read_again(projection, whole, limit) is None
    place = _place_of_a_last_event(chain)
    without = _Told([*chain.events[:place], *chain.events[place + 1 :]])
    assert "no longer tells" in str(_read_again(projection, without, limit))
    projection.rebuild(without)  # type: ignore[arg-type]
    assert _read_again(projection, without, limit) is None
    assert "after later ones" in str(_read_again(projection, whole, limit))


def _read_again(projection: Projection, told: _Told, limit: int) -> HistoryBroken | None:
    after: Position | None = BEFORE_ALL
    try:
        while after is not None:
            after = projection.recheck(told, after, limit)  # type: ignore[arg-type]
    except HistoryBroken as broken:
        return broken
    return None


def test_two_projections_may_take_turns(engine: Engine, tmp_path: Path) -> None:
    chain, _, _ = _story()
    whole = Projection(open_tables(tmp_path / "whole.sqlite"))
    whole.apply(chain.events)
    turns = [Projection(engine), Projection(engine)]
    for number, event in enumerate(chain.events):
        turns[number // 3 % 2].apply([event])
    assert turns[0].digest() == whole.digest()


def test_a_gap_halts_and_leaves_the_batch_unwritten(engine: Engine) -> None:
    chain, _, _ = _story()
    projection = Projection(engine)
    projection.apply(chain.events[:5])
    before = projection.digest()
    without_one = [event for i, event in enumerate(chain.events) if i != len(chain.events) - 2]
    with pytest.raises(HistoryBroken):
        projection.apply(without_one)
    assert projection.digest() == before
    projection.apply(chain.events)
    assert projection.position() == chain.events[-1].position


def test_a_head_that_does_not_follow_halts(engine: Engine) -> None:
    chain, _, _ = _story()
    last = chain.events[-1]
    assert isinstance(last, Event)
    projection = Projection(engine)
    with pytest.raises(HistoryBroken):
        projection.apply([*chain.events[:-1], replace(last, head=word("other"))])
    assert projection.position() == BEFORE_ALL


def test_events_without_their_beginning_are_refused(engine: Engine) -> None:
    chain, _, _ = _story()
    with pytest.raises(HistoryBroken):
        Projection(engine).apply(chain.events[1:])


def test_another_ledger_is_refused(engine: Engine) -> None:
    chain, _, _ = _story()
    Projection(engine).apply(chain.events)
    first = chain.events[0]
    assert isinstance(first, GenesisEvent)
    other = replace(first, genesis=replace(first.genesis, at=START + 1), position=Position(10_000, 0))
    with pytest.raises(WrongLedger):
        Projection(engine).apply([other])


def test_a_restarted_projection_goes_on_from_its_tables(tmp_path: Path) -> None:
    chain, _, _ = _story()
    path = tmp_path / "tables.sqlite"
    for number in range(0, len(chain.events), 4):
        Projection(open_tables(path)).apply(chain.events[number : number + 4])
    whole = Projection(open_tables(tmp_path / "whole.sqlite"))
    whole.apply(chain.events)
    assert Projection(open_tables(path)).digest() == whole.digest()


def test_every_record_and_event_reads_back_as_it_was(engine: Engine) -> None:
    chain, asset, licence = _story()
    Projection(engine).apply(chain.events)
    records = fold(chain.events)
    with Session(engine) as session:
        for record in (chain.regulator, asset, licence, chain.party("maker")):
            assert tuple(history(session, record)) == records.history(record)
        assert [e.position for e in history(session, asset, after=2, limit=2)] == [
            e.position for e in records.history(asset)[2:4]
        ]


def test_the_typed_tables_hold_what_the_records_do(engine: Engine) -> None:
    chain, asset, licence = _story()
    Projection(engine).apply(chain.events)
    records = fold(chain.events)
    with Session(engine) as session:
        rights = session.scalars(select(t.RightRow).where(t.RightRow.office == label("VN"), t.RightRow.held)).all()
        assert [right.asset for right in rights] == [asset]
        grants = session.scalars(select(t.GrantRow).order_by(t.GrantRow.end)).all()
        assert [grant.end for grant in grants] == [START + YEAR, (1 << 64) - 1]
        row = session.scalars(
            select(t.InstrumentRow).where(t.InstrumentRow.id == licence).options(selectinload(t.InstrumentRow.members))
        ).one()
        folded = records.instrument(licence)
        assert folded is not None
        assert [member.party for member in row.members] == [member.party for member in folded.terms.members]
        keys = session.scalar(select(func.count()).select_from(t.KeyRow).where(t.KeyRow.party == chain.party("maker")))
        assert keys == 2


def test_every_kind_of_record_has_its_rows_and_the_same_ones_after_a_rebuild(engine: Engine, tmp_path: Path) -> None:
    told = story()
    projection = Projection(engine)
    projection.apply(told.market.events)
    other = Projection(open_tables(tmp_path / "other.sqlite"))
    other.catch_up(_Told(told.market.events), 3)  # type: ignore[arg-type]
    assert other.digest() == projection.digest()
    assert other.rebuild(_Told(told.market.events), 7) == len(told.market.events)  # type: ignore[arg-type]
    assert other.digest() == projection.digest()
    records = fold(told.market.events)
    with Session(engine) as session:
        for record in told.ids.values():
            assert tuple(history(session, record)) == records.history(record)
        for table in t.Base.__subclasses__():
            if table not in NOT_IN_THE_STORY:
                assert session.scalar(select(func.count()).select_from(table)), table.__name__


# What the first story has, and shares that move, which have a test of their own.
NOT_IN_THE_STORY = (t.RoleRow, t.InterestRow, t.MoveRow, t.GateCertificateRow, t.HaltRow)


def test_the_markets_tables_hold_what_the_records_do(engine: Engine) -> None:
    told = story()
    Projection(engine).apply(told.market.events)
    with Session(engine) as session:
        pilot = session.scalars(
            select(t.PilotRow)
            .where(t.PilotRow.id == told.ids["rollout"])
            .options(selectinload(t.PilotRow.kpis), selectinload(t.PilotRow.values))
        ).one()
        assert [(kpi.code, kpi.target, kpi.baseline, kpi.mandatory) for kpi in pilot.kpis] == [
            (label("K1"), 300, -5, True),
            (label("K2"), 300, -5, False),
        ]
        assert [(each.code, each.value) for each in pilot.values] == [(label("K1"), 295), (label("K2"), 310)]
        certificate = session.get_one(t.CertificateRow, told.ids["paid"])
        assert (certificate.owner_signed, certificate.met, certificate.paid_by) == (True, 1, told.ids["contract"])
        milestone = session.scalars(select(t.MilestoneRow)).one()
        assert (milestone.milestone, milestone.certificate, milestone.bps) == (label("M1"), told.ids["paid"], 6_000)
        reviewers = session.scalars(select(t.ReviewerRow).order_by(t.ReviewerRow.ordinal)).all()
        assert [each.party for each in reviewers] == [told.market.party("technical"), told.market.party("security")]
        document = session.scalars(select(t.DocumentRow).options(selectinload(t.DocumentRow.recipients))).one()
        assert document.recipient == told.market.party("desk")
        assert [each.party for each in document.recipients] == [told.market.party("office"), told.market.party("desk")]
        assert session.scalars(select(t.AnchorRow.size)).one() == (1 << 64) - 1


@pytest.mark.parametrize("moves", [((b"\1", b"\2", 4_000),), ((b"\1", b"\2", 1), (b"\3", b"\1", 9_999))])
def test_the_shares_that_an_instrument_moves_have_rows_in_their_order(engine: Engine, moves: tuple[Any, ...]) -> None:
    chain, _, licence = _story()
    instrument = fold(chain.events).instrument(licence)
    assert instrument is not None
    moved = tuple(
        c.Move(from_=giver.rjust(32, b"\0"), to=taker.rjust(32, b"\0"), bps=bps) for giver, taker, bps in moves
    )
    terms = replace(instrument.terms, instrument_kind=3, exclusivity=0, moves=moved)
    record = eip712.record_id(Kind.INSTRUMENT, chain.party("institute"), word("assignment"))
    signing = tuple(member.party for member in terms.members)
    proposal = c.ProposeInstrument(**chain.envelope(record), nonce=word("assignment"), terms=terms, signing=signing)
    chain.add(proposal, ("institute", "maker"), terms_digest=eip712.terms_digest(terms), gates=0)
    Projection(engine).apply(chain.events)
    with Session(engine) as session:
        rows = session.scalars(select(t.MoveRow).order_by(t.MoveRow.ordinal)).all()
        assert [(row.from_, row.to, row.bps) for row in rows] == [(each.from_, each.to, each.bps) for each in moved]


@pytest.mark.parametrize("value", [0, 1, -1, (1 << 255) - 1, -(1 << 255)])
def test_signed_words_are_kept_exactly_and_sort_as_numbers(value: int) -> None:
    column = Int256()
    kept = column.process_bind_param(value, sqlite.dialect())
    assert column.process_result_value(kept, sqlite.dialect()) == value
    assert (kept > column.process_bind_param(0, sqlite.dialect())) is (value > 0)


def test_a_relation_that_was_not_asked_for_is_not_loaded(engine: Engine) -> None:
    chain, asset, _ = _story()
    Projection(engine).apply(chain.events)
    with Session(engine) as session:
        row = session.get_one(t.AssetRow, asset)
        with pytest.raises(InvalidRequestError):
            _ = row.holders
