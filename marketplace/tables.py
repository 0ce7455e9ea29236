"""Tables derived from the ledger's events. Every row can be thrown away and made again.

Identifiers, heads, digests and commitments are raw bytes; times are UTC seconds. A `block`, `log` pair is the event's
position. Relations are never loaded by the way: a query says what it reads.
"""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from marketplace.columns import Bitmap, Uint64

Word = Annotated[bytes, mapped_column(LargeBinary(32))]
WordKey = Annotated[bytes, mapped_column(LargeBinary(32), primary_key=True)]
AddressKey = Annotated[bytes, mapped_column(LargeBinary(20), primary_key=True)]
Number = Annotated[int, mapped_column(Integer)]
NumberKey = Annotated[int, mapped_column(Integer, primary_key=True, autoincrement=False)]
Code = Annotated[int, mapped_column(SmallInteger)]
CodeKey = Annotated[int, mapped_column(SmallInteger, primary_key=True, autoincrement=False)]
At = Annotated[int, mapped_column(BigInteger)]
Time = Annotated[int, mapped_column(Uint64)]
Bits = Annotated[int, mapped_column(Bitmap)]
Json = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """Tables that are dropped and refilled by a rebuild."""


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
    """state: as stored; what time makes of it is read when it is read."""

    __tablename__ = "records"
    __table_args__ = (Index("records_by_kind", "kind", "id"),)

    id: Mapped[WordKey]
    kind: Mapped[Code]
    state: Mapped[Code]
    version: Mapped[Number]
    head: Mapped[Word]
    created_at: Mapped[At]
    at: Mapped[At]


# --- Parties -------------------------------------------------------------------------------------------------------


class PartyRow(Base):
    __tablename__ = "parties"

    id: Mapped[WordKey]
    party_kind: Mapped[Code]
    profile: Mapped[Word]
    country: Mapped[Code]
    parent: Mapped[Word]
    threshold: Mapped[Code]
    reason: Mapped[Word]

    keys: Mapped[list[KeyRow]] = relationship(lazy="raise", viewonly=True, order_by="KeyRow.ordinal")
    roles: Mapped[list[RoleRow]] = relationship(lazy="raise", viewonly=True, order_by="RoleRow.role")


class KeyRow(Base):
    __tablename__ = "keys"

    address: Mapped[AddressKey]
    party: Mapped[bytes] = mapped_column(ForeignKey("parties.id"), index=True)
    ordinal: Mapped[Number]
    powers: Mapped[Code]
    valid_from: Mapped[Time]
    valid_to: Mapped[Time]
    revoked_at: Mapped[Time]


class RoleRow(Base):
    __tablename__ = "roles"
    __table_args__ = (Index("roles_by_role", "role", "party"),)

    party: Mapped[bytes] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    role: Mapped[CodeKey]
    fields: Mapped[Bits]
    valid_from: Mapped[Time]
    valid_to: Mapped[Time]
    revoked_at: Mapped[Time]


class InterestRow(Base):
    """A record in which a party declared an interest."""

    __tablename__ = "interests"

    party: Mapped[bytes] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    subject: Mapped[WordKey]


# --- Assets --------------------------------------------------------------------------------------------------------


class AssetRow(Base):
    __tablename__ = "assets"

    id: Mapped[WordKey]
    asset_kind: Mapped[Code]
    title: Mapped[Word]
    grant_rule: Mapped[Code]
    fields: Mapped[Bits]
    tier: Mapped[Code]
    evidence: Mapped[Word]
    claim: Mapped[Word]
    claimant: Mapped[Word]
    decision: Mapped[Word]
    encumbrance_version: Mapped[Number]

    holders: Mapped[list[HolderRow]] = relationship(lazy="raise", viewonly=True, order_by="HolderRow.ordinal")
    rights: Mapped[list[RightRow]] = relationship(lazy="raise", viewonly=True, order_by="RightRow.ordinal")


class HolderRow(Base):
    __tablename__ = "holders"
    __table_args__ = (Index("holders_by_party", "party", "asset"),)

    asset: Mapped[bytes] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    party: Mapped[Word]
    bps: Mapped[Number]


class RightRow(Base):
    """held: whether the asset holds the pair of office and number (from evidence tier 2)."""

    __tablename__ = "rights"
    __table_args__ = (Index("rights_by_number", "office", "number"),)

    asset: Mapped[bytes] = mapped_column(ForeignKey("assets.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    office: Mapped[Word]
    number: Mapped[Word]
    right_stage: Mapped[Code]
    countries: Mapped[Bits]
    provinces: Mapped[Bits]
    start: Mapped[Time]
    end: Mapped[Time]
    held: Mapped[bool]


# --- Instruments ---------------------------------------------------------------------------------------------------


class InstrumentRow(Base):
    """terms: wire form (RFC 8785 JSON) of the current ones; gates, funded …: as in `ledger.records.Instrument`."""

    __tablename__ = "instruments"
    __table_args__ = (Index("instruments_by_subject", "subject", "id"),)

    id: Mapped[WordKey]
    instrument_kind: Mapped[Code]
    subject: Mapped[Word]
    terms: Mapped[Json]
    terms_digest: Mapped[Word]
    gates: Mapped[Code]
    funded: Mapped[Number]
    released: Mapped[Number]
    refunded: Mapped[Number]
    paid: Mapped[Number]
    effective_at: Mapped[At]
    ended_at: Mapped[At]
    registered_at: Mapped[At]
    encumbrance_version: Mapped[Number]
    reason: Mapped[Word]

    members: Mapped[list[MemberRow]] = relationship(lazy="raise", viewonly=True, order_by="MemberRow.ordinal")
    certificates: Mapped[list[GateCertificateRow]] = relationship(
        lazy="raise", viewonly=True, order_by="GateCertificateRow.ordinal"
    )


class MemberRow(Base):
    __tablename__ = "members"
    __table_args__ = (Index("members_by_party", "party", "instrument"),)

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    party: Mapped[Word]
    member_role: Mapped[Code]
    signed: Mapped[bool]


class GateCertificateRow(Base):
    __tablename__ = "gate_certificates"

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    gate: Mapped[Code]
    certificate: Mapped[Word]


class GrantRow(Base):
    """A licence or sublicence that took effect, with what it covers now."""

    __tablename__ = "grants"
    __table_args__ = (Index("grants_by_subject", "subject", "exclusivity", "end"),)

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    subject: Mapped[Word]
    exclusivity: Mapped[Code]
    acts: Mapped[Bits]
    fields: Mapped[Bits]
    countries: Mapped[Bits]
    provinces: Mapped[Bits]
    start: Mapped[Time]
    end: Mapped[Time]
