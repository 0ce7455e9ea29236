"""Why the tables are followed no further. Not of what the ledger says, so no part of the digest."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.tables.base import DIGESTED, At, Base, Number, NumberKey, Word


class HaltRow(Base):
    """One row while the worker stands still: the event that did not follow, and since when. A rebuild clears it."""

    __tablename__ = "halts"
    __table_args__ = {"info": {DIGESTED: False}}  # noqa: RUF012 - SQLAlchemy's own declaration

    id: Mapped[NumberKey]
    at: Mapped[At]
    record: Mapped[Word]
    version: Mapped[Number]
    reason: Mapped[str] = mapped_column(Text)
