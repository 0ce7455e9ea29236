"""Drafts: writing a command, having it reviewed, and signing it are steps of their own.

Who may take which step is the policy's. What is decided here is the organisation's own rule: how many reviews a wording
needs, and whether one person may take more than one step. A change of wording voids every review and signature, because
they are of a digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.problems.answer import NotServed
from api.tables import DraftReviewRow, DraftRow, DraftSignatureRow, OrganisationRow
from api.tables.columns import new_id
from ledger import wire
from ledger.errors import Refused
from ledger.signatures import recover
from ledger.wire import SignedCommand

_MOST_SIGNATURES = 64


class DraftState(StrEnum):
    """draft: to be reviewed. returned: to be written anew. reviewed: to be signed. signed: to be submitted.

    submitted: sent, and not answered yet. accepted, refused: what the ledger said; a refused one may be written anew.
    """

    DRAFT = "draft"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_OPEN = frozenset({DraftState.DRAFT, DraftState.RETURNED, DraftState.REVIEWED, DraftState.SIGNED, DraftState.REFUSED})


def read_unsigned(given: Mapping[str, Any], ledger: bytes) -> SignedCommand:
    """The command of a draft. Raises `Refused` as the wire does, and WRONG_LEDGER."""
    if given.get("signatures", []):
        raise wire.malformed("signatures")
    signed = wire.command_from_json({**given, "signatures": []})
    if signed.ledger != ledger:
        raise Refused("WRONG_LEDGER", {"expected": ledger, "given": signed.ledger})
    return signed


def new_draft(
    session: Session, organisation: OrganisationRow, drafter: str, signed: SignedCommand, note: str, now: int
) -> DraftRow:
    row = DraftRow(id=new_id(), organisation=organisation.id, created_at=now)
    session.add(row)
    _write(row, organisation, drafter, signed, note, now)
    session.flush()
    return row


def rewrite(
    session: Session,
    row: DraftRow,
    organisation: OrganisationRow,
    drafter: str,
    signed: SignedCommand,
    note: str,
    now: int,
) -> None:
    """Another wording, by whoever wrote it. Raises `NotServed` DRAFT_CLOSED."""
    expect_open(row)
    session.execute(delete(DraftSignatureRow).where(DraftSignatureRow.draft == row.id))
    _write(row, organisation, drafter, signed, note, now)


def review(
    session: Session,
    row: DraftRow,
    organisation: OrganisationRow,
    reviewer: str,
    digest: bytes,
    approved: bool,
    comment: str,
    now: int,
) -> None:
    """What a reviewer says of the wording that was read.

    Raises `NotServed` DRAFT_CLOSED, CHALLENGE_EXPIRED where the wording changed meanwhile, SEPARATE_PEOPLE, and
    ALREADY_THERE.
    """
    if row.state not in (DraftState.DRAFT, DraftState.REVIEWED):
        raise NotServed("DRAFT_CLOSED", state=row.state)
    expect_wording(row, digest)
    if organisation.separate_people and reviewer == row.drafter:
        raise NotServed("SEPARATE_PEOPLE", step="review")
    if session.get(DraftReviewRow, (row.id, row.digest, reviewer)) is not None:
        raise NotServed("ALREADY_THERE", what="review")
    session.add(
        DraftReviewRow(draft=row.id, digest=row.digest, reviewer=reviewer, approved=approved, comment=comment, at=now)
    )
    session.flush()
    if not approved:
        row.state = DraftState.RETURNED
    elif len(_approvals(session, row)) >= organisation.reviews_needed:
        row.state = DraftState.REVIEWED
    row.changed_at = now


def expect_signable(session: Session, row: DraftRow, organisation: OrganisationRow, signer: str) -> None:
    """Raises `NotServed` DRAFT_CLOSED, NOT_REVIEWED, SEPARATE_PEOPLE."""
    expect_open(row)
    approvals = _approvals(session, row)
    # Asked again: the organisation may have changed its rule since.
    if row.state in (DraftState.DRAFT, DraftState.RETURNED) or len(approvals) < organisation.reviews_needed:
        raise NotServed("NOT_REVIEWED", have=len(approvals), need=organisation.reviews_needed)
    if row.state == DraftState.REFUSED:
        raise NotServed("DRAFT_CLOSED", state=row.state)
    if organisation.separate_people and signer in (row.drafter, *approvals):
        raise NotServed("SEPARATE_PEOPLE", step="sign")


def attach(session: Session, row: DraftRow, signature: bytes, account: str, managed: bool, now: int) -> None:
    """Add a signature over the draft's digest. Raises `NotServed` SIGNATURE_OF_NOBODY, ALREADY_THERE."""
    address = recover(row.digest, signature)
    if address is None:
        raise NotServed("SIGNATURE_OF_NOBODY")
    there = signatures(session, row)
    if any(each.address == address for each in there) or len(there) >= _MOST_SIGNATURES:
        raise NotServed("ALREADY_THERE", what="signature")
    session.add(
        DraftSignatureRow(
            draft=row.id,
            address=address,
            position=len(there),
            signature=signature,
            account=account,
            managed=managed,
            at=now,
        )
    )
    session.flush()
    row.state, row.changed_at = DraftState.SIGNED, now


def command_of(session: Session, row: DraftRow) -> SignedCommand:
    """The draft's command with its signatures, in the order in which they were attached."""
    attached = ["0x" + each.signature.hex() for each in signatures(session, row)]
    return wire.command_from_json({**json.loads(row.body), "signatures": attached})


def signatures(session: Session, row: DraftRow) -> Sequence[DraftSignatureRow]:
    mine = select(DraftSignatureRow).where(DraftSignatureRow.draft == row.id)
    return session.scalars(mine.order_by(DraftSignatureRow.position)).all()


def reviews(session: Session, row: DraftRow) -> Sequence[DraftReviewRow]:
    """Those of earlier wordings too, oldest first."""
    mine = select(DraftReviewRow).where(DraftReviewRow.draft == row.id)
    return session.scalars(mine.order_by(DraftReviewRow.at, DraftReviewRow.reviewer)).all()


def expect_open(row: DraftRow) -> None:
    """Raises `NotServed` DRAFT_CLOSED."""
    if row.state not in _OPEN:
        raise NotServed("DRAFT_CLOSED", state=row.state)


def expect_wording(row: DraftRow, digest: bytes) -> None:
    """Raises `NotServed` CHALLENGE_EXPIRED where the wording is another than the one that was read."""
    if row.digest != digest:
        raise NotServed("CHALLENGE_EXPIRED")


def _approvals(session: Session, row: DraftRow) -> list[str]:
    """Who approved this wording."""
    return [each.reviewer for each in reviews(session, row) if each.approved and each.digest == row.digest]


def _write(
    row: DraftRow, organisation: OrganisationRow, drafter: str, signed: SignedCommand, note: str, now: int
) -> None:
    row.drafter, row.note, row.changed_at = drafter, note, now
    row.command, row.digest = signed.name, signed.digest
    row.body = wire.command_to_text(signed)
    row.state = DraftState.DRAFT if organisation.reviews_needed else DraftState.REVIEWED
