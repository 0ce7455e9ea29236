"""How many hits a question has, and of which kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from marketplace.search.filters import EVERYTHING, Filters

_MOST_VALUES = 200
# Facet → the filter that narrows it.
_NARROWED_BY = {
    "kind": "kinds",
    "sector": "sectors",
    "trl": "trl_from",
    "territory": "territory",
    "owner": "owners",
    "section": "ipc",
    "subclass": "ipc",
    "green": "green",
    "strategic": "strategic",
    "language": "languages",
    "mode": "modes",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """total: hits under all filters. by: facet → value → hits, the most first, under all filters but the facet's own;
    `true`, `false` of green and strategic."""

    total: int
    by: Mapping[str, Mapping[str, int]]


def count(searcher: Any, asked: Callable[[Filters], Any | None], filters: Filters) -> Counts:
    """asked: the question under some filters, None where nothing can match."""
    narrowed = {each.name for each in fields(filters) if getattr(filters, each.name) != getattr(EVERYTHING, each.name)}
    by: dict[str, dict[str, int]] = {}
    together = [facet for facet in _NARROWED_BY if _NARROWED_BY[facet] not in narrowed]
    total, found = _aggregated(searcher, asked(filters), together)
    by |= found
    for name in sorted(narrowed):
        apart = [facet for facet in _NARROWED_BY if _NARROWED_BY[facet] == name]
        _, found = _aggregated(searcher, asked(replace(filters, **{name: getattr(EVERYTHING, name)})), apart)
        by |= found
    return Counts(total, {facet: by[facet] for facet in _NARROWED_BY})


def _aggregated(searcher: Any, question: Any | None, facets: list[str]) -> tuple[int, dict[str, dict[str, int]]]:
    if question is None:
        return 0, {facet: {} for facet in facets}
    wanted: dict[str, Any] = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in facets}
    # Every listing is or is not green.
    wanted["_all"] = {"value_count": {"field": "green"}}
    answer = searcher.aggregate(question, wanted)
    total = int(answer.pop("_all")["value"])
    return total, {facet: _buckets(answer[facet]["buckets"]) for facet in facets}


def _buckets(buckets: list[dict[str, Any]]) -> dict[str, int]:
    counted = [(str(each.get("key_as_string", each["key"])), int(each["doc_count"])) for each in buckets]
    return dict(sorted(counted, key=lambda each: (-each[1], each[0])))
