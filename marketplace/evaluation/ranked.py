"""What matching answers to needs and search to queries, as a person at the service would get it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from marketplace.evaluation.asked import Ranking
from marketplace.market_set import MarketSet, Query
from marketplace.matching.candidates import Candidates
from marketplace.matching.embedding import Embedder
from marketplace.matching.glossary import Glossary
from marketplace.matching.match import match_need
from marketplace.profiles import Need
from marketplace.search import Search, build

_DEPTH = 20  # places: as far as a measure looks

Progress = Callable[[int, int], None]


def rank_needs(
    market: MarketSet, needs: Sequence[Need], today: date | None, embedder: Embedder, progress: Progress
) -> Mapping[str, Ranking]:
    """By need; empty where matching says that nothing answers it."""
    progress(0, len(needs))
    candidates = Candidates(market.technologies, embedder, Glossary.load())
    ranked: dict[str, Ranking] = {}
    for done, need in enumerate(needs, 1):
        found = match_need(need, candidates, today, _DEPTH)
        ranked[need.id] = [each.id for each in found.suggestions]
        progress(done, len(needs))
    return ranked


def rank_queries(
    market: MarketSet, queries: Sequence[Query], folder: Path, progress: Progress
) -> Mapping[str, Ranking]:
    """By query, from an index that is built in the folder."""
    progress(0, len(queries))
    build(folder, market.technologies, market.organisations.values())
    search = Search.open(folder)
    ranked: dict[str, Ranking] = {}
    try:
        for done, query in enumerate(queries, 1):
            ranked[query.id] = [hit.id for hit in search.page(query.text, limit=_DEPTH).hits]
            progress(done, len(queries))
    finally:
        search.close()
    return ranked
