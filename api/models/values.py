"""The wire form of single values (docs/specs/wire.md), strictly."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictBool

from ledger import eip712
from ledger.types import FieldType, Listed, find, integer_bits

Word = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$", strict=True, examples=["0x" + "ab" * 32])]
Address = Annotated[str, Field(pattern=r"^0x[0-9a-f]{40}$", strict=True, examples=["0x" + "ab" * 20])]
Bytes = Annotated[str, Field(pattern=r"^0x([0-9a-f]{2})*$", strict=True, examples=["0x" + "ab" * 65])]
Seconds = Annotated[
    str, Field(pattern=r"^(0|[1-9][0-9]{0,19})$", strict=True, description="UTC seconds", examples=["1795651200"])
]
Version = Annotated[int, Field(ge=0, le=(1 << 32) - 1, strict=True, examples=[1])]


@cache
def atom(kind: FieldType) -> Any:
    """The model of one value."""
    if kind.abi == "bytes32":
        return Word
    if kind.abi == "address":
        return Address
    if kind.abi == "bool":
        return StrictBool
    bits, signed = integer_bits(kind.abi), kind.abi.startswith("int")
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    said = described(kind)
    if bits <= 32:
        return Annotated[int, Field(ge=low, le=high, strict=True, description=said)]
    pattern = r"^(0|-?[1-9][0-9]{0,77})$" if signed else r"^(0|[1-9][0-9]{0,77})$"

    def within(text: str) -> str:
        if not low <= int(text) <= high:
            raise ValueError(f"not within {kind.abi}")
        return text

    return Annotated[str, Field(pattern=pattern, strict=True, description=said, examples=["1"]), AfterValidator(within)]


def described(kind: FieldType) -> str | None:
    """What a number stands for, in a few words."""
    if kind.enum is not None:
        return ", ".join(f"{member.value} {member.name.lower()}" for member in kind.enum)
    if kind.shape == "time":
        return "UTC seconds"
    if kind.shape in ("acts", "fields", "countries", "provinces"):
        return f"bitmap of the published {kind.shape}; zero: all"
    return None


def most(annotation: Any) -> int | None:
    """The number of entries that a list may have, where the catalogue bounds it."""
    found = find(getattr(annotation, "__metadata__", ()), Listed)
    return None if found is None else int(found.most)


def member(annotation: Any, struct_model: Any) -> Any:
    """The model of a member. struct_model: gives the model of a struct."""
    struct, listed = eip712.element_struct(annotation)
    inner: Any = struct_model(struct) if struct else atom(eip712.field_type(annotation))
    if not listed:
        return inner
    limit = most(annotation)
    # The bound is the ledger's to refuse (LIST_LENGTH): it is said here, and not enforced.
    entries: Any = types.GenericAlias(list, (inner,))
    return Annotated[entries, Field(description=f"at most {limit}" if limit else None)]
