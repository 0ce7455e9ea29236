"""Signed commands as JSON, both ways (docs/specs/wire.md).

Integers of up to 32 bits are JSON numbers, wider ones decimal strings; bytes are lower-case 0x hex; every member is
present. Parsing refuses anything else as MALFORMED with the path of the member, so a command has one spelling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ledger import eip712, json_text
from ledger.commands import COMMANDS, Command
from ledger.errors import REFUSALS, Refused, solidity_type
from ledger.types import FieldType, integer_bits

ENVELOPE = ("record", "expected_version", "not_after")
_NAMES = {command: name for name, command in COMMANDS.items()}
_DECIMAL = re.compile(r"0|-?[1-9][0-9]*")
_HEX = re.compile(r"0x(?:[0-9a-f]{2})*")
# Of the JSON text of one command: many times what the largest one that can be accepted takes.
MAX_COMMAND_BYTES = 1 << 20
# One byte more than a signature has. Any other length than 65 is refused alike and no digest covers signatures, so that
# what comes after these bytes decides nothing, and a long one would only make the transaction too large to be answered.
_SIGNATURE_BYTES_KEPT = 66


@dataclass(frozen=True, slots=True)
class SignedCommand:
    """A command, the ledger it is for, and the 65-byte `r || s || v` signatures over its digest, in order."""

    ledger: bytes
    command: Command
    signatures: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        return eip712.digest(self.ledger, self.command)

    @property
    def name(self) -> str:
        return _NAMES[type(self.command)]


def malformed(field: str) -> Refused:
    return Refused("MALFORMED", {"field": field})


# --- Values --------------------------------------------------------------------------------------------------------


def integer_to_json(abi: str, value: int) -> int | str:
    return int(value) if integer_bits(abi) <= 32 else str(int(value))


def hex_to_bytes(value: Any, length: int | None, path: str) -> bytes:
    """Bytes of a lower-case 0x string; MALFORMED(path) if it is anything else or of another length."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise malformed(path)
    raw = bytes.fromhex(value[2:])
    if length is not None and len(raw) != length:
        raise malformed(path)
    return raw


def _integer(value: Any, abi: str, path: str) -> int:
    bits, signed = integer_bits(abi), abi.startswith("int")
    if bits <= 32:
        if isinstance(value, bool) or not isinstance(value, int):
            raise malformed(path)
        number = value
    else:
        if not isinstance(value, str) or len(value) > 80 or not _DECIMAL.fullmatch(value):
            raise malformed(path)
        number = int(value)
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    if not low <= number <= high:
        raise malformed(path)
    return number


# A reader takes what stands in the JSON and its path, a writer the value; both are built once per type and kept.
_Reader = Callable[[Any, str], Any]
_Writer = Callable[[Any], Any]


def _atom_reader(kind: FieldType) -> _Reader:
    if kind.abi in ("bytes32", "address"):
        length = 32 if kind.abi == "bytes32" else 20
        return lambda value, path: hex_to_bytes(value, length, path)
    if kind.abi == "bool":
        return _bool
    return lambda value, path: _integer(value, kind.abi, path)


def _bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise malformed(path)
    return value


def _atom_writer(kind: FieldType) -> _Writer:
    if kind.abi in ("bytes32", "address"):
        return lambda value: "0x" + value.hex()
    if kind.abi == "bool":
        return bool
    # An enum's member is written as its number.
    return int if integer_bits(kind.abi) <= 32 else lambda value: str(int(value))


# --- Structs -------------------------------------------------------------------------------------------------------


