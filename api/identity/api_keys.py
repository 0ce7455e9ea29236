"""API keys of programs: `hxk_PREFIX_SECRET`, of which the secret half is kept as SHA-256 only."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.identity.tokens import API_KEY, hashed, same
from api.tables import ApiKeyRow, OrganisationRow

_FORM = re.compile(r"hxk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_USED_EVERY = 60  # seconds


def new_api_key(
    session: Session, organisation: str, name: str, scopes: Iterable[str], by: str, now: int, expires_at: int
) -> tuple[str, ApiKeyRow]:
    """The key, which is shown this once, and its row. scopes: operations."""
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = ApiKeyRow(
        prefix=prefix,
        organisation=organisation,
        name=name,
        secret_hash=hashed(secret),
        scopes=" ".join(sorted(scopes)),
        created_by=by,
        created_at=now,
        expires_at=expires_at,
        last_used_at=0,
        revoked_at=0,
    )
    session.add(row)
    session.flush()
    return f"{API_KEY}{prefix}_{secret}", row


def find_api_key(session: Session, key: str, now: int) -> ApiKeyRow | None:
    """The row of a key that is good now."""
    said = _FORM.fullmatch(key)
    if said is None:
        return None
    row = session.get(ApiKeyRow, said[1])
    # A key that does not exist is compared all the same.
    kept = row.secret_hash if row is not None else bytes(32)
    if not same(kept, hashed(said[2])) or row is None or row.revoked_at or row.expires_at <= now:
        return None
    organisation = session.get(OrganisationRow, row.organisation)
    return None if organisation is None or organisation.closed_at else row


def is_due(row: ApiKeyRow, now: int) -> bool:
    """Whether its last use is to be written down."""
    return now >= row.last_used_at + _USED_EVERY


def used(session: Session, prefix: str, now: int) -> None:
    session.execute(update(ApiKeyRow).where(ApiKeyRow.prefix == prefix).values(last_used_at=now))
