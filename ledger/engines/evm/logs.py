"""The contracts' events: from a log entry to a `ledger.events` value (docs/specs/evm.md, "Events")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import (
    COMMANDS,
    AmendInstrument,
    AttestEscrow,
    AttestMilestone,
    BaselinePilot,
    CertifyInstrument,
    Command,
    EffectInstrument,
    EndInstrument,
    IssueAppraisal,
    IssueCertificate,
    MoveDocument,
    MoveProblem,
    ProposeInstrument,
    RevokeKey,
    RevokeRole,
    RuleOnInstrument,
    Share,
    SubmitDocument,
)
from ledger.engines.evm.abi import GENESIS_TYPE, address_from_abi, from_tuple, struct_type
from ledger.events import Event, GenesisEvent, Position, Receipt, Touched
from ledger.genesis import Genesis
from ledger.state import HistoryBroken

# (uint8 kind, uint32 version, bytes32 head, uint64 at, bytes32[] signers, bytes[] signatures, Touch[] touched)
_HEADER = "(uint8,uint32,bytes32,uint64,bytes32[],bytes[],(bytes32,uint32,bytes32)[])"
_GENESIS_RECORDED = ["uint32", "bytes32", "uint64", GENESIS_TYPE]

# What the ledger computed, beside the command itself: the catalogue's brackets after an event's name.
OUTCOMES: dict[type[Command], tuple[tuple[str, str], ...]] = {
    RevokeRole: (("revoked_at", "uint64"),),
    RevokeKey: (("revoked_at", "uint64"),),
    ProposeInstrument: (("terms_digest", "bytes32"), ("gates", "uint8")),
    CertifyInstrument: (("registered_at", "uint64"),),
    IssueAppraisal: (("proposal_state", "uint8"),),
    AttestEscrow: (("funded", "uint16"), ("released", "uint16"), ("refunded", "uint16")),
    AttestMilestone: (("paid", "uint16"),),
    EffectInstrument: (("encumbrance_version", "uint32"), ("shares", "Share[]")),
    AmendInstrument: (("terms_digest", "bytes32"),),
    EndInstrument: (("encumbrance_version", "uint32"),),
    RuleOnInstrument: (("encumbrance_version", "uint32"), ("shares", "Share[]")),
    BaselinePilot: (("kpi_version", "uint32"),),
    IssueCertificate: (("met", "uint32"), ("owner_signed", "bool")),
    SubmitDocument: (("sender", "bytes32"),),
    MoveDocument: (("recipient", "bytes32"),),
}
# Their events carry the record they touched, or zero, as third indexed argument.
TOUCHING: tuple[type[Command], ...] = (
    IssueAppraisal,
    AttestMilestone,
    EffectInstrument,
    EndInstrument,
    RuleOnInstrument,
    MoveProblem,
    IssueCertificate,
)


@dataclass(frozen=True, slots=True)
class Log:
    """A log entry as JSON-RPC gives it, in bytes."""

    position: Position
    topics: tuple[bytes, ...]
    data: bytes


def log_from_json(log: dict[str, Any]) -> Log:
    """A log of `eth_getLogs` or of a receipt."""
    return Log(
        Position(int(log["blockNumber"], 16), int(log["logIndex"], 16)),
        tuple(bytes.fromhex(topic[2:]) for topic in log["topics"]),
        bytes.fromhex(log["data"][2:]),
    )


def _data_types(command: Any) -> list[str]:
    """The types of an event's arguments that are not indexed."""
    outcome = [abi.replace("Share", struct_type(Share)) for _, abi in OUTCOMES.get(command, ())]
    return [_HEADER, struct_type(command), *outcome]


def event_signature(command: type[Command]) -> str:
    """`TierRaised(bytes32,bytes32,(header),(command))`; record, digest and any touched record are the indexed ones."""
    indexed = ["bytes32"] * (3 if command in TOUCHING else 2)
    return f"{command.event}({','.join([*indexed, *_data_types(command)])})"


def event_topic(command: type[Command]) -> bytes:
    return keccak(event_signature(command).encode())


