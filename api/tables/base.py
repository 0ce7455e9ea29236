"""The base of the service's tables. Not that of the derived ones: a rebuild must never drop these."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Tables that nothing can make again."""
