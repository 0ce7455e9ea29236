"""Events into tables: rows and position in one transaction, every version checked to follow the last one.

The tables can be dropped and filled again from the events, and are then the same to the byte (`digest`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select, tuple_
from sqlalchemy.orm import Session, aliased

from ledger.events import BEFORE_ALL, GenesisEvent, Position
from ledger.port import Ledger
from ledger.records import AnyRecord
from ledger.state import AnyEvent, HistoryBroken, fold_record, next_record, records_of
from marketplace.bulk import insert_rows, table_of
from marketplace.canonical import canonical_text
from marketplace.database import file_url, open_database, snapshot, writing
from marketplace.event_rows import event_from_rows, event_row, touch_rows
from marketplace.record_rows import OWNED, rows
from marketplace.tables import Base, EventRow, ProgressRow, RecordRow, TouchRow
from marketplace.tables.base import DIGESTED

_REMEMBERED = 20_000
_READ_AT_ONCE = 1000
_SAFE_INTEGER = (1 << 53) - 1


class WrongLedger(Exception):
    """The tables were filled from another ledger."""


def open_tables(path: Path) -> Engine:
    """An engine over a SQLite file with the derived tables alone, made where they are missing."""
    engine = open_database(file_url(path))
    Base.metadata.create_all(engine)
    return engine


class Projection:
    """The writer of the derived tables; one per database. Not thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[bytes, AnyRecord] = {}
        self._known_at = BEFORE_ALL

    def position(self) -> Position:
        """Where the last event taken in stands; `BEFORE_ALL` for empty tables."""
        with Session(self._engine) as session:
            return _position(session)

    def ledger(self) -> bytes | None:
        """The id of the ledger that the tables are filled from; None for empty tables."""
        with Session(self._engine) as session:
            row = session.get(ProgressRow, 1)
            return row.ledger if row else None

    def catch_up(self, ledger: Ledger, batch: int = 1000) -> int:
        """Take in every sealed event after the position, one transaction a batch; the number of events.

        Raises `HistoryBroken` or `WrongLedger`: the batch is not written and nothing after it is read.
        """
        taken = 0
        while True:
            events = ledger.events(self.position(), batch)
            fresh = self.apply(events)
            taken += fresh
            if len(events) < batch or not fresh:
                return taken

    def apply(self, events: Sequence[AnyEvent]) -> int:
        """Take in events in one transaction, in the order of their positions; the number taken in.

        Those at or before the position must be those that the tables hold, else one came late or was altered.
        """
        changed: dict[bytes, AnyRecord] = {}
        with Session(writing(self._engine)) as session, session.begin():
            position = _position(session)
            if position != self._known_at:  # another process has written since
                self._known.clear()
            old, fresh = _in_order(events, position)
            _expect(old, _held(session, [each.position for each in old]))
            if not fresh:
                return 0
            ledger = _ledger(session, fresh[0])
            stored = self._stored(session, fresh)
            for each in fresh:
                position = each.position
                for record in records_of(each):
                    if record not in changed and record in stored:
                        changed[record] = self._known.get(record) or _folded(session, record)
                after = {record: next_record(record, changed.get(record), each) for record in records_of(each)}
                changed.update(after)
            connection = session.connection()
            insert_rows(connection, EventRow, [event_row(each, ledger) for each in fresh])
            insert_rows(connection, TouchRow, [row for each in fresh for row in touch_rows(each)])
            _write(connection, changed, stored)
            session.execute(delete(ProgressRow))
            session.execute(insert(ProgressRow), [{"id": 1, "ledger": ledger, **position._asdict()}])
        self._remember(changed)
        self._known_at = position
        return len(fresh)

    def recheck(self, ledger: Ledger, after: Position, limit: int = 1000) -> Position | None:
        """Compare the ledger's events after a position with those taken in; where to go on from, None at the end.

        What came late, or was left out when its page was read, would otherwise be missed until its record moves.
        Raises `HistoryBroken`.
        """
        with Session(self._engine) as session:
            last = _position(session)
        page = ledger.events(after, limit)
        told = [each for each in _in_order(page, after)[1] if each.position <= last]
        ended = len(page) < limit or any(each.position > last for each in page) or not told
        until = last if ended else told[-1].position
        with Session(self._engine) as session:
            _expect(told, _held_within(session, after, until), whole=True)
        return until if until < last else None

    def before_last(self, count: int) -> Position:
        """The position after which that many events were taken in; `BEFORE_ALL` where there are no more of them."""
        newest = select(EventRow.block, EventRow.log).order_by(EventRow.block.desc(), EventRow.log.desc())
        with Session(self._engine) as session:
            row = session.execute(newest.offset(count).limit(1)).first()
        return BEFORE_ALL if row is None else Position(*row)

    def rebuild(self, ledger: Ledger, batch: int = 1000) -> int:
        """Drop every derived table and fill it again; the number of events."""
        with writing(self._engine).begin() as connection:
            Base.metadata.drop_all(connection)
            Base.metadata.create_all(connection)
        return self.catch_up(ledger, batch)

    def digest(self) -> bytes:
        """SHA-256 over all derived tables: for each table by name, its rows in key order as RFC 8785 JSON."""
        hashed = hashlib.sha256()
        with Session(snapshot(self._engine)) as session:
            for name, table in sorted(Base.metadata.tables.items()):
                if table.info.get(DIGESTED) is False:
                    continue
                hashed.update(name.encode() + b"\n")
                everything = select(table).order_by(*table.primary_key.columns)
                for row in session.execute(everything, execution_options={"yield_per": _READ_AT_ONCE}):
                    values = {column: _exact(value) for column, value in row._mapping.items()}
                    hashed.update(canonical_text(values).encode() + b"\n")
        return hashed.digest()

    def _stored(self, session: Session, fresh: Sequence[AnyEvent]) -> set[bytes]:
        """Which of the records that events move or touch the tables hold already, those remembered among them."""
        asked = {record for each in fresh for record in records_of(each)}
        stored = asked & self._known.keys()
        unknown = list(asked - stored)
        for start in range(0, len(unknown), 500):
            part = RecordRow.id.in_(unknown[start : start + 500])
            stored.update(session.scalars(select(RecordRow.id).where(part)))
        return stored

    def _remember(self, changed: dict[bytes, AnyRecord]) -> None:
        for record, state in changed.items():
            self._known.pop(record, None)
            self._known[record] = state
        for record in list(islice(self._known, max(0, len(self._known) - _REMEMBERED))):
            del self._known[record]


