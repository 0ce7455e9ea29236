"""Everything that a home serves, to be searched for what must not stand there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from api.cli.home import tables_url
from api.migrations import open_tables
from ledger.port import Ledger
from ledger.traces import Places
from marketplace.projection import Projection


def served(folder: Path, ledger: Ledger) -> Places:
    """Every value of every table in the home, with the derived tables brought up to date, and every other file."""

    def values() -> Iterable[bytes]:
        engine = open_tables(tables_url(folder))
        try:
            Projection(engine).catch_up(ledger)
        finally:
            engine.dispose()
        for file in sorted(folder.rglob("*")):
            if file.suffix == ".sqlite":
                yield from _cells(file)
            elif file.is_file() and not file.name.endswith(("-wal", "-shm")):
                yield file.read_bytes()

    return values


def _cells(file: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()
