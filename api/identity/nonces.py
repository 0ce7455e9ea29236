"""What is good for one use within a short time: challenges, tickets, invitations."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.identity.tokens import CHALLENGE, MOST, hashed, new_token
from api.sealing import SealBroken, Sealing
from api.tables import NonceRow

_MOST_LISTED = 500


class Purpose(StrEnum):
    """What a nonce is for; it opens nothing else."""

    SECOND_FACTOR = "second factor"
    PASSKEY = "passkey"
    NEW_PASSKEY = "new passkey"
    NEW_TOTP = "new second factor"
    WALLET = "wallet"
    OIDC = "oidc"
    INVITATION = "invitation"
    CLAIM = "claim"
    MACHINE = "machine"


class Nonces:
    """One-use values. Only their hash is kept, and what is remembered with them is sealed."""

    def __init__(self, sealing: Sealing, clock: Callable[[], float]) -> None:
        self._sealing = sealing
        self._clock = clock

    def keep(
        self,
        session: Session,
        purpose: Purpose,
        payload: dict[str, Any],
        seconds: int,
        prefix: str = CHALLENGE,
        organisation: str | None = None,
    ) -> str:
        """Remember `payload` for whoever comes back with the token that is returned, once, within `seconds`."""
        now = int(self._clock())
        session.execute(delete(NonceRow).where(NonceRow.expires_at <= now))
        token = new_token(prefix)
        digest = hashed(token)
        sealed = self._sealing.seal(json.dumps(payload).encode(), payload_place(purpose, digest))
        row = NonceRow(hash=digest, purpose=purpose, payload=sealed, expires_at=now + seconds)
        row.organisation = organisation
        session.add(row)
        session.flush()
        return token

    def recall(self, session: Session, purpose: Purpose, token: str) -> dict[str, Any] | None:
        """What is kept for a token, which stays good; None where there is nothing or its time is over."""
        if len(token) > MOST:
            return None
        row = session.get(NonceRow, hashed(token))
        return None if row is None else self._payload(purpose, row.hash, row.purpose, row.payload, row.expires_at)

    def of(self, session: Session, purpose: Purpose, organisation: str) -> list[tuple[bytes, int, dict[str, Any]]]:
        """What is good still and was kept for an organisation, the newest first: hash, until when, and what is kept."""
        mine = select(NonceRow).where(NonceRow.organisation == organisation, NonceRow.purpose == purpose)
        rows = session.scalars(mine.order_by(NonceRow.expires_at.desc(), NonceRow.hash).limit(_MOST_LISTED)).all()
        found = ((row, self._payload(purpose, row.hash, row.purpose, row.payload, row.expires_at)) for row in rows)
        return [(row.hash, row.expires_at, payload) for row, payload in found if payload is not None]

    def use_up(self, session: Session, purpose: Purpose, token: str) -> dict[str, Any] | None:
        """What is kept for a token, which is good no more: of two that come at once, one is given it."""
        if len(token) > MOST:
            return None
        found = session.execute(
            delete(NonceRow)
            .where(NonceRow.hash == hashed(token), NonceRow.purpose == purpose)
            .returning(NonceRow.hash, NonceRow.purpose, NonceRow.payload, NonceRow.expires_at)
        ).one_or_none()
        return None if found is None else self._payload(purpose, *found)

    def _payload(
        self, purpose: Purpose, digest: bytes, kept_for: str, sealed: bytes, expires_at: int
    ) -> dict[str, Any] | None:
        if kept_for != purpose or expires_at <= self._clock():
            return None
        try:
            found = json.loads(self._sealing.open(sealed, payload_place(purpose, digest)))
        except SealBroken:
            return None
        assert isinstance(found, dict)
        return found


def payload_place(purpose: str, digest: bytes) -> str:
    """What is remembered with a nonce is sealed for this."""
    return f"nonce/{purpose}/{digest.hex()}"
