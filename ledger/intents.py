"""The intent log: what this process is about to send, durable before it is sent.

One SQLite file of its own. One thread writes, one transaction for all callers that wait (group commit); what nobody
waits for rides along with the next. An intent is keyed by its command's digest and lives

    received -> submitted -> committed / refused / unknown

`committed` and `refused` may be lost with the machine's power: the chain says them again.
"""

from __future__ import annotations

import fcntl
import json
import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ledger.errors import EngineUnavailable
from ledger.events import Receipt

logger = logging.getLogger(__name__)

FORMAT = 1
# A batch is written once half of the callers under way wait for it (the others are with the engine, or on their
# way back), or after this long: 8 ms for each caller under way, half a second at most.
_SHARE_WAITING = 2
_PATIENCE_PER_CALLER = 0.008
_LONGEST_PATIENCE = 0.5
# What nobody waits for is written after this many seconds of quiet.
_IDLE_SECONDS = 1.0
_COMMITS_PER_CHECKPOINT = 64

# SQLite's primary result codes that tell of the disk, and nothing of what the file holds.
_OF_THE_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})

_SCHEMA = """
CREATE TABLE about (format INTEGER NOT NULL, ledger BLOB NOT NULL);
CREATE TABLE intents (
    digest BLOB PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('received', 'submitted', 'committed', 'refused', 'unknown')),
    command TEXT NOT NULL,      -- the signed command, JSON (docs/specs/wire.md)
    relay BLOB,                 -- address of the account that sends
    nonce INTEGER,              -- of that account's transaction
    transaction_bytes BLOB,     -- the raw transaction; only ever these bytes are sent again
    answer TEXT,                -- committed: record, version, head, at; refused: code and values (JSON)
    received_at REAL NOT NULL,  -- seconds, Unix
    changed_at REAL NOT NULL
);
CREATE INDEX unresolved ON intents (state) WHERE state IN ('submitted', 'unknown');
"""
_COLUMNS = "digest, state, command, relay, nonce, transaction_bytes, answer, received_at, changed_at"
_UPSERT = f"INSERT OR REPLACE INTO intents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class State(StrEnum):
    RECEIVED = "received"
    SUBMITTED = "submitted"
    COMMITTED = "committed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Intent:
    """One command on its way. command: the wire form as JSON text. answer: receipt or refusal, as JSON values."""

    digest: bytes
    state: State
    command: str
    received_at: float
    relay: bytes | None = None
    nonce: int | None = None
    transaction: bytes | None = None
    answer: dict[str, Any] | None = None

    @property
    def receipt(self) -> Receipt | None:
        """The receipt of a committed intent."""
        if self.state is not State.COMMITTED or self.answer is None:
            return None
        record, head = (bytes.fromhex(self.answer[name][2:]) for name in ("record", "head"))
        return Receipt(record, self.answer["version"], head, self.digest, int(self.answer["at"]))


class IntentsInUse(Exception):
    """Another process has the intent log open; two of them would send from the same relay accounts."""


class NotTheLedgersIntents(Exception):
    """The file is no intent log, or that of another ledger."""


