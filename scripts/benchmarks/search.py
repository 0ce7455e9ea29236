"""The search box: beside the library under it, how it grows, and how fast an index is made anew."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from marketplace.profiles import Technology
from marketplace.search import Search, build
from marketplace.search.generations import current
from marketplace.search.schema import HEADS, WORDS
from marketplace.text import fold
from scripts.benchmarks.line import Line
from scripts.benchmarks.listings import organisations, queries, technologies

_PAGE = 20


def search(few: int, many: int, asked: int) -> list[Line]:
    """A page of 20 hits with snippets from synthetic listings, by `marketplace.search` without HTTP, p95; beside raw
    tantivy, which parses the same question over the same words of the same index and reads the 20 documents. Each
    question is asked by both, one after the other, in one process. The rebuild is of the whole index, synced to disk.
    """
    offered = list(technologies(many))
    typed = queries(asked)
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "few", Path(folder) / "many"
        _built(small, offered[:few])
        took, worked = _built(large, offered)
        at_few, _ = _p95(small, typed)
        at_many, raw = _p95(large, typed)
    exponent = math.log(at_many / at_few) / math.log(many / few)
    return [
        Line(f"a page among {many:,} listings", 1e3 * at_many, "ms, p95", ""),
        Line("raw tantivy, the same index and questions", 1e3 * raw, "ms, p95", ""),
        Line("a page ÷ raw tantivy", at_many / raw, "ratio", "≤ 3"),
        Line(f"its growth from {few:,} listings", exponent, "exponent", "≤ 0.5"),
        Line(f"rebuild of an index of {many:,}", many / took, "listings/s", "≥ 2,000"),
        Line("its processor time for a listing", 1e6 * worked / many, "µs", ""),
    ]


def _built(folder: Path, offered: Sequence[Technology]) -> tuple[float, float]:
    """Seconds by the clock and of processors."""
    started, worked = time.perf_counter(), time.process_time()
    build(folder, offered, organisations())
    return time.perf_counter() - started, time.process_time() - worked


def _p95(folder: Path, typed: Sequence[str]) -> tuple[float, float]:
    """Seconds of a page, and of raw tantivy."""
    ours = Search.open(folder)
    index = tantivy.Index.open(str(folder / (current(folder) or "")))
    searcher = index.searcher()

    def raw(text: str) -> list[Any]:
        question = index.parse_query(" ".join((text.lower(), fold(text))), [*WORDS, *HEADS])
        return [searcher.doc(address) for _, address in searcher.search(question, _PAGE).hits]

    try:
        for text in typed[:5]:
            ours.page(text), raw(text)
        both = [(_seconds(lambda text=text: ours.page(text)), _seconds(lambda text=text: raw(text))) for text in typed]  # type: ignore[misc]
    finally:
        ours.close()
    first, second = np.percentile(np.array(both), 95, axis=0)
    return float(first), float(second)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
