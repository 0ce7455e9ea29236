"""Derived readings: what time changes without a command (docs/specs/commands.md, "Derived readings").

Every function is pure and takes the time to read at, UTC seconds. Nothing here is written anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ledger.commands import Right, Scope
from ledger.enums import Exclusivity, InstrumentKind, Kind, State
from ledger.records import AnyRecord, Appraisal, Asset, Document, Instrument, Listing, RoyaltyPeriod
from ledger.scope import ALL_ACTS, ALL_COUNTRIES, ALL_FIELDS, ALL_PROVINCES
from ledger.state import Records

# Instruments that run out with their scope; a pledge, an assignment or a solution contract does not.
EXPIRING = frozenset(
    {
        InstrumentKind.LICENCE,
        InstrumentKind.SUBLICENCE,
        InstrumentKind.COOPERATION,
        InstrumentKind.MEMORANDUM,
    }
)
GRANTING = frozenset({InstrumentKind.LICENCE, InstrumentKind.SUBLICENCE})


class Lookup(Protocol):
    """Where a record is found by its id, None where there is none."""

    def get(self, record: bytes) -> AnyRecord | None: ...


def state(record: AnyRecord, at: int) -> State:
    """The state as read at that time: `expired`, or `published` again, where time has brought it there."""
    turned = turn(record)
    return turned.to if turned is not None and turned.at <= at else record.state


class Turn(NamedTuple):
    """When a record comes to read otherwise without a command (UTC seconds), and as what."""

    at: int
    to: State


def turn(record: AnyRecord) -> Turn | None:
    """What time will make, or has made, of a record as it is stored; None where it makes nothing of it.

    A reserved listing is published again when its reservation ends. An asset that is not ended expires with the last
    of its rights, an issued appraisal at its `valid_until`, and a running instrument of some kinds with its scope.
    """
    if isinstance(record, Listing):
        return Turn(record.until, State.PUBLISHED) if record.state == State.RESERVED else None
    end: int | None = None
    if isinstance(record, Asset):
        end = _asset_end(record)
    elif isinstance(record, Instrument):
        end = _instrument_end(record)
    elif isinstance(record, Appraisal) and record.state == State.ISSUED:
        end = record.valid_until
    return None if end is None else Turn(end, State.EXPIRED)


def _asset_end(asset: Asset) -> int | None:
    """When it expires: it is not ended, and has rights."""
    running = asset.state in (State.REGISTERED, State.ACTIVE, State.DISPUTED)
    return last_end(asset.rights) if running and asset.rights else None


def last_end(rights: tuple[Right, ...]) -> int:
    return max(right.end for right in rights)


def instrument_expired(instrument: Instrument, at: int) -> bool:
    """Effective or suspended, of a kind that runs out, and its scope's end is not after `at`."""
    end = _instrument_end(instrument)
    return end is not None and end <= at


def _instrument_end(instrument: Instrument) -> int | None:
    """When it expires: it is effective or suspended, and of a kind that runs out."""
    running = instrument.state in (State.EFFECTIVE, State.SUSPENDED)
    return instrument.terms.scope.end if running and instrument.terms.instrument_kind in EXPIRING else None


def unopened_since(document: Document) -> int | None:
    """The time from which an office has left a document unopened, None where it has not.

    Submitted or delivered: since it was sent, or forwarded, to the present recipient.
    """
    return document.addressed_at if document.state in (State.SUBMITTED, State.DELIVERED) else None


def document_overdue(document: Document, at: int) -> bool:
    """Registered or processing, and its `due_by` is not after `at`."""
    return document.state in (State.REGISTERED, State.PROCESSING) and document.due_by <= at


def overdue(records: Records, recipient: bytes, at: int) -> Iterator[Document]:
    """Documents with a recipient whose deadline is past, in the order in which they came to it."""
    return (document for document in _documents(records, recipient) if document_overdue(document, at))


def unopened(records: Records, recipient: bytes) -> Iterator[Document]:
    """Documents with a recipient that it has not opened, in the order in which they came to it."""
    return (document for document in _documents(records, recipient) if unopened_since(document) is not None)


def _documents(records: Records, recipient: bytes) -> Iterator[Document]:
    found = (records.get(each) for each in records.documents_with(recipient))
    return (each for each in found if isinstance(each, Document))


def count(records: Records, kind: Kind, at: int) -> Counter[State]:
    """How many records of a kind there are in each state, as read at that time."""
    return Counter(state(record, at) for record in records.of_kind(kind))


def royalty_due(records: Records, licence: bytes, start: int, end: int, at: int) -> bool:
    """Whether [start, end) is over at `at` and no report of the licence is for any of it."""
    reported = (records.get(each) for each in records.belonging(Kind.ROYALTY_PERIOD, licence))
    periods = (each for each in reported if isinstance(each, RoyaltyPeriod))
    return end <= at and not any(period.start < end and start < period.end for period in periods)


def stands(instrument: Instrument, at: int) -> bool:
    """Whether a grant stands on its subject: effective or suspended, and not expired."""
    running = instrument.state in (State.EFFECTIVE, State.SUSPENDED)
    return running and instrument.terms.instrument_kind in GRANTING and not instrument_expired(instrument, at)


def grant_live(records: Lookup, instrument: Instrument, at: int) -> bool:
    """Effective, started, not expired; its asset and every parent neither ended nor suspended."""
    if instrument.terms.instrument_kind not in GRANTING or state(instrument, at) != State.EFFECTIVE:
        return False
    if instrument.terms.scope.start > at:
        return False
    subject = records.get(instrument.terms.subject)
    if isinstance(subject, Instrument):
        return grant_live(records, subject, at)
    return isinstance(subject, Asset) and state(subject, at) in (State.ACTIVE, State.DISPUTED)


def live_grants(
    records: Records, subject: bytes, at: int, scope: Scope | None = None, exclusivity: Exclusivity | None = None
) -> Iterator[Instrument]:
    """Grants on a subject that are live at `at`, in the order of effect.

    With a scope, those that overlap it in acts, fields and territory (its interval is not looked at: `at` says when).
    """
    for identifier in records.instruments_on(subject):
        grant = records.instrument(identifier)
        if grant is None or not grant_live(records, grant, at):
            continue
        if exclusivity is not None and grant.exclusivity != exclusivity:
            continue
        if scope is None or overlap(grant.terms.scope, scope):
            yield grant


def overlap(first: Scope, second: Scope) -> bool:
    """Whether two scopes share an act, a field and a territory."""
    countries, provinces = territory(first)
    other_countries, other_provinces = territory(second)
    return bool(
        whole(first.acts, ALL_ACTS) & whole(second.acts, ALL_ACTS)
        and whole(first.fields, ALL_FIELDS) & whole(second.fields, ALL_FIELDS)
        and (countries & other_countries or provinces & other_provinces)
    )


def whole(bitmap: int, everything: int) -> int:
    """A bitmap as the ledger stores it: zero means all."""
    return bitmap or everything


def territory(scope: Scope | Right) -> tuple[int, int]:
    """(countries, provinces) as the ledger stores them: both zero means everywhere."""
    if scope.countries == 0 and scope.provinces == 0:
        return ALL_COUNTRIES, ALL_PROVINCES
    return scope.countries, scope.provinces
