"""The index of a folder, kept at what the catalogue shows: built beside the one in use, then swapped under readers.

Several processes may keep one folder: whoever comes first builds, the others take up what was built.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.market.listings import listing_of
from api.observability.logs import log
from api.turns import Turns
from ledger.enums import Kind
from marketplace.catalogue import published
from marketplace.matching.glossary import Glossary
from marketplace.search import AlreadyBuilding, NoIndex, Search, build
from marketplace.tables import RecordRow

logger = logging.getLogger(__name__)

FOLDER = "search"  # in the service's own; what is in it is derived, and may be deleted
_LOOK, _FAIL = 1.0, 5.0  # seconds between looks at the catalogue, and after one that failed


class _Opened:
    """A generation that is closed when it was replaced and the last of its readers is done."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.readers = 0
        self.replaced = False


class MarketIndex:
    """Any number of threads may read while one refreshes. clock: UTC seconds."""

    def __init__(
        self,
        database: Engine,
        tables: Engine,
        folder: Path,
        clock: Callable[[], float] = time.time,
        glossary: Glossary | None = None,
    ) -> None:
        """folder: the service's own."""
        self._database, self._tables = database, tables
        self._folder = folder / FOLDER
        self._clock, self._glossary = clock, glossary
        self._refreshing = threading.Lock()
        self._lock = threading.Lock()  # over what is open and who reads it
        self._opened: _Opened | None = None

    @contextmanager
    def reading(self) -> Iterator[Search]:
        """The newest generation that this process has taken up. Raises `NoIndex` before the first."""
        with self._lock:
            opened = self._opened
            if opened is None:
                raise NoIndex(self._folder)
            opened.readers += 1
        try:
            yield opened.search
        finally:
            with self._lock:
                opened.readers -= 1
                if opened.replaced and not opened.readers:
                    opened.search.close()

    def refresh(self, progress: Callable[[int], None] | None = None, wait: bool = False) -> bool:
        """Take up what others built, and build where what is shown is something else; whether this built.

        wait: until whoever builds is done, instead of leaving it to them. Raises SQLAlchemy's errors and `OSError`.
        """
        with self._refreshing:
            state = self.state()
            if self._is_at(state):
                return False
            try:
                self._build(state, progress, wait)
            except AlreadyBuilding:
                return False
            self._take_up()
            return True

    def state(self) -> str:
        """Another text whenever what is shown may be another."""
        now = int(self._clock())
        turned = select(func.count()).where(RecordRow.kind == int(Kind.LISTING), RecordRow.turns_at <= now)
        with Session(self._database) as session, Session(self._tables) as tables:
            return f"{published.revision(session, tables)}.{tables.scalar(turned)}"

    def close(self) -> None:
        self._swap(None)

    def _is_at(self, state: str) -> bool:
        self._take_up()
        return self._opened is not None and self._opened.search.state == state

    def _build(self, state: str, progress: Callable[[int], None] | None, wait: bool) -> None:
        now = int(self._clock())
        with Session(self._database) as session, Session(self._tables) as tables:
            owners = published.organisations(session, tables, now)
            shown = published.published(session, tables, now)
            build(self._folder, map(listing_of, shown), owners.values(), progress, state=state, wait=wait)

    def _take_up(self) -> None:
        """Open what is current, unless it is open."""
        if self._opened is not None and self._opened.search.is_current:
            return
        try:
            self._swap(_Opened(Search.open(self._folder, self._glossary)))
        except NoIndex:
            return  # what is open goes on serving

    def _swap(self, opened: _Opened | None) -> None:
        with self._lock:
            before, self._opened = self._opened, opened
            if before is not None:
                before.replaced = True
                if not before.readers:
                    before.search.close()


class Indexing(Turns):
    """A thread of this process that refreshes an index. A service is ready before the first one is built."""

    def __init__(self, index: MarketIndex) -> None:
        self._index = index
        super().__init__("indexing")
        self._told: str | None = None

    def stop(self) -> None:
        """Leave off; what is half built is thrown away."""
        super().stop()
        self._index.close()

    def _turn(self) -> float:
        """One look; how long to wait for the next: as long as a build kept the processor, so that requests have it."""
        began = time.thread_time()
        try:
            if not self._index.refresh(self._progress):
                return _LOOK
        except _Stopped:
            return 0.0
        except (SQLAlchemyError, OSError) as error:
            self._tell(type(error).__name__)
            return _FAIL
        except Exception:
            logger.exception("nobody foresaw this; the index is built again")
            return _FAIL
        self._told = None
        seconds = time.thread_time() - began
        log(logger, logging.INFO, "built the index of what is shown", seconds=round(seconds, 2))
        return max(_LOOK, seconds)

    def _progress(self, count: int) -> None:
        if self._stopping.is_set():
            raise _Stopped

    def _tell(self, reason: str) -> None:
        """Once, not at every try."""
        if self._told != reason:
            log(logger, logging.WARNING, "the index could not be built, and is tried again", reason=reason)
            self._told = reason


class _Stopped(Exception):
    """The process ends while an index is being built."""
