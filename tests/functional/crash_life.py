"""The process that is killed: it opens a home, and its clients submit until the end.

Lives are forked from one server process that has imported everything and runs no thread, so that each costs little.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.connection import open_embedded
from ledger.errors import LedgerError, Refused
from ledger.genesis import Genesis
from ledger.port import Ledger
from tests.functional.crash_log import ClientLog
from tests.functional.crash_points import POINTS, Countdown
from tests.functional.crash_stream import Step, Stream

CLIENTS = 64
BEGUN = "begun"
_LONGEST_LIFE = 60.0  # seconds
_BEFORE_ASKING_AGAIN = 0.2  # seconds
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


class StillAlive(Exception):
    """The process did not come to the point at which it was to be killed, or ended before."""


@dataclass(frozen=True)
class Life:
    """seed: of the clients' streams. log: a folder for what they write down, which does not exist yet.

    point: where the process kills itself, when it has come by it `passings` times; None: it is killed from outside,
    `seconds` after it was started, or with `begun` after its clients have begun.
    """

    home: Path
    genesis: Genesis
    seed: str
    log: Path
    point: str | None = None
    passings: int = 1
    seconds: float = 0.0
    begun: bool = True

    def __str__(self) -> str:
        return f"{self.seed}: {self.point or f'{self.seconds:.3f} s'} ({self.passings})"


def live_and_be_killed(life: Life) -> None:
    """Run one life to its violent end; raises `StillAlive`."""
    life.log.mkdir()
    process = _processes.Process(target=_live, args=(life,), daemon=True)
    process.start()
    if life.point is None:
        while life.begun and not (life.log / BEGUN).exists() and process.is_alive():
            process.join(0.01)
        process.join(life.seconds)
        if process.is_alive():
            process.kill()
    process.join(_LONGEST_LIFE)
    if process.exitcode != -signal.SIGKILL:
        process.kill()
        raise StillAlive(f"{life}: exit code {process.exitcode}")
    process.close()


def _live(life: Life) -> None:
    logging.disable()
    if life.point is not None:
        POINTS[life.point].arm(Countdown(life.passings))
    opened = open_embedded(life.home, life.genesis)
    stream = Stream(life.genesis)
    meetings = [threading.Barrier(2) for _ in range(CLIENTS // 2)]
    clients = [
        Client(opened.ledger, stream.steps(life.seed, n), ClientLog(life.log, n), meetings[n // 2])
        for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    (life.log / BEGUN).touch()
    threading.Event().wait()


class Client(threading.Thread):
    """Submits one step after the other, each until it has an answer; writes down what it does and what it was told."""

    def __init__(self, ledger: Ledger, steps: Iterator[Step], log: ClientLog, meeting: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self._ledger = ledger
        self._steps = steps
        self._log = log
        self._meeting = meeting

    def run(self) -> None:
        for step in self._steps:
            if step.meets:
                self._meeting.wait()
            while not self._answered(step):
                time.sleep(_BEFORE_ASKING_AGAIN)

    def _answered(self, step: Step) -> bool:
        self._log.submitting(step)
        try:
            receipt = self._ledger.submit(step.signed)
        except Refused as refused:
            self._log.refused(step.signed.digest, refused.code)
        except LedgerError as error:
            self._log.failed(step.signed.digest, repr(error))
            return False
        else:
            self._log.accepted(step.signed.digest, receipt)
        return True
