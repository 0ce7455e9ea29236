"""Follows the ledger into the derived tables, from a thread of this process."""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ledger.errors import LedgerError
from ledger.events import Position
from ledger.port import Ledger
from ledger.state import HistoryBroken
from marketplace.projection import Projection, WrongLedger

logger = logging.getLogger(__name__)

_BETWEEN_LOOKS = 0.25  # seconds
_AFTER_FAILURE = 2.0  # seconds


class Follower:
    """Takes every sealed event into the tables. An event that does not follow halts it for good, and loudly."""

    def __init__(self, ledger: Ledger, tables: Engine) -> None:
        self._ledger = ledger
        self._projection = Projection(tables)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._caught_up_at: float | None = None
        self.halted: Exception | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the batch under way be written, and come to an end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def behind(self) -> float | None:
        """Seconds since the tables held everything that was sealed; None where they never did."""
        return None if self._caught_up_at is None else time.monotonic() - self._caught_up_at

    def position(self) -> Position:
        return self._projection.position()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            pause = _BETWEEN_LOOKS
            try:
                self._projection.catch_up(self._ledger)
                self._caught_up_at = time.monotonic()
            except (HistoryBroken, WrongLedger) as error:
                self.halted = error
                logger.critical("the tables are followed no more: %s", error)
                return
            except (LedgerError, SQLAlchemyError, OSError) as error:
                logger.warning("the ledger could not be followed, and is tried again: %s", type(error).__name__)
                pause = _AFTER_FAILURE
            self._stopping.wait(pause)
