"""Vectors kept in a file, so that a text is embedded once and not at every start.

An SQLite file that any number of processes share; what is in it is derived, and it may be deleted at any time.
Questions stand apart, and only the last of them: anybody may ask anything, and must neither fill the disk nor push out
what the market is made of.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from marketplace.matching.embedding.port import Embedder, Vectors

MOST_QUESTIONS = 20_000
_AT_ONCE = 16  # texts embedded before they are kept: a run that is broken off loses at most these


class KeptEmbedder:
    """An embedder that looks before it embeds. Raises `OSError` where the file cannot be made.

    file: None keeps them as long as this lasts. embedded: told how many texts of a call are done and how many there
    are to do, where any were not kept.
    """

    def __init__(
        self, embedder: Embedder, file: Path | None, embedded: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._embedder, self._embedded = embedder, embedded
        self._lock = threading.Lock()
        try:
            self._rows = sqlite3.connect(file or ":memory:", timeout=30, check_same_thread=False, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode=WAL")
            for table in ("vectors", "questions"):
                self._rows.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, row BLOB NOT NULL)")
        except sqlite3.Error as error:
            raise OSError(f"{file}: {error}") from error

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        keys = [self._key(text, asked) for text in texts]
        table = "questions" if asked else "vectors"
        found: dict[bytes, Vectors] = {}
        with self._lock:
            for key in set(keys):
                for (row,) in self._rows.execute(f"SELECT row FROM {table} WHERE key = ?", (key,)):
                    found[key] = np.frombuffer(row, dtype="<f4")
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in found}.items())
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            rows = self._embedder.embed([text for _, text in some], asked=asked)
            made = {key: row for (key, _), row in zip(some, rows, strict=True)}
            found |= made
            with self._lock:
                self._rows.execute("BEGIN IMMEDIATE")
                self._rows.executemany(
                    f"INSERT OR IGNORE INTO {table} VALUES (?, ?)",
                    [(key, row.astype("<f4").tobytes()) for key, row in made.items()],
                )
                if asked:
                    past = "DELETE FROM questions WHERE rowid <= (SELECT max(rowid) FROM questions) - ?"
                    self._rows.execute(past, (MOST_QUESTIONS,))
                self._rows.execute("COMMIT")
            self._embedded(start + len(some), len(missing))
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return np.stack([found[key] for key in keys]).astype(np.float32)

    def _key(self, text: str, asked: bool) -> bytes:
        """Of the model too: another model, or another version of it, finds nothing here that is not its own."""
        return hashlib.sha256("\0".join((self.name, str(int(asked)), text)).encode()).digest()
