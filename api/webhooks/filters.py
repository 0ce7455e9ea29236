"""Which events a subscription is told of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from ledger.commands import COMMANDS, command_name
from ledger.enums import Kind
from ledger.events import Event
from ledger.state import AnyEvent, records_of
from ledger.wire import hex_to_bytes
from marketplace.event_rows import GENESIS

EVENT_NAMES = frozenset({GENESIS, *COMMANDS})
KIND_NAMES: Mapping[str, Kind] = {kind.name.lower(): kind for kind in Kind}
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Each list that holds something must hold something of the event; empty lists ask for nothing.

    names: of events, those of their commands: `raise_tier`, `genesis`. kinds: of the record moved. records: moved or
    touched. parties: whose key signed, or that are the record moved or touched.
    """

    names: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    records: frozenset[bytes] = frozenset()
    parties: frozenset[bytes] = frozenset()

    def matches(self, event: AnyEvent) -> bool:
        records = set(records_of(event))
        signers = set(event.signers) if isinstance(event, Event) else set()
        return (
            (not self.names or event_name(event) in self.names)
            and (not self.kinds or kind_of(event) in self.kinds)
            and (not self.records or not self.records.isdisjoint(records))
            and (not self.parties or not self.parties.isdisjoint(records | signers))
        )

    def to_text(self) -> str:
        """RFC 8785 JSON of what is asked for."""
        return rfc8785.dumps(self.document).decode()

    @property
    def document(self) -> dict[str, list[str]]:
        return {
            "names": sorted(self.names),
            "kinds": sorted(kind.name.lower() for kind in self.kinds),
            "records": sorted("0x" + record.hex() for record in self.records),
            "parties": sorted("0x" + party.hex() for party in self.parties),
        }

    @classmethod
    def from_text(cls, text: str) -> Filter:
        said: dict[str, Any] = json.loads(text)
        return cls(
            frozenset(said["names"]),
            frozenset(KIND_NAMES[name] for name in said["kinds"]),
            frozenset(hex_to_bytes(each, 32, "records") for each in said["records"]),
            frozenset(hex_to_bytes(each, 32, "parties") for each in said["parties"]),
        )


def event_name(event: AnyEvent) -> str:
    return command_name(type(event.command)) if isinstance(event, Event) else GENESIS


def kind_of(event: AnyEvent) -> Kind:
    """The kind of the record that an event moved."""
    return event.command.kind if isinstance(event, Event) else Kind.PARTY