class _Waiter:
    __slots__ = ("done", "error", "intent")

    def __init__(self, intent: Intent) -> None:
        self.intent = intent
        self.done = threading.Event()
        self.error: sqlite3.Error | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Since opening. fsyncs: durable writes of the file, one per commit and two per checkpoint."""

    fsyncs: int
    commits: int
    intents: int


class IntentLog:
    """All methods are safe to call from several threads at once."""

    def __init__(self, path: Path, ledger: bytes, *, clock: Callable[[], float] = time.time) -> None:
        """Open or create the log of one ledger. clock: seconds, Unix; it only dates rows.

        Raises `IntentsInUse`, `NotTheLedgersIntents`, and `EngineUnavailable` where the disk does not let it be opened.
        """
        self._clock = clock
        self._lock_file = open(path.with_name(path.name + ".lock"), "w")  # noqa: SIM115 - held until close
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock_file.close()
            raise IntentsInUse(f"{path} is in use by another process") from None
        try:
            self._database = _open(path, ledger)
            self._reading = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        except BaseException:
            self._lock_file.close()
            raise
        self._reading_lock = threading.Lock()
        self._state = threading.Condition()
        self._queued: dict[bytes, Intent] = {}
        self._writing: dict[bytes, Intent] = {}
        self._waiters: list[_Waiter] = []
        self._first_waits_since = 0.0
        self._attending = 0
        self._closing = self._failing = False
        self._commits = self._checkpoints = self._written = 0
        self._writer = threading.Thread(target=self._write_on, name="intents", daemon=True)
        self._writer.start()

    @property
    def statistics(self) -> Statistics:
        return Statistics(self._commits + 2 * self._checkpoints, self._commits, self._written)

    @contextmanager
    def attending(self) -> Iterator[None]:
        """Held by a caller for as long as it may write: the writer waits for others only while there are some."""
        with self._state:
            self._attending += 1
        try:
            yield
        finally:
            with self._state:
                self._attending -= 1
                self._state.notify_all()

    def get(self, digest: bytes) -> Intent | None:
        """The intent of a command, as last put."""
        with self._state:
            found = self._queued.get(digest) or self._writing.get(digest)
        if found is not None:
            return found
        with self._reading_lock:
            row = self._reading.execute(f"SELECT {_COLUMNS} FROM intents WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else _from_row(row)

    def unresolved(self) -> list[Intent]:
        """Every intent that was sent, or may have been, and whose fate is not known: submitted and unknown ones."""
        with self._state:
            overlay = {**self._writing, **self._queued}
        with self._reading_lock:
            rows = self._reading.execute(
                f"SELECT {_COLUMNS} FROM intents WHERE state IN ('submitted', 'unknown') ORDER BY received_at"
            ).fetchall()
        intents = {intent.digest: intent for intent in map(_from_row, rows)} | overlay
        return [each for each in intents.values() if each.state in (State.SUBMITTED, State.UNKNOWN)]

    def put(self, intent: Intent) -> None:
        """Remember an intent; durable with the next write."""
        with self._state:
            self._queued[intent.digest] = intent
            self._state.notify_all()

    def put_durably(self, intent: Intent) -> None:
        """Write an intent and wait until it is durable; raises `EngineUnavailable` where it cannot be stored."""
        waiter = _Waiter(intent)
        with self._state:
            if self._closing:
                raise EngineUnavailable("the intent log is closed")
            if not self._waiters:
                self._first_waits_since = time.monotonic()
            self._queued[intent.digest] = intent
            self._waiters.append(waiter)
            self._state.notify_all()
        waiter.done.wait()
        if waiter.error is not None:
            raise EngineUnavailable(f"the intent log cannot store: {waiter.error}") from waiter.error

    def close(self) -> None:
        """Write what is queued and let go of the file."""
        with self._state:
            if self._closing:
                return
            self._closing = True
            self._state.notify_all()
        self._writer.join()
        self._reading.close()
        self._database.close()
        self._lock_file.close()

    # --- The writer's thread ---------------------------------------------------------------------------------------

    def _write_on(self) -> None:
        while True:
            with self._state:
                self._await_batch()
                batch, self._queued = self._queued, {}
                waiters, self._waiters = self._waiters, []
                self._writing = batch
                closing = self._closing
            error = self._write(batch) if batch else None
            with self._state:
                if error is not None:
                    # Those who waited are told. The rest is tried again, unless a newer state came meanwhile.
                    told = {waiter.intent.digest for waiter in waiters}
                    again = {digest: intent for digest, intent in batch.items() if digest not in told}
                    self._queued = again | self._queued
                self._writing = {}
            for waiter in waiters:
                waiter.error = error
                waiter.done.set()
            if closing:
                return

    def _await_batch(self) -> None:
        """Wait, with the lock held, until there is something worth a commit."""
        while not self._closing:
            if self._waiters:
                patience = min(self._attending * _PATIENCE_PER_CALLER, _LONGEST_PATIENCE)
                left = self._first_waits_since + patience - time.monotonic()
                if left <= 0 or len(self._waiters) >= math.ceil(self._attending / _SHARE_WAITING):
                    return
                self._state.wait(left)
            elif self._queued:
                if not self._state.wait_for(lambda: self._waiters or self._closing, _IDLE_SECONDS):
                    return
            else:
                self._state.wait()

    def _write(self, batch: dict[bytes, Intent]) -> sqlite3.Error | None:
        changed_at = self._clock()
        try:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany(_UPSERT, [_to_row(intent, changed_at) for intent in batch.values()])
        except sqlite3.Error as error:
            if not self._failing:
                logger.warning("the intent log cannot store: %s", error)
            self._failing = True
            return error
        self._failing = False
        self._commits += 1
        self._written += len(batch)
        if self._commits % _COMMITS_PER_CHECKPOINT == 0:
            self._checkpoint()
        return None

    def _checkpoint(self) -> None:
        try:
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._checkpoints += 1
        except sqlite3.Error as error:
            # Nothing is lost: the rows are in the write-ahead log, and the next checkpoint takes them along.
            logger.warning("the write-ahead log was not moved into the file: %s", error)


def _open(path: Path, ledger: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA wal_autocheckpoint = 0")
        if database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            database.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
        if database.execute("SELECT count(*) FROM about").fetchone()[0] == 0:
            database.execute("INSERT INTO about VALUES (?, ?)", (FORMAT, ledger))
        found = database.execute("SELECT format, ledger FROM about").fetchone()
    except sqlite3.DatabaseError as error:
        database.close()
        if error.sqlite_errorcode & 0xFF in _OF_THE_DISK:
            raise EngineUnavailable(f"the intent log {path} cannot be opened: {error}") from error
        raise NotTheLedgersIntents(f"{path}: {error}") from error
    if found != (FORMAT, ledger):
        database.close()
        raise NotTheLedgersIntents(f"{path} is of format {found[0]} and ledger 0x{found[1].hex()}")
    return database


def _to_row(intent: Intent, changed_at: float) -> tuple[Any, ...]:
    return (
        intent.digest,
        intent.state.value,
        intent.command,
        intent.relay,
        intent.nonce,
        intent.transaction,
        None if intent.answer is None else json.dumps(intent.answer),
        intent.received_at,
        changed_at,
    )


def _from_row(row: tuple[Any, ...]) -> Intent:
    digest, state, command, relay, nonce, transaction, answer, received_at, _ = row
    return Intent(
        digest,
        State(state),
        command,
        received_at,
        relay,
        nonce,
        transaction,
        None if answer is None else json.loads(answer),
    )
