"""Events into tables: rows and position in one transaction, every version checked to follow the last one.

The tables can be dropped and filled again from the events, and are then the same to the byte (`digest`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import rfc8785
from sqlalchemy import Engine, create_engine, delete, event, insert, select, tuple_
from sqlalchemy.orm import Session

from ledger.events import BEFORE_ALL, GenesisEvent, Position
from ledger.port import Ledger
from ledger.records import AnyRecord
from ledger.state import AnyEvent, HistoryBroken, fold_record, next_record, records_of
from marketplace.event_rows import event_from_rows, event_row, touch_rows
from marketplace.record_rows import OWNED, rows
from marketplace.tables import Base, EventRow, ProgressRow, TouchRow

_REMEMBERED = 20_000
_SAFE_INTEGER = (1 << 53) - 1


class WrongLedger(Exception):
    """The tables were filled from another ledger."""


def open_tables(path: Path) -> Engine:
    """An engine over a SQLite file, its tables made where they are missing."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on", "busy_timeout = 10000"):
            connection.execute(f"PRAGMA {pragma}")

    Base.metadata.create_all(engine)
    return engine


class Projection:
    """The writer of the derived tables; one per database. Not thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[bytes, AnyRecord] = {}

    def position(self) -> Position:
        """Where the last event taken in stands; `BEFORE_ALL` for empty tables."""
        with Session(self._engine) as session:
            return _position(session)

    def catch_up(self, ledger: Ledger, batch: int = 1000) -> int:
        """Take in every sealed event after the position, one transaction a batch; the number of events.

        Raises `HistoryBroken` or `WrongLedger`: the batch is not written and nothing after it is read.
        """
        taken = 0
        while True:
            events = ledger.events(self.position(), batch)
            taken += self.apply(events)
            if len(events) < batch:
                return taken

    def apply(self, events: Sequence[AnyEvent]) -> int:
        """Take in events in one transaction, those at or before the position left out; the number taken in."""
        changed: dict[bytes, AnyRecord] = {}
        with Session(self._engine) as session, session.begin():
            position = _position(session)
            fresh = [each for each in events if each.position > position]
            if not fresh:
                return 0
            ledger = _ledger(session, fresh[0])
            for each in fresh:
                _in_order(position, each)
                position = each.position
                after = {
                    record: next_record(record, self._current(session, changed, record), each)
                    for record in records_of(each)
                }
                changed.update(after)
            session.execute(insert(EventRow), [event_row(each, ledger) for each in fresh])
            session.execute(insert(TouchRow), [row for each in fresh for row in touch_rows(each)])
            _write(session, changed)
            session.execute(delete(ProgressRow))
            session.execute(insert(ProgressRow), [{"id": 1, "ledger": ledger, **position._asdict()}])
        self._remember(changed)
        return len(fresh)

    def rebuild(self, ledger: Ledger, batch: int = 1000) -> int:
        """Drop every derived table and fill it again; the number of events."""
        self._known.clear()
        Base.metadata.drop_all(self._engine)
        Base.metadata.create_all(self._engine)
        return self.catch_up(ledger, batch)

    def digest(self) -> bytes:
        """SHA-256 over all derived tables: for each table by name, its rows in key order as RFC 8785 JSON."""
        hashed = hashlib.sha256()
        with Session(self._engine) as session:
            for name, table in sorted(Base.metadata.tables.items()):
                hashed.update(name.encode() + b"\n")
                for row in session.execute(select(table).order_by(*table.primary_key.columns)):
                    values = {column: _exact(value) for column, value in row._mapping.items()}
                    hashed.update(rfc8785.dumps(values) + b"\n")
        return hashed.digest()

    def _current(self, session: Session, changed: dict[bytes, AnyRecord], record: bytes) -> AnyRecord | None:
        """The record before the next event: from this batch, from memory, or folded from its own history."""
        known = changed.get(record) or self._known.get(record)
        return known or fold_record(record, history(session, record))

    def _remember(self, changed: dict[bytes, AnyRecord]) -> None:
        if len(self._known) + len(changed) > _REMEMBERED:
            self._known.clear()
        self._known.update(changed)


def history(session: Session, record: bytes, after: int = 0, limit: int | None = None) -> Iterator[AnyEvent]:
    """The events that moved or touched a record, oldest first, from the version after `after`."""
    made = select(TouchRow.block, TouchRow.log).where(TouchRow.record == record, TouchRow.version > after)
    places = session.execute(made.order_by(TouchRow.version).limit(limit)).all()
    for start in range(0, len(places), 500):
        part = [tuple(place) for place in places[start : start + 500]]
        touches: dict[tuple[int, int], list[TouchRow]] = {}
        for touch in session.scalars(
            select(TouchRow).where(tuple_(TouchRow.block, TouchRow.log).in_(part)).order_by(TouchRow.ordinal)
        ):
            touches.setdefault((touch.block, touch.log), []).append(touch)
        found = session.scalars(
            select(EventRow)
            .where(tuple_(EventRow.block, EventRow.log).in_(part))
            .order_by(EventRow.block, EventRow.log)
        )
        for row in found:
            yield event_from_rows(row, touches[(row.block, row.log)])


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


def _in_order(last: Position, following: AnyEvent) -> None:
    if following.position <= last:
        version = 1 if isinstance(following, GenesisEvent) else following.version
        raise HistoryBroken(following.record, version, f"delivered at {following.position} after {last}")


def _write(session: Session, changed: dict[bytes, AnyRecord]) -> None:
    """Replace every row of the changed records."""
    made = [rows(record) for record in changed.values()]
    identifiers = list(changed)
    for table, owner in OWNED.items():
        column = table.__table__.columns[owner]
        for start in range(0, len(identifiers), 500):
            session.execute(delete(table).where(column.in_(identifiers[start : start + 500])))
    for table in reversed(OWNED):
        inserted = [row for each in made for row in each.get(table, ())]
        if inserted:
            session.execute(insert(table), inserted)


def _exact(value: Any) -> Any:
    """A value as JSON holds it exactly: bytes as hex, wide numbers as decimal strings."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE_INTEGER:
        return str(value)
    return value
