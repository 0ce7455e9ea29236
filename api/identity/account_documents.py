"""Accounts and what belongs to them, as they are answered."""

from __future__ import annotations

import hashlib

from api.identity.passkeys import shown_id
from api.identity.who import StaffRole
from api.models.people import AccountAnswer, IdentityAnswer, PasskeyAnswer, SessionAnswer
from api.tables import AccountRow, ExternalIdentityRow, PasskeyRow, SessionRow


def account_answer(row: AccountRow) -> AccountAnswer:
    return AccountAnswer(
        id=row.id,
        organisation=row.organisation,
        email=row.email,
        name=row.name,
        roles=[StaffRole(role) for role in row.roles.split()],
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


def passkey_answer(row: PasskeyRow) -> PasskeyAnswer:
    return PasskeyAnswer(
        id=shown_id(row.credential), name=row.name, created_at=row.created_at, last_used_at=row.last_used_at
    )


def identity_id(row: ExternalIdentityRow) -> str:
    """A name for an identity that fits in a path."""
    return hashlib.sha256(f"{row.issuer}\n{row.subject}".encode()).hexdigest()[:32]


def identity_answer(row: ExternalIdentityRow) -> IdentityAnswer:
    return IdentityAnswer(
        id=identity_id(row),
        issuer=row.issuer,
        subject=row.subject,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def session_answer(row: SessionRow, current: str) -> SessionAnswer:
    return SessionAnswer(
        id=row.id,
        method=row.method,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        current=row.id == current,
    )
