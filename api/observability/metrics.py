"""Counters for Prometheus. Labels are closed lists: no identifier, no name and no address is ever one."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Metrics:
    """Those of one service, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "hanotex_requests", "Requests answered.", ("operation", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "hanotex_request_seconds",
            "Until a request was answered.",
            ("operation",),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self.under_way = Gauge("hanotex_requests_under_way", "Requests not answered yet.", registry=self.registry)
        self.commands = Counter(
            "hanotex_commands", "Commands by what became of them.", ("outcome",), registry=self.registry
        )
        self.intakes = Counter("hanotex_intakes", "Intake receipts signed.", registry=self.registry)
        self.height = Gauge("hanotex_ledger_height", "The last sealed block.", registry=self.registry)
        self.followed = Gauge("hanotex_followed_block", "The block of the last event taken in.", registry=self.registry)
        self.behind = Gauge(
            "hanotex_followed_seconds_ago",
            "Since the derived tables held everything that was sealed.",
            registry=self.registry,
        )
        self.halted = Gauge(
            "hanotex_halted", "1 while an event that does not follow halts the derived tables.", registry=self.registry
        )
        self.leads = Gauge(
            "hanotex_leads", "1 where this process does the duty for all.", ("duty",), registry=self.registry
        )
        self.webhooks = Counter(
            "hanotex_webhooks", "Attempts to deliver, by how they ended.", ("outcome",), registry=self.registry
        )

    def exposition(self) -> bytes:
        """What Prometheus reads, as `CONTENT_TYPE`."""
        return generate_latest(self.registry)
