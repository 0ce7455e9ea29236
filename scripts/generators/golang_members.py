"""Names and types of commands and structs in Go, and how gofmt lays out columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger.commands import COMMANDS
from ledger.eip712 import element_struct, field_type, member_name, members, referenced_structs
from ledger.types import FieldType, find
from ledger.wire import ENVELOPE

_INITIALISMS = {"ai": "AI", "id": "ID", "ip": "IP"}
NUMBERS = frozenset({"uint8", "uint16", "uint32", "uint64"})


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a struct: its signed name, its Go name, and what its annotation says."""

    signed: str
    go: str
    annotation: Any
    struct: Any
    listed: bool

    @property
    def metadata(self) -> tuple[Any, ...]:
        return getattr(self.annotation, "__metadata__", ())

    @property
    def encoding(self) -> FieldType:
        return field_type(self.annotation)

    @property
    def go_type(self) -> str:
        one = self.struct.__name__ if self.struct else atom_type(self.encoding)
        return f"[]{one}" if self.listed else one

    def has(self, kind: type[Any]) -> Any:
        """The annotation of `kind`, or None."""
        return find(self.metadata, kind)


def go_members(struct: Any, own_only: bool = False) -> tuple[Member, ...]:
    found = []
    for attribute, annotation in members(struct):
        signed = member_name(attribute)
        if own_only and signed in ENVELOPE:
            continue
        inner, listed = element_struct(annotation)
        found.append(Member(signed, camel(signed), annotation, inner, listed))
    return tuple(found)


def camel(name: str) -> str:
    return "".join(_INITIALISMS.get(word, word.capitalize()) for word in name.lower().split("_"))


def lower_first(name: str) -> str:
    return name[0].lower() + name[1:]


def atom_type(kind: FieldType) -> str:
    if kind.enum:
        return kind.enum.__name__
    plain = {"bytes32": "Bytes32", "address": "Address", "bool": "bool", "uint256": "Uint256", "int256": "Int256"}
    if kind.abi in plain:
        return plain[kind.abi]
    if kind.abi in NUMBERS:
        return kind.abi
    raise ValueError(f"no Go type for {kind.abi}")


def nested_structs() -> list[Any]:
    found: set[Any] = set()
    for command in COMMANDS.values():
        kind: Any = command
        found |= referenced_structs(kind)
    return sorted(found, key=lambda each: str(each.__name__))


def summary(documented: Any) -> str:
    return str(documented.__doc__).strip().splitlines()[0]


def columns(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    """Rows padded as gofmt does."""
    names, types = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for name, kind, rest in rows:
        yield f"\t{name:<{names}} {kind:<{types}} {rest}"
