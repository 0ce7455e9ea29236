"""The measurements of the service run on tiny numbers, and answer numbers. What they should reach is not asked here."""

from __future__ import annotations

import math

import pytest

from scripts.bench import SECTIONS
from scripts.benchmarks import service, tables
from scripts.benchmarks.line import Line
from scripts.benchmarks.rates import rates
from scripts.benchmarks.synthetic import Author, Told
from tests.conformance.cast import genesis
from tests.functional.postgresql import programs

# Differences and slopes, which may be nothing or less on tiny numbers.
DIFFERENCES = ("added by", "its growth")


def _expect_numbers(lines: list[Line]) -> None:
    assert lines
    for line in lines:
        assert math.isfinite(line.value), line
        assert line.value > 0 or line.what.startswith(DIFFERENCES), line
        assert line.unit, line


def test_the_service_is_measured() -> None:
    with service.twins() as (world, process):
        _expect_numbers(service.throughput_of_service(world, process, 6))
        _expect_numbers(service.latency_of_service(world, process, 6))
        _expect_numbers(service.reads(world, process, 4, stock=2))
        _expect_numbers(service.memory(world, process, 80, stock=2))


def test_the_tables_are_measured() -> None:
    _expect_numbers(tables.rebuild(20, 60))
    _expect_numbers(tables.history(51, 60, 2))


@pytest.mark.skipif(programs() is None, reason="PostgreSQL: not installed (`make postgresql` installs Debian's)")
def test_rates_are_measured() -> None:
    _expect_numbers(rates(5))


def test_synthetic_events_are_read_as_they_were_made() -> None:
    events = Author(genesis(1_795_000_000)).matters(40)
    assert list(Told(events).events()) == events
    assert [len(Told(events).events(event.position, 7)) for event in (events[0], events[-1])] == [7, 0]


@pytest.mark.parametrize(
    ("value", "reach", "missed"),
    [(0.6, "≥ 0.6", False), (0.59, "≥ 0.6", True), (300, "≤ 300", False), (3001, "≤ 3,000", True), (1, "", False)],
)
def test_what_does_not_reach_its_mark_is_told(value: float, reach: str, missed: bool) -> None:
    assert Line("this", value, "s", reach).misses is missed


def test_every_section_says_what_it_measures() -> None:
    for name, section in SECTIONS.items():
        assert section.definition, name
