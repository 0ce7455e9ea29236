"""Tables derived from the ledger's events. Every row can be thrown away and made again.

Identifiers, heads, digests and commitments are raw bytes; times are UTC seconds. A `block`, `log` pair is the event's
position. Relations are never loaded by the way: a query says what it reads.
"""

from __future__ import annotations

from marketplace.tables.base import Base
from marketplace.tables.events import EventRow, ProgressRow, RecordRow, TouchRow
from marketplace.tables.evidence import AnchorRow, DocumentRow, RecipientRow
from marketplace.tables.halts import HaltRow
from marketplace.tables.market import (
    AppraisalRow,
    CertificateRow,
    CriterionRow,
    KpiRow,
    ListingRow,
    MeasurementRow,
    PilotRow,
    ProblemRow,
    ProposalAssetRow,
    ProposalRow,
    ReviewerRow,
)
from marketplace.tables.title import (
    AssetRow,
    GateCertificateRow,
    GrantRow,
    HolderRow,
    InstrumentRow,
    InterestRow,
    KeyRow,
    MemberRow,
    MilestoneRow,
    MoveRow,
    PartyRow,
    RightRow,
    RoleRow,
    RoyaltyPeriodRow,
)

__all__ = [
    "AnchorRow",
    "AppraisalRow",
    "AssetRow",
    "Base",
    "CertificateRow",
    "CriterionRow",
    "DocumentRow",
    "EventRow",
    "GateCertificateRow",
    "GrantRow",
    "HaltRow",
    "HolderRow",
    "InstrumentRow",
    "InterestRow",
    "KeyRow",
    "KpiRow",
    "ListingRow",
    "MeasurementRow",
    "MemberRow",
    "MilestoneRow",
    "MoveRow",
    "PartyRow",
    "PilotRow",
    "ProblemRow",
    "ProgressRow",
    "ProposalAssetRow",
    "ProposalRow",
    "RecipientRow",
    "RecordRow",
    "ReviewerRow",
    "RightRow",
    "RoleRow",
    "RoyaltyPeriodRow",
    "TouchRow",
]
