"""The ledger's time as a scenario sees it: read and waited for, never set."""

from __future__ import annotations

import time
from typing import Protocol

from ledger.port import Ledger

_PAUSE = 0.05


class Clock(Protocol):
    """UTC seconds. tick: the longest time for one command to be accepted, in seconds, as the engine's driver states."""

    @property
    def tick(self) -> int: ...

    def now(self) -> int: ...

    def wait_until(self, at: int) -> None:
        """Return once the ledger's time is at or past `at`."""
        ...


class LedgerClock:
    """The time that the ledger itself states."""

    def __init__(self, ledger: Ledger, tick: int = 1) -> None:
        self._ledger = ledger
        self._tick = tick

    @property
    def tick(self) -> int:
        return self._tick

    def now(self) -> int:
        return self._ledger.status().now

    def wait_until(self, at: int) -> None:
        while (now := self.now()) < at:
            time.sleep(min(1.0, max(_PAUSE, at - now - 1)))
