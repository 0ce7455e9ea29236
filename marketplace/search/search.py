"""Searching one generation of an index: pages of hits, and counts of what the hits are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from marketplace.matching.glossary import Glossary
from marketplace.profiles import Organisation
from marketplace.search import cursor
from marketplace.search.build import ABOUT, OWNERS
from marketplace.search.counts import Counts, count
from marketplace.search.cursor import Key
from marketplace.search.dictionary import Dictionary
from marketplace.search.filters import EVERYTHING, Filters
from marketplace.search.generations import Held, NoIndex, current, hold
from marketplace.search.hits import Hit, hit_of
from marketplace.search.marking import Marker
from marketplace.search.owners import Owners
from marketplace.search.parse import parse
from marketplace.search.plan import Plan, Planner
from marketplace.search.question import everything, question
from marketplace.search.schema import LAYOUT, schema

MOST_HITS = 200  # of a page
# Hits are fetched by windows of one size each, so that a page is the same however it is reached.
_WINDOWS = (40, 200, 10_000)


@dataclass(frozen=True, slots=True)
class Page:
    """next: for `after` of the page behind, None at the end. generation: of the index that answered.

    complete: whether some hit has every word that was asked for. corrected: words that no listing uses → what was
    looked for in their place.
    """

    hits: tuple[Hit, ...]
    next: str | None
    generation: str
    complete: bool
    corrected: Mapping[str, str]


class Search:
    """One generation, held open until `close`. Threads may share it."""

    def __init__(self, folder: Path, held: Held, glossary: Glossary) -> None:
        self._folder, self._held = folder, held
        about = json.loads((held.folder / ABOUT).read_text(encoding="utf-8"))
        if about["layout"] != LAYOUT:
            raise NoIndex(folder)
        self.generation = held.name
        self.listings: int = about["listings"]
        self.state: str = about["state"]
        self._schema = schema()
        index = tantivy.Index.open(str(held.folder))
        self._searcher = index.searcher()
        names = json.loads((held.folder / OWNERS).read_text(encoding="utf-8"))
        self._owners = Owners(Organisation(identifier, each) for identifier, each in names.items())
        self._planner = Planner(Dictionary(self._searcher), self._owners, glossary)

    @staticmethod
    def open(folder: Path, glossary: Glossary | None = None) -> Search:
        """The current generation. glossary: None for the market's own. Raises `NoIndex`."""
        held = hold(folder)
        try:
            return Search(folder, held, Glossary.load() if glossary is None else glossary)
        except BaseException:
            held.release()
            raise

    @property
    def is_current(self) -> bool:
        return current(self._folder) == self.generation

    def close(self) -> None:
        self._held.release()

    def page(self, query: str, filters: Filters = EVERYTHING, after: str | None = None, limit: int = 20) -> Page:
        """Hits, the best first. query: anything; a blank one gives what the filters leave, in the order of the index.

        limit: 1 to `MOST_HITS`. Raises `BadCursor` of `after`.
        """
        limit = max(1, min(limit, MOST_HITS))
        asked = f"{query}\0{filters.key()}"
        start = None if after is None else cursor.read(after, self.generation, asked)
        plan, found = self._question(query, filters)
        keys = [] if found is None else self._keys(found, start, limit + 1)
        marker = Marker(plan.groups)
        hits = tuple(self._hit(key, marker) for key in keys[:limit])
        return Page(
            hits=hits,
            next=cursor.write(keys[limit - 1], self.generation, asked) if len(keys) > limit else None,
            generation=self.generation,
            complete=any(not hit.missing for hit in hits),
            corrected=plan.corrected,
        )

    def counts(self, query: str, filters: Filters = EVERYTHING) -> Counts:
        """How many hits there are, and of which kinds: of each facet, under the filters of the others."""
        plan = self._plan(query)
        return count(self._searcher, lambda narrowed: self._asked(plan, narrowed), filters)

    def _plan(self, query: str) -> Plan | None:
        """None where nothing is asked: then whatever the filters leave is meant."""
        return self._planner.plan(parse(query)) if query.strip() else None

    def _question(self, query: str, filters: Filters) -> tuple[Plan, Any | None]:
        plan = self._plan(query)
        return plan or Plan(), self._asked(plan, filters)

    def _asked(self, plan: Plan | None, filters: Filters) -> Any | None:
        if plan is None:
            return everything(self._schema, filters)
        return question(self._schema, plan, filters)

    def _keys(self, found: Any, start: Key | None, count: int) -> list[Key]:
        """The next hits behind a key, `count` at most. A window has what those before it do not have."""
        keys: list[Key] = []
        seen: set[tuple[int, int]] = set()
        for number, size in enumerate(_WINDOWS):
            hits = self._searcher.search(found, size, count=False).hits
            places = [(address.segment_ord, address.doc) for _, address in hits]
            if start is None or number >= start.window:
                window = [
                    Key(number, score, *place)
                    for (score, _), place in zip(hits, places, strict=True)
                    if place not in seen
                ]
                keys += [key for key in window if start is None or key.order > start.order]
                if len(keys) >= count:
                    break
            if len(hits) < size:
                break
            seen.update(places)
        return keys[:count]

    def _hit(self, key: Key, marker: Marker) -> Hit:
        stored = self._searcher.doc(tantivy.DocAddress(key.segment, key.document))
        return hit_of(json.loads(bytes(stored.get_first("shown"))), key.score, marker, self._owners.shown)
