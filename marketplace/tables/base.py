"""The base of the derived tables, and the types of their columns."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, SmallInteger, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from marketplace.columns import Bitmap, Int256, Uint64

Word = Annotated[bytes, mapped_column(LargeBinary(32))]
WordKey = Annotated[bytes, mapped_column(LargeBinary(32), primary_key=True)]
AddressKey = Annotated[bytes, mapped_column(LargeBinary(20), primary_key=True)]
Number = Annotated[int, mapped_column(Integer)]
NumberKey = Annotated[int, mapped_column(Integer, primary_key=True, autoincrement=False)]
Code = Annotated[int, mapped_column(SmallInteger)]
CodeKey = Annotated[int, mapped_column(SmallInteger, primary_key=True, autoincrement=False)]
At = Annotated[int, mapped_column(BigInteger)]
Time = Annotated[int, mapped_column(Uint64)]
Size = Annotated[int, mapped_column(Uint64)]
Bits = Annotated[int, mapped_column(Bitmap)]
Scaled = Annotated[int, mapped_column(Int256)]
Json = Annotated[str, mapped_column(Text)]


# In a table's `info`, False marks one that is dropped with the others, and no part of what two databases agree on.
DIGESTED = "digested"

# PostgreSQL's own words for what has no name, so that a migration can name it on SQLite too.
CONSTRAINT_NAMES = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "ix": "%(table_name)s_by_%(column_0_name)s",
}


class Base(DeclarativeBase):
    """Tables that are dropped and refilled by a rebuild."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
