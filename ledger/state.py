"""All records of a ledger, folded from its events: a pure function of them, with no rule checked.

The projection and the offline verifier share it. Records at time t are the fold of the events accepted up to the end
of that second. A version or a head that does not follow is `HistoryBroken`, whoever delivered the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger import eip712
from ledger.commands import RecordRights, Right
from ledger.enums import AssetKind, Kind
from ledger.events import Event, GenesisEvent
from ledger.records import AnyRecord, Asset, Document, Instrument, Party
from ledger.transitions import founded, moved, touched

AnyEvent = Event | GenesisEvent
Pair = tuple[bytes, bytes]

# Kinds of asset whose office and number are held by one asset from evidence tier 2 (commands.md, "Asset").
REGISTRABLE = frozenset(
    {
        AssetKind.PATENT,
        AssetKind.UTILITY_SOLUTION,
        AssetKind.INDUSTRIAL_DESIGN,
        AssetKind.LAYOUT_DESIGN,
        AssetKind.TRADEMARK,
        AssetKind.GEOGRAPHICAL_INDICATION,
        AssetKind.PLANT_VARIETY,
    }
)


# The record that one of a kind belongs to: the member that names it.
BELONGS_TO: dict[Kind, str] = {
    Kind.LISTING: "asset",
    Kind.APPRAISAL: "subject",
    Kind.ROYALTY_PERIOD: "instrument",
    Kind.PROPOSAL: "problem",
    Kind.PILOT: "proposal",
    Kind.CERTIFICATE: "pilot",
}


class HistoryBroken(Exception):
    """An event does not follow from what was accepted before it: one was left out, altered or reordered."""

    def __init__(self, record: bytes, version: int, what: str) -> None:
        super().__init__(f"record 0x{record.hex()}, version {version}: {what}")
        self.record = record
        self.version = version


def follow(record: bytes, current: AnyRecord | None, version: int, head: bytes, digest: bytes, at: int) -> None:
    """Check that a version, a head and a time continue a record's chain; raises `HistoryBroken`."""
    last_version, last_head, last_at = (current.version, current.head, current.at) if current else (0, record, 0)
    if version != last_version + 1:
        raise HistoryBroken(record, version, f"the version after {last_version} is missing")
    if at < last_at:
        raise HistoryBroken(record, version, f"accepted at {at}, before the version that it follows ({last_at})")
    if head != eip712.next_head(last_head, digest, at):
        raise HistoryBroken(record, version, "the head is not that of the chained history")


def next_record(record: bytes, current: AnyRecord | None, event: AnyEvent) -> AnyRecord:
    """`record` after an event that moved or touched it; raises `HistoryBroken`."""
    if isinstance(event, GenesisEvent):
        genesis = event.genesis
        follow(record, current, 1, event.head, genesis.ledger, genesis.at)
        return founded(event)
    if event.record == record:
        follow(record, current, event.version, event.head, event.digest, event.at)
        if current is None and not event.command.creates:
            raise HistoryBroken(record, event.version, "the first command is not a create")
        return moved(current, event)
    touch = next(each for each in event.touched if each.record == record)
    follow(record, current, touch.version, touch.head, event.digest, event.at)
    if current is None:
        raise HistoryBroken(record, touch.version, "touched before it was created")
    return touched(current, event, touch)


def fold_record(record: bytes, history: Iterable[AnyEvent]) -> AnyRecord | None:
    """One record from its own history (the events that moved or touched it, oldest first); None if there are none."""
    current: AnyRecord | None = None
    for event in history:
        current = next_record(record, current, event)
    return current


def accepted_at(event: AnyEvent) -> int:
    """UTC seconds."""
    return event.genesis.at if isinstance(event, GenesisEvent) else event.at


def records_of(event: AnyEvent) -> tuple[bytes, ...]:
    """The records that an event moved or touched, the moved one first."""
    if isinstance(event, GenesisEvent):
        return (event.record,)
    return (event.record, *(touch.record for touch in event.touched))


