"""What is left of everybody's rate, as the processes of one database share it (`api.identity.shares`)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from marketplace.kept.base import Base
from marketplace.kept.columns import At, Number, WordKey


class RateRow(Base):
    """subject: a keyed hash, so that no address stands here. full_at: when nothing of it is used any more, in UTC
    microseconds by the database's clock. granted: requests that the last process to ask was given."""

    __tablename__ = "rates"

    subject: Mapped[WordKey]
    full_at: Mapped[At]
    granted: Mapped[Number]
