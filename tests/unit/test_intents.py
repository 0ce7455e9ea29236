"""The intent log: durable before anything is sent, one write for many callers."""

from __future__ import annotations

import dataclasses
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from ledger.errors import EngineUnavailable
from ledger.events import Receipt
from ledger.intents import Intent, IntentLog, IntentsInUse, NotTheLedgersIntents, State

LEDGER = keccak(b"a ledger")


def intent(n: int, state: State = State.RECEIVED) -> Intent:
    sent = state is not State.RECEIVED
    return Intent(
        digest=keccak(n.to_bytes(4, "big")),
        state=state,
        command='{"command": "raise_tier"}',
        received_at=1_795_651_200.5 + n,
        relay=keccak(b"relay")[12:] if sent else None,
        nonce=n if sent else None,
        transaction=bytes(100) if sent else None,
    )


def committed(n: int) -> Intent:
    answer = {"record": "0x" + "01" * 32, "version": 3, "head": "0x" + "02" * 32, "at": "1795651200"}
    return dataclasses.replace(intent(n, State.SUBMITTED), state=State.COMMITTED, answer=answer)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "intents.sqlite"


@pytest.fixture
def log(path: Path) -> Iterator[IntentLog]:
    opened = IntentLog(path, LEDGER)
    yield opened
    opened.close()


