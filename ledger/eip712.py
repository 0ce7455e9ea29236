"""EIP-712 digests of commands, and the hashes built on them (docs/specs/commands.md, "Digest, head, identifiers").

The encoders are built once per type from the annotations of `ledger.commands`; tests compare them with
eth-account's and with the Solidity, Go and TypeScript ones through `tests/vectors/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from eth_hash.auto import keccak

from ledger.commands import Command, Terms
from ledger.enums import Kind
from ledger.types import FieldType, find

DOMAIN_NAME = "HanoTEX"
DOMAIN_VERSION = "1"
DOMAIN_TYPE = "EIP712Domain(string name,string version,bytes32 salt)"
COMMITMENT_DOMAIN = b"HanoTEX.commitment"
COMMITMENT_VERSION = b"1"


def member_name(attribute: str) -> str:
    """The signed name of an attribute: `from_` is signed as `from`, which Python reserves."""
    return attribute.rstrip("_")


def members(struct: Any) -> tuple[tuple[str, Any], ...]:
    """(attribute, annotation) of each member of a struct or command, in signing order."""
    return _members(struct)


@cache
def _members(struct: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(struct, include_extras=True)
    return tuple((entry.name, hints[entry.name]) for entry in fields(struct))


def element_struct(annotation: Any) -> tuple[type | None, bool]:
    """(the struct inside an annotation or None, whether it is a list)."""
    inner = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    listed = get_origin(inner) is tuple
    if listed:
        inner = get_args(inner)[0]
        inner = inner if not hasattr(inner, "__metadata__") else get_args(inner)[0]
    return (inner if isinstance(inner, type) and is_dataclass(inner) else None), listed


def field_type(annotation: Any) -> FieldType:
    """The `FieldType` of a value or of the entries of a list of values."""
    found = find(getattr(annotation, "__metadata__", ()), FieldType)
    if found is None:
        inner = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
        found = find(getattr(get_args(inner)[0], "__metadata__", ()), FieldType)
    assert isinstance(found, FieldType)
    return found


def abi_type(annotation: Any) -> str:
    """The EIP-712 type of a member: `uint64`, `Share[]`, `Terms`."""
    struct, listed = element_struct(annotation)
    name = struct.__name__ if struct else field_type(annotation).abi
    return f"{name}[]" if listed else name


@cache
def referenced_structs(struct: Any) -> frozenset[type]:
    """Every struct a type refers to, directly or not, without itself."""
    found: set[type] = set()
    for _, annotation in members(struct):
        inner, _ = element_struct(annotation)
        if inner:
            found |= {inner} | referenced_structs(inner)
    return frozenset(found)


def _own_type(struct: type) -> str:
    inside = ",".join(f"{abi_type(annotation)} {member_name(name)}" for name, annotation in members(struct))
    return f"{struct.__name__}({inside})"


@cache
def encode_type(struct: Any) -> str:
    """EIP-712 `encodeType`: the primary type, then what it refers to, sorted by name."""
    others = sorted(referenced_structs(struct), key=lambda each: each.__name__)
    return _own_type(struct) + "".join(_own_type(each) for each in others)


@cache
def type_hash(struct: Any) -> bytes:
    return keccak(encode_type(struct).encode())


def _atom(abi: str) -> Callable[[Any], bytes]:
    if abi == "bytes32":
        return bytes
    if abi == "address":
        return lambda value: bytes(12) + value
    if abi == "int256":
        return lambda value: value.to_bytes(32, "big", signed=True)
    return lambda value: int(value).to_bytes(32, "big")


def _encoder(annotation: Any) -> Callable[[Any], bytes]:
    struct, listed = element_struct(annotation)
    one: Callable[[Any], bytes] = struct_hash if struct else _atom(field_type(annotation).abi)
    if listed:
        return lambda values: keccak(b"".join(map(one, values)))
    return one


@cache
def _encoders(struct: Any) -> tuple[tuple[str, Callable[[Any], bytes]], ...]:
    return tuple((name, _encoder(annotation)) for name, annotation in members(struct))


def struct_hash(value: Any) -> bytes:
    """EIP-712 `hashStruct` of a command or of a struct inside one; 32 bytes."""
    kind: Any = type(value)
    return keccak(type_hash(kind) + b"".join(encode(getattr(value, name)) for name, encode in _encoders(kind)))


@cache
def domain_separator(ledger: bytes) -> bytes:
    """Hash of the EIP-712 domain of one ledger; `ledger` is its 32-byte id, signed as the salt."""
    return keccak(
        keccak(DOMAIN_TYPE.encode()) + keccak(DOMAIN_NAME.encode()) + keccak(DOMAIN_VERSION.encode()) + ledger
    )


def digest(ledger: bytes, command: Command) -> bytes:
    """The 32 bytes that every signatory of `command` signs on this ledger."""
    return keccak(b"\x19\x01" + domain_separator(ledger) + struct_hash(command))


def terms_digest(terms: Terms) -> bytes:
    return struct_hash(terms)


def next_head(head: bytes, command_digest: bytes, at: int) -> bytes:
    """head(n) = keccak256(head(n-1) || digest || at); `at` in UTC seconds, 8 bytes big-endian."""
    return keccak(head + command_digest + at.to_bytes(8, "big"))


def genesis_head(regulator: bytes, ledger: bytes, at: int) -> bytes:
    """head(1) of the regulator's party record, which the genesis document creates."""
    return next_head(regulator, ledger, at)


def party_id(first_key: bytes) -> bytes:
    """12 zero bytes and the first key's 20-byte address."""
    return bytes(12) + first_key


def record_id(kind: Kind, party: bytes, nonce: bytes) -> bytes:
    """keccak256(abi.encode(uint8 kind, bytes32 party, bytes32 nonce))."""
    return keccak(int(kind).to_bytes(32, "big") + party + nonce)


def royalty_nonce(instrument: bytes, start: int) -> bytes:
    """The nonce of a royalty period: keccak256(abi.encode(bytes32 instrument, uint64 start)); start in UTC seconds."""
    return keccak(instrument + start.to_bytes(32, "big"))


def royalty_period_id(instrument: bytes, start: int) -> bytes:
    """keccak256(abi.encode(uint8 kind, bytes32 nonce)): one record for a licence and the start of a period."""
    return keccak(int(Kind.ROYALTY_PERIOD).to_bytes(32, "big") + royalty_nonce(instrument, start))


def commitment(salt: bytes, content: bytes) -> bytes:
    """SHA-256 over domain, version, 32-byte salt and the content's RFC 8785 bytes."""
    if len(salt) != 32:
        raise ValueError("the salt of a commitment has 32 bytes")
    return hashlib.sha256(COMMITMENT_DOMAIN + COMMITMENT_VERSION + salt + content).digest()
