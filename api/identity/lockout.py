"""Failed sign-ins: counted before they are judged, and answered with longer and longer waits.

Counted three ways: for an account from one address, for an address, and for an account from everywhere. The last
allows many, so that nobody is kept out of an account by somebody else's guesses for long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.problems.answer import NotServed
from api.sealing import Sealing
from api.tables import AttemptRow
from api.tables.columns import insert
from marketplace.database import writing


@dataclass(frozen=True, slots=True)
class Bound:
    """free: failures that cost nothing. first, most: seconds of the wait after the next one, doubled each time."""

    free: int
    first: int
    most: int


PAIR = Bound(5, 30, 3600)
ADDRESS = Bound(30, 30, 3600)
ACCOUNT = Bound(50, 60, 900)
_FORGOTTEN = 86_400  # seconds without a failure


class Lockout:
    """Keeps count in the database, so that every process knows; no address or account name can be read there."""

    def __init__(self, database: Engine, sealing: Sealing, clock: Callable[[], float]) -> None:
        self._database = writing(database)
        self._sealing = sealing
        self._clock = clock

    def attempt(self, account: str, address: str) -> None:
        """Count an attempt as failed, durably, before it is judged: many at once are not judged more leniently.

        account: whatever the client called it. Raises `NotServed` LOCKED_OUT, and then nothing was counted.
        """
        now = int(self._clock())
        with Session(self._database) as session, session.begin():
            rows = [(self._row(session, subject, now), bound) for subject, bound in self._counted(account, address)]
            wait = max(row.locked_until - now for row, _ in rows)
            if wait > 0:
                raise NotServed("LOCKED_OUT", retry_after=wait)
            for row, bound in rows:
                row.failures += 1
                row.last_at = now
                row.locked_until = now + _wait(bound, row.failures)

    def succeeded(self, account: str, address: str) -> None:
        """The attempt was right after all: the account's counts begin anew, and the address has one failure less."""
        with Session(self._database) as session, session.begin():
            pair, of_address, of_account = (subject for subject, _ in self._counted(account, address))
            for subject in (pair, of_account):
                row = session.get(AttemptRow, subject)
                if row is not None:
                    session.delete(row)
            row = session.get(AttemptRow, of_address)
            if row is not None:
                row.failures = max(0, row.failures - 1)
                row.locked_until = 0

    def _counted(self, account: str, address: str) -> Sequence[tuple[bytes, Bound]]:
        # JSON can hold half a pair of surrogates, which UTF-8 cannot.
        named, origin = account.strip().casefold()[:320].encode(errors="replace"), address.encode()
        return (
            (self._sealing.keyed("attempts/pair", origin + b" " + named), PAIR),
            (self._sealing.keyed("attempts/address", origin), ADDRESS),
            (self._sealing.keyed("attempts/account", named), ACCOUNT),
        )

    def _row(self, session: Session, subject: bytes, now: int) -> AttemptRow:
        new = {"subject": subject, "failures": 0, "last_at": now, "locked_until": 0}
        session.execute(insert(session, AttemptRow).values(**new).on_conflict_do_nothing())
        row = session.get_one(AttemptRow, subject, with_for_update=True, populate_existing=True)
        if row.last_at < now - _FORGOTTEN:
            row.failures, row.locked_until = 0, 0
        return row


def _wait(bound: Bound, failures: int) -> int:
    """Seconds until the next attempt is judged, after so many failures."""
    over = failures - bound.free
    return 0 if over < 0 else int(min(bound.most, bound.first << min(over, 16)))
