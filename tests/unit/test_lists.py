"""Lists, histories and events of the derived tables: what they hold, and that no page reads a whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from ledger import readings
from ledger.enums import Kind, State
from ledger.events import BEFORE_ALL, Position
from ledger.state import accepted_at, fold, records_of
from marketplace import lists
from marketplace.projection import Projection, events, history, open_tables
from tests.unit.market import Market, story

LARGE = ("events", "touches", "records")


@pytest.fixture(scope="module")
def chain() -> Market:
    return story().market


@pytest.fixture
def tables(chain: Market, tmp_path: Path) -> Iterator[Engine]:
    engine = open_tables(tmp_path / "tables.sqlite")
    Projection(engine).apply(chain.events)
    yield engine
    engine.dispose()


def plans(engine: Engine, ask: Callable[[Session], Any]) -> list[str]:
    """How SQLite goes about each statement of a question."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with Session(engine) as session:
            ask(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert asked
    with engine.connect() as connection:
        return [
            str(step[-1])
            for statement, parameters in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: list(history(session, bytes(32), 0, 50)),
        lambda session: list(history(session, bytes(32), 0)),
        lambda session: events(session, BEFORE_ALL, 50),
        lambda session: lists.page(session, Kind.PARTY, 0),
        lambda session: lists.page(session, Kind.ASSET, 0, after=lists.Key(1, bytes(32)), state=State.ACTIVE),
        lambda session: lists.last_time(session, 3),
        lambda session: lists.holder_of_right(session, bytes(32), bytes(32)),
        *(
            (lambda session, kind=kind: lists.page(session, kind, 0, party=bytes(32)))  # type: ignore[misc]
            for kind in Kind
        ),
    ],
)
def test_no_page_reads_a_whole_table(tables: Engine, ask: Callable[[Session], Any]) -> None:
    steps = plans(tables, ask)
    assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in LARGE]


def test_events_are_those_of_the_ledger_from_every_position(chain: Market, tables: Engine) -> None:
    with Session(tables) as session:
        assert events(session, BEFORE_ALL, 1000) == chain.events
        for number, each in enumerate(chain.events):
            assert events(session, each.position, 3) == chain.events[number + 1 : number + 4]
        assert events(session, Position(1 << 40, 0), 3) == []


def test_a_history_is_told_from_every_version_and_as_long_as_asked_for(chain: Market, tables: Engine) -> None:
    records = {record for each in chain.events for record in records_of(each)}
    with Session(tables) as session:
        for record in records:
            whole = [each for each in chain.events if record in records_of(each)]
            assert list(history(session, record)) == whole
            for after in range(len(whole) + 1):
                assert list(history(session, record, after)) == whole[after:]
                assert list(history(session, record, after, 1)) == whole[after : after + 1]
                assert list(history(session, record, after, 0)) == []


def test_lists_hold_each_record_in_the_state_that_readings_read_at_every_time(chain: Market, tables: Engine) -> None:
    records = fold(chain.events)
    last = max(accepted_at(each) for each in chain.events)
    with Session(tables) as session:
        for kind in Kind:
            found = list(records.of_kind(kind))
            turns = [turn.at for record in found if (turn := readings.turn(record)) and turn.at < 1 << 62]
            for at in (last, *(time for turn in turns for time in (turn - 1, turn))):
                read = {record.id: readings.state(record, at) for record in found}
                assert {each.id: each.state for each in lists.page(session, kind, at, limit=200)} == read
                for state in set(read.values()):
                    listed = lists.page(session, kind, at, limit=200, state=state)
                    assert {each.id for each in listed} == {each for each, now in read.items() if now == state}


def test_pages_of_one_hold_every_record_once_in_the_order_of_creation(chain: Market, tables: Engine) -> None:
    records = fold(chain.events)
    with Session(tables) as session:
        for kind in Kind:
            seen: list[lists.Listed] = []
            while page := lists.page(session, kind, 0, limit=1, after=seen[-1].key if seen else None):
                seen += page
            assert [each.key for each in seen] == sorted(
                lists.Key(record.created_at, record.id) for record in records.of_kind(kind)
            )
