"""What a search may be narrowed to, and what of the index each narrowing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import tantivy

from marketplace.search.codes import ipc_depths

_REACH = {"kinds": "kind", "sectors": "sector", "owners": "owner", "languages": "language", "modes": "mode"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Of several values of one kind any will do. ipc: a code at any depth; territory: ISO 3166, where rights must be
    offered (an offer for `VN` is one for `VN-HN`); trl_from: at least; green, strategic: None, where either will do.
    """

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    ipc: str | None = None
    trl_from: int | None = None
    territory: str | None = None
    owners: tuple[str, ...] = ()
    green: bool | None = None
    strategic: bool | None = None
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()

    def key(self) -> str:
        """The same for the same narrowing."""
        return repr([(each.name, getattr(self, each.name)) for each in fields(self)])


EVERYTHING = Filters()


def conditions(schema: Any, filters: Filters) -> Iterator[tuple[str, Any]]:
    """Each narrowing by its name, as a query of the index."""
    for name, indexed in _REACH.items():
        values = getattr(filters, name)
        if values:
            yield name, _any_of(schema, indexed, values)
    if filters.ipc is not None:
        depths = ipc_depths(filters.ipc)
        yield "ipc", _any_of(schema, "ipc", depths[-1:] or (filters.ipc,))
    if filters.territory is not None:
        yield "territory", _any_of(schema, "territory", _covering(filters.territory))
    if filters.trl_from is not None:
        kind = tantivy.FieldType.Unsigned
        yield "trl_from", tantivy.Query.range_query(schema, "trl", kind, lower_bound=max(filters.trl_from, 0))
    for name in ("green", "strategic"):
        if getattr(filters, name) is not None:
            yield name, tantivy.Query.term_query(schema, name, getattr(filters, name))


def _covering(territory: str) -> list[str]:
    country, separator, _ = territory.partition("-")
    return [territory, country] if separator else [territory]


def _any_of(schema: Any, name: str, values: Any) -> Any:
    terms = [tantivy.Query.term_query(schema, name, value, "basic") for value in values]
    return terms[0] if len(terms) == 1 else _either(terms)


def _either(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
