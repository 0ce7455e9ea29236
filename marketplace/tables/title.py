"""Parties, and what they hold and owe: assets, instruments, royalty periods."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.tables.base import (
    AddressKey,
    At,
    Base,
    Bits,
    Code,
    CodeKey,
    Json,
    Number,
    NumberKey,
    Time,
    Word,
    WordKey,
)

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
    milestones: Mapped[list[MilestoneRow]] = relationship(lazy="raise", viewonly=True, order_by="MilestoneRow.ordinal")


class MemberRow(Base):
    __tablename__ = "members"
    __table_args__ = (Index("members_by_party", "party", "instrument"),)

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    party: Mapped[Word]
    member_role: Mapped[Code]
    signed: Mapped[bool]


class MoveRow(Base):
    """Shares that pass, or are pledged, under the terms."""

    __tablename__ = "moves"

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    from_: Mapped[bytes] = mapped_column("from", LargeBinary(32))
    to: Mapped[Word]
    bps: Mapped[Number]


class GateCertificateRow(Base):
    __tablename__ = "gate_certificates"

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    gate: Mapped[Code]
    certificate: Mapped[Word]


class MilestoneRow(Base):
    """A payment of a solution contract, and the certificate that it was made against."""

    __tablename__ = "milestones"
    __table_args__ = (Index("milestones_by_certificate", "certificate"),)

    instrument: Mapped[bytes] = mapped_column(ForeignKey("instruments.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    milestone: Mapped[Word]
    certificate: Mapped[Word]
    bps: Mapped[Number]
    evidence: Mapped[Word]
    at: Mapped[At]


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


class RoyaltyPeriodRow(Base):
    __tablename__ = "royalty_periods"
    __table_args__ = (Index("royalty_periods_by_instrument", "instrument", "start"),)

    id: Mapped[WordKey]
    instrument: Mapped[Word]
    start: Mapped[Time]
    end: Mapped[Time]
    amount: Mapped[Word]
    report: Mapped[Word]
    reason: Mapped[Word]
    decision: Mapped[Word]
    evidence: Mapped[Word]
    opinion: Mapped[Word]
