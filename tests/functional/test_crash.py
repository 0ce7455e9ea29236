"""kill -9 at every step of a command: what was acknowledged is there once, and a retry finishes what was not."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.events import Event
from ledger.intents import State
from tests.functional.crashing import POINTS, commands
from tests.functional.exchange import Exchange

ROOT = Path(__file__).parents[2]
COMMANDS = 24


@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_loses_nothing_it_acknowledged_and_doubles_nothing(tmp_path: Path, point: str) -> None:
    at = int(time.time()) - 10
    child = subprocess.run(
        [sys.executable, "-m", "tests.functional.crashing", str(tmp_path), str(at), point, str(COMMANDS)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    acknowledged = {bytes.fromhex(line) for line in child.stdout.decode().splitlines()}
    assert len(acknowledged) < COMMANDS

    exchange = Exchange(tmp_path, at)
    crowd = commands(exchange, COMMANDS)
    receipts = {signed.digest: exchange.ledger.receipt(signed.digest) for signed in crowd}
    assert [digest for digest in acknowledged if receipts[digest] is None] == []
    # What may have been sent has been looked up; nothing is left in between.
    assert exchange.intents.unresolved() == []
    for signed in crowd:
        receipt = exchange.ledger.submit(signed)
        assert receipts[signed.digest] in (None, receipt)
        (event,) = exchange.ledger.history(signed.command.record)
        assert isinstance(event, Event)
        assert event.receipt == receipt
    exchange.close()
    exchange = Exchange(tmp_path, at)
    states = {found.state for signed in crowd if (found := exchange.intents.get(signed.digest)) is not None}
    assert states == {State.COMMITTED}
    exchange.close()
