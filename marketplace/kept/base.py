"""The base of the service's tables. Not that of the derived ones: a rebuild must never drop these.

They refer to no derived table, times are UTC seconds, and a change of them is a revision of `api.migrations.service`.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from marketplace.tables.base import CONSTRAINT_NAMES


class Base(DeclarativeBase):
    """Tables that nothing can make again."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
