"""Commands in the contracts' ABI, derived from the types of `ledger.commands` (docs/specs/evm.md).

Everything is built once per type and kept; nothing here reads an ABI file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from eth_abi.abi import encode
from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import COMMANDS, AttestEscrow, AttestMilestone, Command
from ledger.enums import Kind
from ledger.genesis import Genesis
from ledger.wire import SignedCommand

# The contracts in the order in which the registry numbers them. Kinds takes no command: Instruments asks it.
MODULES: tuple[str, ...] = (
    "Parties",
    "Assets",
    "Instruments",
    "Escrows",
    "Royalties",
    "Listings",
    "Appraisals",
    "Problems",
    "Proposals",
    "Pilots",
    "Certificates",
    "Documents",
    "Anchors",
    "Kinds",
)
_MODULE_OF_KIND: dict[Kind, str] = {
    Kind.PARTY: "Parties",
    Kind.ASSET: "Assets",
    Kind.LISTING: "Listings",
    Kind.APPRAISAL: "Appraisals",
    Kind.INSTRUMENT: "Instruments",
    Kind.ROYALTY_PERIOD: "Royalties",
    Kind.PROBLEM: "Problems",
    Kind.PROPOSAL: "Proposals",
    Kind.PILOT: "Pilots",
    Kind.CERTIFICATE: "Certificates",
    Kind.DOCUMENT: "Documents",
    Kind.ANCHOR: "Anchors",
}
_ESCROWS = (AttestEscrow, AttestMilestone)
# Which contract takes a command: that of its kind of record, but for what a bank attests on instruments.
MODULE_OF: dict[type[Command], str] = {
    command: "Escrows" if command in _ESCROWS else _MODULE_OF_KIND[command.kind] for command in COMMANDS.values()
}

# --- Types ---------------------------------------------------------------------------------------------------------


@cache
def struct_type(struct: Any) -> str:
    """The ABI tuple type of a struct or command: `(bytes32,uint16)`."""
    return f"({','.join(_member_type(annotation) for _, annotation in eip712.members(struct))})"


def _member_type(annotation: Any) -> str:
    struct, listed = eip712.element_struct(annotation)
    return (struct_type(struct) if struct else eip712.field_type(annotation).abi) + ("[]" if listed else "")


@cache
def _readers(struct: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((name, _reader(annotation)) for name, annotation in eip712.members(struct))


def to_tuple(value: Any) -> tuple[Any, ...]:
    """A struct or command as `eth_abi` takes it."""
    kind: Any = type(value)
    return tuple(read(getattr(value, name)) for name, read in _readers(kind))


def _reader(annotation: Any) -> Callable[[Any], Any]:
    struct, listed = eip712.element_struct(annotation)
    if not struct:
        return lambda value: value
    return (lambda values: tuple(map(to_tuple, values))) if listed else to_tuple


@cache
def _makers(struct: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((name, _maker(annotation)) for name, annotation in eip712.members(struct))


def from_tuple(struct: Any, values: tuple[Any, ...]) -> Any:
    """The struct or command that `eth_abi` decoded."""
    return struct(**{name: make(value) for (name, make), value in zip(_makers(struct), values, strict=True)})


def _maker(annotation: Any) -> Callable[[Any], Any]:
    struct, listed = eip712.element_struct(annotation)
    one: Callable[[Any], Any]
    if struct:
        one = lambda values: from_tuple(struct, values)  # noqa: E731 - one of three makers, as short as the others
    elif eip712.field_type(annotation).abi == "address":
        one = address_from_abi
    else:
        return tuple if listed else _same
    return (lambda values: tuple(map(one, values))) if listed else one


def _same(value: Any) -> Any:
    return value


def address_from_abi(value: str) -> bytes:
    """20 bytes of an address as `eth_abi` decodes it."""
    return bytes.fromhex(value[2:])


# --- Calls ---------------------------------------------------------------------------------------------------------


@cache
def function_signature(command: Any) -> str:
    """`raiseTier((bytes32,uint32,uint64,uint8,bytes32),bytes[])`."""
    name = command.__name__[0].lower() + command.__name__[1:]
    return f"{name}({struct_type(command)},bytes[])"


@cache
def _selector(command: Any) -> bytes:
    return keccak(function_signature(command).encode())[:4]


def calldata(signed: SignedCommand) -> bytes:
    """What a transaction sends to the command's module."""
    command: Any = type(signed.command)
    return _selector(command) + encode([struct_type(command), "bytes[]"], [to_tuple(signed.command), signed.signatures])


# --- Genesis --------------------------------------------------------------------------------------------------------

GENESIS_TYPE = "(uint64,uint8,uint16,bytes32,address[],uint8)"


def genesis_tuple(genesis: Genesis) -> tuple[Any, ...]:
    """The registry's `Genesis`, to be encoded as `GENESIS_TYPE`."""
    return (
        genesis.at,
        genesis.party_kind,
        genesis.country,
        genesis.profile,
        list(genesis.keys),
        genesis.threshold,
    )
