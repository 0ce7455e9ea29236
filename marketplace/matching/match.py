"""Three questions: which technologies answer a need, which needs a technology answers, what a fund looks for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from marketplace.matching.blend import VERSION, WEIGHTS
from marketplace.matching.candidates import Candidates, Demands, entry_of
from marketplace.matching.constraints import Verdict, constraints, deadline, excludes, facet, fund_constraints, sector
from marketplace.matching.corpus import Read, Reader
from marketplace.matching.explaining import explain, shared_terms
from marketplace.matching.ranking import Ranking, Targets, rank
from marketplace.matching.results import Empty, Excluded, Matching, Suggestion, Value
from marketplace.matching.sentences import say
from marketplace.matching.targets import share, targets
from marketplace.profiles import Fund, Need, Technology

NEAR_MISSES = 5  # so many that are near enough and excluded are shown
RECORDED = 50  # so many of the nearest are kept with their features, fitting or not
_Judge = Callable[[int], Iterable[Verdict]]


def version(reader: Reader) -> str:
    """What a ranking depends on besides what is ranked: the method, its weights, the words, the model."""
    weights = hashlib.sha256(json.dumps(dict(WEIGHTS), sort_keys=True).encode()).hexdigest()
    return f"matching {VERSION}; weights {weights[:12]}; glossary {reader.glossary.digest[:12]}; {reader.embedder.name}"


def match_need(need: Need, candidates: Candidates, today: date | None, limit: int = 10) -> Matching:
    """Technologies for a need. today: in Viet Nam; None where deadlines are not to be judged."""
    due = deadline(need, today)
    technologies = candidates.profiles

    def hard(place: int) -> Iterable[Verdict]:
        return constraints(need, technologies[place])

    def soft(place: int) -> Iterable[Verdict]:
        if need.sector:
            yield sector((need.sector,), technologies[place].sectors)
        yield from targets(need, technologies[place], candidates.corpus)

    def measured(place: int) -> float:
        return share(need, targets(need, technologies[place], candidates.corpus))

    late = due if due and excludes(due) else None
    return _match("need", need, candidates, hard, soft, limit, late, measured if need.kpis else None)


def match_technology(technology: Technology, demands: Demands, today: date | None, limit: int = 10) -> Matching:
    """Needs for a technology, under the same constraints; needs whose deadline is past are excluded."""
    needs = demands.profiles

    def hard(place: int) -> Iterable[Verdict]:
        due = deadline(needs[place], today)
        if due:
            yield due
        yield from constraints(needs[place], technology)

    def soft(place: int) -> Iterable[Verdict]:
        if needs[place].sector:
            yield sector((needs[place].sector,), technology.sectors)
        yield from targets(needs[place], technology, demands.corpus)

    def measured(place: int) -> float:
        return share(needs[place], targets(needs[place], technology, demands.corpus))

    return _match("technology", technology, demands, hard, soft, limit, measured=measured)


def match_fund(fund: Fund, side: Candidates | Demands, today: date | None, limit: int = 10) -> Matching:
    """What a fund looks for on one side of the market; a fund that looks at both asks twice."""
    profiles = side.profiles

    def hard(place: int) -> Iterable[Verdict]:
        other = profiles[place]
        due = deadline(other, today) if isinstance(other, Need) else None
        if due:
            yield due
        yield from fund_constraints(fund, other)

    return _match("fund", fund, side, hard, lambda place: (), limit)


def _match(
    direction: str,
    asked: Need | Technology | Fund,
    side: Candidates | Demands,
    hard: _Judge,
    soft: _Judge,
    limit: int,
    barred: Verdict | None = None,
    measured: Targets | None = None,
) -> Matching:
    corpus = side.corpus
    if barred is not None or not len(side):
        empty = _empty(barred.code, barred.values) if barred else _empty("NO_CANDIDATES", {})
        return Matching(direction, asked.id, side.found, version(corpus.reader), side.digest, (), (), empty, 0, ())
    read = corpus.reader.read(entry_of(asked), corpus.centring)
    ranking = rank(read, corpus, measured)
    always = direction == "fund"  # a fund looks over a field; there is no one answer that would have to stand out
    fitting: list[tuple[int, list[Verdict]]] = []
    excluded: list[Excluded] = []
    near = len(ranking.order) if always else ranking.near
    for place in map(int, ranking.order):
        verdicts = list(hard(place))
        broken = [each for each in verdicts if excludes(each)]
        if not broken:
            fitting.append((place, verdicts))
            if len(fitting) >= max(limit, 2):
                break
        elif len(excluded) < NEAR_MISSES and ranking.is_near(place):
            terms = shared_terms(read, ranking, place)
            excluded.append(Excluded(corpus.entries[place].id, ranking.scored(place), terms, tuple(map(facet, broken))))
    # The first that fits decides whether there is an answer at all; others may follow it.
    first, second = (fitting[0][0] if fitting else None), (fitting[1][0] if len(fitting) > 1 else None)
    if first is None or not (always or ranking.answers(first, second)):
        fitting = []
    suggestions = [
        _suggestion(position, place, read, ranking, [*verdicts, *soft(place)])
        for position, (place, verdicts) in enumerate(fitting[:limit], 1)
    ]
    return Matching(
        direction,
        asked.id,
        side.found,
        version(corpus.reader),
        side.digest,
        tuple(suggestions),
        tuple(excluded),
        None if suggestions else _nothing(ranking, near, excluded),
        near,
        tuple(ranking.scored(int(place)) for place in ranking.order[:RECORDED]),
    )


def _suggestion(position: int, place: int, read: Read, ranking: Ranking, verdicts: Iterable[Verdict]) -> Suggestion:
    facets = tuple(map(facet, verdicts))
    terms = shared_terms(read, ranking, place)
    return Suggestion(
        ranking.corpus.entries[place].id,
        position,
        ranking.scored(place),
        ranking.strength(place),
        terms,
        facets,
        explain(read, ranking, place, terms, facets),
    )


def _nothing(ranking: Ranking, near: int, excluded: list[Excluded]) -> Empty:
    if not excluded:
        return _empty("NOTHING_NEAR", {"considered": ranking.corpus.findable})
    nearest = excluded[0].broken[0].said
    return _empty("ALL_EXCLUDED", {"near": near, "reason_vi": nearest.vi, "reason_en": nearest.en})


def _empty(code: str, values: Mapping[str, Value]) -> Empty:
    return Empty(code, values, say(code, values))
