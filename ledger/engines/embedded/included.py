"""A transaction in a block, with what its execution left: gas and logs.

Every one succeeded; others are not included.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import rlp
from eth_hash.auto import keccak

from .transactions import Transaction

_SUCCESS = b"\x01"  # EIP-658


@dataclass(frozen=True, slots=True)
class Log:
    """address: 20 bytes. topics: up to four of 32 bytes."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Included:
    """position: its index in the block. first_log: the index in the block of its first log.

    cumulative_gas: used in the block up to and including it.
    """

    transaction: Transaction
    position: int
    gas_used: int
    cumulative_gas: int
    first_log: int
    logs: tuple[Log, ...]

    @property
    def bloom(self) -> int:
        """The logs' filter as a 2048-bit number (Yellow Paper, section 4.3.1)."""
        return bloom(self.logs)

    def receipt(self) -> bytes:
        """The consensus receipt, EIP-2718: [status, cumulative gas, bloom, logs], after its type unless legacy."""
        logs = [[log.address, log.topics, log.data] for log in self.logs]
        body: bytes = rlp.encode([_SUCCESS, self.cumulative_gas, self.bloom.to_bytes(256, "big"), logs])
        kind = self.transaction.type
        return bytes([kind]) + body if kind else body


def bloom(logs: tuple[Log, ...]) -> int:
    bits = 0
    for log in logs:
        bits |= _bloom_bits(log.address)
        for topic in log.topics:
            bits |= _bloom_bits(topic)
    return bits


@lru_cache(1024)  # addresses and event signatures come again and again
def _bloom_bits(item: bytes) -> int:
    digest = keccak(item)
    bits = 0
    for i in (0, 2, 4):
        bits |= 1 << ((digest[i] << 8 | digest[i + 1]) & 2047)
    return bits
