"""What can be matched now: everything that the catalogue shows, ready to be ranked."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.observability.logs import log
from api.turns import Turns
from ledger.enums import Kind
from marketplace.catalogue import published
from marketplace.catalogue.codes import TECHNOLOGY_KINDS
from marketplace.catalogue.published import Published
from marketplace.database import writing
from marketplace.matching.candidates import Candidates, Demands
from marketplace.matching.embedding import Embedder, EmbedderUnavailable, open_embedder
from marketplace.matching.embedding.hashing import Hashing
from marketplace.matching.embedding.kept import KeptEmbedder
from marketplace.matching.glossary import BadGlossary, Glossary
from marketplace.matching.runs.building import ranked_set
from marketplace.matching.runs.document import Content, candidate_set_root
from marketplace.profiles import Fund, Need, Organisation, Technology
from marketplace.ranking.retention import Retention, forget
from marketplace.tables import RecordRow

logger = logging.getLogger(__name__)

VECTORS = "vectors.sqlite"  # in the service's folder; what is in it is derived
_T = TypeVar("_T", Technology, Need)
_TIDY_SECONDS = 3600.0
_LOOK, _FAIL = 1.0, 15.0  # seconds between looks at what is shown, and after one that failed
_MATCHED = frozenset({*TECHNOLOGY_KINDS, "need", "fund"})


def embedder_in(
    folder: Path, name: str | None = None, embedded: Callable[[int, int], None] = lambda done, of: None
) -> Embedder:
    """The embedder, with what it embedded before kept beside the ledger. embedded: told how many texts are done, of
    how many that were not kept. Raises `EmbedderUnavailable`, `OSError`.
    """
    embedder = open_embedder(name)
    if isinstance(embedder, Hashing):
        return embedder  # it is faster than a file
    return KeptEmbedder(embedder, folder / VECTORS, embedded)


def content_of(entry: Published) -> Content:
    return Content(entry.kind, entry.entry, entry.reference, entry.version, entry.digest)


@dataclass(frozen=True)
class Side:
    """One side of the market as a run has it. contents: a `ranked_set`."""

    contents: tuple[Content, ...]

    @cached_property
    def root(self) -> bytes:
        return candidate_set_root(self.contents)


Reader = Callable[[], tuple[Embedder, Glossary]]  # what reads texts, opened where something is to be read


class Market:
    """entries: technologies, needs and funds that are shown, by id; organisations by id."""

    def __init__(
        self,
        entries: Iterable[Published],
        organisations: Mapping[str, Organisation],
        reader: Reader,
    ) -> None:
        self.entries = {each.entry: each for each in entries}
        self.organisations = organisations
        self._reader = reader

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self._profiles(Technology), *self._reader())

    @cached_property
    def demands(self) -> Demands:
        return Demands(self._profiles(Need), *self._reader())

    @cached_property
    def technologies(self) -> Side:
        return Side(ranked_set([content_of(each) for each in self.entries.values() if _is(each, Technology)]))

    @cached_property
    def needs(self) -> Side:
        return Side(ranked_set([content_of(each) for each in self.entries.values() if _is(each, Need)]))

    def prepare(self) -> None:
        """Have everything ready that a question needs. What is not there needs nothing, no model either."""
        if self.technologies.contents:
            _ = self.technologies.root, self.candidates
        if self.needs.contents:
            _ = self.needs.root, self.demands

    def _profiles(self, kind: type[_T]) -> list[_T]:
        return [each.profile for each in self.entries.values() if isinstance(each.profile, kind)]


def _is(entry: Published, kind: type[Technology] | type[Need] | type[Fund]) -> bool:
    return isinstance(entry.profile, kind)


def read_market(session: Session, tables: Session, now: int, reader: Reader) -> Market:
    """session: the service's tables; tables: the derived ones; now: UTC seconds."""
    return Market(
        published.published(session, tables, now, _MATCHED),
        published.organisations(session, tables, now),
        reader,
    )


class NotRead(Exception):
    """The market has not been read yet since the service started; it soon will have been."""


class Markets(Turns):
    """The market of a service: a thread reads it again where what is shown has changed; who asks gets the last one.
    It also forgets what of former answers is past its retention.

    Safe to use from several threads at once.
    """

    def __init__(
        self,
        database: Engine,
        tables: Engine,
        folder: Path,
        embedder: str,
        kept: Retention,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """embedder: as the setting has it. kept: of runs. clock: UTC seconds."""
        super().__init__("market")
        self._kept = kept
        self._database, self._tables, self._folder = database, tables, folder
        self._name, self._clock = embedder, clock
        self._known: tuple[str, Market] | None = None
        self._opened: tuple[Embedder, Glossary] | None = None
        self._opening, self._refreshing = threading.Lock(), threading.Lock()
        self._told: str | None = None
        self._tidy_at = 0.0

    def now(self) -> Market:
        """Raises `NotRead`."""
        known = self._known
        if known is None:
            raise NotRead
        return known[1]

    def reader(self) -> tuple[Embedder, Glossary]:
        """What reads texts, opened once. Raises `EmbedderUnavailable`, and `OSError` where vectors cannot be kept."""
        with self._opening:
            if self._opened is None:
                self._opened = embedder_in(self._folder, self._name or None), Glossary.load()
            return self._opened

    def refresh(self) -> bool:
        """Read the market where what is shown may be another; whether it was. Raises SQLAlchemy's errors too."""
        with self._refreshing, Session(self._database) as session, Session(self._tables) as tables:
            at = int(self._clock())
            state = state_of(session, tables, at)
            if self._known is not None and self._known[0] == state:
                return False
            market = read_market(session, tables, at, self.reader)
            market.prepare()
            self._known = state, market
            return True

    def _turn(self) -> float:
        """One look; how long to wait for the next."""
        try:
            if self.refresh():
                log(logger, logging.INFO, "read the market", entries=len(self.now().entries))
            if time.monotonic() >= self._tidy_at:
                self._tidy_at = time.monotonic() + _TIDY_SECONDS
                self._tidy()
            self._told = None
            return _LOOK
        except (SQLAlchemyError, EmbedderUnavailable, BadGlossary, OSError) as error:
            if self._told != (name := type(error).__name__):
                log(logger, logging.WARNING, "the market could not be read, and is tried again", error=name)
                self._told = name
        except Exception:
            logger.exception("nobody foresaw this; the market is read again")
        return _FAIL

    def _tidy(self) -> None:
        """Every process does it: what is forgotten already is not forgotten again."""
        with Session(writing(self._database)) as session, session.begin():
            forgotten = forget(session, self._kept, int(self._clock()))
        if forgotten:
            log(logger, logging.INFO, "forgot documents of ranking runs", runs=forgotten)


def state_of(session: Session, tables: Session, now: int) -> str:
    """Another text whenever what is shown may be another."""
    turned = select(func.count()).where(RecordRow.kind == int(Kind.LISTING), RecordRow.turns_at <= now)
    return f"{published.revision(session, tables)}.{tables.scalar(turned)}"
