"""Made-up list entries, for `{fill: N}`: well-formed, told apart by their number, and of no one."""

from __future__ import annotations

from typing import Any, Protocol

from eth_hash.auto import keccak

from ledger import eip712
from ledger.types import After, FieldType, find
from ledger.wire import integer_to_json

_WHOLE = 10_000


class Addresses(Protocol):
    def commit(self, text: str) -> bytes: ...

    def address(self, name: str) -> bytes: ...


def entries(annotation: Any, count: int, context: Addresses) -> list[Any]:
    """`count` entries of a list member, in wire form; shares and weights are an equal part of the whole each."""
    struct, _ = eip712.element_struct(annotation)
    if struct:
        return [_struct(struct, number, count, context) for number in range(1, count + 1)]
    kind = eip712.field_type(annotation)
    return [_atom(kind, "", number, count, context) for number in range(1, count + 1)]


def _struct(struct: Any, number: int, count: int, context: Addresses) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for attribute, annotation in eip712.members(struct):
        name = eip712.member_name(attribute)
        kind = eip712.field_type(annotation)
        after = find(annotation.__metadata__, After) is not None
        made[name] = integer_to_json(kind.abi, 2) if after else _atom(kind, name, number, count, context)
    return made


def _atom(kind: FieldType, name: str, number: int, count: int, context: Addresses) -> Any:
    if kind.shape in ("id", "digest"):
        return "0x" + keccak(f"HanoTEX made-up {name} {number}".encode()).hex()
    if kind.shape == "address":
        return "0x" + context.address(f"made-up#{number}").hex()
    if kind.shape == "commitment":
        return "0x" + context.commit(f"made-up {number}").hex()
    if kind.shape in ("label", "office", "right_number"):
        text = "VN" if kind.shape == "office" else f"M{number}"
        return "0x" + text.encode().ljust(32, b"\0").hex()
    if kind.shape == "bool":
        return False
    if kind.shape in ("acts", "fields", "countries", "provinces", "country", "integer"):
        return integer_to_json(kind.abi, 0)
    if kind.high == _WHOLE:
        return _WHOLE // count
    return integer_to_json(kind.abi, 1 if kind.low is None else max(kind.low, 1))
