"""The market: offers, opinions, problems and the way from a proposal to a certificate."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.tables.base import Base, Bits, Code, Number, NumberKey, Scaled, Time, Word, WordKey


class ListingRow(Base):
    __tablename__ = "listings"
    __table_args__ = (Index("listings_by_asset", "asset", "id"),)

    id: Mapped[WordKey]
    asset: Mapped[Word]
    broker: Mapped[Word]
    offer: Mapped[Word]
    until: Mapped[Time]
    reason: Mapped[Word]


# --- Appraisals ----------------------------------------------------------------------------------------------------


class AppraisalRow(Base):
    """What its kind does not ask for is zero unless its issuer gave it, as in `ledger.records.Appraisal`."""

    __tablename__ = "appraisals"
    __table_args__ = (
        Index("appraisals_by_subject", "subject", "appraisal_kind", "id"),
        Index("appraisals_by_issuer", "issuer", "id"),
    )

    id: Mapped[WordKey]
    appraisal_kind: Mapped[Code]
    subject: Mapped[Word]
    issuer: Mapped[Word]
    report: Mapped[Word]
    valid_until: Mapped[Time]
    verdict: Mapped[Code]
    trl: Mapped[Code]
    approach: Mapped[Code]
    purpose: Mapped[Code]
    valued_at: Mapped[Time]
    currency: Mapped[Number]
    range: Mapped[Word]
    supersedes: Mapped[Word]
    superseded_by: Mapped[Word]
    reason: Mapped[Word]

    criteria: Mapped[list[CriterionRow]] = relationship(lazy="raise", viewonly=True, order_by="CriterionRow.ordinal")


class CriterionRow(Base):
    __tablename__ = "criteria"

    appraisal: Mapped[bytes] = mapped_column(ForeignKey("appraisals.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    code: Mapped[Word]
    score: Mapped[Number]
    weight: Mapped[Number]


# --- Problems and proposals ----------------------------------------------------------------------------------------


class ProblemRow(Base):
    """proposal: the one awarded; commit_by, reveal_by: 0 while it is a draft."""

    __tablename__ = "problems"
    __table_args__ = (Index("problems_by_owner", "owner", "id"),)

    id: Mapped[WordKey]
    owner: Mapped[Word]
    statement: Mapped[Word]
    using_unit: Mapped[Word]
    accountable_office: Mapped[Word]
    fields: Mapped[Bits]
    provinces: Mapped[Bits]
    budget: Mapped[Word]
    commit_by: Mapped[Time]
    reveal_by: Mapped[Time]
    proposal: Mapped[Word]
    reason: Mapped[Word]

    reviewers: Mapped[list[ReviewerRow]] = relationship(lazy="raise", viewonly=True, order_by="ReviewerRow.ordinal")


class ReviewerRow(Base):
    __tablename__ = "reviewers"
    __table_args__ = (Index("reviewers_by_party", "party", "problem"),)

    problem: Mapped[bytes] = mapped_column(ForeignKey("problems.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    party: Mapped[Word]


class ProposalRow(Base):
    """content, salt: zero while it is sealed."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index("proposals_by_problem", "problem", "provider"),
        Index("proposals_by_provider", "provider", "id"),
    )

    id: Mapped[WordKey]
    problem: Mapped[Word]
    provider: Mapped[Word]
    seal: Mapped[Word]
    content: Mapped[Word]
    salt: Mapped[Word]
    reason: Mapped[Word]

    assets: Mapped[list[ProposalAssetRow]] = relationship(
        lazy="raise", viewonly=True, order_by="ProposalAssetRow.ordinal"
    )


class ProposalAssetRow(Base):
    """An asset that a proposal says it rests on."""

    __tablename__ = "proposal_assets"
    __table_args__ = (Index("proposal_assets_by_asset", "asset", "proposal"),)

    proposal: Mapped[bytes] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    asset: Mapped[Word]


# --- Pilots and certificates ---------------------------------------------------------------------------------------


class PilotRow(Base):
    __tablename__ = "pilots"
    __table_args__ = (
        Index("pilots_by_proposal", "proposal", "pilot_stage", "id"),
        Index("pilots_by_verifier", "verifier", "id"),
    )

    id: Mapped[WordKey]
    pilot_stage: Mapped[Code]
    proposal: Mapped[Word]
    verifier: Mapped[Word]
    provinces: Mapped[Bits]
    start: Mapped[Time]
    end: Mapped[Time]
    plan: Mapped[Word]
    limits: Mapped[Word]
    exit_plan: Mapped[Word]
    permit: Mapped[Word]
    kpi_version: Mapped[Number]
    pass_weight: Mapped[Number]
    method: Mapped[Word]
    evidence: Mapped[Word]
    reason: Mapped[Word]

    kpis: Mapped[list[KpiRow]] = relationship(lazy="raise", viewonly=True, order_by="KpiRow.ordinal")
    values: Mapped[list[MeasurementRow]] = relationship(lazy="raise", viewonly=True, order_by="MeasurementRow.ordinal")


class KpiRow(Base):
    """A KPI of the last baseline. target, baseline: integers at `scale` decimals."""

    __tablename__ = "kpis"

    pilot: Mapped[bytes] = mapped_column(ForeignKey("pilots.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    code: Mapped[Word]
    unit: Mapped[Word]
    scale: Mapped[Code]
    comparator: Mapped[Code]
    target: Mapped[Scaled]
    baseline: Mapped[Scaled]
    weight: Mapped[Number]
    mandatory: Mapped[bool]
    missing: Mapped[Code]


class MeasurementRow(Base):
    """The last value of a KPI since the last baseline, in that KPI's scale."""

    __tablename__ = "measurements"

    pilot: Mapped[bytes] = mapped_column(ForeignKey("pilots.id"), primary_key=True)
    ordinal: Mapped[NumberKey]
    code: Mapped[Word]
    value: Mapped[Scaled]


class CertificateRow(Base):
    """met: bit i for the i-th KPI of its pilot; paid_by: the contract of which it paid a milestone."""

    __tablename__ = "certificates"
    __table_args__ = (Index("certificates_by_pilot", "pilot", "id"),)

    id: Mapped[WordKey]
    pilot: Mapped[Word]
    outcome: Mapped[Code]
    met: Mapped[int] = mapped_column(BigInteger)
    owner_signed: Mapped[bool]
    report: Mapped[Word]
    supersedes: Mapped[Word]
    superseded_by: Mapped[Word]
    paid_by: Mapped[Word]
    claim: Mapped[Word]
    decision: Mapped[Word]
