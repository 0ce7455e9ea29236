"""What the node has: its events folded, as of a pinned block and as far as it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from api.connection import Connection
from api.models.documents import place
from api.reading import AsOf
from ledger.enums import Kind
from ledger.events import BEFORE_ALL
from ledger.port import all_events
from ledger.records import AnyRecord
from ledger.state import AnyEvent, Records, accepted_at, fold_record, records_of


class Node:
    """The node's view. block: the last one that was sealed when this was made; what is compared is as of it.

    pinned: records as of that block. pinned_events: those up to it. events: as far as the node has come.
    """

    def __init__(self, connection: Connection) -> None:
        """Raises what reading raises, and `HistoryBroken` where the node's own events do not follow."""
        self._ledger = connection.ledger
        self.trust = connection.trust
        self.status = self._ledger.status()
        self.records = Records()
        self.events: list[AnyEvent] = []
        self._by_place: dict[str, AnyEvent] = {}
        self.refresh()
        self.block = self.height
        self.pinned_events = [event for event in self.events if event.position.block <= self.block]
        times = map(accepted_at, self.pinned_events[-1:])
        # As a service reads a block: at the time of the last event up to it.
        self.pinned = AsOf(self.records, next(times, self.trust.genesis.at), self.block)
        self._versions = Counter(record for event in self.pinned_events for record in records_of(event))

    def refresh(self) -> None:
        """Take in what was sealed since."""
        self.status = self._ledger.status()
        for event in all_events(self._ledger, self.events[-1].position if self.events else BEFORE_ALL):
            self.records.apply(event)
            self.events.append(event)
            self._by_place[place(event.position)] = event

    @property
    def height(self) -> int:
        """The last block whose events are all taken in."""
        return self.status.height

    @property
    def now(self) -> int:
        """When a command would run, by the node's own clock (UTC seconds)."""
        return self._ledger.status().now

    def block_hash(self, number: int) -> bytes | None:
        """None where the node has no such block."""
        found = self._ledger.block(number)
        return None if found is None else found.hash

    def block_time(self, number: int) -> int | None:
        found = self._ledger.block(number)
        return None if found is None else found.at

    def history(self, record: bytes) -> Sequence[AnyEvent]:
        """As far as the node has come."""
        return self.records.history(record)

    def pinned_version(self, record: bytes) -> int:
        """The record's version at the pinned block; 0 where there was none."""
        return self._versions[record]

    def at_version(self, record: bytes, version: int) -> AnyRecord | None:
        """The record as a version left it; None where the node has no such version."""
        history = self.history(record)
        return fold_record(record, history[:version]) if 0 < version <= len(history) else None

    def as_of(self, at: int) -> AsOf:
        """As far as the node has come, read at a time (UTC seconds)."""
        return AsOf(self.records, at)

    def of_kind(self, kind: Kind) -> list[AnyRecord]:
        """Records of a kind that there were at the pinned block, as they are now, in the order of lists."""
        found = (record for record in self.records.of_kind(kind) if self.pinned_version(record.id))
        return sorted(found, key=lambda record: (record.created_at, record.id))

    def event_at(self, position: str) -> AnyEvent | None:
        """The event at a position, as a service spells it; None where there is none, or not yet."""
        return self._by_place.get(position)