class Records:
    """Every record, its history, and the indices that questions need. Applying an event costs its own size."""

    def __init__(self) -> None:
        self._records: dict[bytes, AnyRecord] = {}
        self._histories: dict[bytes, list[AnyEvent]] = {}
        self._keys: dict[bytes, bytes] = {}
        self._pairs: dict[Pair, bytes] = {}
        self._instruments: dict[bytes, list[bytes]] = {}
        self._belonging: dict[tuple[Kind, bytes], list[bytes]] = {}
        self._documents: dict[bytes, dict[bytes, None]] = {}

    def apply(self, event: AnyEvent) -> None:
        """Take in the next event; raises `HistoryBroken` and then has changed nothing."""
        after = {record: next_record(record, self._records.get(record), event) for record in records_of(event)}
        for record, state in after.items():
            self._index(self._records.get(record), state, event)
            self._records[record] = state
            self._histories.setdefault(record, []).append(event)

    def get(self, record: bytes) -> AnyRecord | None:
        return self._records.get(record)

    def party(self, record: bytes) -> Party | None:
        found = self._records.get(record)
        return found if isinstance(found, Party) else None

    def asset(self, record: bytes) -> Asset | None:
        found = self._records.get(record)
        return found if isinstance(found, Asset) else None

    def instrument(self, record: bytes) -> Instrument | None:
        found = self._records.get(record)
        return found if isinstance(found, Instrument) else None

    def history(self, record: bytes) -> tuple[AnyEvent, ...]:
        """The events that moved or touched a record, oldest first."""
        return tuple(self._histories.get(record, ()))

    def of_kind(self, kind: Kind) -> Iterator[AnyRecord]:
        """Every record of a kind, in the order of creation."""
        return (record for record in self._records.values() if record.kind == kind)

    def party_of_key(self, address: bytes) -> bytes | None:
        """The party that holds or held a key."""
        return self._keys.get(address)

    def holder_of_right(self, office: bytes, number: bytes) -> bytes | None:
        """The asset that holds a pair of office and number (both label bytes), or None."""
        return self._pairs.get((office, number))

    def instruments_on(self, subject: bytes) -> tuple[bytes, ...]:
        """Instruments that took effect on a subject, ended ones too, in the order of effect."""
        return tuple(self._instruments.get(subject, ()))

    def belonging(self, kind: Kind, to: bytes) -> tuple[bytes, ...]:
        """Records of a kind that belong to another one (`BELONGS_TO`), in the order of creation."""
        return tuple(self._belonging.get((kind, to), ()))

    def documents_with(self, recipient: bytes) -> tuple[bytes, ...]:
        """Documents whose present recipient this is, in the order in which they came to it."""
        return tuple(self._documents.get(recipient, ()))

    def _index(self, before: AnyRecord | None, after: AnyRecord, event: AnyEvent) -> None:
        if isinstance(after, Party):
            self._keys.update({key.address: after.id for key in after.keys})
        elif isinstance(after, Asset):
            self._index_pairs(before if isinstance(before, Asset) else None, after, event)
        elif isinstance(after, Instrument):
            if after.effective_at and not (isinstance(before, Instrument) and before.effective_at):
                self._instruments.setdefault(after.terms.subject, []).append(after.id)
        elif isinstance(after, Document):
            self._index_document(before if isinstance(before, Document) else None, after)
        elif before is None and after.kind in BELONGS_TO:
            self._belonging.setdefault((after.kind, getattr(after, BELONGS_TO[after.kind])), []).append(after.id)

    def _index_document(self, before: Document | None, after: Document) -> None:
        if before and before.recipient != after.recipient:
            del self._documents[before.recipient][after.id]
        self._documents.setdefault(after.recipient, {}).setdefault(after.id)

    def _index_pairs(self, before: Asset | None, after: Asset, event: AnyEvent) -> None:
        held, holds = held_pairs(before), held_pairs(after)
        if isinstance(event, Event) and isinstance(event.command, RecordRights):
            for pair in held - holds:
                self._pairs.pop(pair, None)
        for pair in holds - held:
            self._pairs[pair] = after.id


def held_pairs(asset: Asset | None) -> set[Pair]:
    """The (office, number) pairs that an asset holds: of a registrable kind, from evidence tier 2."""
    if asset is None or asset.tier < 2 or asset.asset_kind not in REGISTRABLE:
        return set()
    return {pair(right) for right in asset.rights}


def pair(right: Right) -> Pair:
    return right.office, right.number


def fold(events: Iterable[AnyEvent], until: int | None = None) -> Records:
    """Records after `events`, oldest first; with `until`, those accepted by the end of that second."""
    records = Records()
    for event in events:
        if until is not None and accepted_at(event) > until:
            continue
        records.apply(event)
    return records
