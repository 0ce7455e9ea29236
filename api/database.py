"""Opening a database by its URL: a SQLite file or a PostgreSQL server, the same to whoever uses it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

BUSY_MILLISECONDS = 10_000


def open_database(url: str) -> Engine:
    """An engine over `url`. What is committed to it is durable. Raises SQLAlchemy's errors for a URL that is none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    engine = create_engine(parsed)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    return engine
