"""Records and events as JSON documents: the values of the models in `api.models.records`."""

from __future__ import annotations

from typing import Any

from api.reading import AsOf
from ledger import readings, wire
from ledger.enums import Exclusivity, MemberRole, State
from ledger.events import GenesisEvent, Position
from ledger.proof.facts import ShownRecord
from ledger.proof.shown import shown_state
from ledger.proof.summaries import summary
from ledger.proof.words import KINDS, state_words
from ledger.records import AnyRecord, Certificate, Document, Instrument, Pilot
from ledger.state import AnyEvent
from ledger.wire import SignedCommand, command_to_json
from marketplace.event_rows import GENESIS, outcome_to_json
from marketplace.lists import Listed


def hexadecimal(value: bytes) -> str:
    return "0x" + value.hex()


def place(position: Position) -> str:
    """A position as clients give it back: `17:3`."""
    return f"{position.block}:{position.log}"


def as_of_document(then: AsOf) -> dict[str, Any]:
    return {"at": str(then.at), "block": then.block}


def listed_document(listed: Listed) -> dict[str, Any]:
    """A record's header."""
    return {
        "id": hexadecimal(listed.id),
        "kind": listed.kind.name.lower(),
        "state": listed.state.name.lower(),
        "stored_state": listed.stored_state.name.lower(),
        "version": listed.version,
        "head": hexadecimal(listed.head),
        "created_at": str(listed.created_at),
        "at": str(listed.at),
    }


def header_document(record: AnyRecord, at: int) -> dict[str, Any]:
    """A record's header as read at a time (UTC seconds)."""
    return listed_document(
        Listed(
            record.id,
            record.kind,
            readings.state(record, at),
            State(record.state),
            record.version,
            record.head,
            record.created_at,
            record.at,
        )
    )


def record_document(record: AnyRecord, then: AsOf) -> dict[str, Any]:
    """A record as it was then: its header, its members in wire form, and what it is in words."""
    document = {
        **header_document(record, then.at),
        "as_of": as_of_document(then),
        "record": wire.struct_to_json(record),
        "words": _words(record, then),
    }
    if isinstance(record, Document):
        since = readings.unopened_since(record)
        document["readings"] = {
            "unopened_since": None if since is None else str(since),
            "overdue": readings.document_overdue(record, then.at),
        }
    return document


def event_document(event: AnyEvent, ledger: bytes) -> dict[str, Any]:
    """ledger: the id that the commands are signed for."""
    if isinstance(event, GenesisEvent):
        return {
            "position": place(event.position),
            "name": GENESIS,
            "record": hexadecimal(event.record),
            "version": 1,
            "head": hexadecimal(event.head),
            "digest": hexadecimal(event.genesis.ledger),
            "at": str(event.genesis.at),
            "signers": [],
            "touched": [],
            "outcome": {},
            "signed": event.genesis.document,
        }
    signed = SignedCommand(ledger, event.command, event.signatures)
    return {
        "position": place(event.position),
        "name": signed.name,
        "record": hexadecimal(event.record),
        "version": event.version,
        "head": hexadecimal(event.head),
        "digest": hexadecimal(event.digest),
        "at": str(event.at),
        "signers": [hexadecimal(signer) for signer in event.signers],
        "touched": [
            {"record": hexadecimal(touch.record), "version": touch.version, "head": hexadecimal(touch.head)}
            for touch in event.touched
        ],
        "outcome": outcome_to_json(event.outcome),
        "signed": command_to_json(signed),
    }


def entry_document(record: bytes, event: AnyEvent, ledger: bytes) -> dict[str, Any]:
    """One version of a record: its own version and head, also where it was only touched."""
    shown = event_document(event, ledger)
    version, head = shown["version"], shown["head"]
    if event.record != record:
        touch = next(each for each in shown["touched"] if each["record"] == hexadecimal(record))
        version, head = touch["version"], touch["head"]
    return {"version": version, "head": head, "moved": event.record == record, "event": shown}


def grant_document(grant: Instrument) -> dict[str, Any]:
    """A licence that is live."""
    members = grant.terms.members
    return {
        "instrument": hexadecimal(grant.id),
        "exclusivity": Exclusivity(grant.exclusivity).name.lower(),
        "scope": wire.struct_to_json(grant.terms.scope),
        "grantors": [hexadecimal(each.party) for each in members if each.member_role == MemberRole.GRANTOR],
        "grantees": [hexadecimal(each.party) for each in members if each.member_role == MemberRole.GRANTEE],
        "effective_at": str(grant.effective_at),
        "registered_at": str(grant.registered_at),
    }


def _words(record: AnyRecord, then: AsOf) -> dict[str, list[str]]:
    pilot = then.get(record.pilot) if isinstance(record, Certificate) else None
    state = shown_state(record, then.at, pilot=pilot if isinstance(pilot, Pilot) else None)
    shown = ShownRecord(record.id, record.kind, record.version, record.head, (), False, state)
    kind, stands = KINDS[record.kind], state_words(readings.state(record, then.at).name.lower(), record.kind)
    return {
        "vi": [f"Bản ghi: {kind[0]}, phiên bản {record.version}, {stands[0]}.", *summary(shown, 0)],
        "en": [f"Record: {kind[1]}, version {record.version}, {stands[1]}.", *summary(shown, 1)],
    }