# Beside the event of a command that touched two records: the second of them, and the digest that finds that event.
ALSO_TOUCHED_TOPIC = keccak(b"AlsoTouched(bytes32,bytes32)")
GENESIS_TOPIC = keccak(f"GenesisRecorded(bytes32,bytes32,{','.join(_GENESIS_RECORDED)})".encode())
_COMMAND_OF_TOPIC: dict[bytes, type[Command]] = {event_topic(command): command for command in COMMANDS.values()}
_DATA_TYPES = {topic: _data_types(command) for topic, command in _COMMAND_OF_TOPIC.items()}
ALL_TOPICS: tuple[bytes, ...] = (GENESIS_TOPIC, *_COMMAND_OF_TOPIC)
TOUCHING_TOPICS: tuple[bytes, ...] = tuple(event_topic(command) for command in TOUCHING)


def receipt_from_log(log: Log) -> Receipt:
    """The receipt in an event of a command, without decoding the rest of it."""
    _, version, head, at = _header_words(log)
    return Receipt(log.topics[1], int.from_bytes(version, "big"), head, log.topics[2], int.from_bytes(at, "big"))


def _header_words(log: Log) -> list[bytes]:
    """Kind, version, head and time of a command's event, 32 bytes each."""
    header = int.from_bytes(log.data[:32], "big")
    return [log.data[header + 32 * i : header + 32 * (i + 1)] for i in range(4)]


def event_from_log(log: Log, ledger: bytes) -> Event | GenesisEvent:
    """A log of the registry or of a module of a ledger (32-byte id), whose first topic is one of `ALL_TOPICS`.

    Raises `HistoryBroken` where the log does not hold the command that its digest is of, or for its record.
    """
    event: Event | GenesisEvent
    try:
        if log.topics[0] == GENESIS_TOPIC:
            event = _genesis_event(log)
            hashed, named = event.genesis.ledger, ledger
        else:
            event = _command_event(log)
            hashed, named = eip712.digest(ledger, event.command), log.topics[2]
        record = event.record
    except (DecodingError, IndexError, OverflowError, TypeError, ValueError) as error:
        raise _broken(log, "cannot be decoded") from error
    if record != log.topics[1]:
        raise _broken(log, f"is of record 0x{record.hex()}")
    if hashed != named:
        raise _broken(log, f"holds what hashes to 0x{hashed.hex()}, and not what was signed: 0x{named.hex()}")
    return event


def _broken(log: Log, what: str) -> HistoryBroken:
    record = log.topics[1] if len(log.topics) > 1 else bytes(32)
    version = 1 if log.topics[0] == GENESIS_TOPIC else int.from_bytes(_header_words(log)[1], "big")
    return HistoryBroken(record, version, f"the event at block {log.position.block}, log {log.position.log} {what}")


def _command_event(log: Log) -> Event:
    command = _COMMAND_OF_TOPIC[log.topics[0]]
    header, fields, *computed = decode(_DATA_TYPES[log.topics[0]], log.data)
    _, version, head, at, signers, signatures, touched = header
    names = [name for name, _ in OUTCOMES.get(command, ())]
    return Event(
        position=log.position,
        version=version,
        head=head,
        digest=log.topics[2],
        at=at,
        command=from_tuple(command, fields),
        signers=tuple(signers),
        signatures=tuple(signatures),
        touched=tuple(Touched(*entry) for entry in touched),
        outcome={name: _computed(name, value) for name, value in zip(names, computed, strict=True)},
    )


def _computed(name: str, value: Any) -> Any:
    return tuple(from_tuple(Share, share) for share in value) if name == "shares" else value


def _genesis_event(log: Log) -> GenesisEvent:
    _, head, _, (at, party_kind, country, profile, keys, threshold) = decode(_GENESIS_RECORDED, log.data)
    genesis = Genesis(
        at=at,
        party_kind=party_kind,
        country=country,
        profile=profile,
        keys=tuple(map(address_from_abi, keys)),
        threshold=threshold,
    )
    return GenesisEvent(log.position, genesis, head)
