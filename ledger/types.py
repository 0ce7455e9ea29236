"""The vocabulary of field types of signed commands.

Each alias is a Python type annotated with one `FieldType`, which says how the value is encoded
(EIP-712 type) and what the catalogue (docs/specs/commands.md, "Types") asks of its shape. The Solidity,
Go and TypeScript types are generated from these annotations by `scripts/generate.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Literal

Shape = Literal[
    "id",  # names a record; zero is FIELD_MISSING unless optional
    "commitment",  # zero is FIELD_MISSING unless optional
    "digest",  # 32 bytes chosen by the client (nonce, salt, seal, digest); any value
    "label",  # 1 to 32 ASCII bytes 0x20..0x7e, left-aligned; zero is FIELD_MISSING unless optional
    "office",  # a label of two capital letters (WIPO ST.3)
    "right_number",  # a label of A-Z and 0-9
    "address",  # a key; zero is FIELD_MISSING
    "enum",
    "acts",
    "fields",
    "countries",
    "provinces",
    "country",  # the bit number of a country
    "number",
    "time",
    "bool",
    "integer",  # int256
]


@dataclass(frozen=True, slots=True)
class FieldType:
    """How one field is encoded and which shape it must have.

    abi: the EIP-712 type. low, high: inclusive range of a number, None for the whole type.
    enum: the enumeration a `shape="enum"` value is taken from.
    """

    abi: str
    shape: Shape
    low: int | None = None
    high: int | None = None
    enum: type[IntEnum] | None = None


@dataclass(frozen=True, slots=True)
class Optional:
    """An absent value is zero (an empty list for a list)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of at most `most` entries; at least one unless `Optional`."""

    most: int


@dataclass(frozen=True, slots=True)
class After:
    """An interval's end: must be greater than the member `start` beside it, else BAD_INTERVAL."""

    start: str


@dataclass(frozen=True, slots=True)
class NumberUpToCount:
    """A number from 1 to the length of the list member `of` beside it."""

    of: str


@dataclass(frozen=True, slots=True)
class RequiredWhen:
    """Required where the enum member `of` beside it is one of `values`; zero or empty otherwise (MALFORMED),

    or optional otherwise where `else_optional`.
    """

    of: str
    values: tuple[int, ...]
    else_optional: bool = False


Id = Annotated[bytes, FieldType("bytes32", "id")]
Commitment = Annotated[bytes, FieldType("bytes32", "commitment")]
Digest = Annotated[bytes, FieldType("bytes32", "digest")]
Label = Annotated[bytes, FieldType("bytes32", "label")]
Office = Annotated[bytes, FieldType("bytes32", "office")]
RightNumber = Annotated[bytes, FieldType("bytes32", "right_number")]
Address = Annotated[bytes, FieldType("address", "address")]
Time = Annotated[int, FieldType("uint64", "time")]
Flag = Annotated[bool, FieldType("bool", "bool")]
Acts = Annotated[int, FieldType("uint32", "acts")]
Fields = Annotated[int, FieldType("uint64", "fields")]
Countries = Annotated[int, FieldType("uint256", "countries")]
Provinces = Annotated[int, FieldType("uint64", "provinces")]
Country = Annotated[int, FieldType("uint16", "country")]
Bps = Annotated[int, FieldType("uint16", "number", 0, 10_000)]
ShareBps = Annotated[int, FieldType("uint16", "number", 1, 10_000)]
Currency = Annotated[int, FieldType("uint16", "number")]
Integer = Annotated[int, FieldType("int256", "integer")]
Version = Annotated[int, FieldType("uint32", "number")]


def integer_bits(abi: str) -> int:
    """Bits of an EIP-712 integer type, 0 for any other type: `uint64` -> 64."""
    for prefix in ("uint", "int"):
        if abi.startswith(prefix):
            return int(abi.removeprefix(prefix))
    return 0


def find(metadata: tuple[Any, ...], kind: type[Any]) -> Any:
    """The one annotation of `kind` in `metadata`, or None."""
    return next((entry for entry in metadata if isinstance(entry, kind)), None)
