"""A home on a disk without room: nothing more is acknowledged, what was stays, and the same bytes go in later."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from api.connection import Connection, open_embedded
from ledger.engines.embedded import StorageFailed
from ledger.errors import EngineUnavailable, LedgerError
from ledger.events import Receipt
from ledger.genesis import Genesis
from ledger.intents import IntentLog
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis, key
from tests.functional.crash_campaign import Campaign
from tests.functional.crash_stream import OWNERS, Stream
from tests.functional.small_disk import fill, small_disk

SIZE = 16 * 1024 * 1024
FULL = "database or disk is full"


@pytest.fixture
def document() -> Genesis:
    return genesis(int(time.time()) - 10)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "home", SIZE) as disk:
        yield disk


def registrations(document: Genesis, count: int) -> list[SignedCommand]:
    stream = Stream(document)
    return [stream.signed(stream.asset(OWNERS[0], f"know-how {n}"), key(OWNERS[0])) for n in range(count)]


def submit_at_once(opened: Connection, crowd: list[SignedCommand]) -> list[Receipt | LedgerError]:
    def submit(signed: SignedCommand) -> Receipt | LedgerError:
        try:
            return opened.ledger.submit(signed)
        except LedgerError as error:
            return error

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(submit, crowd))


@pytest.mark.parametrize("left", [0, 60_000, 150_000])
def test_a_full_disk_acknowledges_nothing_it_does_not_keep_and_takes_the_same_bytes_later(
    home: Path, document: Genesis, left: int
) -> None:
    crowd = registrations(document, 48)
    with open_embedded(home, document) as opened:
        Stream(document).prepare(opened.ledger)
        kept = opened.ledger.submit(crowd[0])
        filler = fill(home, left)
        answers = submit_at_once(opened, crowd[1:])
        receipts = [kept, *(answer for answer in answers if isinstance(answer, Receipt))]
        failures = [answer for answer in answers if not isinstance(answer, Receipt)]
        assert failures
        assert {type(failure) for failure in failures} == {EngineUnavailable}
        assert [str(failure) for failure in failures if FULL not in str(failure)] == []
        # Reading goes on, and shows what was acknowledged and nothing else.
        found = [opened.ledger.receipt(signed.digest) for signed in crowd]
        assert [receipt for receipt in found if receipt is not None] == receipts
        assert len(opened.ledger.history(crowd[0].command.record)) == 1

        filler.unlink()
        assert [answer.version for answer in submit_at_once(opened, crowd) if isinstance(answer, Receipt)] == [1] * 48
        assert [opened.ledger.receipt(receipt.digest) for receipt in receipts] == receipts
    with open_embedded(home) as opened:
        assert [len(opened.ledger.history(signed.command.record)) for signed in crowd] == [1] * 48


def test_a_process_killed_on_a_disk_that_has_filled_up_loses_nothing(
    home: Path, tmp_path: Path, document: Genesis
) -> None:
    campaign = Campaign(tmp_path, document, "full disk")
    with open_embedded(home, document) as opened:
        Stream(document).prepare(opened.ledger)
    # The room ends some way into the clients' work.
    fill(home, 1_500_000)
    campaign.kill_after(6)
    assert any(FULL in failure for failure in campaign.unread().failures)
    (home / "filler").unlink()
    assert campaign.judge(excused=FULL) == []
    assert campaign.judge_whole() == []


def test_a_home_without_room_is_not_opened_and_says_why(home: Path, document: Genesis) -> None:
    open_embedded(home, document).close()
    filler = fill(home)
    with pytest.raises(StorageFailed, match=r"chain\.sqlite: disk I/O error|chain\.sqlite: database or disk is full"):
        open_embedded(home)
    filler.unlink()
    with open_embedded(home) as opened:
        assert opened.ledger.status().genesis == document


def test_intents_without_room_are_not_taken_for_another_ledgers(home: Path) -> None:
    ledger, path = keccak(b"a ledger"), home / "intents.sqlite"
    IntentLog(path, ledger).close()
    filler = fill(home)
    with pytest.raises(EngineUnavailable, match=r"intents\.sqlite cannot be opened: "):
        IntentLog(path, ledger)
    filler.unlink()
    IntentLog(path, ledger).close()
