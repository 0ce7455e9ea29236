"""One need against very many technologies."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from marketplace.matching.candidates import Candidates
from marketplace.matching.embedding import Vectors, open_embedder
from marketplace.matching.glossary import Glossary
from marketplace.matching.match import match_need
from scripts.benchmarks.line import Line
from scripts.benchmarks.listings import needs, technologies

_DIMENSIONS = 384


class _Random:
    """Vectors at random, as long as a real model's: what is measured is not the model."""

    name, dimensions = "random/1", _DIMENSIONS

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), _DIMENSIONS)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def matching(count: int, asked: int) -> list[Line]:
    """One need of 100 words against synthetic technologies: every feature, the blend, the constraints and the reasons
    of ten suggestions, p95. Vectors are handed in and the need's is made up; what the model of this installation takes
    for one is a line of its own, as is indexing the technologies, done once in a process.
    """
    offered = list(technologies(count))
    started = time.perf_counter()
    candidates = Candidates(offered, _Random(), Glossary.load(), _Random().embed(["x"] * count))
    indexed = time.perf_counter() - started
    sought = needs(asked + 3)
    times = []
    for need in sought:
        started = time.perf_counter()
        match_need(need, candidates, None)
        times.append(time.perf_counter() - started)
    embedder = open_embedder(None)
    texts = [f"{need.texts['vi'].title}\n{need.texts['vi'].body}" for need in sought[:5]]
    started = time.perf_counter()
    embedder.embed(texts, asked=True)
    embedded = (time.perf_counter() - started) / len(texts)
    return [
        Line(f"a need against {count:,} technologies", 1e3 * float(np.percentile(times[3:], 95)), "ms, p95", "≤ 250"),
        Line(f"its text embedded, {embedder.name.partition('/')[0]}", 1e3 * embedded, "ms", ""),
        Line("technologies indexed", count / indexed, "technologies/s", ""),
    ]
