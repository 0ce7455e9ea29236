"""Follows the ledger into the derived tables: in one process of those on a database, the others look on.

What does not follow from what was taken in halts it, and says so to every process: in the tables, in the log, in the
metrics, in `/ready`. It goes on only once the ledger's events, read again from the first one, are those in the tables.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.leadership import Leadership
from api.observability.logs import log
from api.observability.tracing import NO_TRACING, Tracing
from api.turns import Turns
from ledger.errors import LedgerError
from ledger.events import BEFORE_ALL, Position
from ledger.port import Ledger
from ledger.state import HistoryBroken
from marketplace.database import writing
from marketplace.projection import Projection, WrongLedger
from marketplace.tables import HaltRow

logger = logging.getLogger(__name__)

DUTY = "follower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds. look: between looks at the ledger; fail: after one that failed; halt: between tries while halted.

    recheck: between pages of events read again, of `page` events each.
    """

    look: float = 0.25
    fail: float = 2.0
    halt: float = 15.0
    recheck: float = 5.0
    page: int = 200


@dataclass(frozen=True, slots=True)
class Halt:
    """at: UTC seconds. record, version: of the event that does not follow."""

    at: int
    record: bytes
    version: int
    reason: str


class Follower(Turns):
    """A thread of this process. `leads`: whether it is the one that writes; another takes over when it ends."""

    def __init__(
        self,
        ledger: Ledger,
        tables: Engine,
        *,
        takes_part: bool = True,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.time,
        tracing: Tracing = NO_TRACING,
    ) -> None:
        """takes_part: whether it may lead; otherwise it only looks on. clock: UTC seconds."""
        super().__init__(DUTY)
        self._ledger = ledger
        self._tables = tables
        self._projection = Projection(tables)
        self._leadership = Leadership(tables, DUTY) if takes_part else None
        self._pace = pace or Pace()
        self._clock = clock
        self._tracing = tracing
        self._caught_up_at: float | None = None
        self._rechecked = BEFORE_ALL
        self._recheck_at = 0.0
        self._of_this_ledger = False
        self.halts = 0

    @property
    def leads(self) -> bool:
        return self._leadership is not None and self._leadership.held

    @property
    def behind(self) -> float | None:
        """Seconds since the tables held everything that was sealed; None where they never did."""
        return None if self._caught_up_at is None else time.monotonic() - self._caught_up_at

    def position(self) -> Position:
        return self._projection.position()

    def halt(self) -> Halt | None:
        """Why the tables are followed no further, whichever process found it; None where they are."""
        with Session(self._tables) as session:
            row = session.get(HaltRow, 1)
            return None if row is None else Halt(row.at, row.record, row.version, row.reason)

    def _ended(self) -> None:
        if self._leadership is not None:
            self._leadership.release()

    def _turn(self) -> float:
        """One look at the ledger; how long to wait for the next."""
        led = self.leads
        try:
            if self._leadership is None or not self._leadership.take():
                self._look_on()
                return self._pace.look
            if not led:
                log(logger, logging.INFO, "leads the derived tables")
                # The end first: a ledger restored from a backup no longer has what it had.
                self._rechecked, self._recheck_at = self._projection.before_last(self._pace.page), 0.0
            return self._go_on() if (halt := self.halt()) is None else self._try_again(halt)
        except (LedgerError, SQLAlchemyError, OSError) as error:
            name = type(error).__name__
            log(logger, logging.WARNING, "the ledger could not be followed, and is tried again", error=name)
            return self._pace.fail
        except Exception:
            logger.exception("nobody foresaw this; the ledger is followed again")
            return self._pace.fail

    def _look_on(self) -> None:
        """Another process writes: whether the tables hold everything is seen all the same."""
        position = self._projection.position()
        if position != BEFORE_ALL and not self._ledger.events(position, 1):
            self._caught_up_at = time.monotonic()

    def _go_on(self) -> float:
        try:
            self._take_in()
            if time.monotonic() >= self._recheck_at:
                self._recheck_at = time.monotonic() + self._pace.recheck
                self._rechecked = self._projection.recheck(self._ledger, self._rechecked, self._pace.page) or BEFORE_ALL
        except (HistoryBroken, WrongLedger) as broken:
            self._stand_still(broken)
            return self._pace.halt
        return self._pace.look

    def _take_in(self) -> None:
        if not self._of_this_ledger:
            expected, found = self._ledger.status().genesis.ledger, self._projection.ledger()
            if found not in (None, expected):
                raise WrongLedger(f"these tables hold the ledger 0x{found.hex()}, not 0x{expected.hex()}")
            self._of_this_ledger = True
        with self._tracing.span("follower.step") as span:
            taken = self._projection.catch_up(self._ledger)
            span.set("hanotex.events", taken)
            if not taken:
                span.forget()
        self._caught_up_at = time.monotonic()

    def _try_again(self, halt: Halt) -> float:
        """Whether what was missing is there by now: everything is read again, for nobody knows what else is."""
        try:
            self._take_in()
            after: Position | None = BEFORE_ALL
            while after is not None and not self._stopping.is_set():
                after = self._projection.recheck(self._ledger, after)
        except (HistoryBroken, WrongLedger) as broken:
            self._stand_still(broken, since=halt.at)
            return self._pace.halt
        if after is None:
            with Session(writing(self._tables)) as session, session.begin():
                session.execute(delete(HaltRow))
            log(logger, logging.WARNING, "the derived tables are followed again", halted_at=halt.at)
        return self._pace.look

    def _stand_still(self, broken: HistoryBroken | WrongLedger, since: int | None = None) -> None:
        record, version = (broken.record, broken.version) if isinstance(broken, HistoryBroken) else (bytes(32), 0)
        # Nothing but identifiers, versions and positions stands in what these two say.
        told = {"record": "0x" + record.hex(), "version": version, "reason": str(broken)}
        log(logger, logging.CRITICAL, "the derived tables are followed no further", **told)
        if since is None:
            self.halts += 1
        at = int(self._clock()) if since is None else since
        row = {"id": 1, "at": at, "record": record, "version": version, "reason": str(broken)}
        with Session(writing(self._tables)) as session, session.begin():
            session.execute(delete(HaltRow))
            session.execute(insert(HaltRow), [row])
