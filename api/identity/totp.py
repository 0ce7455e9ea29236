"""The second factor: time-based one-time passwords (RFC 6238), six digits every 30 seconds, each good once."""

from __future__ import annotations

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from api.identity.tokens import same
from api.sealing import Sealing
from api.tables import TotpRow

_STEP = 30  # seconds
_DRIFT = 1  # steps that the clock of a telephone may be off
ISSUER = "HanoTEX"


def new_secret() -> str:
    """160 random bits, in the base32 that authenticators read."""
    return pyotp.random_base32()


def uri(secret: str, account: str) -> str:
    """The `otpauth://` address that an authenticator scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def matching_step(secret: str, code: str, at: float) -> int | None:
    """The step whose code this is, of those around `at` (UTC seconds)."""
    totp, now = pyotp.TOTP(secret), int(at) // _STEP
    found = None
    # All of them are compared, so that the time says nothing.
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if same(totp.at(step * _STEP).encode(), code.encode()):
            found = step
    return found


def sealed(sealing: Sealing, account: str, secret: str) -> bytes:
    return sealing.seal(secret.encode(), secret_place(account))


def use_code(session: Session, sealing: Sealing, account: str, code: str, at: float) -> bool:
    """Whether this is a code of the account's; it is good no more."""
    row = session.get(TotpRow, account)
    if row is None or not row.confirmed_at:
        return False
    step = matching_step(sealing.open(row.sealed, secret_place(account)).decode(), code, at)
    if step is None:
        return False
    # Of two that bring the same code at once, one moves the step.
    moved = session.execute(
        update(TotpRow)
        .where(TotpRow.account == account, TotpRow.last_step < step)
        .values(last_step=step)
        .returning(TotpRow.account)
    )
    return moved.one_or_none() is not None


def secret_place(account: str) -> str:
    """What an account's secret is sealed for."""
    return f"totp/{account}"
