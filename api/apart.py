"""Work that takes seconds, in threads of its own, so that it never holds those that everybody shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.places import Places

T = TypeVar("T")


class Apart:
    """So much work at once, of one asker so much. Whatever is more is refused at once: nobody waits for a place."""

    def __init__(self, name: str, threads: int, each: int = 1) -> None:
        """name: of the threads. each: of one asker at once."""
        self._threads = ThreadPoolExecutor(threads, name)
        self._places = Places(threads, each)

    async def run(self, who: str, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises `NotServed` TOO_BUSY where there is no place."""
        self._places.take(who)
        doing = self._threads.submit(work)
        # When the work ends or is never begun, however long ago its asker went away.
        doing.add_done_callback(lambda _: self._places.leave(who))
        return await asyncio.wrap_future(doing)
