"""What it costs to count a request where several processes keep the rates together."""

from __future__ import annotations

import asyncio
import hashlib
import time

from api.identity.shares import SharedBuckets
from api.migrations import SERVICE, open_upgraded
from scripts.benchmarks.line import Line
from tests.functional import postgresql

_ENDLESS = 100_000  # requests a second, and at once


def rates(count: int) -> list[Line]:
    """To count a request against a share that is held, and to take one from a PostgreSQL of this machine; means.

    At 20 requests a second a share is 5: every fifth request takes one.
    """
    programs = postgresql.programs()
    if programs is None:
        return []
    with postgresql.server(programs) as server:
        database = open_upgraded(server.new_database(), SERVICE)
        try:

            async def seconds(rate: float) -> float:
                buckets = SharedBuckets(database, lambda who: hashlib.sha256(who.encode()).digest(), rate, _ENDLESS)
                await buckets.take("somebody")
                started = time.perf_counter()
                for _ in range(count):
                    await buckets.take("somebody")
                return (time.perf_counter() - started) / count

            held, taken = (asyncio.run(seconds(rate)) for rate in (float(_ENDLESS), 4.0))
        finally:
            database.dispose()
    return [
        Line("a request counted against a share", 1e6 * held, "µs", ""),
        Line("a share taken", 1e3 * taken, "ms", ""),
    ]
