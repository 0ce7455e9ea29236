"""Drafts: writing a command, having it reviewed, and signing it are steps of their own.

Who may take which step is the policy's. What is decided here is the organisation's own rule: how many reviews a wording
needs, and whether one person may take more than one step. A change of wording voids every review and signature, because
they are of a digest. The same wording written again, in whichever draft, changes nothing: whoever wrote it once is one
of its writers, and whoever rejected it still does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from api.identity.who import Identity
from api.problems.answer import NotServed
from api.tables import DraftReviewRow, DraftRow, DraftSignatureRow, OrganisationRow, WordingWriterRow
from ledger import wire
from ledger.errors import Refused
from ledger.signatures import recover
from ledger.wire import SignedCommand
from marketplace.kept.columns import insert, new_id

MOST_SIGNATURES = 64  # of a command (docs/specs/commands.md)


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
    session: Session, organisation: OrganisationRow, drafter: Identity, signed: SignedCommand, note: str, now: int
) -> DraftRow:
    row = DraftRow(id=new_id(), organisation=organisation.id, created_at=now)
    _write(session, row, organisation, drafter, signed, note, now)
    session.add(row)
    session.flush()
    return row


def rewrite(
    session: Session,
    row: DraftRow,
    organisation: OrganisationRow,
    drafter: Identity,
    signed: SignedCommand,
    note: str,
    now: int,
) -> None:
    """Another wording, by whoever wrote it; or the same one, by one more writer. Raises `NotServed` DRAFT_CLOSED."""
    expect_open(row)
    session.execute(delete(DraftSignatureRow).where(DraftSignatureRow.draft == row.id))
    _write(session, row, organisation, drafter, signed, note, now)


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
    """What a reviewer says of the wording that was read. An approval takes back the reviewer's own rejection of it.

    Raises `NotServed` DRAFT_CLOSED, CHALLENGE_EXPIRED where the wording changed meanwhile, SEPARATE_PEOPLE, and
    ALREADY_THERE.
    """
    taken_back = [each for each in _rejections(session, row) if approved and each.reviewer == reviewer]
    if row.state not in (DraftState.DRAFT, DraftState.REVIEWED, *((DraftState.RETURNED,) if taken_back else ())):
        raise NotServed("DRAFT_CLOSED", state=row.state)
    expect_wording(row, digest)
    if organisation.separate_people and reviewer in _writers(session, row):
        raise NotServed("SEPARATE_PEOPLE", step="review")
    for each in taken_back:
        session.delete(each)
    session.flush()
    if session.get(DraftReviewRow, (row.id, row.digest, reviewer)) is not None:
        raise NotServed("ALREADY_THERE", what="review")
    session.add(
        DraftReviewRow(draft=row.id, digest=row.digest, reviewer=reviewer, approved=approved, comment=comment, at=now)
    )
    session.flush()
    row.state, row.changed_at = _unsigned_state(session, row, organisation), now


def expect_signable(session: Session, row: DraftRow, organisation: OrganisationRow, signer: str) -> None:
    """Raises `NotServed` DRAFT_CLOSED, NOT_REVIEWED, SEPARATE_PEOPLE."""
    expect_open(row)
    _expect_reviewed(session, row, organisation)
    if row.state == DraftState.REFUSED:
        raise NotServed("DRAFT_CLOSED", state=row.state)
    _expect_apart(session, row, organisation, signer)


def expect_submittable(session: Session, row: DraftRow, organisation: OrganisationRow) -> None:
    """What was asked before each signature, asked again: the wording may have been written or rejected since, in
    another draft, and the organisation may have changed its rule. Raises `NotServed` NOT_REVIEWED, SEPARATE_PEOPLE.
    """
    _expect_reviewed(session, row, organisation)
    for each in signatures(session, row):
        _expect_apart(session, row, organisation, each.account)


def attach(session: Session, row: DraftRow, signature: bytes, account: str, managed: bool, now: int) -> None:
    """Add a signature over the draft's digest. Raises `NotServed` SIGNATURE_OF_NOBODY, ALREADY_THERE."""
    address = recover(row.digest, signature)
    if address is None:
        raise NotServed("SIGNATURE_OF_NOBODY")
    there = signatures(session, row)
    if any(each.address == address for each in there) or len(there) >= MOST_SIGNATURES:
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


def _expect_reviewed(session: Session, row: DraftRow, organisation: OrganisationRow) -> None:
    """Raises `NotServed` NOT_REVIEWED."""
    have = _approvals(session, row, organisation)
    if row.state in (DraftState.DRAFT, DraftState.RETURNED) or not _is_reviewed(session, row, organisation):
        raise NotServed("NOT_REVIEWED", have=have, need=organisation.reviews_needed)


def _expect_apart(session: Session, row: DraftRow, organisation: OrganisationRow, signer: str) -> None:
    """Raises `NotServed` SEPARATE_PEOPLE."""
    if not organisation.separate_people:
        return
    approvers = {each.reviewer for each in session.scalars(_of_wording(row, approved=True))}
    if signer in _writers(session, row) | approvers:
        raise NotServed("SEPARATE_PEOPLE", step="sign")


def _is_reviewed(session: Session, row: DraftRow, organisation: OrganisationRow) -> bool:
    enough = _approvals(session, row, organisation) >= organisation.reviews_needed
    return enough and not _rejections(session, row)


def _unsigned_state(session: Session, row: DraftRow, organisation: OrganisationRow) -> DraftState:
    if _rejections(session, row):
        return DraftState.RETURNED
    return DraftState.REVIEWED if _is_reviewed(session, row, organisation) else DraftState.DRAFT


def _approvals(session: Session, row: DraftRow, organisation: OrganisationRow) -> int:
    """How many approved this wording in this draft: its writers do not count where they are to be others."""
    given = {each.reviewer for each in reviews(session, row) if each.approved and each.digest == row.digest}
    return len(given - _writers(session, row) if organisation.separate_people else given)


def _rejections(session: Session, row: DraftRow) -> Sequence[DraftReviewRow]:
    """Of this wording, in any of the organisation's drafts: in a new draft it is still what was rejected."""
    return session.scalars(_of_wording(row, approved=False)).all()


def _of_wording(row: DraftRow, *, approved: bool) -> Select[DraftReviewRow]:
    mine = select(DraftReviewRow).join(DraftRow, DraftRow.id == DraftReviewRow.draft)
    said = DraftReviewRow.approved.is_(approved)
    return mine.where(DraftRow.organisation == row.organisation, DraftReviewRow.digest == row.digest, said)


def _writers(session: Session, row: DraftRow) -> set[str]:
    """Every account that wrote this wording, or made what wrote it."""
    mine = WordingWriterRow.organisation == row.organisation
    return set(session.scalars(select(WordingWriterRow.person).where(mine, WordingWriterRow.digest == row.digest)))


def _write(
    session: Session,
    row: DraftRow,
    organisation: OrganisationRow,
    drafter: Identity,
    signed: SignedCommand,
    note: str,
    now: int,
) -> None:
    row.drafter, row.note, row.changed_at = drafter.account, note, now
    row.command, row.digest = signed.name, signed.digest
    row.body = wire.command_to_text(signed)
    writer = {"organisation": organisation.id, "digest": row.digest, "person": drafter.person}
    session.execute(insert(session, WordingWriterRow).values(**writer).on_conflict_do_nothing())
    row.state = _unsigned_state(session, row, organisation)
