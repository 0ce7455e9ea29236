"""A rate that several processes of one PostgreSQL keep together: each takes a few requests' worth of it at a time.

One statement takes a share of somebody's bucket, by the database's clock; requests are counted against the share in
memory. A share holds a quarter of a second's worth of the rate, so a process asks at most some four times a second for
whoever uses the whole of it, and as seldom for whoever uses more: a refusal stands as long.

In any `s` seconds all processes together answer at most `burst + rate * s + processes * share` requests of somebody:
what exceeds the bucket's own is what the processes held already. Where the database does not answer, each process gives
the whole rate for a while, as `api.identity.rates` does for one alone.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.identity.rates import Buckets
from api.observability.logs import log
from api.problems.answer import NotServed

logger = logging.getLogger(__name__)

_MOST_KEPT = 50_000
_SHARE_SECONDS = 0.25  # of the rate
_ALONE_SECONDS = 5.0  # after the database did not answer
_SWEEP_SECONDS = 60.0
_MICROSECONDS = 1_000_000

# A bucket is the time at which it will be full (the generic cell rate algorithm): each request moves it on by `each`
# microseconds, and it may be `whole` ahead of now at most. `excluded` is the row of a bucket that was full.
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_EACH, _WANTED, _WHOLE = (f"CAST(:{name} AS bigint)" for name in ("each", "wanted", "whole"))
_THEN = f"(excluded.full_at - {_EACH} * {_WANTED})"
_USED_UNTIL = f"greatest(held.full_at, {_THEN})"
_GRANTED = f"least({_WANTED}, greatest(0, ({_THEN} + {_WHOLE} - {_USED_UNTIL}) / {_EACH}))"
_TAKE = text(
    f"INSERT INTO rates AS held (subject, full_at, granted) VALUES (:subject, {_NOW} + {_EACH} * {_WANTED}, {_WANTED}) "
    f"ON CONFLICT (subject) DO UPDATE SET full_at = {_USED_UNTIL} + {_EACH} * {_GRANTED}, granted = {_GRANTED} "
    f"RETURNING granted, full_at - {_WHOLE} + {_EACH} - {_NOW}"
)
_SWEEP = text(f"DELETE FROM rates WHERE full_at < {_NOW}")


class Grant(NamedTuple):
    """requests: how many may be answered. again_in: seconds until one more may be."""

    requests: int
    again_in: float


@dataclass(slots=True, eq=False)
class _Share:
    """left: requests that may still be answered. waiting: requests for which there is none yet."""

    left: int = 0
    refused_until: float = 0.0
    again_in: float = 0.0
    waiting: int = 0
    asking: asyncio.Task[None] | None = None


class SharedBuckets:
    """Of one process, for its event loop. Whoever was not seen for longest is forgotten first."""

    def __init__(
        self,
        database: Engine,
        subject: Callable[[str], bytes],
        rate: float,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """subject: somebody's name in the table. rate, burst: as of `Buckets`."""
        self._database = database.execution_options(isolation_level="AUTOCOMMIT")
        self._subject = subject
        self._rate = rate
        self._burst = max(1, burst)
        self._share = min(self._burst, max(1, int(rate * _SHARE_SECONDS)))
        self._clock = clock
        self._shares: OrderedDict[str, _Share] = OrderedDict()
        self._alone = Buckets(rate, burst, clock)
        self._alone_until = 0.0
        self._sweep_at = clock() + _SWEEP_SECONDS

    async def take(self, who: str) -> None:
        """Count a request. Raises `NotServed` TOO_MANY_REQUESTS."""
        if not self._rate:
            return
        share = self._shares.setdefault(who, _Share())
        self._shares.move_to_end(who)
        if len(self._shares) > _MOST_KEPT:
            self._shares.popitem(last=False)
        while not share.left:
            now = self._clock()
            if now < self._alone_until:
                self._alone.take(who)
                return
            if now < share.refused_until:
                raise NotServed("TOO_MANY_REQUESTS", retry_after=max(1, math.ceil(share.again_in)))
            share.waiting += 1
            try:
                if share.asking is None:
                    share.asking = asyncio.create_task(self._ask(who, share))
                # It goes on for the others where this one's client has gone away.
                await asyncio.shield(share.asking)
            finally:
                share.waiting -= 1
        share.left -= 1

    async def _ask(self, who: str, share: _Share) -> None:
        try:
            wanted = min(self._burst, max(self._share, share.waiting))
            grant = await run_in_threadpool(self._taken, self._subject(who), wanted)
        except SQLAlchemyError as error:
            log(logger, logging.WARNING, "rates are kept by this process alone", error=type(error).__name__)
            self._alone_until = self._clock() + _ALONE_SECONDS
            return
        finally:
            share.asking = None
        share.left += grant.requests
        if not grant.requests:
            share.again_in = grant.again_in
            share.refused_until = self._clock() + max(grant.again_in, _SHARE_SECONDS)

    def _taken(self, subject: bytes, wanted: int) -> Grant:
        """Take so many requests out of a bucket, or as many as are in it."""
        each = max(1, round(_MICROSECONDS / self._rate))
        values = {"subject": subject, "each": each, "wanted": wanted, "whole": each * self._burst}
        with self._database.connect() as connection:
            granted, again_in = connection.execute(_TAKE, values).one()
            if self._clock() >= self._sweep_at:
                self._sweep_at = self._clock() + _SWEEP_SECONDS
                connection.execute(_SWEEP)
        return Grant(granted, max(0.0, again_in / _MICROSECONDS))
