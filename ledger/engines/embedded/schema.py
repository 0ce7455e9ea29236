"""The chain's file: one SQLite database. Blocks, transactions and logs are rows; the state is trie nodes by hash.

Row ids carry the place: a transaction's is `block << 20 | position`, a log's `block << 24 | index`, so a range of
blocks is a range of ids, also within each index over the logs. Neither bound can be met under the gas limit (21,000
gas for a transaction, 375 for a log). `journal` holds the raw transactions of the one block that is not yet sealed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from .errors import NotAChain, StorageFailed

APPLICATION_ID = 0x484E5458  # "HNTX" in the file's header
FORMAT = 1

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (hash BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE block (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, time INTEGER NOT NULL, header BLOB NOT NULL,
    signature BLOB NOT NULL
);
CREATE TABLE tx (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, sender BLOB NOT NULL, raw BLOB NOT NULL,
    gas_used INTEGER NOT NULL, cumulative_gas INTEGER NOT NULL, first_log INTEGER NOT NULL
);
CREATE TABLE log (
    id INTEGER PRIMARY KEY, position INTEGER NOT NULL, address BLOB NOT NULL,
    topic0 BLOB, topic1 BLOB, topic2 BLOB, topic3 BLOB, data BLOB NOT NULL
);
CREATE INDEX log_address ON log (address);
CREATE INDEX log_topic0 ON log (topic0) WHERE topic0 IS NOT NULL;
CREATE INDEX log_topic1 ON log (topic1) WHERE topic1 IS NOT NULL;
CREATE INDEX log_topic2 ON log (topic2) WHERE topic2 IS NOT NULL;
CREATE INDEX log_topic3 ON log (topic3) WHERE topic3 IS NOT NULL;
CREATE TABLE journal (position INTEGER PRIMARY KEY, block INTEGER NOT NULL, time INTEGER NOT NULL, raw BLOB NOT NULL);
"""


def transaction_id(block: int, position: int) -> int:
    return block << 20 | position


def log_id(block: int, index: int) -> int:
    return block << 24 | index


def connect_writer(path: Path) -> sqlite3.Connection:
    """Open for writing, durable at each commit (WAL, synchronous=FULL); makes the tables in an empty file.

    Raises NotAChain.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not empty:
            _check_format(connection, path)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # Checkpoints come after a block is sealed, so that no acknowledgement waits for one.
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("PRAGMA journal_size_limit=16777216")
        connection.execute("PRAGMA cache_size=-8192")
        if empty:
            marks = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT};"
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} {marks} COMMIT;")
    except sqlite3.OperationalError as error:
        connection.close()
        raise StorageFailed(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotAChain(f"{path}: {error}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open for reading; sees each block as soon as it is sealed. Raises NotAChain, also where there is no file."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cache_size=-2048")
        _check_format(connection, path)
    except sqlite3.DatabaseError as error:
        raise NotAChain(f"{path}: {error}") from error
    return connection


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise NotAChain(f"{path} is an SQLite file of another application")
    if version != FORMAT:
        raise NotAChain(f"{path} has format {version}; this version reads format {FORMAT}")


@contextmanager
def durable(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction, on disk when the block ends. Raises StorageFailed, and then nothing was written."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise StorageFailed(str(error)) from error
        raise
