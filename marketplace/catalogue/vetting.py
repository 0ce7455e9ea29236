"""What stands behind a vetted solution: its reviews in force, and every acceptance certificate, failures included.

Nobody chooses which certificates are shown: they are all those of pilots of proposals that say they rest on the asset,
whoever made the proposal, and whatever became of the certificate since.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from ledger.enums import AppraisalKind, Outcome, PilotStage, Verdict
from ledger.enums import State as RecordState
from marketplace import tables as t
from marketplace.catalogue.binding import read_states

_REVIEWS = (AppraisalKind.TECHNICAL_REVIEW, AppraisalKind.SECURITY_REVIEW)


@dataclass(frozen=True, slots=True)
class Review:
    """A technical or security review in force. issuer: its party; valid_until: UTC seconds.

    proposal: the one that was reviewed, where it was one that rests on the asset; None for the asset itself.
    """

    id: bytes
    kind: AppraisalKind
    proposal: bytes | None
    issuer: bytes
    verdict: Verdict | None
    valid_until: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An acceptance certificate. state: as it reads now; kpis, met: of its pilot, how many and how many were met.

    owner: the party whose problem it was. issued_at: UTC seconds.
    """

    id: bytes
    outcome: Outcome
    state: RecordState
    stage: PilotStage
    pilot: bytes
    proposal: bytes
    problem: bytes
    owner: bytes
    provider: bytes
    verifier: bytes
    owner_signed: bool
    kpis: int
    met: int
    supersedes: bytes
    superseded_by: bytes
    issued_at: int


@dataclass(frozen=True, slots=True)
class Vetting:
    reviews: tuple[Review, ...]
    certificates: tuple[Acceptance, ...]


def vetting(tables: Session, asset: bytes, now: int) -> Vetting:
    """Of an asset, as the derived tables have it; the newest first."""
    return Vetting(tuple(_reviews(tables, asset, now)), tuple(_certificates(tables, asset, now)))


def _resting_on(asset: bytes) -> Select[bytes]:
    """Proposals that say they rest on an asset."""
    return select(t.ProposalAssetRow.proposal).where(t.ProposalAssetRow.asset == asset)


def _reviews(tables: Session, asset: bytes, now: int) -> list[Review]:
    kinds = [int(each) for each in _REVIEWS]
    row = t.AppraisalRow
    about = or_(row.subject == asset, row.subject.in_(_resting_on(asset)))
    found = tables.scalars(select(row).where(about, row.appraisal_kind.in_(kinds))).all()
    states = read_states(tables, [each.id for each in found], now)
    return [
        Review(
            id=each.id,
            kind=AppraisalKind(each.appraisal_kind),
            proposal=None if each.subject == asset else each.subject,
            issuer=each.issuer,
            verdict=Verdict(each.verdict) if each.verdict else None,
            valid_until=each.valid_until,
        )
        for each in sorted(found, key=lambda each: (-each.valid_until, each.id))
        if states.get(each.id) is RecordState.ISSUED
    ]


def _certificates(tables: Session, asset: bytes, now: int) -> list[Acceptance]:
    joined = (
        select(t.CertificateRow, t.PilotRow, t.ProposalRow, t.ProblemRow.owner, t.RecordRow.created_at)
        .join(t.PilotRow, t.PilotRow.id == t.CertificateRow.pilot)
        .join(t.ProposalRow, t.ProposalRow.id == t.PilotRow.proposal)
        .join(t.ProblemRow, t.ProblemRow.id == t.ProposalRow.problem)
        .join(t.RecordRow, t.RecordRow.id == t.CertificateRow.id)
        .where(t.ProposalRow.id.in_(_resting_on(asset)))
        .order_by(t.RecordRow.created_at.desc(), t.CertificateRow.id)
    )
    found = tables.execute(joined).all()
    states = read_states(tables, [row.CertificateRow.id for row in found], now)
    kpis = _counts(tables, [row.PilotRow.id for row in found])
    return [
        Acceptance(
            id=row.CertificateRow.id,
            outcome=Outcome(row.CertificateRow.outcome),
            state=states[row.CertificateRow.id],
            stage=PilotStage(row.PilotRow.pilot_stage),
            pilot=row.PilotRow.id,
            proposal=row.ProposalRow.id,
            problem=row.ProposalRow.problem,
            owner=row.owner,
            provider=row.ProposalRow.provider,
            verifier=row.PilotRow.verifier,
            owner_signed=row.CertificateRow.owner_signed,
            kpis=kpis.get(row.PilotRow.id, 0),
            met=row.CertificateRow.met.bit_count(),
            supersedes=row.CertificateRow.supersedes,
            superseded_by=row.CertificateRow.superseded_by,
            issued_at=row.created_at,
        )
        for row in found
    ]


def _counts(tables: Session, pilots: list[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for pilot in tables.scalars(select(t.KpiRow.pilot).where(t.KpiRow.pilot.in_(pilots))):
        found[pilot] = found.get(pilot, 0) + 1
    return found
