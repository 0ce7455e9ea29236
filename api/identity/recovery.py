"""Recovery codes, for whoever lost the second factor: ten, 80 random bits each, each good once."""

from __future__ import annotations

import base64
import secrets

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.identity.tokens import hashed
from api.tables import RecoveryCodeRow

COUNT = 10
_BYTES = 10


def new_codes(session: Session, account: str) -> list[str]:
    """Codes in place of those there were; they are shown this once."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account == account))
    codes = [_grouped(base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()) for _ in range(COUNT)]
    session.add_all(RecoveryCodeRow(hash=_hash(account, code), account=account) for code in codes)
    session.flush()
    return codes


def use_code(session: Session, account: str, code: str) -> bool:
    """Whether this is a code of the account's; it is gone now."""
    used = session.execute(
        delete(RecoveryCodeRow)
        .where(RecoveryCodeRow.hash == _hash(account, code), RecoveryCodeRow.account == account)
        .returning(RecoveryCodeRow.hash)
    )
    return used.one_or_none() is not None


def _hash(account: str, code: str) -> bytes:
    return hashed(account + ":" + "".join(code.lower().split()).replace("-", ""))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
