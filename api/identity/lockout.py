"""Failed sign-ins: counted before they are judged, and answered with waits.

Counted for an account from one address, for an address, and, where a secret could be guessed, for an account from
everywhere. Others' guesses fill that last count, so it never holds anybody at an address where they got in before, and
elsewhere it only spaces attempts: its wait does not grow. Each way in has counts of its own: guessed passwords hold
neither passkeys nor wallets nor whoever is past the password.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.problems.answer import NotServed
from api.sealing import Sealing
from api.tables import AttemptRow
from marketplace.database import writing
from marketplace.kept.columns import insert


@dataclass(frozen=True, slots=True)
class Bound:
    """free: failures that cost nothing. first, most: seconds of the wait after the next one, doubled each time."""

    free: int
    first: int
    most: int


@dataclass(frozen=True, slots=True)
class Spacing:
    """free: failures at once. each: seconds after which one more is free again."""

    free: int
    each: int


class WayIn(StrEnum):
    PASSWORD = "password"
    SECOND_FACTOR = "second factor"
    CLAIM = "claim"
    PASSKEY = "passkey"
    WALLET = "wallet"


# Nobody guesses a signature, so there is nothing to bound but what an address may ask.
_GUESSED = frozenset({WayIn.PASSWORD, WayIn.SECOND_FACTOR, WayIn.CLAIM})
PAIR = Bound(5, 30, 3600)
ADDRESS = Bound(30, 30, 3600)
ACCOUNT = Spacing(50, 120)
_FORGOTTEN = 86_400  # seconds without a failure
_KNOWN = 90 * 86_400  # seconds since somebody got into an account from an address


class Lockout:
    """Keeps count in the database, so that every process knows; no address or account name can be read there."""

    def __init__(self, database: Engine, sealing: Sealing, clock: Callable[[], float]) -> None:
        self._database = writing(database)
        self._sealing = sealing
        self._clock = clock

    def attempt(self, way: WayIn, account: str, address: str) -> None:
        """Count an attempt as failed, durably, before it is judged: many at once are not judged more leniently.

        account: whatever the client called it. Raises `NotServed` LOCKED_OUT, and then nothing was counted.
        """
        now = int(self._clock())
        pair, origin, everywhere, known = self._subjects(way, account, address)
        with Session(self._database) as session, session.begin():
            rows = [(self._row(session, subject, now), bound) for subject, bound in ((pair, PAIR), (origin, ADDRESS))]
            wait = max(row.locked_until - now for row, _ in rows)
            spaced = None
            if way in _GUESSED and not self._is_known(session, known, now):
                spaced = self._drained(session, everywhere, now)
                if spaced.failures >= ACCOUNT.free:
                    wait = max(wait, spaced.last_at + ACCOUNT.each - now)
            if wait > 0:
                raise NotServed("LOCKED_OUT", retry_after=wait)
            for row, bound in rows:
                row.failures += 1
                row.last_at = now
                row.locked_until = now + _wait(bound, row.failures)
            if spaced is not None:
                spaced.failures += 1

    def succeeded(self, way: WayIn, account: str, address: str) -> None:
        """The attempt was right after all: the pair's count begins anew, the others have one failure less, and the
        account's owner is known at this address.
        """
        now = int(self._clock())
        pair, origin, everywhere, known = self._subjects(way, account, address)
        with Session(self._database) as session, session.begin():
            row = session.get(AttemptRow, pair)
            if row is not None:
                session.delete(row)
            for subject in (origin, everywhere):
                row = session.get(AttemptRow, subject, with_for_update=True)
                if row is not None:
                    row.failures = max(0, row.failures - 1)
                    row.locked_until = 0
            self._row(session, known, now).last_at = now

    def _subjects(self, way: WayIn, account: str, address: str) -> tuple[bytes, bytes, bytes, bytes]:
        """Of the pair, the address, the account from everywhere, and of having got in."""
        # JSON can hold half a pair of surrogates, which UTF-8 cannot.
        named, origin = account.strip().casefold()[:320].encode(errors="replace"), address.encode()
        of_way = way.encode() + b" "
        return (
            self._sealing.keyed("attempts/pair", of_way + origin + b" " + named),
            self._sealing.keyed("attempts/address", origin),
            self._sealing.keyed("attempts/account", of_way + named),
            self._sealing.keyed("attempts/known", of_way + origin + b" " + named),
        )

    def _is_known(self, session: Session, known: bytes, now: int) -> bool:
        row = session.get(AttemptRow, known)
        return row is not None and row.last_at >= now - _KNOWN

    def _drained(self, session: Session, everywhere: bytes, now: int) -> AttemptRow:
        """The count of an account from everywhere, as it is now. last_at: since when the next failure is forgotten."""
        row = self._held(session, everywhere, now)
        over = (now - row.last_at) // ACCOUNT.each
        row.failures = max(0, row.failures - over)
        row.last_at = row.last_at + over * ACCOUNT.each if row.failures else now
        return row

    def _row(self, session: Session, subject: bytes, now: int) -> AttemptRow:
        row = self._held(session, subject, now)
        if row.last_at < now - _FORGOTTEN:
            row.failures, row.locked_until = 0, 0
        return row

    def _held(self, session: Session, subject: bytes, now: int) -> AttemptRow:
        new = {"subject": subject, "failures": 0, "last_at": now, "locked_until": 0}
        session.execute(insert(session, AttemptRow).values(**new).on_conflict_do_nothing())
        return session.get_one(AttemptRow, subject, with_for_update=True, populate_existing=True)


def _wait(bound: Bound, failures: int) -> int:
    """Seconds until the next attempt is judged, after so many failures."""
    over = failures - bound.free
    return 0 if over < 0 else int(min(bound.most, bound.first << min(over, 16)))
