"""What was accepted, in order, and the version of every record that it made."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.tables.base import At, Base, Code, Json, Number, NumberKey, Time, Word, WordKey


class ProgressRow(Base):
    """One row: which ledger is read here and the position of the last event taken in."""

    __tablename__ = "progress"

    id: Mapped[NumberKey]
    ledger: Mapped[Word]
    block: Mapped[At]
    log: Mapped[Number]


class EventRow(Base):
    """One accepted command. command: its wire form (docs/specs/wire.md), the genesis document for the first event.

    signers: the party of each signature; outcome: what the ledger computed. Both RFC 8785 JSON.
    """

    __tablename__ = "events"

    block: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    log: Mapped[NumberKey]
    record: Mapped[Word]
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    version: Mapped[Number]
    head: Mapped[Word]
    at: Mapped[At]
    command: Mapped[Json]
    signers: Mapped[Json]
    outcome: Mapped[Json]


class TouchRow(Base):
    """A record's version and the event that made it. ordinal: 0 for the event's own record, then those it touched."""

    __tablename__ = "touches"
    __table_args__ = (Index("touches_by_event", "block", "log"),)

    record: Mapped[WordKey]
    version: Mapped[NumberKey]
    head: Mapped[Word]
    ordinal: Mapped[Number]
    block: Mapped[At]
    log: Mapped[Number]


class RecordRow(Base):
    """state: as stored. turns_at, turns_to: when time alone makes another state of it (2^64 - 1: never), and which."""

    __tablename__ = "records"
    __table_args__ = (Index("records_by_kind", "kind", "created_at", "id"),)

    id: Mapped[WordKey]
    kind: Mapped[Code]
    state: Mapped[Code]
    version: Mapped[Number]
    head: Mapped[Word]
    created_at: Mapped[At]
    at: Mapped[At]
    turns_at: Mapped[Time]
    turns_to: Mapped[Code]
