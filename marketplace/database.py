"""Opening a database by its URL, and what SQLite and PostgreSQL must be told so that both behave alike.

`sqlite:///FILE` and `postgresql://USER@HOST/NAME` are understood. On both, everything between the beginning of a
session's work and its end is one transaction, changes of tables included.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = "postgresql"
SQLITE = "sqlite"
_WRITES = "hanotex_writes"
_BUSY_SECONDS = 10.0
_AGAIN_SECONDS = 0.02
_PRAGMAS = (f"busy_timeout = {_BUSY_SECONDS * 1000:.0f}", "synchronous = full", "foreign_keys = on")
_POSTGRESQL_ARGUMENTS = {
    "application_name": "hanotex",
    "connect_timeout": 10,
    # A server that went away without a word is noticed within about 20 seconds.
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class UnknownDatabase(Exception):
    """The URL names no database that the tables can stand in."""


def database_url(text: str) -> URL:
    """The URL with its driver; raises `UnknownDatabase`, which never repeats a password."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise UnknownDatabase("this is no database URL") from None
    shown = url.render_as_string(hide_password=True)
    if url.drivername in ("postgresql", "postgresql+psycopg", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if not url.database or url.database == ":memory:":
            raise UnknownDatabase(f"{shown} names no file")
        return url.set(drivername="sqlite+pysqlite")
    raise UnknownDatabase(f"{shown} is neither sqlite:///FILE nor postgresql://…")


def file_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def open_database(text: str) -> Engine:
    """An engine over the database at a URL; its tables are left as they are. Raises `UnknownDatabase`."""
    url = database_url(text)
    if url.get_backend_name() == POSTGRESQL:
        arguments = {name: value for name, value in _POSTGRESQL_ARGUMENTS.items() if name not in url.query}
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=arguments)
    engine = create_engine(url)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write after they have read.

    SQLite gives such a one the right to write when it begins; taken later, it fails where another has written since.
    """
    return engine.execution_options(**{_WRITES: True})


def snapshot(engine: Engine) -> Engine:
    """The same database for transactions that read several times and must see one state of it."""
    if engine.dialect.name == POSTGRESQL:
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def _configure(connection: Any, _: Any) -> None:
    # The driver would begin transactions only where it sees a change of rows, and leave changes of tables outside.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have a new file written ahead of, which it stays. SQLite itself does not wait where another writes just then."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_SECONDS)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