def _reader(annotation: Any) -> _Reader:
    struct, listed = eip712.element_struct(annotation)
    one: _Reader
    if struct is None:
        one = _atom_reader(eip712.field_type(annotation))
    else:
        inner = struct
        one = lambda value, path: struct_from_json(inner, value, path)  # noqa: E731 - as short as what it stands beside
    if not listed:
        return one

    def read(value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise malformed(path)
        return tuple(one(entry, f"{path}[{i}]") for i, entry in enumerate(value))

    return read


def _writer(annotation: Any) -> _Writer:
    struct, listed = eip712.element_struct(annotation)
    one: _Writer = struct_to_json if struct else _atom_writer(eip712.field_type(annotation))
    return (lambda values: [one(value) for value in values]) if listed else one


@cache
def _readers(struct: Any) -> tuple[tuple[str, str, _Reader], ...]:
    """(attribute, signed name, reader) of each member."""
    return tuple((name, eip712.member_name(name), _reader(annotation)) for name, annotation in eip712.members(struct))


@cache
def _writers(struct: Any) -> tuple[tuple[str, str, _Writer], ...]:
    """(attribute, signed name, writer) of each member."""
    return tuple((name, eip712.member_name(name), _writer(annotation)) for name, annotation in eip712.members(struct))


def struct_to_json(value: Any) -> dict[str, Any]:
    """A struct's members under their signed names."""
    kind: Any = type(value)
    return {signed: write(getattr(value, name)) for name, signed, write in _writers(kind)}


def struct_from_json(struct: type, value: Any, path: str) -> Any:
    """The struct in `value`; its members exactly, no more and no fewer."""
    prefix = f"{path}." if path else ""
    if not isinstance(value, dict):
        raise malformed(path)
    readers = _readers(struct)
    _no_surplus(value, [signed for _, signed, _ in readers], prefix)
    parsed = {}
    for name, signed, read in readers:
        if signed not in value:
            raise malformed(f"{prefix}{signed}")
        parsed[name] = read(value[signed], f"{prefix}{signed}")
    return struct(**parsed)


def _no_surplus(value: Mapping[str, Any], names: list[str], prefix: str) -> None:
    for name in value:
        if name not in names:
            raise malformed(f"{prefix}{name}")


# --- Commands ------------------------------------------------------------------------------------------------------


def command_to_json(signed: SignedCommand) -> dict[str, Any]:
    """The JSON object of a signed command."""
    members = struct_to_json(signed.command)
    return {
        "ledger": "0x" + signed.ledger.hex(),
        "command": signed.name,
        **{name: members.pop(name) for name in ENVELOPE},
        "fields": members,
        "signatures": ["0x" + signature.hex() for signature in signed.signatures],
    }


def command_from_json(value: Any) -> SignedCommand:
    """Parse a signed command; raises `Refused` (UNKNOWN_COMMAND, MALFORMED)."""
    if not isinstance(value, dict):
        raise malformed("")
    _no_surplus(value, ["ledger", "command", *ENVELOPE, "fields", "signatures"], "")
    ledger = hex_to_bytes(value.get("ledger"), 32, "ledger")
    name = value.get("command")
    if not isinstance(name, str):
        raise malformed("command")
    command = COMMANDS.get(name)
    if command is None:
        raise Refused("UNKNOWN_COMMAND", {"name": name[:64]})
    fields = value.get("fields")
    if not isinstance(fields, dict):
        raise malformed("fields")
    parsed = {}
    kind: Any = command
    readers = _readers(kind)
    for attribute, signed, read in readers[: len(ENVELOPE)]:
        parsed[attribute] = read(value.get(signed), signed)
    _no_surplus(fields, [signed for _, signed, _ in readers[len(ENVELOPE) :]], "")
    for attribute, signed, read in readers[len(ENVELOPE) :]:
        if signed not in fields:
            raise malformed(signed)
        parsed[attribute] = read(fields[signed], signed)
    signatures = value.get("signatures")
    if not isinstance(signatures, list):
        raise malformed("signatures")
    # A signature of another length is a signature that does not recover: BAD_SIGNATURE, which the ledger answers.
    raw = tuple(
        hex_to_bytes(entry, None, f"signatures[{i}]")[:_SIGNATURE_BYTES_KEPT] for i, entry in enumerate(signatures)
    )
    return SignedCommand(ledger, command(**parsed), raw)


def command_to_text(signed: SignedCommand) -> str:
    """The JSON text of a signed command; raises `Refused` MALFORMED of field "" where it is no command by its size."""
    text = json.dumps(command_to_json(signed), separators=(",", ":"))
    if len(text) > MAX_COMMAND_BYTES:
        raise malformed("")
    return text


def command_from_text(text: str | bytes) -> SignedCommand:
    """Parse the JSON text (UTF-8) of a signed command; raises `Refused` as `command_from_json`.

    MALFORMED of field "" for what is larger than 1 MiB, no JSON, nested too deeply, or names a member twice.
    """
    try:
        document = json_text.read(text.encode() if isinstance(text, str) else text, MAX_COMMAND_BYTES)
    except ValueError as error:
        raise malformed("") from error
    return command_from_json(document)


# --- Refusals ------------------------------------------------------------------------------------------------------


def refusal_to_json(refused: Refused) -> dict[str, Any]:
    """`{code, values}` with each value in the form of its type."""
    types = dict(REFUSALS[refused.code])
    values: dict[str, Any] = {}
    for name, value in refused.values.items():
        abi = solidity_type(types[name])
        if abi == "string":
            values[name] = value
        elif abi in ("bytes32", "address"):
            values[name] = "0x" + value.hex()
        else:
            values[name] = integer_to_json(abi, value)
    return {"code": refused.code, "values": values}
