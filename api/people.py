"""Organisations and their accounts: making, finding and erasing them, and how an organisation is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.identity.entering import account_of_email
from api.identity.nonces import Nonces, Purpose
from api.identity.tokens import INVITATION
from api.identity.who import StaffRole
from api.models.people import OrganisationAnswer
from api.problems.answer import NotServed
from api.tables import (
    AccountRow,
    ExternalIdentityRow,
    FollowRow,
    OrganisationRow,
    PasskeyRow,
    PasswordRow,
    RecoveryCodeRow,
    SavedSearchRow,
    TotpRow,
)
from marketplace.kept.columns import new_id

INVITATION_SECONDS = 7 * 86_400
# Who made an invitation where no admin did; no account has such an id.
BY_OPERATOR, BY_FORM = "operator", "form"


def new_organisation(session: Session, name: str, party: bytes | None, now: int) -> OrganisationRow:
    """One that wants one review by somebody else, and keeps its keys itself. Raises `NotServed` ALREADY_THERE."""
    if party is not None and session.scalar(select(OrganisationRow).where(OrganisationRow.party == party)) is not None:
        raise NotServed("ALREADY_THERE", what="organisation")
    row = OrganisationRow(
        id=new_id(),
        name=name,
        party=party,
        reviews_needed=1,
        separate_people=True,
        managed_keys=False,
        created_at=now,
        closed_at=0,
    )
    session.add(row)
    session.flush()
    return row


def new_invitation(
    session: Session, nonces: Nonces, organisation: str, email: str, roles: Iterable[StaffRole], by: str
) -> str:
    """A token that makes an account, once, within seven days. by: the admin's account, `BY_OPERATOR` or `BY_FORM`.

    Raises `NotServed` ALREADY_THERE.
    """
    email = email.strip().lower()
    if account_of_email(session, email) is not None:
        raise NotServed("ALREADY_THERE", what="account")
    payload = {"organisation": organisation, "email": email, "roles": sorted(set(roles)), "by": by}
    return nonces.keep(session, Purpose.INVITATION, payload, INVITATION_SECONDS, INVITATION, organisation)


def stands(session: Session, invited: Mapping[str, Any]) -> bool:
    """Whether whoever made an invitation could make it still: what somebody gave goes when they do.

    invited: what is remembered with it.
    """
    organisation = session.get(OrganisationRow, invited["organisation"])
    by = invited.get("by", "")
    if organisation is None or organisation.closed_at:
        return False
    if by == BY_OPERATOR:
        return True
    if by == BY_FORM:
        # Of the first account alone.
        mine = select(AccountRow.id).where(AccountRow.organisation == organisation.id)
        return session.scalar(mine.limit(1)) is None
    maker = session.get(AccountRow, by)
    if maker is None or maker.organisation != organisation.id or maker.disabled_at:
        return False
    return StaffRole.ADMIN in maker.roles.split()


def the_organisation(session: Session, organisation: str) -> OrganisationRow:
    """Raises `NotServed` NOT_FOUND."""
    row = session.get(OrganisationRow, organisation)
    if row is None:
        raise NotServed("NOT_FOUND")
    return row


def the_account(session: Session, organisation: str, account: str) -> AccountRow:
    """An account of an organisation. Raises `NotServed` NOT_FOUND."""
    row = session.get(AccountRow, account)
    if row is None or row.organisation != organisation:
        raise NotServed("NOT_FOUND")
    return row


def release_address(session: Session, email: str) -> tuple[str, str]:
    """Free an address: its account, and the organisation of that. The account keeps everything but what is typed with
    the address: its password. Raises `NotServed` NOT_FOUND.
    """
    row = account_of_email(session, email)
    if row is None:
        raise NotServed("NOT_FOUND")
    row.email = row.id
    session.execute(delete(PasswordRow).where(PasswordRow.account == row.id))
    return row.id, row.organisation


def erase_person(session: Session, row: AccountRow, now: int) -> None:
    """Nothing of the person is left but the account's id, which stands beside what was done with it."""
    row.email, row.name, row.roles = row.id, "", ""
    row.disabled_at = row.disabled_at or now
    personal = (PasswordRow, TotpRow, RecoveryCodeRow, PasskeyRow, ExternalIdentityRow, SavedSearchRow, FollowRow)
    for table in personal:
        session.execute(delete(table).where(table.account == row.id))


def organisation_answer(row: OrganisationRow) -> OrganisationAnswer:
    return OrganisationAnswer(
        id=row.id,
        name=row.name,
        party=None if row.party is None else "0x" + row.party.hex(),
        reviews_needed=row.reviews_needed,
        separate_people=row.separate_people,
        managed_keys=row.managed_keys,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