def _folded(session: Session, record: bytes) -> AnyRecord:
    """A record that is in the tables, from its own history there."""
    found = fold_record(record, history(session, record))
    if found is None:
        raise HistoryBroken(record, 0, "the tables hold the record, and none of its events")
    return found


def history(session: Session, record: bytes, after: int = 0, limit: int | None = None) -> Iterator[AnyEvent]:
    """The events that moved or touched a record, oldest first, from the version after `after`."""
    last = None if limit is None else after + limit
    while last is None or after < last:
        until = after + _READ_AT_ONCE if last is None else min(after + _READ_AT_ONCE, last)
        # Joined, not listed: SQLite reads a whole table for a list of pairs. A record's versions have no gap.
        made = and_(TouchRow.record == record, TouchRow.version > after, TouchRow.version <= until)
        own = and_(EventRow.block == TouchRow.block, EventRow.log == TouchRow.log)
        found = session.scalars(select(EventRow).join(TouchRow, own).where(made).order_by(TouchRow.version)).all()
        each = aliased(TouchRow)
        beside = and_(each.block == TouchRow.block, each.log == TouchRow.log)
        yield from _told(found, session.scalars(select(each).join(TouchRow, beside).where(made)))
        if len(found) < until - after:
            return
        after = until


def events(session: Session, after: Position, limit: int) -> list[AnyEvent]:
    """The events after a position, oldest first."""
    place = tuple_(EventRow.block, EventRow.log)
    later = select(EventRow).where(place > tuple_(*after)).order_by(EventRow.block, EventRow.log)
    found = session.scalars(later.limit(limit)).all()
    if not found:
        return []
    touched = tuple_(TouchRow.block, TouchRow.log)
    within = (touched > tuple_(*after)) & (touched <= tuple_(found[-1].block, found[-1].log))
    return list(_told(found, session.scalars(select(TouchRow).where(within))))


def _told(found: Sequence[EventRow], touches: Iterable[TouchRow]) -> Iterator[AnyEvent]:
    """The events of rows, each with those of `touches` that are its own."""
    by_place: dict[tuple[int, int], list[TouchRow]] = {}
    for touch in sorted(touches, key=lambda each: each.ordinal):
        by_place.setdefault((touch.block, touch.log), []).append(touch)
    return (event_from_rows(row, by_place[(row.block, row.log)]) for row in found)


