"""The derived tables: how fast they are filled, and that a page of a history costs the same however long it is."""

from __future__ import annotations

import math
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from api.connection import open_embedded
from api.databases import TABLES_FILE
from api.migrations import open_tables
from marketplace.database import POSTGRESQL, SQLITE, file_url, open_database
from marketplace.projection import Projection
from scripts.benchmarks.line import Line
from scripts.benchmarks.serving import serving
from scripts.benchmarks.synthetic import Author, Told
from tests.conformance.cast import genesis
from tests.functional import postgresql

_A_DAY = 86_400


def rebuild(few: int, many: int) -> list[Line]:
    """Events per second of `hanotex rebuild`: decoding the contracts' logs, checking, folding, writing.

    What is read is synthetic (`scripts.benchmarks.synthetic`). SQLite waits for the disk at each batch; the PostgreSQL
    is one of this machine, and does not. Processor time is this process's, without the server's.
    """
    events = Author(genesis(int(time.time()) - _A_DAY)).matters(many)
    told = {count: Told(events[:count]) for count in (few, many)}
    del events
    lines = []
    with databases() as urls:
        for name, (first, second) in urls.items():
            took = {count: _filled(url, told[count], count) for count, url in ((few, first), (many, second))}
            exponent = math.log(took[many].seconds / took[few].seconds) / math.log(many / few)
            lines += [
                Line(f"rebuild of {many:,} events, {name}", many / took[many].seconds, "events/s", "≥ 3,000"),
                Line(f"its processor time for an event, {name}", 1e6 * took[many].processor / many, "µs", ""),
                Line(f"its growth from {few:,} events, {name}", exponent, "exponent", "≤ 1.1"),
            ]
    return lines


class _Took(NamedTuple):
    """Seconds, by the clock and of a processor."""

    seconds: float
    processor: float


def _filled(url: str, told: Told, count: int) -> _Took:
    """What it takes to fill empty tables."""
    engine = open_database(url)
    started, before = time.perf_counter(), time.process_time()
    taken = Projection(engine).rebuild(told)  # type: ignore[arg-type]  # the one question that it asks of a ledger
    took = _Took(time.perf_counter() - started, time.process_time() - before)
    engine.dispose()
    assert taken == count
    return took


@contextmanager
def databases() -> Iterator[dict[str, tuple[str, str]]]:
    """Two empty databases of each kind that there is here."""
    with tempfile.TemporaryDirectory() as folder:
        files = (file_url(Path(folder) / "one.sqlite"), file_url(Path(folder) / "other.sqlite"))
        programs = postgresql.programs()
        if programs is None:
            yield {SQLITE: files}
            return
        with postgresql.server(programs) as server:
            yield {SQLITE: files, POSTGRESQL: (server.new_database(), server.new_database())}


def history(few: int, many: int, pages: int) -> list[Line]:
    """Page 1 (50 entries) of the history of one record over HTTP: many events against few (51 or more), in turns.

    The events are synthetic and stand in the service's SQLite tables; a service that follows no ledger into them
    answers, by the query of any other.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        document = genesis(int(time.time()) - _A_DAY)
        open_embedded(home, document).close()
        author = Author(document)
        assets = {versions: "0x" + author.asset_of(f"{versions}", versions).hex() for versions in (few, many)}
        tables = open_tables(file_url(home / TABLES_FILE))
        Projection(tables).catch_up(Told(author.events))  # type: ignore[arg-type]
        tables.dispose()
        times: dict[int, list[float]] = {few: [], many: []}
        with serving(home, HANOTEX_WORKER="off") as process, httpx.Client(base_url=process.url) as client:
            for _ in range(pages):
                for versions, asset in assets.items():
                    started = time.perf_counter()
                    answer = client.get(f"/v1/assets/{asset}/history")
                    times[versions].append(1000 * (time.perf_counter() - started))
                    assert len(answer.raise_for_status().json()["items"]) == min(50, versions), answer.text
    middle = {versions: statistics.median(measured) for versions, measured in times.items()}
    return [
        Line(f"page 1 of a history of {many:,} events, median", middle[many], "ms", ""),
        Line(f"page 1 of a history: {many:,} events ÷ {few:,}", middle[many] / middle[few], "ratio", "≤ 1.3"),
    ]
