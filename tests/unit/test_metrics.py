"""What Prometheus is told: named and explained as it expects, labels of closed lists, and what the document names."""

from __future__ import annotations

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from api.observability.metrics import Metrics

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operations" / "service.md"
# Operations of the policy's table, statuses of HTTP, outcomes, duties, bounds of histograms: none grows with use.
LABELS = {"operation", "status", "outcome", "duty", "le"}


def _used() -> Metrics:
    """With a value under every label."""
    metrics = Metrics()
    metrics.requests.labels("records.read", "200").inc()
    metrics.seconds.labels("records.read").observe(0.1)
    metrics.commands.labels("accepted").inc()
    metrics.webhooks.labels("arrived").inc()
    metrics.leads.labels("follower").set(1)
    return metrics


def test_every_metric_is_named_and_explained_as_prometheus_expects() -> None:
    families = list(text_string_to_metric_families(_used().exposition().decode()))
    assert len(families) > 10
    for family in families:
        assert re.fullmatch(r"hanotex_[a-z]+(_[a-z]+)*", family.name), family.name
        assert len(family.documentation) > 10, family.name
        for sample in family.samples:
            assert set(sample.labels) <= LABELS, sample
            if family.type == "counter":
                assert sample.name.endswith(("_total", "_created")), sample.name
            if family.type == "histogram":
                assert "_seconds" in sample.name, sample.name


def test_every_metric_that_the_document_names_is_there() -> None:
    told = {
        sample.name
        for family in text_string_to_metric_families(_used().exposition().decode())
        for sample in family.samples
    }
    named = set(re.findall(r"`(?:sum\()?(hanotex_[a-z_]+)", DOCUMENT.read_text(encoding="utf-8")))
    assert len(named) >= 5
    assert named <= told
