"""Types of columns that several tables share. Times are UTC seconds; 0 is no time."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, mapped_column

Id = Annotated[str, mapped_column(String(32))]
IdKey = Annotated[str, mapped_column(String(32), primary_key=True)]
Word = Annotated[bytes, mapped_column(LargeBinary(32))]
WordKey = Annotated[bytes, mapped_column(LargeBinary(32), primary_key=True)]
Address = Annotated[bytes, mapped_column(LargeBinary(20))]
AddressKey = Annotated[bytes, mapped_column(LargeBinary(20), primary_key=True)]
Secret = Annotated[bytes, mapped_column(LargeBinary)]
At = Annotated[int, mapped_column(BigInteger)]
Number = Annotated[int, mapped_column(Integer)]
Code = Annotated[int, mapped_column(SmallInteger)]
Line = Annotated[str, mapped_column(Text)]
OfOrganisation = Annotated[str, mapped_column(String(32), ForeignKey("organisations.id"), index=True)]
OfOrganisationKey = Annotated[str, mapped_column(String(32), ForeignKey("organisations.id"), primary_key=True)]
OfAccount = Annotated[str, mapped_column(String(32), ForeignKey("accounts.id"), index=True)]
OfAccountKey = Annotated[str, mapped_column(String(32), ForeignKey("accounts.id"), primary_key=True)]


def new_id() -> str:
    """128 random bits in hex: an identifier that says nothing and cannot be guessed."""
    return secrets.token_hex(16)


def insert(session: Session, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insertion that can be told what to do where the row is there already, on either database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
