"""Records as rows: one function per kind gives every row that a record has, in every table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger import readings
from ledger.enums import Kind
from ledger.records import WITHOUT_END, AnyRecord
from marketplace import tables as t
from marketplace.record_rows.evidence import anchor_rows, document_rows
from marketplace.record_rows.market import (
    appraisal_rows,
    certificate_rows,
    listing_rows,
    pilot_rows,
    problem_rows,
    proposal_rows,
)
from marketplace.record_rows.row import Rows
from marketplace.record_rows.title import asset_rows, instrument_rows, party_rows, royalty_rows

__all__ = ["OWNED", "rows"]

# table -> the column that names the record whose row it is; children first, so that references are never broken.
OWNED: dict[type[t.Base], str] = {
    t.KeyRow: "party",
    t.RoleRow: "party",
    t.InterestRow: "party",
    t.HolderRow: "asset",
    t.RightRow: "asset",
    t.MemberRow: "instrument",
    t.MoveRow: "instrument",
    t.GateCertificateRow: "instrument",
    t.MilestoneRow: "instrument",
    t.GrantRow: "instrument",
    t.CriterionRow: "appraisal",
    t.ReviewerRow: "problem",
    t.ProposalAssetRow: "proposal",
    t.KpiRow: "pilot",
    t.MeasurementRow: "pilot",
    t.RecipientRow: "document",
    t.PartyRow: "id",
    t.AssetRow: "id",
    t.ListingRow: "id",
    t.AppraisalRow: "id",
    t.InstrumentRow: "id",
    t.RoyaltyPeriodRow: "id",
    t.ProblemRow: "id",
    t.ProposalRow: "id",
    t.PilotRow: "id",
    t.CertificateRow: "id",
    t.DocumentRow: "id",
    t.AnchorRow: "id",
    t.RecordRow: "id",
}
_ROWS: dict[Kind, Callable[[Any], Rows]] = {
    Kind.PARTY: party_rows,
    Kind.ASSET: asset_rows,
    Kind.LISTING: listing_rows,
    Kind.APPRAISAL: appraisal_rows,
    Kind.INSTRUMENT: instrument_rows,
    Kind.ROYALTY_PERIOD: royalty_rows,
    Kind.PROBLEM: problem_rows,
    Kind.PROPOSAL: proposal_rows,
    Kind.PILOT: pilot_rows,
    Kind.CERTIFICATE: certificate_rows,
    Kind.DOCUMENT: document_rows,
    Kind.ANCHOR: anchor_rows,
}


def rows(record: AnyRecord) -> Rows:
    """table -> the columns of each of the record's rows in it."""
    turn = readings.turn(record)
    header = {
        "id": record.id,
        "kind": int(record.kind),
        "state": int(record.state),
        "version": record.version,
        "head": record.head,
        "created_at": record.created_at,
        "at": record.at,
        "turns_at": WITHOUT_END if turn is None else turn.at,
        "turns_to": int(record.state if turn is None else turn.to),
    }
    return {t.RecordRow: [header], **_ROWS[record.kind](record)}
