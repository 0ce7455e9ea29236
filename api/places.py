"""So many at once, and of one asker so many: whoever finds no place is refused at once, and nobody waits."""

from __future__ import annotations

import threading
from collections import Counter

from api.problems.answer import NotServed


class Places:
    """Safe to use from several threads at once."""

    def __init__(self, most: int, each: int) -> None:
        """most: in all. each: of one asker."""
        self._most = most
        self._each = each
        self._taken: Counter[str] = Counter()
        self._count = 0
        self._lock = threading.Lock()

    def take(self, *who: str) -> None:
        """One place, which counts for each of `who`. Raises `NotServed` TOO_BUSY."""
        with self._lock:
            if self._count >= self._most or any(self._taken[each] >= self._each for each in who):
                raise NotServed("TOO_BUSY")
            self._taken.update(who)
            self._count += 1

    def leave(self, *who: str) -> None:
        with self._lock:
            self._taken.subtract(who)
            self._taken += Counter()
            self._count -= 1
