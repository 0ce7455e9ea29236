"""Parameters of JSON-RPC requests. Each reader raises RpcError (-32602) with the position of what it cannot read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from .calls import GAS_CAP, Call
from .errors import invalid_params
from .logs import LONGEST_LIST, LogFilter

T = TypeVar("T")

TAGS = frozenset({"earliest", "latest", "safe", "finalized", "pending"})

# First of all: Python's own readers of hex also take signs, blanks and underscores.
_HEX = re.compile(r"0x[0-9a-fA-F]*")

BlockId: TypeAlias = str | int | bytes  # a tag, a number or a hash
LATEST: BlockId = "latest"


class Params:
    """Positional parameters of one request."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, Sequence) or isinstance(values, str | bytes):
            raise invalid_params("non-array args")
        self._values = values

    def take(self, position: int, read: Callable[[Any], T]) -> T:
        """A parameter that must be there."""
        if position >= len(self._values) or self._values[position] is None:
            raise invalid_params(f"missing value for required argument {position}")
        try:
            return read(self._values[position])
        except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
            raise invalid_params(f"invalid argument {position}: {error}") from error

    def optional(self, position: int, read: Callable[[Any], T], default: T) -> T:
        """A parameter that may be absent or null."""
        if position >= len(self._values) or self._values[position] is None:
            return default
        return self.take(position, read)


def data(value: Any) -> bytes:
    """0x-prefixed hex, or bytes as a caller in this process may pass them."""
    if isinstance(value, bytes):
        return bytes(value)
    return bytes.fromhex(_digits(value))


def quantity(value: Any) -> int:
    """0x-prefixed hex of a number that is not negative, or an int as a caller in this process may pass it."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    digits = _digits(value)
    if not digits:
        raise ValueError("empty quantity")
    return int(digits, 16)


def address(value: Any) -> bytes:
    return _sized(data(value), 20)


def hash32(value: Any) -> bytes:
    return _sized(data(value), 32)


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a boolean")
    return value


def slot(value: Any) -> int:
    """A storage slot: a quantity, or 32 bytes."""
    return _at_most(quantity(value), 256, "storage key")


def slots(value: Any) -> list[tuple[str, int]]:
    """Each as written, and its number."""
    return [(key if isinstance(key, str) else hex(slot(key)), slot(key)) for key in _listed(value)]


def block_id(value: Any) -> BlockId:
    """A tag, a number, a hash, or an object of `blockNumber` or `blockHash` (EIP-1898)."""
    if isinstance(value, dict):
        return hash32(value["blockHash"]) if value.get("blockHash") else block_id(value["blockNumber"])
    if isinstance(value, bytes) or (isinstance(value, str) and len(value) == 66):
        return hash32(value)
    if value in TAGS:
        return str(value)
    return _at_most(quantity(value), 63, "block number")


def call(value: Any) -> Call:
    """A transaction object. Prices and the nonce are read by nobody: a call pays nothing."""
    payload = value.get("input") if value.get("input") is not None else value.get("data")
    target = value.get("to")
    return Call(
        sender=address(value["from"]) if value.get("from") else bytes(20),
        to=address(target) if target else b"",
        gas=min(quantity(value["gas"]), GAS_CAP) if value.get("gas") is not None else GAS_CAP,
        value=_at_most(quantity(value["value"]), 256, "value") if value.get("value") is not None else 0,
        data=b"" if payload is None else data(payload),
        access_list=[
            (address(entry["address"]), [slot(key) for key in entry["storageKeys"]])
            for entry in value.get("accessList") or ()
        ],
    )


def no_overrides(value: Any) -> None:
    """State and block overrides are not offered."""
    if value:
        raise ValueError("overrides are not supported")


def log_filter(value: Any) -> LogFilter:
    """The `address` and `topics` of a filter object."""
    given = value.get("address")
    if given and not isinstance(given, list):
        given = [given]
    addresses = frozenset(map(address, _listed(given or [])))
    topics = [None if entry is None else _topics(entry) for entry in _listed(value.get("topics") or [])]
    if len(topics) > 4:
        raise ValueError("exceed max topics")
    while topics and topics[-1] is None:
        topics.pop()  # as geth: nothing is asked of a position at the end
    return LogFilter(addresses or None, topics)


def _topics(entry: Any) -> frozenset[bytes] | None:
    wanted = frozenset(map(hash32, _listed(entry) if isinstance(entry, list | tuple) else [entry]))
    return wanted or None


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")
    if len(value) > LONGEST_LIST:
        raise ValueError(f"list longer than {LONGEST_LIST}")
    return value


def _digits(value: Any) -> str:
    """The hex digits of a 0x-prefixed string, any number of them."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError("not 0x-prefixed hex")
    return value[2:]


def _at_most(number: int, bits: int, what: str) -> int:
    if number >> bits:
        raise ValueError(f"{what} larger than {bits} bits")
    return number


def _sized(value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise ValueError(f"hex string has length {2 * len(value)}, want {2 * size}")
    return value
