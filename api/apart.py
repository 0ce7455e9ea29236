"""Work that takes seconds, in threads of its own, so that it never holds those that everybody shares."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.problems.answer import NotServed

T = TypeVar("T")


class Apart:
    """So much work at once, of one asker so much. Whatever is more is refused at once: nobody waits for a place."""

    def __init__(self, name: str, threads: int, each: int = 1) -> None:
        """name: of the threads. each: of one asker at once."""
        self._threads = ThreadPoolExecutor(threads, name)
        self._most = threads
        self._each = each
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def run(self, who: str, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises `NotServed` TOO_BUSY where there is no place."""
        with self._lock:
            if self._under_way.total() >= self._most or self._under_way[who] >= self._each:
                raise NotServed("TOO_BUSY")
            self._under_way[who] += 1
        return await asyncio.wrap_future(self._threads.submit(self._done, who, work))

    def _done(self, who: str, work: Callable[[], T]) -> T:
        # The place is free when the work ends, however long ago its asker went away.
        try:
            return work()
        finally:
            with self._lock:
                self._under_way[who] -= 1
                self._under_way += Counter()