def rows(path: Path) -> int:
    """What another connection sees: only what is committed."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        count: int = database.execute("SELECT count(*) FROM intents").fetchone()[0]
    database.close()
    return count


def test_what_is_put_durably_is_in_the_file(log: IntentLog, path: Path) -> None:
    log.put_durably(intent(1, State.SUBMITTED))
    assert rows(path) == 1
    assert log.get(intent(1).digest) == intent(1, State.SUBMITTED)
    assert log.get(intent(2).digest) is None


def test_what_is_put_without_waiting_is_seen_at_once_and_written_in_quiet(log: IntentLog, path: Path) -> None:
    log.put(intent(1))
    assert log.get(intent(1).digest) == intent(1)
    until = time.monotonic() + 5
    while rows(path) == 0 and time.monotonic() < until:
        time.sleep(0.05)
    assert rows(path) == 1


def test_every_state_survives_reopening(path: Path) -> None:
    refused = dataclasses.replace(
        intent(4, State.SUBMITTED), state=State.REFUSED, answer={"code": "NO_TITLE", "values": {"party": "0x00"}}
    )
    given = [intent(1), intent(2, State.SUBMITTED), committed(3), refused, intent(5, State.UNKNOWN)]
    log = IntentLog(path, LEDGER)
    for each in given:
        log.put(each)
    log.close()
    log = IntentLog(path, LEDGER)
    assert [log.get(each.digest) for each in given] == given
    log.close()


def test_a_committed_intent_carries_its_receipt(log: IntentLog) -> None:
    log.put_durably(committed(1))
    found = log.get(intent(1).digest)
    assert found is not None
    assert found.receipt == Receipt(b"\1" * 32, 3, b"\2" * 32, intent(1).digest, 1_795_651_200)
    assert intent(1, State.SUBMITTED).receipt is None


def test_unresolved_are_those_sent_without_an_answer(log: IntentLog) -> None:
    log.put_durably(intent(1))
    log.put_durably(intent(2, State.SUBMITTED))
    log.put_durably(intent(3, State.UNKNOWN))
    log.put_durably(intent(4, State.SUBMITTED))
    log.put(committed(4))
    assert [each.digest for each in log.unresolved()] == [intent(2).digest, intent(3).digest]


def test_callers_at_once_share_their_writes(log: IntentLog) -> None:
    def submit(n: int) -> None:
        with log.attending():
            log.put_durably(intent(n, State.SUBMITTED))
            time.sleep(0.05)

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(submit, range(640)))
    assert log.statistics.intents == 640
    assert log.statistics.fsyncs <= 640 * 0.1


def test_a_caller_alone_does_not_wait_for_company(log: IntentLog) -> None:
    started = time.monotonic()
    with log.attending():
        for n in range(10):
            log.put_durably(intent(n, State.SUBMITTED))
    assert time.monotonic() - started < 1.0
    assert log.statistics.commits == 10


def test_callers_held_up_elsewhere_do_not_hold_up_a_write(log: IntentLog) -> None:
    with log.attending(), log.attending(), log.attending(), log.attending(), log.attending(), log.attending():
        started = time.monotonic()
        log.put_durably(intent(1, State.SUBMITTED))
    assert time.monotonic() - started < 1.0


def test_a_second_process_is_refused(log: IntentLog, path: Path) -> None:
    with pytest.raises(IntentsInUse):
        IntentLog(path, LEDGER)


def test_the_log_of_another_ledger_is_refused(path: Path) -> None:
    IntentLog(path, LEDGER).close()
    with pytest.raises(NotTheLedgersIntents, match=LEDGER.hex()):
        IntentLog(path, keccak(b"another ledger"))
    path.write_bytes(b"no database at all, but long enough to be looked at as one" * 100)
    with pytest.raises(NotTheLedgersIntents):
        IntentLog(path, LEDGER)


def test_a_full_disk_is_told_to_those_who_wait_and_passes(log: IntentLog, path: Path) -> None:
    log.put_durably(intent(1, State.SUBMITTED))
    # SQLite's own limit gives the very error of a full disk. It is per connection, so it is set on the log's.
    pages = log._database.execute("PRAGMA page_count").fetchone()[0]
    log._database.execute(f"PRAGMA max_page_count = {pages}")
    big = dataclasses.replace(intent(2, State.SUBMITTED), transaction=bytes(100_000))
    with pytest.raises(EngineUnavailable, match="full"):
        log.put_durably(big)
    assert log.get(big.digest) is None
    log._database.execute("PRAGMA max_page_count = 1073741823")
    log.put_durably(big)
    assert log.get(big.digest) == big


def test_what_nobody_waits_for_is_tried_again_after_a_full_disk(log: IntentLog, path: Path) -> None:
    log.put_durably(intent(1, State.SUBMITTED))
    pages = log._database.execute("PRAGMA page_count").fetchone()[0]
    log._database.execute(f"PRAGMA max_page_count = {pages}")
    log.put(dataclasses.replace(committed(1), command="x" * 100_000))
    with pytest.raises(EngineUnavailable):
        log.put_durably(intent(2, State.SUBMITTED))
    found = log.get(intent(1).digest)
    assert found is not None
    assert found.state is State.COMMITTED
    log._database.execute("PRAGMA max_page_count = 1073741823")
    log.put_durably(intent(3, State.SUBMITTED))
    assert [each.digest for each in log.unresolved()] == [intent(3).digest]


def test_a_closed_log_takes_no_more(path: Path) -> None:
    log = IntentLog(path, LEDGER)
    log.close()
    with pytest.raises(EngineUnavailable):
        log.put_durably(intent(1))


_CHILD = """
import sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_intents import LEDGER, intent
from ledger.intents import IntentLog, State
log = IntentLog(Path(sys.argv[1]), LEDGER)
said = threading.Lock()
def work(start):
    for n in range(start, start + 100_000):
        with log.attending():
            log.put_durably(intent(n, State.SUBMITTED))
        with said:
            sys.stdout.write(f"{n}\\n"); sys.stdout.flush()
for start in (0, 100_000, 200_000, 300_000):
    threading.Thread(target=work, args=(start,), daemon=True).start()
threading.Event().wait()
"""


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(200)]
    os.kill(child.pid, signal.SIGKILL)
    rest = child.stdout.read().splitlines(keepends=True)
    child.stdout.close()
    child.wait()
    acknowledged += [int(line) for line in rest if line.endswith("\n")]
    log = IntentLog(path, LEDGER)
    missing = [n for n in acknowledged if log.get(intent(n).digest) is None]
    log.close()
    assert missing == []


def test_threads_may_read_while_others_write(log: IntentLog) -> None:
    failures: list[BaseException] = []

    def write(start: int) -> None:
        try:
            for n in range(start, start + 30):
                log.put_durably(intent(n, State.SUBMITTED))
                log.put(committed(n))
                found = log.get(intent(n).digest)
                assert found is not None
                assert found.state is State.COMMITTED
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(start,)) for start in range(0, 300, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert log.unresolved() == []
