"""Rows of listings, appraisals, problems, proposals, pilots and certificates."""

from __future__ import annotations

from ledger.records import Appraisal, Certificate, Listing, Pilot, Problem, Proposal
from marketplace import tables as t
from marketplace.record_rows.row import Rows, columns, listed, named


def listing_rows(listing: Listing) -> Rows:
    return {t.ListingRow: [columns(listing, "id", "asset", "broker", "offer", "until", "reason")]}


def appraisal_rows(appraisal: Appraisal) -> Rows:
    own = columns(
        appraisal,
        *(
            "id",
            "appraisal_kind",
            "subject",
            "issuer",
            "report",
            "valid_until",
            "verdict",
            "trl",
            "approach",
            "purpose",
        ),
        *("valued_at", "currency", "range", "supersedes", "superseded_by", "reason"),
    )
    return {
        t.AppraisalRow: [own],
        t.CriterionRow: listed("appraisal", appraisal.id, appraisal.criteria, "code", "score", "weight"),
    }


def problem_rows(problem: Problem) -> Rows:
    own = columns(
        problem,
        *("id", "owner", "statement", "using_unit", "accountable_office", "fields", "provinces", "budget"),
        *("commit_by", "reveal_by", "proposal", "reason"),
    )
    return {t.ProblemRow: [own], t.ReviewerRow: named("problem", problem.id, "party", problem.reviewers)}


def proposal_rows(proposal: Proposal) -> Rows:
    own = columns(proposal, "id", "problem", "provider", "seal", "content", "salt", "reason")
    return {t.ProposalRow: [own], t.ProposalAssetRow: named("proposal", proposal.id, "asset", proposal.assets)}


def pilot_rows(pilot: Pilot) -> Rows:
    own = columns(
        pilot,
        *("id", "pilot_stage", "proposal", "verifier", "provinces", "start", "end", "plan", "limits", "exit_plan"),
        *("permit", "kpi_version", "pass_weight", "method", "evidence", "reason"),
    )
    kpi = ("code", "unit", "scale", "comparator", "target", "baseline", "weight", "mandatory", "missing")
    return {
        t.PilotRow: [own],
        t.KpiRow: listed("pilot", pilot.id, pilot.kpis, *kpi),
        t.MeasurementRow: listed("pilot", pilot.id, pilot.values, "code", "value"),
    }


def certificate_rows(certificate: Certificate) -> Rows:
    own = columns(
        certificate,
        *("id", "pilot", "outcome", "met", "owner_signed", "report", "supersedes", "superseded_by", "paid_by"),
        *("claim", "decision"),
    )
    return {t.CertificateRow: [own]}
