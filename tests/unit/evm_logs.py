"""Events as the logs that the contracts leave of them, and a chain that answers for such logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth_abi.abi import encode
from eth_hash.auto import keccak

from ledger.engines.evm import abi, logs
from ledger.events import Event

MODULE = b"\x11" * 20


def log_of(event: Event, touched: bytes = bytes(32)) -> dict[str, Any]:
    """The log of an event, as JSON-RPC gives it. touched: the third indexed argument where its command has one."""
    command: Any = type(event.command)
    header = (
        int(command.kind),
        event.version,
        event.head,
        event.at,
        event.signers,
        event.signatures,
        [(each.record, each.version, each.head) for each in event.touched],
    )
    values = event.outcome.values()
    computed = [tuple(map(abi.to_tuple, each)) if isinstance(each, tuple) else each for each in values]
    signature = logs.event_signature(command)
    indexed = 3 if command in logs.TOUCHING else 2
    types = signature.partition("(")[2].removesuffix(")").split(",", indexed)[indexed]
    data = encode([f"({types})"], [(header, abi.to_tuple(event.command), *computed)])[32:]
    topics = [keccak(signature.encode()), event.record, event.digest, *([touched] if indexed == 3 else [])]
    return _log(event.position.block, event.position.log, topics, data)


def also_touched(event: Event, record: bytes) -> dict[str, Any]:
    """The log beside an event of which `record` is the second record touched."""
    topics = [logs.ALSO_TOUCHED_TOPIC, record, event.digest]
    return _log(event.position.block, event.position.log + 1, topics, b"")


def _log(block: int, index: int, topics: Sequence[bytes], data: bytes) -> dict[str, Any]:
    return {
        "address": "0x" + MODULE.hex(),
        "blockNumber": hex(block),
        "logIndex": hex(index),
        "topics": ["0x" + topic.hex() for topic in topics],
        "data": "0x" + data.hex(),
    }


class LogsOnly:
    """The part of an endpoint that reads logs, over a list of them."""

    tip = "latest"

    def __init__(self, kept: Sequence[dict[str, Any]]) -> None:
        self._kept = kept

    def number(self, method: str) -> int:
        assert method == "eth_blockNumber"
        return max(int(log["blockNumber"], 16) for log in self._kept)

    def call(self, method: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        assert method == "eth_getLogs"
        first = int(wanted["fromBlock"], 16)
        last = self.number("eth_blockNumber") if wanted["toBlock"] == "latest" else int(wanted["toBlock"], 16)
        return [
            log
            for log in self._kept
            if first <= int(log["blockNumber"], 16) <= last and _matches(log["topics"], wanted["topics"])
        ]


def _matches(topics: list[str], wanted: list[Any]) -> bool:
    if len(wanted) > len(topics):
        return False
    return all(
        asked is None or topic in (asked if isinstance(asked, list) else [asked])
        for topic, asked in zip(topics, wanted, strict=False)
    )
