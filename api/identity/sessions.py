"""Sessions: an opaque token, new at every sign-in, that ends by itself, by lying idle, or by being revoked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.identity.tokens import MOST, SESSION, hashed, new_token
from api.settings import Settings
from api.tables import AccountRow, OrganisationRow, SessionRow
from marketplace.kept.columns import new_id

# A session's last use is written this seldom: every request would otherwise be a write.
_SEEN_EVERY = 60  # seconds


class Method(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"
    RECOVERY = "recovery"
    PASSKEY = "passkey"
    OIDC = "oidc"
    WALLET = "wallet"
    INVITATION = "invitation"


class Sessions:
    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._clock = clock

    def begin(
        self,
        session: Session,
        account: AccountRow,
        method: Method,
        *,
        wallet: bytes | None = None,
        instead_of: str = "",
    ) -> tuple[str, SessionRow]:
        """A new token and its session. instead_of: the token that the client came with, which ends here."""
        now = int(self._clock())
        if instead_of:
            self.end(session, hashed(instead_of))
        token = new_token(SESSION)
        row = SessionRow(
            token=hashed(token),
            id=new_id(),
            account=account.id,
            method=method,
            wallet=wallet,
            created_at=now,
            seen_at=now,
            expires_at=now + int(self._settings.session_seconds),
            revoked_at=0,
        )
        session.add(row)
        session.flush()
        return token, row

    def find(self, session: Session, token: str) -> tuple[SessionRow, AccountRow, OrganisationRow] | None:
        """The session of a token, whose it is and of which organisation, while all three are alive."""
        if len(token) > MOST:
            return None
        found = session.execute(
            select(SessionRow, AccountRow, OrganisationRow)
            .join(AccountRow, AccountRow.id == SessionRow.account)
            .join(OrganisationRow, OrganisationRow.id == AccountRow.organisation)
            .where(SessionRow.token == hashed(token))
        ).one_or_none()
        if found is None:
            return None
        row, account, organisation = found
        alive = self.is_alive(row) and not account.disabled_at and not organisation.closed_at
        return (row, account, organisation) if alive else None

    def is_alive(self, row: SessionRow) -> bool:
        now = self._clock()
        return not row.revoked_at and now < row.expires_at and now < row.seen_at + self._settings.session_idle_seconds

    def is_due(self, row: SessionRow) -> bool:
        """Whether its last use is to be written down."""
        return self._clock() >= row.seen_at + _SEEN_EVERY

    def seen(self, session: Session, token: bytes) -> None:
        session.execute(update(SessionRow).where(SessionRow.token == token).values(seen_at=int(self._clock())))

    def of(self, session: Session, account: str) -> Sequence[SessionRow]:
        """The sessions of an account that are alive, newest first."""
        rows = session.scalars(
            select(SessionRow)
            .where(SessionRow.account == account, SessionRow.revoked_at == 0)
            .order_by(SessionRow.created_at.desc(), SessionRow.id)
        )
        return [row for row in rows if self.is_alive(row)]

    def end(self, session: Session, token: bytes) -> None:
        now = int(self._clock())
        session.execute(
            update(SessionRow).where(SessionRow.token == token, SessionRow.revoked_at == 0).values(revoked_at=now)
        )

    def end_all(self, session: Session, account: str, *, but: str = "", only: str = "") -> int:
        """End those of an account. but: the id of one that stays; only: the id of the only one to end."""
        ending = (
            update(SessionRow)
            .where(SessionRow.account == account, SessionRow.revoked_at == 0, SessionRow.id != but)
            .values(revoked_at=int(self._clock()))
            .returning(SessionRow.id)
        )
        if only:
            ending = ending.where(SessionRow.id == only)
        return len(session.execute(ending).all())