def _position(session: Session) -> Position:
    row = session.get(ProgressRow, 1)
    return Position(row.block, row.log) if row else BEFORE_ALL


def _ledger(session: Session, first: AnyEvent) -> bytes:
    """The id of the ledger that the tables are filled from."""
    row = session.get(ProgressRow, 1)
    if isinstance(first, GenesisEvent):
        if row and row.ledger != first.genesis.ledger:
            raise WrongLedger(f"these tables hold the ledger 0x{row.ledger.hex()}")
        return first.genesis.ledger
    if row is None:
        raise HistoryBroken(first.record, first.version, "the first event is not the genesis record")
    return row.ledger


def _in_order(events: Sequence[AnyEvent], position: Position) -> tuple[list[AnyEvent], list[AnyEvent]]:
    """The events up to a position and those after it, each once, by position; raises `HistoryBroken`."""
    ordered: list[AnyEvent] = []
    for each in sorted(events, key=lambda event: event.position):
        if ordered and ordered[-1].position == each.position:
            if ordered[-1].head != each.head:
                raise _broken(each, "another event was delivered at the same place")
        else:
            ordered.append(each)
    taken = sum(each.position <= position for each in ordered)
    return ordered[:taken], ordered[taken:]


_Heads = dict[Position, tuple[bytes, int, bytes]]


def _held(session: Session, positions: Sequence[Position]) -> _Heads:
    """Record, version and head of the events taken in at these positions."""
    heads: _Heads = {}
    for start in range(0, len(positions), 500):
        part = [tuple(each) for each in positions[start : start + 500]]
        heads |= _heads(session, tuple_(EventRow.block, EventRow.log).in_(part))
    return heads


def _held_within(session: Session, after: Position, until: Position) -> _Heads:
    place = tuple_(EventRow.block, EventRow.log)
    return _heads(session, (place > tuple_(*after)) & (place <= tuple_(*until)))


def _heads(session: Session, where: ColumnElement[bool]) -> _Heads:
    columns = (EventRow.block, EventRow.log, EventRow.record, EventRow.version, EventRow.head)
    rows = session.execute(select(*columns).where(where))
    return {Position(block, log): (record, version, head) for block, log, record, version, head in rows}


def _expect(events: Sequence[AnyEvent], held: _Heads, *, whole: bool = False) -> None:
    """Check that events are those taken in; with `whole`, that no other was. Raises `HistoryBroken`."""
    for each in events:
        if each.position not in held:
            raise _broken(each, f"delivered at {_spelt(each.position)} after later ones were taken in")
        if held.pop(each.position)[2] != each.head:
            raise _broken(each, f"another event was taken in at {_spelt(each.position)}")
    if whole and held:
        position, (record, version, _) = min(held.items())
        raise HistoryBroken(record, version, f"the ledger no longer tells what was taken in at {_spelt(position)}")


def _broken(event: AnyEvent, what: str) -> HistoryBroken:
    version = 1 if isinstance(event, GenesisEvent) else event.version
    return HistoryBroken(event.record, version, what)


def _spelt(position: Position) -> str:
    return f"{position.block}.{position.log}"


def _write(connection: Connection, changed: dict[bytes, AnyRecord], stored: set[bytes]) -> None:
    """Write every row of the changed records, in place of those that the stored ones had."""
    inserted: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in OWNED}
    replaced: dict[type[Base], list[bytes]] = {table: [] for table in OWNED}
    for record, state in changed.items():
        # A record's kind never changes, and with it the tables that it may have rows in.
        for table, made in rows(state).items():
            inserted[table] += made
            if record in stored:
                replaced[table].append(record)
    for table, owner in OWNED.items():
        column = table_of(table).columns[owner]
        for start in range(0, len(replaced[table]), 500):
            connection.execute(table_of(table).delete().where(column.in_(replaced[table][start : start + 500])))
    for table in reversed(OWNED):
        insert_rows(connection, table, inserted[table])


def _exact(value: Any) -> Any:
    """A value as JSON holds it exactly: bytes as hex, wide numbers as decimal strings."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE_INTEGER:
        return str(value)
    return value
