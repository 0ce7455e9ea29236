"""The writer's side of the file: trie nodes gathered until a block is sealed, the journal, sealed blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import rlp
from eth.db.backends.base import BaseDB
from lru import LRU

from .genesis import ChainGenesis
from .included import Included
from .machine import Header, decode_header
from .schema import connect_writer, durable, log_id, transaction_id

# The upper levels of the tries, which every transaction passes: about 10 MB of nodes.
_KEPT_NODES = 16_384


class NodeBuffer(BaseDB):  # type: ignore[misc]  # py-evm is untyped
    """Trie nodes and code by 32-byte hash, as py-evm's database; writes stay in memory until `Store.seal`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._recent: LRU[bytes, bytes] = LRU(_KEPT_NODES)
        self.unwritten: dict[bytes, bytes] = {}

    def __getitem__(self, key: bytes) -> bytes:
        body = self.unwritten.get(key) or self._recent.get(key)
        if body is not None:
            return body
        row = self._connection.execute("SELECT body FROM node WHERE hash = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        self._recent[key] = row[0]
        return bytes(row[0])

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self.unwritten[key] = value

    def __delitem__(self, key: bytes) -> None:
        raise TypeError("nodes of earlier states stay: any sealed block can be proved")

    def _exists(self, key: bytes) -> bool:
        try:
            self[key]
        except KeyError:
            return False
        return True

    def written(self) -> None:
        """What was unwritten is in the file now."""
        for key, body in self.unwritten.items():
            self._recent[key] = body
        self.unwritten.clear()


@dataclass(frozen=True)
class SealedBlock:
    """A finished block. signature: the operator's over the header's hash, 65 bytes."""

    header: Header
    transactions: Sequence[Included]
    signature: bytes


@dataclass(frozen=True)
class Journal:
    """The block that was open: its number, time (Unix, seconds) and raw transactions in their order."""

    block: int
    time: int
    raw: Sequence[bytes]


class Store:
    """Not thread-safe; belongs to the one thread that executes."""

    def __init__(self, path: Path) -> None:
        self._connection = connect_writer(path)
        self.nodes = NodeBuffer(self._connection)

    def genesis(self) -> ChainGenesis | None:
        """What the chain was created from, None in a file that holds no chain yet."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'genesis'").fetchone()
        return None if row is None else ChainGenesis.from_json(row[0])

    def create(self, genesis: ChainGenesis, block: SealedBlock) -> None:
        """Write block 0 and what it was made from. Raises StorageFailed."""
        with durable(self._connection):
            self._connection.execute("INSERT INTO meta VALUES ('genesis', ?)", (genesis.to_json(),))
            self._insert(block)
        self.nodes.written()

    def head(self) -> Header:
        """Header of the last sealed block."""
        row = self._connection.execute("SELECT header FROM block ORDER BY number DESC LIMIT 1").fetchone()
        return decode_header(row[0])

    def ancestors(self, number: int) -> Iterator[bytes]:
        """Hashes of the 256 blocks before `number`, the nearest first; nothing is read before the first is taken."""
        query = "SELECT hash FROM block WHERE number < ? ORDER BY number DESC LIMIT 256"
        for row in self._connection.execute(query, (number,)).fetchall():
            yield bytes(row[0])

    def journal(self) -> Journal | None:
        """What was acknowledged and not yet sealed, None if there is nothing."""
        rows = self._connection.execute("SELECT block, time, raw FROM journal ORDER BY position").fetchall()
        return Journal(rows[0][0], rows[0][1], [bytes(row[2]) for row in rows]) if rows else None

    def append(self, block: int, time: int, first: int, raw: Sequence[bytes]) -> None:
        """Journal transactions of the open block, `first` being the position of the first; durable on return.

        Raises StorageFailed.
        """
        rows = [(position, block, time, item) for position, item in enumerate(raw, first)]
        with durable(self._connection):
            self._connection.executemany("INSERT INTO journal VALUES (?, ?, ?, ?)", rows)

    def seal(self, block: SealedBlock) -> None:
        """Write a block, its state and its logs, and empty the journal, in one step; durable on return.

        Raises StorageFailed; then it can be called again.
        """
        with durable(self._connection):
            self._insert(block)
            self._connection.execute("DELETE FROM journal")
        self.nodes.written()

    def checkpoint(self) -> None:
        """Move what can be moved from the write-ahead log into the file, without waiting for readers."""
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self._connection.close()

    def _insert(self, block: SealedBlock) -> None:
        header = block.header
        number = header.block_number
        connection = self._connection
        # Content-addressed: a node that came back after a change and its undoing is already there.
        connection.executemany("INSERT OR IGNORE INTO node VALUES (?, ?)", self.nodes.unwritten.items())
        connection.execute(
            "INSERT INTO block VALUES (?, ?, ?, ?, ?)",
            (number, header.hash, header.timestamp, rlp.encode(header), block.signature),
        )
        connection.executemany(
            "INSERT INTO tx VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    transaction_id(number, included.position),
                    included.transaction.hash,
                    included.transaction.sender,
                    included.transaction.raw,
                    included.gas_used,
                    included.cumulative_gas,
                    included.first_log,
                )
                for included in block.transactions
            ),
        )
        connection.executemany(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    log_id(number, index),
                    included.position,
                    log.address,
                    *(log.topics + (None,) * (4 - len(log.topics))),
                    log.data,
                )
                for included in block.transactions
                for index, log in enumerate(included.logs, included.first_log)
            ),
        )
