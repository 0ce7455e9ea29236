"""Organisations: their rules, and the people that act for them. What is not a person is in `api.routes.programs`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity.account_documents import account_answer
from api.identity.nonces import Purpose
from api.identity.recent import recently_signed_in
from api.identity.who import StaffRole
from api.models.people import (
    AccountAnswer,
    AccountChange,
    AccountsPage,
    Id,
    InvitationAnswer,
    InvitationGiven,
    InvitationLine,
    InvitationsAnswer,
    OrganisationAnswer,
    OrganisationChange,
    OrganisationsPage,
)
from api.people import (
    INVITATION_SECONDS,
    erase_person,
    new_invitation,
    organisation_answer,
    stands,
    the_account,
    the_organisation,
)
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.routes.parameters import Limit
from api.tables import AccountRow, NonceRow, OrganisationRow
from api.webhooks.subscriptions import stop_all

router = APIRouter(prefix="/v1/organisations", tags=["organisations"])
OrganisationId = Annotated[Id, Path()]
AccountId = Annotated[Id, Path()]
_READ = declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS")
_CHANGE = declared(*CHANGING, "NOT_FOUND", "RECENT_SIGN_IN_REQUIRED")


@router.get(
    "",
    operation_id="list_organisations",
    summary="Every organisation that uses the service",
    response_model=OrganisationsPage,
    responses=declared(*READING, "TOO_MANY_REQUESTS"),
    dependencies=[allowed("organisations.list")],
)
def listed(service: Serving, after: Id | None = None, limit: Limit = 50) -> OrganisationsPage:
    with reading_tables(service) as session:
        query = select(OrganisationRow).order_by(OrganisationRow.id).limit(limit + 1)
        rows = session.scalars(query if after is None else query.where(OrganisationRow.id > after)).all()
    return OrganisationsPage(
        organisations=[organisation_answer(row) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


@router.get(
    "/{organisation}",
    operation_id="get_organisation",
    summary="An organisation and its rules",
    response_model=OrganisationAnswer,
    responses=_READ,
    dependencies=[allowed("organisations.read")],
)
def one(service: Serving, organisation: OrganisationId) -> OrganisationAnswer:
    with reading_tables(service) as session:
        return organisation_answer(the_organisation(session, organisation))


@router.patch(
    "/{organisation}",
    operation_id="change_organisation",
    summary="Change the organisation's rules: reviews before signing, separate people, managed keys",
    response_model=OrganisationAnswer,
    responses=_CHANGE,
)
def change(
    service: Serving,
    organisation: OrganisationId,
    given: OrganisationChange,
    who: Annotated[Identity, allowed("organisations.change")],
) -> OrganisationAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        row = the_organisation(session, organisation)
        for name, value in given.model_dump(exclude_none=True).items():
            setattr(row, name, value)
        return organisation_answer(row)


@router.post(
    "/{organisation}/close",
    operation_id="close_organisation",
    summary="Take an organisation off the service: nobody of it signs in any more; the ledger is another matter",
    status_code=204,
    response_class=Response,
    responses=_CHANGE,
)
def close(
    service: Serving, organisation: OrganisationId, who: Annotated[Identity, allowed("organisations.close")]
) -> Response:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        row = the_organisation(session, organisation)
        row.closed_at = row.closed_at or service.identities.now
        stop_all(session, organisation)
    return Response(status_code=204)


# --- People --------------------------------------------------------------------------------------------------------


@router.get(
    "/{organisation}/accounts",
    operation_id="list_accounts",
    summary="The accounts of an organisation",
    response_model=AccountsPage,
    responses=_READ,
    dependencies=[allowed("accounts.read")],
)
def accounts(
    service: Serving, organisation: OrganisationId, after: Id | None = None, limit: Limit = 50
) -> AccountsPage:
    with reading_tables(service) as session:
        query = select(AccountRow).where(AccountRow.organisation == organisation)
        query = query.order_by(AccountRow.id).limit(limit + 1)
        rows = session.scalars(query if after is None else query.where(AccountRow.id > after)).all()
    return AccountsPage(
        accounts=[account_answer(row) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


@router.post(
    "/{organisation}/invitations",
    operation_id="invite",
    summary="Invite somebody into the organisation",
    status_code=201,
    response_model=InvitationAnswer,
    responses={**_CHANGE, **declared("ALREADY_THERE")},
)
def invite(
    service: Serving,
    organisation: OrganisationId,
    given: InvitationGiven,
    who: Annotated[Identity, allowed("accounts.invite")],
) -> InvitationAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        the_organisation(session, organisation)
        token = new_invitation(session, service.identities.nonces, organisation, given.email, given.roles, who.account)
    return InvitationAnswer(invitation=token, expires_at=service.identities.now + INVITATION_SECONDS)


@router.get(
    "/{organisation}/invitations",
    operation_id="list_invitations",
    summary="The open invitations of an organisation, the newest first",
    response_model=InvitationsAnswer,
    responses=_READ,
    dependencies=[allowed("accounts.read")],
)
def invitations(service: Serving, organisation: OrganisationId) -> InvitationsAnswer:
    with reading_tables(service) as session:
        found = service.identities.nonces.of(session, Purpose.INVITATION, organisation)
        return InvitationsAnswer(
            invitations=[
                InvitationLine(
                    id=digest.hex()[:32],
                    email=invited["email"],
                    roles=[StaffRole(role) for role in invited["roles"]],
                    by=invited["by"],
                    expires_at=until,
                )
                for digest, until, invited in found
                if stands(session, invited)
            ]
        )


@router.delete(
    "/{organisation}/invitations/{invitation}",
    operation_id="revoke_invitation",
    summary="Revoke an invitation that nobody claimed",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND"),
    dependencies=[allowed("accounts.invite")],
)
def revoke_invitation(service: Serving, organisation: OrganisationId, invitation: Annotated[Id, Path()]) -> Response:
    with changing_tables(service) as session:
        found = service.identities.nonces.of(session, Purpose.INVITATION, organisation)
        mine = [digest for digest, _, _ in found if digest.hex()[:32] == invitation]
        if not mine:
            raise NotServed("NOT_FOUND")
        session.execute(delete(NonceRow).where(NonceRow.hash.in_(mine)))
    return Response(status_code=204)


@router.patch(
    "/{organisation}/accounts/{account}",
    operation_id="change_account",
    summary="What an account may do for the organisation, or whether it may sign in; its sessions end",
    response_model=AccountAnswer,
    responses={**_CHANGE, **declared("LAST_ADMIN")},
)
def change_account(
    service: Serving,
    organisation: OrganisationId,
    account: AccountId,
    given: AccountChange,
    who: Annotated[Identity, allowed("accounts.change")],
) -> AccountAnswer:
    recently_signed_in(service, who)
    identities = service.identities
    with changing_tables(service) as session:
        row = the_account(session, organisation, account)
        if given.roles is not None:
            row.roles = " ".join(sorted(set(given.roles)))
        if given.disabled is not None:
            row.disabled_at = (row.disabled_at or identities.now) if given.disabled else 0
        _expect_admin(session, organisation)
        identities.sessions.end_all(session, account, but=who.session)
        return account_answer(row)


@router.delete(
    "/{organisation}/accounts/{account}",
    operation_id="erase_account",
    summary="Erase a person: name, e-mail address and everything that they sign in with; what they did keeps its id",
    status_code=204,
    response_class=Response,
    responses={**_CHANGE, **declared("LAST_ADMIN")},
)
def erase_account(
    service: Serving,
    organisation: OrganisationId,
    account: AccountId,
    who: Annotated[Identity, allowed("accounts.change")],
) -> Response:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        row = the_account(session, organisation, account)
        erase_person(session, row, service.identities.now)
        _expect_admin(session, organisation)
        service.identities.sessions.end_all(session, account)
    return Response(status_code=204)


def _expect_admin(session: Session, organisation: str) -> None:
    """Raises `NotServed` LAST_ADMIN where no admin that may sign in would be left."""
    session.flush()
    mine = select(AccountRow.roles).where(AccountRow.organisation == organisation, AccountRow.disabled_at == 0)
    if not any(StaffRole.ADMIN in roles.split() for roles in session.scalars(mine)):
        raise NotServed("LAST_ADMIN")
