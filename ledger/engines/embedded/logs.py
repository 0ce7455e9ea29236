"""Finding logs (`eth_getLogs`): an index over each topic and the address, and the same filter for the open block."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .chain import OpenBlock
from .included import Included, Log
from .reader import Reader, log_of
from .schema import log_id

# SQLite may bind 32,766 values; a list of that length is a mistake or an attack.
LONGEST_LIST = 1000


@dataclass(frozen=True)
class LogFilter:
    """addresses: any of them, None for every one. topics: for each position those allowed, None for anything.

    A log with fewer topics than positions does not match.
    """

    addresses: Collection[bytes] | None = None
    topics: Sequence[Collection[bytes] | None] = ()

    def matches(self, log: Log) -> bool:
        if self.addresses is not None and log.address not in self.addresses:
            return False
        if len(self.topics) > len(log.topics):
            return False
        return all(wanted is None or topic in wanted for wanted, topic in zip(self.topics, log.topics, strict=False))


@dataclass(frozen=True)
class FoundLog:
    """A log and where it stands. block_hash: None in the open block. index: in the block. block_time: Unix, seconds."""

    log: Log
    block: int
    block_hash: bytes | None
    block_time: int
    transaction_hash: bytes
    position: int
    index: int


def sealed_logs(reader: Reader, wanted: LogFilter, first: int, last: int) -> list[FoundLog]:
    """Matching logs of sealed blocks `first` to `last`, both included, in order of the chain."""
    conditions = ["log.id >= ?", "log.id < ?"]
    parameters: list[Any] = [log_id(first, 0), log_id(last + 1, 0)]
    columns = [(f"topic{i}", allowed) for i, allowed in enumerate(wanted.topics)]
    # A unary plus keeps SQLite from using a column's index. Only the most telling column's is left: a topic that
    # names a thing, before the event's signature, before the address; without statistics SQLite would guess.
    order = sorted(
        (column for column in (*columns, ("address", wanted.addresses)) if column[1] is not None),
        key=lambda column: ("topic1", "topic2", "topic3", "topic0", "address").index(column[0]),
    )
    for rank, (column, allowed) in enumerate(order):
        marks = ", ".join("?" * len(allowed or ()))
        conditions.append(f"{'+' if rank else ''}log.{column} IN ({marks})")
        parameters.extend(allowed or ())
    conditions += [f"log.{column} IS NOT NULL" for column, allowed in columns if allowed is None]
    query = f"""
        SELECT log.id, log.position, log.address, log.topic0, log.topic1, log.topic2, log.topic3, log.data,
               tx.hash, block.hash, block.time
        FROM log CROSS JOIN tx ON tx.id = (log.id >> 24 << 20 | log.position)
        CROSS JOIN block ON block.number = log.id >> 24
        WHERE {" AND ".join(conditions)} ORDER BY log.id
    """
    with reader.connection() as connection:
        rows = connection.execute(query, parameters).fetchall()
    return [
        FoundLog(log_of(row), row[0] >> 24, bytes(row[9]), row[10], bytes(row[8]), row[1], row[0] & (1 << 24) - 1)
        for row in rows
    ]


def open_logs(block: OpenBlock, wanted: LogFilter) -> list[FoundLog]:
    """Matching logs of what is acknowledged in the open block."""
    return [found for found in logs_of(block.number, None, block.time, block.transactions) if wanted.matches(found.log)]


def logs_of(number: int, block_hash: bytes | None, time: int, transactions: Sequence[Included]) -> Iterator[FoundLog]:
    """Every log of a block's transactions."""
    for included in transactions:
        for index, log in enumerate(included.logs, included.first_log):
            yield FoundLog(log, number, block_hash, time, included.transaction.hash, included.position, index)
