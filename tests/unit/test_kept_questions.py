"""Vectors of questions are kept apart and only the last of them, so that nobody fills a disk by asking."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from marketplace.matching.embedding import kept
from marketplace.matching.embedding.hashing import Hashing
from marketplace.matching.embedding.kept import KeptEmbedder


def test_questions_push_out_older_questions_and_nothing_of_the_market(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_QUESTIONS", 10)
    told: list[tuple[int, int]] = []
    embedder = KeptEmbedder(Hashing(), tmp_path / "vectors.sqlite", lambda done, of: told.append((done, of)))
    market = [f"máy bơm {number}" for number in range(20)]
    embedder.embed(market)
    for number in range(30):
        embedder.embed([f"bơm nước {number}"], asked=True)
    with sqlite3.connect(tmp_path / "vectors.sqlite") as rows:
        counts = [rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("vectors", "questions")]
    assert counts == [20, 10]
    told.clear()
    embedder.embed(market)
    embedder.embed(["bơm nước 29"], asked=True)
    assert told == []
    embedder.embed(["bơm nước 0"], asked=True)
    assert told == [(1, 1)]
