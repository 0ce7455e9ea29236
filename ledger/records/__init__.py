"""Records as values: one frozen class per kind, holding what its events said and nothing derived from the clock.

What time changes without a command (a right that has run out) is read by `ledger.readings`.
"""

from __future__ import annotations

from ledger.enums import Kind
from ledger.records.evidence import Anchor, Document
from ledger.records.market import Appraisal, Certificate, Listing, Pilot, Problem, Proposal
from ledger.records.record import WITHOUT_END, Record
from ledger.records.title import (
    Asset,
    GateCertificate,
    Instrument,
    Milestone,
    Party,
    PartyKey,
    RoleGrant,
    RoyaltyPeriod,
)

__all__ = [
    "RECORD_TYPES",
    "WITHOUT_END",
    "Anchor",
    "AnyRecord",
    "Appraisal",
    "Asset",
    "Certificate",
    "Document",
    "GateCertificate",
    "Instrument",
    "Listing",
    "Milestone",
    "Party",
    "PartyKey",
    "Pilot",
    "Problem",
    "Proposal",
    "Record",
    "RoleGrant",
    "RoyaltyPeriod",
]

AnyRecord = (
    Party
    | Asset
    | Listing
    | Appraisal
    | Instrument
    | RoyaltyPeriod
    | Problem
    | Proposal
    | Pilot
    | Certificate
    | Document
    | Anchor
)
RECORD_TYPES: dict[Kind, type[AnyRecord]] = {
    Kind.PARTY: Party,
    Kind.ASSET: Asset,
    Kind.LISTING: Listing,
    Kind.APPRAISAL: Appraisal,
    Kind.INSTRUMENT: Instrument,
    Kind.ROYALTY_PERIOD: RoyaltyPeriod,
    Kind.PROBLEM: Problem,
    Kind.PROPOSAL: Proposal,
    Kind.PILOT: Pilot,
    Kind.CERTIFICATE: Certificate,
    Kind.DOCUMENT: Document,
    Kind.ANCHOR: Anchor,
}
