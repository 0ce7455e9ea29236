"""What is sealed, read from the file in any thread and any process, while the writer goes on writing."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rlp
from eth.db.backends.base import BaseDB
from rlp.codec import length_prefix

from .errors import NotAChain
from .genesis import ChainGenesis
from .included import Included, Log
from .machine import Header, decode_header
from .schema import connect_reader, log_id, transaction_id
from .transactions import restore

_KEPT_CONNECTIONS = 8
_TX = "id, hash, sender, raw, gas_used, cumulative_gas, first_log"
_LOG = "id, position, address, topic0, topic1, topic2, topic3, data"


@dataclass(frozen=True)
class Seal:
    """The operator's signature (65 bytes) over the hash of a block."""

    number: int
    hash: bytes
    signature: bytes


class SealedNodes(BaseDB):  # type: ignore[misc]  # py-evm is untyped
    """Trie nodes and code of sealed blocks by 32-byte hash, as py-evm's and py-trie's database. Takes no writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getitem__(self, key: bytes) -> bytes:
        row = self._connection.execute("SELECT body FROM node WHERE hash = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    def __setitem__(self, key: bytes, value: bytes) -> None:
        raise TypeError("a sealed state does not change")

    def __delitem__(self, key: bytes) -> None:
        raise TypeError("a sealed state does not change")

    def _exists(self, key: bytes) -> bool:
        return self._connection.execute("SELECT 1 FROM node WHERE hash = ?", (key,)).fetchone() is not None


class Reader:
    """Thread-safe. Raises NotAChain if the file holds no chain."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue(_KEPT_CONNECTIONS)
        with self.connection() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'genesis'").fetchone()
        if row is None:
            raise NotAChain(f"{path} has no first block")
        self.genesis = ChainGenesis.from_json(row[0])

    def close(self) -> None:
        """Close the connections that are not in use."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one thread for a while."""
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = connect_reader(self._path)
        try:
            yield connection
        finally:
            try:
                self._idle.put_nowait(connection)
            except queue.Full:
                connection.close()

    @contextmanager
    def nodes(self) -> Iterator[SealedNodes]:
        with self.connection() as connection:
            yield SealedNodes(connection)

    def head(self) -> Header:
        """Header of the last sealed block."""
        row = self._row("SELECT header FROM block ORDER BY number DESC LIMIT 1")
        assert row is not None, "block 0 is written with the tables' first contents"
        return decode_header(row[0])

    def header(self, number: int) -> Header | None:
        row = self._row("SELECT header FROM block WHERE number = ?", number)
        return None if row is None else decode_header(row[0])

    def header_by_hash(self, block_hash: bytes) -> Header | None:
        row = self._row("SELECT header FROM block WHERE hash = ?", block_hash)
        return None if row is None else decode_header(row[0])

    def seal(self, number: int) -> Seal | None:
        row = self._row("SELECT number, hash, signature FROM block WHERE number = ?", number)
        return None if row is None else Seal(row[0], bytes(row[1]), bytes(row[2]))

    def ancestors(self, number: int) -> Iterator[bytes]:
        """Hashes of the 256 blocks before `number`, the nearest first; nothing is read before the first is taken."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT hash FROM block WHERE number < ? ORDER BY number DESC LIMIT 256", (number,)
            ).fetchall()
        for row in rows:
            yield bytes(row[0])

    def is_included(self, transaction_hash: bytes) -> bool:
        return self._row("SELECT 1 FROM tx WHERE hash = ?", transaction_hash) is not None

    def transaction(self, transaction_hash: bytes) -> tuple[int, Included] | None:
        """The number of its block, and the transaction."""
        row = self._row(f"SELECT {_TX} FROM tx WHERE hash = ?", transaction_hash)
        if row is None:
            return None
        number, position = row[0] >> 20, row[0] & (1 << 20) - 1
        following = self._row("SELECT first_log FROM tx WHERE id = ?", transaction_id(number, position + 1))
        last = log_id(number + 1, 0) if following is None else log_id(number, following[0])
        with self.connection() as connection:
            logs = connection.execute(
                f"SELECT {_LOG} FROM log WHERE id >= ? AND id < ? ORDER BY id", (log_id(number, row[6]), last)
            ).fetchall()
        return number, _included(row, logs)

    def transactions(self, number: int) -> list[Included]:
        """All of a block, in order."""
        with self.connection() as connection:
            rows = connection.execute(
                f"SELECT {_TX} FROM tx WHERE id >= ? AND id < ? ORDER BY id",
                (transaction_id(number, 0), transaction_id(number + 1, 0)),
            ).fetchall()
            logs: dict[int, list[Any]] = {}
            for log in connection.execute(
                f"SELECT {_LOG} FROM log WHERE id >= ? AND id < ? ORDER BY id",
                (log_id(number, 0), log_id(number + 1, 0)),
            ):
                logs.setdefault(log[1], []).append(log)
        return [_included(row, logs.get(row[0] & (1 << 20) - 1, ())) for row in rows]

    def raw_block(self, number: int) -> bytes | None:
        """RLP of [header, transactions, no uncles, no withdrawals], as nodes exchange it."""
        row = self._row("SELECT header FROM block WHERE number = ?", number)
        if row is None:
            return None
        with self.connection() as connection:
            raw = connection.execute(
                "SELECT raw FROM tx WHERE id >= ? AND id < ? ORDER BY id",
                (transaction_id(number, 0), transaction_id(number + 1, 0)),
            ).fetchall()
        return encode_block(bytes(row[0]), [bytes(item[0]) for item in raw])

    def _row(self, query: str, *parameters: Any) -> Any:
        with self.connection() as connection:
            return connection.execute(query, parameters).fetchone()


def encode_block(header: bytes, transactions: Sequence[bytes]) -> bytes:
    """RLP of a block of Cancun without uncles and withdrawals. header: RLP. transactions: raw, in order."""
    # A legacy transaction is an RLP list and stands in the body as it is, a typed one as a string (EIP-2718).
    body = b"".join(raw if raw[0] >= 0xC0 else rlp.encode(raw) for raw in transactions)
    empty: bytes = rlp.encode([])
    return _rlp_list(header + _rlp_list(body) + empty + empty)


def _rlp_list(payload: bytes) -> bytes:
    return bytes(length_prefix(len(payload), 0xC0)) + payload


def _included(row: Any, logs: Sequence[Any]) -> Included:
    return Included(
        transaction=restore(bytes(row[3]), bytes(row[1]), bytes(row[2])),
        position=row[0] & (1 << 20) - 1,
        gas_used=row[4],
        cumulative_gas=row[5],
        first_log=row[6],
        logs=tuple(log_of(log) for log in logs),
    )


def log_of(row: Any) -> Log:
    """A row of `id, position, address, topic0..topic3, data`."""
    return Log(bytes(row[2]), tuple(bytes(topic) for topic in row[3:7] if topic is not None), bytes(row[7]))
