"""What is done once for all processes of a database: following the ledger, and delivering webhooks.

`hanotex serve` takes part unless told otherwise; `hanotex worker` does nothing else. Each duty has a leader of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from api.databases import Databases
from api.follower import Follower
from api.observability.metrics import Metrics
from api.observability.tracing import NO_TRACING, Tracing
from api.sealing import Sealing
from api.settings import Settings
from api.webhooks.addresses import Allowance
from api.webhooks.deliverer import Deliverer
from api.webhooks.sending import Sender
from ledger.port import Ledger


class Worker:
    """follower: looks on even where this process takes no part. deliverer: None there."""

    def __init__(
        self,
        ledger: Ledger,
        databases: Databases,
        sealing: Sealing,
        metrics: Metrics,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        tracing: Tracing = NO_TRACING,
    ) -> None:
        self.follower = Follower(ledger, databases.tables, takes_part=settings.worker, clock=clock, tracing=tracing)
        self.deliverer: Deliverer | None = None
        if settings.worker:
            sender = Sender(Allowance.of(settings.webhook_allow), settings.webhook_seconds)
            self.deliverer = Deliverer(
                databases.service, databases.tables, sealing, sender, metrics, clock=clock, tracing=tracing
            )

    def start(self) -> None:
        self.follower.start()
        if self.deliverer is not None:
            self.deliverer.start()

    def stop(self) -> None:
        """Let what is under way come to its end."""
        if self.deliverer is not None:
            self.deliverer.stop()
        self.follower.stop()

    def measure(self, metrics: Metrics) -> None:
        """Set the gauges of both duties. Raises SQLAlchemy's errors."""
        follower = self.follower
        metrics.behind.set(float("inf") if follower.behind is None else follower.behind)
        metrics.leads.labels("follower").set(follower.leads)
        metrics.leads.labels("webhooks").set(self.deliverer is not None and self.deliverer.leads)
        metrics.halted.set(follower.halt() is not None)
        metrics.followed.set(max(follower.position().block, 0))
