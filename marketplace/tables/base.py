"""The base of the derived tables, and the types of their columns."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, Integer, LargeBinary, SmallInteger, Text
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


class Base(DeclarativeBase):
    """Tables that are dropped and refilled by a rebuild."""
