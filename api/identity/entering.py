"""The last step of every way in: a session for an account, and how its token is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.identity.identities import Identities
from api.identity.sessions import Method
from api.models.people import Claimed, SignedIn
from api.problems.answer import NotServed
from api.tables import AccountRow, ExternalIdentityRow, OrganisationRow, SessionRow


def living_account(session: Session, account: str) -> tuple[AccountRow, OrganisationRow]:
    """An account that may sign in, and its organisation. Raises `NotServed` SIGN_IN_FAILED."""
    row = session.get(AccountRow, account)
    organisation = None if row is None else session.get(OrganisationRow, row.organisation)
    if row is None or organisation is None or row.disabled_at or organisation.closed_at:
        raise NotServed("SIGN_IN_FAILED")
    return row, organisation


def account_of_email(session: Session, email: str) -> AccountRow | None:
    return session.scalar(select(AccountRow).where(AccountRow.email == email.strip().lower()))


def account_of_identity(session: Session, issuer: str, subject: str, now: int) -> str:
    """The account that its owner linked with somebody known elsewhere. Raises `NotServed` IDENTITY_NOT_LINKED."""
    row = session.get(ExternalIdentityRow, (issuer, subject))
    if row is None:
        raise NotServed("IDENTITY_NOT_LINKED")
    row.last_used_at = now
    return row.account


def enter(
    session: Session,
    identities: Identities,
    request: Request,
    account: AccountRow,
    method: Method,
    *,
    wallet: bytes | None = None,
) -> tuple[str, SessionRow]:
    """A new session, under a new token; the one that the client came with ends."""
    return identities.sessions.begin(session, account, method, wallet=wallet, instead_of=identities.token(request))


def hand_over(
    identities: Identities,
    token: str,
    row: SessionRow,
    account: AccountRow,
    deliver: str,
    recovery_codes: Sequence[str] | None = None,
) -> Response:
    """The answer of a sign-in: its token in a cookie that scripts do not read, or in the body for a program.

    recovery_codes: of an account that was just made.
    """
    members: dict[str, Any] = {
        "session": row.id,
        "account": account.id,
        "organisation": account.organisation,
        "expires_at": row.expires_at,
        "token": token if deliver == "token" else None,
    }
    body = SignedIn(**members) if recovery_codes is None else Claimed(**members, recovery_codes=list(recovery_codes))
    response = JSONResponse(body.model_dump(mode="json"), headers={"Cache-Control": "no-store"})
    if deliver == "cookie":
        set_cookie(identities, response, token, row.expires_at - row.created_at)
    return response


def set_cookie(identities: Identities, response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        identities.cookie,
        token,
        max_age=seconds,
        path="/",
        secure=identities.cookie.startswith("__Host-"),
        httponly=True,
        samesite="lax",
    )


def clear_cookie(identities: Identities, response: Response) -> None:
    """A browser takes no change of a `__Host-` cookie that is not `Secure`, its end included."""
    response.delete_cookie(
        identities.cookie, path="/", secure=identities.cookie.startswith("__Host-"), httponly=True, samesite="lax"
    )
