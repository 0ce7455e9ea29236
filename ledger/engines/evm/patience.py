"""How long to wait, and for what."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ledger.errors import Refused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. receipt: until a sent transaction is included. account: for a free relay account. clock: for a
    clock that is behind to catch up. poll: between two looks."""

    receipt: float = 30.0
    account: float = 60.0
    clock: float = 5.0
    poll: float = 0.1


class ClockBehind(Exception):
    """The chain cannot date the command yet (UTC seconds): a record, or its last block, is of `at`, and it is `now`."""

    def __init__(self, at: int, now: int) -> None:
        super().__init__(at, now)
        self.at = at
        self.now = now

    @property
    def refused(self) -> Refused:
        return Refused("CLOCK_BEHIND", {"at": self.at, "now": self.now})


def once_the_clock_is_right(attempt: Callable[[], T], patience: Patience) -> T:
    """Try again while the clock is behind; `Refused` CLOCK_BEHIND where it does not catch up in time."""
    until = time.monotonic() + patience.clock
    while True:
        try:
            return attempt()
        except ClockBehind as behind:
            left = until - time.monotonic()
            if left <= 0:
                raise behind.refused from behind
            time.sleep(min(left, max(behind.at - behind.now, patience.poll)))
