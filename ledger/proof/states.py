"""The states a record went through, folded from the history that a bundle carries.

Only commands and times are under the head. What the ledger computed beside them (for example the gates of an
instrument) is in no bundle, so nothing that depends on it is read from these states.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger import readable, readings
from ledger.commands import Right, Scope
from ledger.enums import AssetKind, Exclusivity, InstrumentKind, MemberRole, PartyKind
from ledger.events import BEFORE_ALL, Event, GenesisEvent, Touched
from ledger.genesis import Genesis
from ledger.proof.history import Chain, History
from ledger.proof.verdict import Contradiction
from ledger.records import AnyRecord, Asset, Instrument, Party
from ledger.state import HistoryBroken, next_record


def states(history: History, chain: Chain, genesis: Genesis) -> tuple[AnyRecord, ...]:
    """The record after each step, the creation by the genesis document included.

    Raises `Contradiction` NOT_A_LIFE where a command does not fit what came before it.
    """
    record = history.record
    folded: list[AnyRecord] = []
    if chain.genesis:
        folded.append(next_record(record, None, GenesisEvent(BEFORE_ALL, genesis, genesis.head)))
    for index, event in enumerate(_events(history, chain)):
        try:
            folded.append(next_record(record, folded[-1] if folded else None, event))
        except (HistoryBroken, ValueError, KeyError, TypeError, AttributeError) as error:
            # The fold trusts its events; here they are whatever the file holds (an enum out of its list, say).
            raise Contradiction("NOT_A_LIFE", record=record, entry=index) from error
    return tuple(folded)


def _events(history: History, chain: Chain) -> list[Event]:
    events = []
    for index, (entry, head) in enumerate(zip(history.entries, chain.heads, strict=True)):
        version = index + 1 + chain.genesis
        own = entry.signed.command.record == history.record
        events.append(
            Event(
                position=BEFORE_ALL,
                # Of the command's own record if it is another one, nothing is known and nothing asked.
                version=version if own else 0,
                head=head if own else b"",
                digest=entry.digest,
                at=entry.at,
                command=entry.signed.command,
                signers=entry.signers,
                signatures=entry.signed.signatures,
                touched=() if own else (Touched(history.record, version, head),),
            )
        )
    return events


def shown_state(record: AnyRecord, at: int) -> Mapping[str, Any]:
    """What the history says of a record at a time: state as read then, and its main members, as JSON.

    Hex for bytes, lower-case names for enums, decimal strings for times.
    """
    shown: dict[str, Any] = {"state": readings.state(record, at).name.lower()}
    if isinstance(record, Party):
        shown["party_kind"] = _name(PartyKind, record.party_kind)
        shown["keys"] = ["0x" + key.address.hex() for key in record.keys if key.is_valid(at)]
        shown["threshold"] = record.threshold
    elif isinstance(record, Asset):
        shown["asset_kind"] = _name(AssetKind, record.asset_kind)
        shown["tier"] = record.tier
        shown["holders"] = [{"party": "0x" + each.party.hex(), "bps": each.bps} for each in record.holders]
        shown["rights"] = [_timed(each) for each in record.rights]
    elif isinstance(record, Instrument):
        shown.update(_instrument(record))
    return shown


def _instrument(record: Instrument) -> dict[str, Any]:
    terms = record.terms
    return {
        "instrument_kind": _name(InstrumentKind, terms.instrument_kind),
        "exclusivity": _name(Exclusivity, terms.exclusivity) if terms.exclusivity else "",
        "subject": "0x" + terms.subject.hex(),
        "members": [
            {"party": "0x" + each.party.hex(), "member_role": _name(MemberRole, each.member_role)}
            for each in terms.members
        ],
        "effective_at": str(record.effective_at),
        "start": str(terms.scope.start),
        "end": str(terms.scope.end),
        "scope": _timed(terms.scope),
    }


def _timed(value: Right | Scope) -> dict[str, Any]:
    """A right or a scope in the names of its codes, with its interval in decimal strings."""
    return {**readable.struct(value), "start": str(value.start), "end": str(value.end)}


def _name(enum: Any, number: int) -> str:
    """An enum's lower-case name, or its number where this reader has none."""
    try:
        name: str = enum(number).name
    except ValueError:
        return str(number)
    return name.lower()
