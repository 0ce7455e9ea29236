"""The catalogue's tables. They refer to organisations and accounts by name, which the service's own tables declare."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import At, Id, IdKey, Line, Number, OfAccount, OfAccountKey, Word

REVISION = 1  # the key of the one row of `catalogue_changes`


class EntryRow(Base):
    """One thing that an organisation shows, or means to. reference: the organisation's own name for it.

    state: a word of `marketplace.catalogue.entries.EntryState`. pending: draft, in_moderation or returned for the last
    version where it is not the one shown, else "". version: the last one's number; shown: the number of the one that
    was published last, 0 for none. hidden_by: "", organisation or moderator. asset, listing, problem, party: records
    of the ledger that it is bound to.
    """

    __tablename__ = "catalogue_entries"
    __table_args__ = (
        UniqueConstraint("organisation", "reference", name="catalogue_entries_organisation_key"),
        # Each with the id last, in whose order they are read.
        Index("catalogue_entries_by_organisation", "organisation", "id"),
        Index("catalogue_entries_by_reference", "reference", "state", "id"),
        Index("catalogue_entries_by_state", "state", "id"),
        Index("catalogue_entries_by_kind", "state", "kind", "id"),
        Index("catalogue_entries_by_pending", "pending", "id"),
    )

    id: Mapped[IdKey]
    organisation: Mapped[str] = mapped_column(String(32), ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(32))
    reference: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    pending: Mapped[str] = mapped_column(String(16))
    version: Mapped[Number]
    shown: Mapped[Number]
    hidden_by: Mapped[str] = mapped_column(String(16))
    asset: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    listing: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    problem: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    party: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[At]
    changed_at: Mapped[At]


class VersionRow(Base):
    """content: canonical JSON. salt: of its commitment. digest: SHA-256 of the content.

    author: the account, key or machine that wrote it; note: what its author says of the change.
    """

    __tablename__ = "catalogue_versions"

    entry: Mapped[str] = mapped_column(String(32), ForeignKey("catalogue_entries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[Line]
    salt: Mapped[Word]
    digest: Mapped[Word]
    author: Mapped[Id]
    note: Mapped[Line]
    at: Mapped[At]


class DecisionRow(Base):
    """What a moderator decided. outcome: publish, return, hide, show. moderator: an account; organisation: its own."""

    __tablename__ = "catalogue_decisions"
    __table_args__ = (Index("catalogue_decisions_by_at", "outcome", "at"),)

    id: Mapped[IdKey]
    entry: Mapped[str] = mapped_column(String(32), ForeignKey("catalogue_entries.id"), index=True)
    version: Mapped[Number]
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[Line]
    moderator: Mapped[Id]
    organisation: Mapped[Id]
    at: Mapped[At]


class SavedSearchRow(Base):
    """A search that somebody comes back to. facets: JSON. notify: to be told of what is new. seen_at: when it was last
    looked at, UTC seconds."""

    __tablename__ = "catalogue_searches"

    id: Mapped[IdKey]
    account: Mapped[OfAccount]
    name: Mapped[Line]
    query: Mapped[Line]
    facets: Mapped[Line]
    notify: Mapped[bool]
    created_at: Mapped[At]
    seen_at: Mapped[At]


class FollowRow(Base):
    """Whom or what an account follows. subject_kind: entry or organisation; subject: its id."""

    __tablename__ = "catalogue_follows"

    account: Mapped[OfAccountKey]
    subject_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[At]
    seen_at: Mapped[At]


class RevisionRow(Base):
    """One row: a number that grows with every change of what is published."""

    __tablename__ = "catalogue_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[At]
