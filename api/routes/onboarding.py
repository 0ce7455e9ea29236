"""Onboarding: the form, the application with the signed form, the operator's decision, and the first account."""

from __future__ import annotations

import json
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity.recent import recently_signed_in
from api.identity.who import StaffRole
from api.models.mandates import (
    Applied,
    DecisionGiven,
    Followed,
    FormGiven,
    MandateAnswer,
    MandateClaimGiven,
    MandateLine,
    MandatesPage,
    TokenGiven,
)
from api.models.people import Id, InvitationAnswer
from api.onboarding import mandates
from api.onboarding.answers import BadForm, power_field, read_answers
from api.onboarding.contained import EXAMINING, examine_contained, trusted_by
from api.onboarding.examination import NotShown, Shown
from api.onboarding.form import blank_form, filled_form
from api.onboarding.mandates import MandateState
from api.people import BY_FORM, INVITATION_SECONDS, new_invitation
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.routes.parameters import Limit
from api.service import Service
from api.tables import AccountRow, MandateRow
from ledger.enums import PartyKind, Power
from ledger.records import Party

router = APIRouter(prefix="/v1/onboarding", tags=["onboarding"])
MandateId = Annotated[Id, Path()]
_PDF: dict[int | str, Any] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "description": "PDF"}
}
_FOLLOW = declared("NOT_FOUND", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE", "ENGINE_UNAVAILABLE")
_EXAMINED = (
    *("MANDATE_UNREADABLE", "MANDATE_UNSIGNED", "MANDATE_ALTERED", "MANDATE_NOT_TRUSTED", "MANDATE_TOO_OLD"),
    *("MANDATE_REVOKED", "MANDATE_REVOCATION_UNKNOWN"),
    *("MANDATE_FORM", "MANDATE_DRAWN_OTHERWISE", "MANDATE_OF_ANOTHER", "MANDATES_NOT_TAKEN"),
)


# --- The form ------------------------------------------------------------------------------------------------------


@router.get(
    "/form",
    operation_id="get_mandate_form",
    summary="The blank form of key registration and mandate, to read: the one to sign, the service fills in",
    response_class=Response,
    responses={**_PDF, **declared("TOO_MANY_REQUESTS")},
    dependencies=[allowed("mandates.apply")],
)
def form() -> Response:
    return Response(blank_form(), media_type=mandates.MEDIA_TYPE)


@router.post(
    "/form",
    operation_id="fill_mandate_form",
    summary="The form filled in, to be signed; nothing is kept",
    response_class=Response,
    responses={**_PDF, **declared("MANDATE_FORM", "TOO_MANY_REQUESTS")},
    dependencies=[allowed("mandates.apply")],
)
def fill(given: FormGiven) -> Response:
    texts = {
        "organisation_name": given.organisation_name,
        "organisation_code": given.organisation_code,
        "party_kind": given.party_kind,
        "country": given.country,
        "threshold": str(given.threshold),
        **{f"key_{number}": key.address for number, key in enumerate(given.keys, 1)},
    }
    boxes = frozenset(
        power_field(number, Power[power.upper()]) for number, key in enumerate(given.keys, 1) for power in key.powers
    )
    try:
        return Response(filled_form(read_answers(texts, boxes)), media_type=mandates.MEDIA_TYPE)
    except BadForm as error:
        raise NotServed("MANDATE_FORM", field=error.field) from error


# --- Applying ------------------------------------------------------------------------------------------------------


@router.post(
    "/applications",
    operation_id="apply",
    summary="Apply with the signed form: it is examined at once",
    status_code=201,
    response_model=Applied,
    responses=declared(*_EXAMINED, "TOO_BUSY", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE", "ENGINE_UNAVAILABLE"),
    dependencies=[allowed("mandates.apply")],
)
async def apply(
    request: Request,
    service: Serving,
    document: Annotated[UploadFile, File(description="The signed form, PDF")],
    salt: Annotated[
        str | None, Form(pattern="^0x[0-9a-f]{64}$", description="Of the profile; drawn where it is not given")
    ] = None,
) -> Applied:
    file = await document.read()
    trusted = trusted_by(service.settings, service.clock())
    try:
        shown = await EXAMINING.run(
            service.identities.origins.address(request), lambda: examine_contained(file, trusted)
        )
    except NotShown as error:
        raise NotServed(error.code, **error.values) from error
    return await run_in_threadpool(_applied, service, shown, file, salt)


def _applied(service: Service, shown: Shown, file: bytes, salt: str | None) -> Applied:
    now = service.identities.now
    drawn = secrets.token_bytes(32) if salt is None else bytes.fromhex(salt[2:])
    profile = mandates.profile_of(file, drawn)
    with changing_tables(service) as session:
        token, row = mandates.new_mandate(session, service.sealing, shown, file, profile, now)
    return Applied(**_followed(service, row), token=token, salt="0x" + drawn.hex())


@router.post(
    "/applications/{mandate}/follow",
    operation_id="follow_application",
    summary="What became of an application, and what is to be signed next",
    response_model=Followed,
    responses=_FOLLOW,
    dependencies=[allowed("mandates.follow")],
)
def follow(service: Serving, mandate: MandateId, given: TokenGiven) -> Followed:
    with reading_tables(service) as session:
        row = mandates.mandate_of_token(session, mandate, given.token)
    _link(service, row)
    return Followed(**_followed(service, row))


@router.post(
    "/applications/{mandate}/claim",
    operation_id="claim_organisation",
    summary="Once it is approved: the invitation of the organisation's first admin",
    status_code=201,
    response_model=InvitationAnswer,
    responses={**_FOLLOW, **declared("MANDATE_DECIDED", "ALREADY_THERE")},
    dependencies=[allowed("mandates.follow")],
)
def claim(service: Serving, mandate: MandateId, given: MandateClaimGiven) -> InvitationAnswer:
    identities = service.identities
    with reading_tables(service) as session:
        _link(service, mandates.mandate_of_token(session, mandate, given.token))
    with changing_tables(service) as session:
        row = mandates.mandate_of_token(session, mandate, given.token)
        if row.state != MandateState.APPROVED or row.organisation is None:
            raise NotServed("MANDATE_DECIDED", state=row.state)
        # The first account's admin invites all the others.
        if session.scalar(select(AccountRow.id).where(AccountRow.organisation == row.organisation).limit(1)):
            raise NotServed("ALREADY_THERE", what="account")
        invitation = new_invitation(
            session, identities.nonces, row.organisation, given.email, [StaffRole.ADMIN], BY_FORM
        )
    return InvitationAnswer(invitation=invitation, expires_at=identities.now + INVITATION_SECONDS)


# --- Deciding ------------------------------------------------------------------------------------------------------


@router.get(
    "/applications",
    operation_id="list_applications",
    summary="Applications, one state or all",
    response_model=MandatesPage,
    responses=declared(*READING, "TOO_MANY_REQUESTS"),
    dependencies=[allowed("mandates.list")],
)
def listed(
    service: Serving,
    state: Annotated[MandateState | None, Query()] = None,
    after: Id | None = None,
    limit: Limit = 50,
) -> MandatesPage:
    query = select(MandateRow).order_by(MandateRow.id).limit(limit + 1)
    query = query if state is None else query.where(MandateRow.state == state)
    query = query if after is None else query.where(MandateRow.id > after)
    with reading_tables(service) as session:
        rows = session.scalars(query).all()
    return MandatesPage(
        mandates=[MandateLine.model_validate(_line(row)) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


@router.get(
    "/applications/{mandate}",
    operation_id="get_application",
    summary="An application, and where the ledger says otherwise than its form",
    response_model=MandateAnswer,
    responses=declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS"),
    dependencies=[allowed("mandates.read")],
)
def one(service: Serving, mandate: MandateId) -> MandateAnswer:
    with reading_tables(service) as session:
        return _answer(service, mandates.the_mandate(session, mandate))


@router.get(
    "/applications/{mandate}/document",
    operation_id="get_application_document",
    summary="The signed form itself",
    response_class=Response,
    responses={**_PDF, **declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS")},
    dependencies=[allowed("mandates.read")],
)
def signed_form(service: Serving, mandate: MandateId) -> Response:
    with reading_tables(service) as session:
        file = mandates.document(service.sealing, mandates.the_mandate(session, mandate))
    # A stranger's file: to be saved and opened apart, never shown on a page of the service.
    headers = {"Content-Disposition": f'attachment; filename="{mandate}.pdf"', "Content-Security-Policy": "sandbox"}
    return Response(file, media_type=mandates.MEDIA_TYPE, headers=headers)


@router.post(
    "/applications/{mandate}/decision",
    operation_id="decide_application",
    summary="Approve an application, which makes the organisation, or refuse it",
    response_model=MandateAnswer,
    responses=declared(
        *(*CHANGING, "ENGINE_UNAVAILABLE", "NOT_FOUND", "RECENT_SIGN_IN_REQUIRED"),
        *("MANDATE_DECIDED", "MANDATE_PARTY_NOT_SHOWN", "ALREADY_THERE"),
    ),
)
def decide(
    service: Serving,
    mandate: MandateId,
    given: DecisionGiven,
    who: Annotated[Identity, allowed("mandates.decide")],
) -> MandateAnswer:
    recently_signed_in(service, who)
    now = service.identities.now
    with reading_tables(service) as session:
        party = _party(service, mandates.the_mandate(session, mandate))
    with changing_tables(service) as session:
        row = mandates.the_mandate(session, mandate)
        mandates.decide(session, row, party, given.approved, given.reason, who.account, now)
    return _answer(service, row)


@router.delete(
    "/applications/{mandate}/document",
    operation_id="erase_application_document",
    summary="Erase the signed form of a decided application; its commitment stays, and tells nothing without the salt",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND", "MANDATE_DECIDED"),
    dependencies=[allowed("mandates.erase")],
)
def erase(service: Serving, mandate: MandateId) -> Response:
    with changing_tables(service) as session:
        row = mandates.the_mandate(session, mandate)
        if row.state == MandateState.APPLIED:
            raise NotServed("MANDATE_DECIDED", state=row.state)
        row.document = None
    return Response(status_code=204)


def _party(service: Service, row: MandateRow) -> Party | None:
    return service.identities.parties.record(mandates.party_of(row))


def _link(service: Service, row: MandateRow) -> None:
    """The organisation of an application gets its party as soon as somebody looks and the ledger shows it."""
    if row.organisation is None:
        return
    party = _party(service, row)
    if mandates.is_shown(row, party):
        with changing_tables(service) as session:
            mandates.link(session, mandates.the_mandate(session, row.id), party)


def _line(row: MandateRow) -> dict[str, object]:
    answers = mandates.answers_of(row)
    return {
        "id": row.id,
        "state": row.state,
        "organisation_name": answers.name,
        "organisation_code": answers.code,
        "party_kind": PartyKind(answers.party_kind).name.lower(),
        "country": answers.country,
        "party": "0x" + mandates.party_of(row).hex(),
        "keys": [
            {"address": "0x" + key.address.hex(), "powers": mandates.powers_words(key.powers)} for key in answers.keys
        ],
        "threshold": answers.threshold,
        "signed_at": row.signed_at,
        "created_at": row.created_at,
        "decided_at": row.decided_at,
        "reason": row.reason,
        "organisation": row.organisation,
    }


def _followed(service: Service, row: MandateRow) -> dict[str, Any]:
    party = _party(service, row)
    commands = mandates.commands_of(row, party, service.trust.ledger, service.identities.now)
    return {"mandate": _answer(service, row), "commands": commands}


def _answer(service: Service, row: MandateRow) -> MandateAnswer:
    party = _party(service, row)
    return MandateAnswer.model_validate(
        {
            **_line(row),
            "certificate": "0x" + row.certificate.hex(),
            "revocation": json.loads(row.revocation) if row.revocation else None,
            "sha256": "0x" + row.sha256.hex(),
            "profile": "0x" + row.profile.hex(),
            "document_kept": row.document is not None,
            "differences": mandates.differences(row, party, service.identities.now),
        }
    )
