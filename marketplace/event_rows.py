"""Events as rows and back: the events table holds everything that an event says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ledger import wire
from ledger.commands import Share
from ledger.events import Event, GenesisEvent, Position, Touched
from ledger.genesis import genesis_from_document
from ledger.state import AnyEvent
from marketplace.canonical import canonical_text
from marketplace.tables import EventRow, TouchRow

GENESIS = "genesis"


def event_row(event: AnyEvent, ledger: bytes) -> dict[str, Any]:
    """The columns of an event's row."""
    if isinstance(event, GenesisEvent):
        return {
            **_position(event),
            "record": event.record,
            "name": GENESIS,
            "digest": event.genesis.ledger,
            "version": 1,
            "head": event.head,
            "at": event.genesis.at,
            "command": canonical_text(event.genesis.document),
            "signers": "[]",
            "outcome": "{}",
        }
    signed = wire.SignedCommand(ledger, event.command, event.signatures)
    return {
        **_position(event),
        "record": event.record,
        "name": signed.name,
        "digest": event.digest,
        "version": event.version,
        "head": event.head,
        "at": event.at,
        "command": canonical_text(wire.command_to_json(signed)),
        "signers": canonical_text(["0x" + signer.hex() for signer in event.signers]),
        "outcome": canonical_text(outcome_to_json(event.outcome)),
    }


def touch_rows(event: AnyEvent) -> list[dict[str, Any]]:
    """The columns of the rows of every version that an event made."""
    versions = [(event.record, 1 if isinstance(event, GenesisEvent) else event.version, event.head)]
    if isinstance(event, Event):
        versions += [(touch.record, touch.version, touch.head) for touch in event.touched]
    return [
        {"record": record, "version": version, "head": head, "ordinal": ordinal, **_position(event)}
        for ordinal, (record, version, head) in enumerate(versions)
    ]


def event_from_rows(row: EventRow, touches: Sequence[TouchRow]) -> AnyEvent:
    """The event of a row; `touches` are those of its position, in order."""
    position = Position(row.block, row.log)
    document = json.loads(row.command)
    if row.name == GENESIS:
        return GenesisEvent(position, genesis_from_document(document), row.head)
    signed = wire.command_from_json(document)
    return Event(
        position=position,
        version=row.version,
        head=row.head,
        digest=row.digest,
        at=row.at,
        command=signed.command,
        signers=tuple(bytes.fromhex(signer[2:]) for signer in json.loads(row.signers)),
        signatures=signed.signatures,
        touched=tuple(Touched(touch.record, touch.version, touch.head) for touch in touches if touch.ordinal > 0),
        outcome=_outcome_from_json(json.loads(row.outcome)),
    )


def _position(event: AnyEvent) -> dict[str, int]:
    return {"block": event.position.block, "log": event.position.log}


def outcome_to_json(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Bytes as hex, shares as their wire form, truth as JSON's, decimal strings for numbers (some have 64 bits)."""
    shown: dict[str, Any] = {}
    for name, value in outcome.items():
        if name == "shares":
            shown[name] = [wire.struct_to_json(share) for share in value]
        elif isinstance(value, bool):
            shown[name] = value
        else:
            shown[name] = "0x" + value.hex() if isinstance(value, bytes) else str(int(value))
    return shown


def _outcome_from_json(shown: Mapping[str, Any]) -> dict[str, Any]:
    outcome: dict[str, Any] = {}
    for name, value in shown.items():
        if name == "shares":
            outcome[name] = tuple(wire.struct_from_json(Share, share, name) for share in value)
        elif isinstance(value, bool):
            outcome[name] = value
        else:
            outcome[name] = bytes.fromhex(value[2:]) if value.startswith("0x") else int(value)
    return outcome
