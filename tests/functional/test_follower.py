"""Following the ledger: what comes twice or out of order changes nothing, a gap halts loudly, others take over."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from api.connection import read_embedded
from api.follower import Follower, Pace
from api.migrations import open_tables
from ledger.events import BEFORE_ALL, Position
from ledger.port import Ledger, all_events
from ledger.state import AnyEvent, records_of
from marketplace.database import file_url
from marketplace.projection import Projection
from marketplace.tables import EventRow

_processes = multiprocessing.get_context("spawn")
_PATIENCE = 40.0  # seconds
QUICK = Pace(look=0.02, fail=0.1, halt=0.1, recheck=0.02, page=60)

Page = list[AnyEvent]


class Troubled:
    """A real ledger whose pages of events may come otherwise than it gave them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.trouble: Callable[[Page], Page] = lambda page: page
        self.until: Position | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def events(self, after: Position = BEFORE_ALL, limit: int = 1000) -> Sequence[AnyEvent]:
        page = [
            event for event in self._ledger.events(after, limit) if self.until is None or event.position <= self.until
        ]
        return self.trouble(page)


@pytest.fixture(scope="module")
def sound(opening_day: Path) -> Iterator[Ledger]:
    with read_embedded(opening_day) as opened:
        yield opened.ledger


@pytest.fixture(scope="module")
def day(sound: Ledger) -> Sequence[AnyEvent]:
    return list(all_events(sound))


