"""One process among those of a database does what must be done once: whoever holds the database's lock for it.

The lock goes with its holder's life, however that ends: PostgreSQL gives it up with the connection, the operating
system with the process. What a former leader still has under way must therefore be harmless beside the next one's.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from marketplace.database import POSTGRESQL


class TablesInUse(Exception):
    """Another process leads where this one must be alone."""


class Leadership:
    """The leadership of one duty over one database. Safe to call from several threads at once."""

    def __init__(self, engine: Engine, duty: str) -> None:
        """duty: a short name; leaders of other duties do not meet."""
        self._turn = threading.Lock()
        self._held: _OfServer | _OfFile | None = None
        self._engine = engine
        self._duty = duty

    @property
    def held(self) -> bool:
        """Whether it was held when it was last taken; costs nothing."""
        return self._held is not None

    def take(self) -> bool:
        """Hold it from now on if nobody else does; whether it is held. Looks anew each time, and never waits.

        A database that does not answer makes nobody a leader.
        """
        with self._turn:
            try:
                if self._held is None:
                    self._held = _take(self._engine, self._duty)
                else:
                    self._held.look()
            except SQLAlchemyError:
                self._let_go()
            return self._held is not None

    def release(self) -> None:
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()


def leads_somebody(engine: Engine, duty: str) -> bool:
    """Whether anybody holds the leadership of a duty now; taking none. Raises SQLAlchemy's errors."""
    if engine.dialect.name == POSTGRESQL:
        return _OfServer.held(engine, duty)
    return _OfFile.held(Path(f"{engine.url.database}.{duty}.lock"))


def _take(engine: Engine, duty: str) -> _OfServer | _OfFile | None:
    if engine.dialect.name == POSTGRESQL:
        return _OfServer.take(engine, duty)
    assert engine.url.database is not None, "a SQLite database is a file"
    return _OfFile.take(Path(f"{engine.url.database}.{duty}.lock"))


class _OfServer:
    """An advisory lock of PostgreSQL, held by a connection that does nothing else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, engine: Engine, duty: str) -> _OfServer | None:
        connection = engine.connect()
        try:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_key(duty)))):
                return cls(connection)
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    @classmethod
    def held(cls, engine: Engine, duty: str) -> bool:
        key = _key(duty) & (1 << 64) - 1
        locks = sa.text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid::bigint = :high AND objid::bigint = :low"
        )
        with engine.connect() as connection:
            return bool(connection.scalar(locks, {"high": key >> 32, "low": key & 0xFFFF_FFFF}))

    def look(self) -> None:
        """Raises SQLAlchemy's error where the connection is gone, and the lock with it."""
        self._connection.exec_driver_sql("SELECT 1")

    def release(self) -> None:
        # Closed for good, not given back: a pooled connection would keep the lock.
        self._connection.invalidate()
        self._connection.close()


class _OfFile:
    """A lock of the operating system on a file beside the database's. The file stays, as with the chain's."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> _OfFile | None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(descriptor)

    @classmethod
    def held(cls, path: Path) -> bool:
        if not path.exists():
            return False
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def look(self) -> None:
        """It is held for as long as the file is open."""

    def release(self) -> None:
        os.close(self._descriptor)


def _key(duty: str) -> int:
    """A signed 64-bit number that no other duty, and hardly another program, uses."""
    return int.from_bytes(hashlib.sha256(b"hanotex/" + duty.encode()).digest()[:8], "big", signed=True)
