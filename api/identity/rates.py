"""How often somebody may ask: a bucket of requests for each identity and each address, filled at a steady rate.

Of one process. Where several serve from one server's database, `api.identity.shares` keeps the rate over all of them.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from api.problems.answer import NotServed

_MOST_KEPT = 50_000


class Buckets:
    """Safe to use from several threads at once. Whoever was not seen for longest is forgotten first."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """rate: requests a second in the long run, 0 for no bound. burst: at once, after a pause."""
        self._rate = rate
        self._burst = float(max(1, burst))
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> None:
        """Count a request. Raises `NotServed` TOO_MANY_REQUESTS."""
        if not self._rate:
            return
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(who, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._rate)
            allowed = left >= 1
            self._left[who] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST_KEPT:
                self._left.popitem(last=False)
        if not allowed:
            raise NotServed("TOO_MANY_REQUESTS", retry_after=max(1, int((1 - left) / self._rate)))