@pytest.fixture(scope="module")
def expected(day: Sequence[AnyEvent], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    engine = open_tables(file_url(tmp_path_factory.mktemp("tables") / "tables.sqlite"))
    projection = Projection(engine)
    projection.apply(day)
    digest = projection.digest()
    engine.dispose()
    return digest


@pytest.fixture
def tables(database: str) -> Iterator[Engine]:
    engine = open_tables(database)
    yield engine
    engine.dispose()


@pytest.fixture
def started() -> Iterator[list[Follower]]:
    """Whoever is put here is stopped."""
    followers: list[Follower] = []
    yield followers
    for follower in followers:
        follower.stop()


def _await(what: Callable[[], Any], says: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < until, f"not in time: {says}"
        time.sleep(0.02)


def _last_of_its_records(day: Sequence[AnyEvent]) -> AnyEvent:
    """An event in the middle of the day whose records nothing moves any more, so that no other event misses it."""
    moved: set[bytes] = set()
    for event in reversed(day):
        if event is not day[-1] and moved.isdisjoint(records_of(event)):
            return event
        moved.update(records_of(event))
    raise AssertionError("no such event")


def test_deliveries_twice_and_out_of_order_give_the_same_tables(
    sound: Ledger, day: Sequence[AnyEvent], expected: bytes, tables: Engine, started: list[Follower]
) -> None:
    ledger = Troubled(sound)
    ledger.trouble = lambda page: [*page[::-1], *page[:3], *day[:5]]
    follower = Follower(ledger, tables, pace=QUICK)
    started.append(follower)
    follower.start()
    _await(lambda: follower.behind is not None, "caught up")
    time.sleep(0.5)
    assert follower.halt() is None
    assert Projection(tables).digest() == expected


def test_a_missing_event_halts_every_process_and_is_told_of_until_it_is_there(
    sound: Ledger,
    day: Sequence[AnyEvent],
    expected: bytes,
    tables: Engine,
    started: list[Follower],
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = next(n for n in range(len(day) // 2, len(day)) if _is_followed(day, n))
    missing = day[place]
    ledger = Troubled(sound)
    ledger.trouble = lambda page: [event for event in page if event.position != missing.position]
    follower, onlooker = Follower(ledger, tables, pace=QUICK), Follower(sound, tables, takes_part=False, pace=QUICK)
    started += [follower, onlooker]
    with caplog.at_level(logging.WARNING):
        follower.start()
        onlooker.start()
        _await(follower.halt, "halted")
        halt = onlooker.halt()
        assert halt is not None
        assert halt.record in records_of(missing)
        assert halt.version > 1
        assert "missing" in halt.reason
        told = [record for record in caplog.records if record.levelno == logging.CRITICAL]
        assert told
        assert told[0].hanotex_fields["record"] == "0x" + halt.record.hex()  # type: ignore[attr-defined]
        assert follower.position() < missing.position  # its batch was not written
        time.sleep(0.5)
        assert follower.halt() == halt
        assert (follower.halts, onlooker.behind) == (1, None)
        ledger.trouble = lambda page: page
        _await(lambda: follower.halt() is None, "followed again")
    assert "followed again" in caplog.records[-1].getMessage()
    _await(lambda: onlooker.behind is not None, "seen to be caught up")
    assert Projection(tables).digest() == expected


def _is_followed(day: Sequence[AnyEvent], place: int) -> bool:
    return any(set(records_of(day[place])) & set(records_of(event)) for event in day[place + 1 :])


def test_an_event_left_out_that_nothing_follows_is_found_by_reading_again(
    sound: Ledger, day: Sequence[AnyEvent], expected: bytes, tables: Engine, started: list[Follower]
) -> None:
    missing = _last_of_its_records(day)
    ledger = Troubled(sound)
    ledger.trouble = lambda page: [event for event in page if event.position != missing.position]
    follower = Follower(ledger, tables, pace=QUICK)
    started.append(follower)
    follower.start()
    _await(lambda: follower.behind is not None, "caught up")
    assert follower.halt() is None
    ledger.trouble = lambda page: page
    _await(follower.halt, "halted")
    halt = follower.halt()
    assert halt is not None
    assert (halt.record, "after later ones" in halt.reason) == (missing.record, True)
    time.sleep(0.5)
    assert follower.halt() == halt  # it does not come right by itself: the tables are in another order by now
    follower.stop()
    Projection(tables).rebuild(sound)
    again = Follower(sound, tables, pace=QUICK)
    started.append(again)
    again.start()
    _await(lambda: again.behind is not None, "caught up")
    assert again.halt() is None
    assert Projection(tables).digest() == expected


def test_a_ledger_that_no_longer_has_what_it_had_halts(
    sound: Ledger, day: Sequence[AnyEvent], tables: Engine, started: list[Follower]
) -> None:
    """One restored from a backup, beside tables that were not."""
    Projection(tables).apply(day)
    restored = Troubled(sound)
    restored.until = day[-4].position
    follower = Follower(restored, tables, pace=QUICK)
    started.append(follower)
    follower.start()
    _await(follower.halt, "halted")
    halt = follower.halt()
    assert halt is not None
    assert "no longer tells" in halt.reason


def _follow(home: Path, url: str) -> None:
    with read_embedded(home) as opened:
        slow = Troubled(opened.ledger)
        follower = Follower(slow, open_tables(url), pace=QUICK)
        slow.trouble = lambda page: (time.sleep(0.02), page[:3])[1]
        follower.start()
        time.sleep(600)


def test_a_leader_that_is_killed_is_followed_by_another_and_nothing_is_lost(
    opening_day: Path, day: Sequence[AnyEvent], expected: bytes, database: str
) -> None:
    """Pages of three events, so that every kill falls into the middle of the day."""
    tables = open_tables(database)
    projection = Projection(tables)
    processes = [_processes.Process(target=_follow, args=(opening_day, database), daemon=True) for _ in range(3)]
    for process in processes:
        process.start()
    try:
        for number, process in enumerate(processes, 1):
            goal = day[len(day) * number // 4].position
            _await(lambda goal=goal: projection.position() >= goal, "the tables went on")
            if number < len(processes):
                os.kill(process.pid or 0, signal.SIGKILL)
        _await(lambda: projection.position() == day[-1].position, "the tables came to the end")
    finally:
        for process in processes:
            process.kill()
            process.join()
    assert projection.digest() == expected
    with Session(tables) as session:
        assert session.scalar(select(func.count()).select_from(EventRow)) == len(day)
    tables.dispose()
