"""The service's own tables as files, one JSON object a row: written from one database, read into another of any kind.

What stands in a row is told by the database, not by the program: a dump holds the tables as they were at its revision.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table

from api.migrations import DERIVED, SERVICE, UnknownRevision, downgrade, revision, upgrade
from ledger import json_text
from marketplace.database import POSTGRESQL, snapshot, writing

_ROWS_AT_ONCE = 500
_BYTES = "0x"
_LONGEST_ROW = 64 << 20  # bytes; the longest column holds a file of 1 MiB, sealed and in hexadecimal


class NotEmpty(Exception):
    """The database holds tables of a service already."""


def write_tables(engine: Engine, folder: Path) -> dict[str, int]:
    """Write each table to `<folder>/<table>.jsonl`, all as of one instant; the number of rows of each.

    Raises `UnknownRevision` where there are no tables.
    """
    if revision(engine, SERVICE) is None:
        raise UnknownRevision("the database holds no tables of the service")
    counts: dict[str, int] = {}
    with snapshot(engine).connect() as connection:
        for table in _tables(connection):
            with open(folder / f"{table.name}.jsonl", "x", encoding="ascii", opener=_owner_only) as file:
                counts[table.name] = 0
                for row in connection.execute(_everything(table), execution_options={"yield_per": _ROWS_AT_ONCE}):
                    file.write(json.dumps({name: _told(value) for name, value in row._mapping.items()}) + "\n")
                    counts[table.name] += 1
                file.flush()
                os.fsync(file.fileno())
    return counts


def read_tables(engine: Engine, folder: Path, at: str, rows: Mapping[str, int]) -> None:
    """Make the tables of a revision, fill them from files, and bring them up to date. rows: how many each must have.

    Raises `NotEmpty`, `UnknownRevision`, and `ValueError` for files that are no dump; then nothing is left behind.
    """
    if revision(engine, SERVICE) is not None:
        raise NotEmpty(f"{engine.url.render_as_string(hide_password=True)} holds tables of a service already")
    try:
        upgrade(engine, SERVICE, at)
        if (found := _fill(engine, folder)) != rows:
            raise ValueError(f"{found} rows, not {dict(rows)}")
        upgrade(engine, SERVICE)
    except BaseException:
        if revision(engine, SERVICE) is not None:
            downgrade(engine, SERVICE, "base")
        raise


def _fill(engine: Engine, folder: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    with writing(engine).begin() as connection:
        tables = _tables(connection)
        # A row that a revision puts into its new table is in the files as well.
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            counts[table.name] = 0
            for rows in _pages(folder / f"{table.name}.jsonl", table):
                connection.execute(table.insert(), rows)
                counts[table.name] += len(rows)
            _go_on_counting(connection, table)
    return counts


def _tables(connection: Connection) -> list[Table]:
    """Those of the service, referred to before what refers to them."""
    metadata = MetaData()
    derived = {*DERIVED.metadata.tables, DERIVED.revision_table, SERVICE.revision_table}
    metadata.reflect(connection, only=lambda name, _: name not in derived)
    return metadata.sorted_tables


def _everything(table: Table) -> sa.Select[Any]:
    return sa.select(table).order_by(*table.primary_key.columns)


def _pages(file: Path, table: Table) -> Iterator[list[dict[str, Any]]]:
    page: list[dict[str, Any]] = []
    with open(file, encoding="ascii") as lines:
        for line in lines:
            row = json_text.read(line.encode(), _LONGEST_ROW)
            if not isinstance(row, dict) or set(row) != set(table.columns.keys()):
                raise ValueError(f"{file.name} holds a row of another table")
            page.append({name: _meant(value) for name, value in row.items()})
            if len(page) == _ROWS_AT_ONCE:
                yield page
                page = []
    if page:
        yield page


def _told(value: Any) -> Any:
    """Bytes as `{"0x": hex}`; what JSON has no word for is an error, and no row of ours holds it."""
    return {_BYTES: value.hex()} if isinstance(value, bytes) else value


def _meant(value: Any) -> Any:
    if isinstance(value, Mapping) and set(value) == {_BYTES}:
        return bytes.fromhex(value[_BYTES])
    return value


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts beside the table: have it go on after the rows that are there."""
    if connection.dialect.name != POSTGRESQL:
        return
    for column in table.primary_key.columns:
        sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
        if sequence is not None:
            last = sa.select(sa.func.max(column)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1), last.is_not(None))))


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
