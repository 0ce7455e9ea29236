"""The judge of the crash campaign sees what it is there to see: every kind of lie about the events of a real ledger."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from ledger.errors import Refused
from ledger.events import Event
from ledger.port import Ledger
from tests.functional.crash_audit import audit
from tests.functional.crash_log import ClientLog, Told, read_logs
from tests.functional.crash_stream import ACCEPTED, CONTESTED, Step, Stream
from tests.functional.exchange import Exchange

Case = tuple[Told, list[Event], bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit")


@pytest.fixture(scope="module")
def events(folder: Path) -> tuple[list[Event], bytes]:
    """Two clients' first sixteen steps on a real ledger, written down by the clients themselves."""
    exchange = Exchange(folder, int(time.time()) - 10)
    stream = Stream(exchange.genesis)
    stream.prepare(exchange.ledger)
    records = set()
    for client in (0, 1):
        log = ClientLog(folder, client)
        steps = stream.steps("audit", client)
        for step in (next(steps) for _ in range(16)):
            submit(exchange.ledger, step, log)
            records.add(step.signed.command.record)
    found = [event for record in records for event in exchange.ledger.history(record) if isinstance(event, Event)]
    exchange.close()
    return found, exchange.genesis.ledger


def submit(ledger: Ledger, step: Step, log: ClientLog) -> None:
    log.submitting(step)
    try:
        log.accepted(step.signed.digest, ledger.submit(step.signed))
    except Refused as refused:
        log.refused(step.signed.digest, refused.code)


@pytest.fixture
def case(folder: Path, events: tuple[list[Event], bytes]) -> Case:
    return read_logs(folder), list(events[0]), events[1]


def test_a_truthful_ledger_is_found_truthful(case: Case) -> None:
    assert audit(*case) == []
    told = case[0]
    assert {ACCEPTED, CONTESTED} < set(told.fates.values())
    assert told.refusals
    assert set(told.receipts) == {event.digest for event in case[1]}


def lost(told: Told, events: list[Event]) -> None:
    del events[-1]


def twice(told: Told, events: list[Event]) -> None:
    last = events[-1]
    events.append(replace(last, version=last.version + 1))


def another_receipt(told: Told, events: list[Event]) -> None:
    (receipt,) = told.receipts[events[0].digest]
    told.accepted(events[0].digest, replace(receipt, at=receipt.at + 1))


def refused_and_there(told: Told, events: list[Event]) -> None:
    told.refused(events[0].digest, "VERSION_MISMATCH")


def refused_though_right(told: Told, events: list[Event]) -> None:
    digest = next(digest for digest, fate in told.fates.items() if fate == ACCEPTED)
    told.refused(digest, "STATE_FORBIDS")


def accepted_though_wrong(told: Told, events: list[Event]) -> None:
    digest = next(digest for digest, fate in told.fates.items() if fate == "UNKNOWN_KEY")
    (receipt,) = told.receipts[events[0].digest]
    told.accepted(digest, receipt)


def both_sides_won(told: Told, events: list[Event]) -> None:
    loser = next(digest for digest, fate in told.fates.items() if fate == CONTESTED and digest in told.refusals)
    (receipt,) = told.receipts[events[0].digest]
    told.accepted(loser, receipt)


def no_side_won(told: Told, events: list[Event]) -> None:
    winner = next(digest for digest, fate in told.fates.items() if fate == CONTESTED and digest in told.receipts)
    del told.receipts[winner]
    told.refused(winner, "VERSION_MISMATCH")


def forged_head(told: Told, events: list[Event]) -> None:
    events[0] = replace(events[0], head=keccak(events[0].head))


def other_content(told: Told, events: list[Event]) -> None:
    events[0] = replace(events[0], command=replace(events[0].command, not_after=1))


def gap(told: Told, events: list[Event]) -> None:
    events[0] = replace(events[0], version=events[0].version + 1)


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (lost, "is lost"),
        (twice, "happened 2 times"),
        (another_receipt, "was answered with"),
        (refused_and_there, "is on the chain"),
        (refused_though_right, "may only be with []"),
        (accepted_though_wrong, "had to be refused with UNKNOWN_KEY"),
        (both_sides_won, "2 of 2 commands took version"),
        (no_side_won, "0 of 2 commands took version"),
        (forged_head, "a head that does not follow"),
        (other_content, "another command than its digest says"),
        (gap, "follows version 0"),
    ],
)
def test_a_lie_is_named(case: Case, lie: Callable[[Told, list[Event]], None], words: str) -> None:
    told, events, ledger = case
    lie(told, events)
    assert any(words in line for line in audit(told, events, ledger))


def test_a_line_cut_by_the_kill_counts_as_not_written(tmp_path: Path, case: Case) -> None:
    told = case[0]
    digest, receipts = next(iter(told.receipts.items()))
    log = ClientLog(tmp_path, 0)
    log.submitting(Step(told.signed[digest], ACCEPTED))
    log.accepted(digest, next(iter(receipts)))
    file = tmp_path / "client-00.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    cut = read_logs(tmp_path)
    assert (cut.unknown, cut.receipts) == ([digest], {})
    assert cut.signed[digest].signatures == told.signed[digest].signatures
