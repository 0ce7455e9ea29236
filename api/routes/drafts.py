"""Drafts of an organisation: written, reviewed, signed and submitted in steps of their own. Nobody else reads them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api import drafting
from api.dependencies import Serving, changing_tables, reading_tables
from api.drafting import DraftState
from api.managed_keys import sign_managed
from api.models.answers import Accepted, BothLanguages, Pending
from api.models.drafts import (
    DraftAnswer,
    DraftGiven,
    DraftLine,
    DraftsPage,
    ManagedSignatureGiven,
    ReviewAnswer,
    ReviewGiven,
    SignatureAnswer,
    SignatureGiven,
)
from api.models.people import Id
from api.people import the_organisation
from api.policy import Identity, allowed
from api.preparing.sentence import sentence
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.routes import commands
from api.routes.organisations import OrganisationId
from api.routes.parameters import Limit
from api.service import Service
from api.tables import DraftRow, ManagedKeyRow
from ledger import wire
from ledger.errors import REFUSALS, Refused
from ledger.state import fold_record
from ledger.typed_data import typed_data
from ledger.wire import SignedCommand

router = APIRouter(prefix="/v1/organisations/{organisation}/drafts", tags=["drafts"])
DraftId = Annotated[Id, Path()]
Signer = Annotated[Identity, allowed("drafts.sign")]
Drafter = Annotated[Identity, allowed("drafts.write")]
_CHANGE = declared(*CHANGING, "NOT_FOUND", "DRAFT_CLOSED")
_WRITE = declared(*CHANGING, "NOT_FOUND", "DRAFT_CLOSED", "WRONG_LEDGER", "UNKNOWN_COMMAND", "ENGINE_UNAVAILABLE")
_SIGN = declared(
    *(*CHANGING, "NOT_FOUND", "DRAFT_CLOSED", "NOT_REVIEWED", "SEPARATE_PEOPLE", "SIGNATURE_OF_NOBODY"),
    *("ALREADY_THERE", "MANAGED_KEYS_OFF", "POWER_NOT_GRANTED", "CHALLENGE_EXPIRED", "ENGINE_UNAVAILABLE"),
)


@router.get(
    "",
    operation_id="list_drafts",
    summary="The organisation's drafts, one state or all",
    response_model=DraftsPage,
    responses=declared(*READING, "TOO_MANY_REQUESTS"),
    dependencies=[allowed("drafts.read")],
)
def listed(
    service: Serving,
    organisation: OrganisationId,
    state: Annotated[DraftState | None, Query()] = None,
    after: Id | None = None,
    limit: Limit = 50,
) -> DraftsPage:
    query = select(DraftRow).where(DraftRow.organisation == organisation).order_by(DraftRow.id).limit(limit + 1)
    query = query if state is None else query.where(DraftRow.state == state)
    query = query if after is None else query.where(DraftRow.id > after)
    with reading_tables(service) as session:
        rows = session.scalars(query).all()
    return DraftsPage(
        drafts=[_line(row) for row in rows[:limit]], next=rows[limit - 1].id if len(rows) > limit else None
    )


@router.post(
    "",
    operation_id="make_draft",
    summary="Draft a command",
    status_code=201,
    response_model=DraftAnswer,
    responses=_WRITE,
)
def make(service: Serving, organisation: OrganisationId, given: DraftGiven, who: Drafter) -> DraftAnswer:
    signed = drafting.read_unsigned(given.command, service.trust.ledger)
    with changing_tables(service) as session:
        row = drafting.new_draft(
            session, the_organisation(session, organisation), who, signed, given.note, service.identities.now
        )
        return _answer(service, session, row)


@router.get(
    "/{draft}",
    operation_id="get_draft",
    summary="A draft: its command, the sentence to read, its reviews and its signatures",
    response_model=DraftAnswer,
    responses=declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS"),
    dependencies=[allowed("drafts.read")],
)
def one(service: Serving, organisation: OrganisationId, draft: DraftId) -> DraftAnswer:
    with reading_tables(service) as session:
        return _answer(service, session, _the_draft(session, organisation, draft))


@router.put(
    "/{draft}",
    operation_id="rewrite_draft",
    summary="Another wording: its reviews and signatures are void",
    response_model=DraftAnswer,
    responses=_WRITE,
)
def rewrite(
    service: Serving, organisation: OrganisationId, draft: DraftId, given: DraftGiven, who: Drafter
) -> DraftAnswer:
    signed = drafting.read_unsigned(given.command, service.trust.ledger)
    with changing_tables(service) as session:
        row = _the_draft(session, organisation, draft)
        rules = the_organisation(session, organisation)
        drafting.rewrite(session, row, rules, who, signed, given.note, service.identities.now)
        return _answer(service, session, row)


@router.post(
    "/{draft}/withdraw",
    operation_id="withdraw_draft",
    summary="Withdraw a draft",
    status_code=204,
    response_class=Response,
    responses=_CHANGE,
    dependencies=[allowed("drafts.withdraw")],
)
def withdraw(service: Serving, organisation: OrganisationId, draft: DraftId) -> Response:
    with changing_tables(service) as session:
        row = _the_draft(session, organisation, draft)
        drafting.expect_open(row)
        row.state, row.changed_at = DraftState.WITHDRAWN, service.identities.now
    return Response(status_code=204)


@router.post(
    "/{draft}/reviews",
    operation_id="review_draft",
    summary="Approve a draft or send it back",
    response_model=DraftAnswer,
    responses={**_CHANGE, **declared(*CHANGING, "SEPARATE_PEOPLE", "ALREADY_THERE", "CHALLENGE_EXPIRED", "NOT_FOUND")},
)
def review(
    service: Serving,
    organisation: OrganisationId,
    draft: DraftId,
    given: ReviewGiven,
    who: Annotated[Identity, allowed("drafts.review")],
) -> DraftAnswer:
    with changing_tables(service) as session:
        row = _the_draft(session, organisation, draft)
        drafting.review(
            session,
            row,
            the_organisation(session, organisation),
            who.account,
            bytes.fromhex(given.digest[2:]),
            given.approved,
            given.comment,
            service.identities.now,
        )
        return _answer(service, session, row)


@router.post(
    "/{draft}/signatures",
    operation_id="attach_signature",
    summary="Attach a signature that was made elsewhere: in a wallet, by a signing service, by another party",
    response_model=DraftAnswer,
    responses=_SIGN,
)
def sign(
    service: Serving, organisation: OrganisationId, draft: DraftId, given: SignatureGiven, who: Signer
) -> DraftAnswer:
    with changing_tables(service) as session:
        row = _the_draft(session, organisation, draft)
        drafting.expect_signable(session, row, the_organisation(session, organisation), who.account)
        signature = bytes.fromhex(given.signature[2:])
        drafting.attach(session, row, signature, who.account, False, service.identities.now)
        return _answer(service, session, row)


@router.post(
    "/{draft}/managed-signatures",
    operation_id="sign_with_managed_key",
    summary="Have the service sign with a key that it keeps for the organisation",
    response_model=DraftAnswer,
    responses=_SIGN,
)
def sign_with_managed_key(
    service: Serving, organisation: OrganisationId, draft: DraftId, given: ManagedSignatureGiven, who: Signer
) -> DraftAnswer:
    with changing_tables(service) as session:
        row, rules = _the_draft(session, organisation, draft), the_organisation(session, organisation)
        drafting.expect_signable(session, row, rules, who.account)
        drafting.expect_wording(row, bytes.fromhex(given.digest[2:]))
        key = session.get(ManagedKeyRow, bytes.fromhex(given.address[2:]))
        if key is None:
            raise NotServed("NOT_FOUND")
        command = drafting.command_of(session, row).command
        signature = sign_managed(service.sealing, rules, key, service.trust.ledger, command)
        drafting.attach(session, row, signature, who.account, True, service.identities.now)
        return _answer(service, session, row)


@router.post(
    "/{draft}/submit",
    operation_id="submit_draft",
    summary="Submit the signed command; the answer is that of `POST /v1/commands`",
    status_code=201,
    response_model=Accepted,
    responses={
        202: {"model": Pending, "description": "Not known yet: ask at `status`"},
        **declared(
            *(*REFUSALS, *CHANGING, "NOT_FOUND", "DRAFT_CLOSED", "NOT_SIGNED", "READ_ONLY_SERVICE", "TOO_BUSY"),
            *("ENGINE_UNAVAILABLE", "NOT_REVIEWED", "SEPARATE_PEOPLE"),
        ),
    },
    dependencies=[allowed("drafts.submit")],
)
async def submit(request: Request, service: Serving, organisation: OrganisationId, draft: DraftId) -> Response:
    signed = await run_in_threadpool(_submitted, service, organisation, draft)
    try:
        answer = await commands.submit(request, service, signed)
    except (NotServed, Refused):
        # It was not even taken in.
        await run_in_threadpool(_settle, service, draft, DraftState.SIGNED)
        raise
    state = {201: DraftState.ACCEPTED, 202: DraftState.SUBMITTED}.get(answer.status_code, DraftState.REFUSED)
    # Where the service could not send it, it stays as it was and may be submitted again.
    await run_in_threadpool(_settle, service, draft, DraftState.SIGNED if answer.status_code >= 500 else state)
    return answer


def _submitted(service: Service, organisation: str, draft: str) -> SignedCommand:
    """The command to submit, while its draft says that it is on its way. One on its way may be submitted again."""
    with changing_tables(service) as session:
        row = _the_draft(session, organisation, draft)
        if row.state not in (DraftState.SIGNED, DraftState.SUBMITTED):
            raise NotServed("NOT_SIGNED" if row.state in _UNSIGNED else "DRAFT_CLOSED", state=row.state)
        if row.state == DraftState.SIGNED:
            drafting.expect_submittable(session, row, the_organisation(session, organisation))
        row.state, row.changed_at = DraftState.SUBMITTED, service.identities.now
        return drafting.command_of(session, row)


def _settle(service: Service, draft: str, state: DraftState) -> None:
    with changing_tables(service) as session:
        row = session.get_one(DraftRow, draft, with_for_update=True)
        if row.state == DraftState.SUBMITTED:
            row.state, row.changed_at = state, service.identities.now


_UNSIGNED = (DraftState.DRAFT, DraftState.RETURNED, DraftState.REVIEWED)


def _the_draft(session: Session, organisation: str, draft: str) -> DraftRow:
    """A draft of an organisation, held against others that change it. Raises `NotServed` NOT_FOUND."""
    row = session.get(DraftRow, draft, with_for_update=True)
    if row is None or row.organisation != organisation:
        raise NotServed("NOT_FOUND")
    return row


def _line(row: DraftRow) -> DraftLine:
    return DraftLine(
        id=row.id,
        drafter=row.drafter,
        command=row.command,
        digest="0x" + row.digest.hex(),
        note=row.note,
        state=DraftState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def _answer(service: Service, session: Session, row: DraftRow) -> DraftAnswer:
    signed = drafting.command_of(session, row)
    record = fold_record(signed.command.record, service.ledger.history(signed.command.record))
    said = sentence(signed, record, service.identities.now)
    return DraftAnswer(
        **_line(row).model_dump(),
        signed=wire.command_to_json(signed),
        typed_data=typed_data(signed.ledger, signed.command),
        sentence=BothLanguages(**said._asdict()),
        reviews=[
            ReviewAnswer(
                reviewer=each.reviewer,
                digest="0x" + each.digest.hex(),
                approved=each.approved,
                comment=each.comment,
                at=each.at,
            )
            for each in drafting.reviews(session, row)
        ],
        signatures=[
            SignatureAnswer(address="0x" + each.address.hex(), account=each.account, managed=each.managed, at=each.at)
            for each in drafting.signatures(session, row)
        ],
    )
