"""Evaluating matching and search on a labelled set: rank everything that is asked, measure, and hold it against
baselines on the same texts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from marketplace.evaluation import baselines
from marketplace.evaluation.asked import Asked, Ranking
from marketplace.evaluation.constraints import broken, unread
from marketplace.evaluation.halves import Half, half_of
from marketplace.evaluation.intervals import interval
from marketplace.evaluation.measures import Scores, measure, violations
from marketplace.evaluation.ranked import rank_needs, rank_queries
from marketplace.evaluation.report import Baseline, Figure, Figures, Report, Side, Slice
from marketplace.evaluation.slices import Slices, need_slices, query_slices
from marketplace.evaluation.words import Vocabulary
from marketplace.market_set import MarketSet
from marketplace.matching.embedding import Embedder
from marketplace.matching.embedding.kept import KeptEmbedder
from marketplace.profiles import Words

Progress = Callable[[str, int, int], None]  # what is done (embedding, needs, queries), how far, of how many
Rankings = Mapping[str, Ranking]
_HALVINGS = 10
_FILES = ("relevance.tsv", "queries.tsv", "query_relevance.tsv")


def missing_files(folder: Path) -> tuple[str, ...]:
    """The files a set may do without, that are not there."""
    return tuple(name for name in _FILES if not (folder / name).exists())


def evaluate(
    market: MarketSet, embedder: Embedder, progress: Progress, half: Half | None = None, missing: tuple[str, ...] = ()
) -> Report:
    """half: only those needs and queries whose ids fall into it; all technologies stay. missing: to be reported."""
    embedder = KeptEmbedder(embedder, None)  # a baseline and matching ask for the same texts
    needs = [each for each in market.needs if half is None or half_of(each.id) == half]
    queries = [each for each in market.queries if half is None or half_of(each.id) == half]
    asked_needs = [
        Asked(
            need.id,
            _graded(market.need_grades.get(need.id, {})),
            frozenset(each.id for each in market.technologies if broken(need, each)),
        )
        for need in needs
    ]
    asked_queries = [Asked(each.id, _graded(market.query_grades.get(each.id, {}))) for each in queries]
    questions = [baselines.Question(f"need {each.id}", each.texts) for each in needs]
    questions += [
        baselines.Question(f"query {each.id}", {"en" if each.language == "en" else "vi": Words(each.text)})
        for each in queries
    ]
    held = baselines.rankings(
        market.technologies, questions, embedder, lambda done, of: progress("embedding", done, of)
    )
    vocabulary = Vocabulary(market.technologies, market.organisations.values())
    sides: dict[str, Side] = {}
    if market.need_grades:
        ranked = rank_needs(market, needs, day_of(market), embedder, lambda done, of: progress("needs", done, of))
        sides["needs"] = _side(asked_needs, ranked, _of("need", held), need_slices(market, asked_needs, vocabulary))
    if market.query_grades and market.queries:
        with tempfile.TemporaryDirectory(prefix="hanotex-evaluate-") as folder:
            ranked = rank_queries(market, queries, Path(folder), lambda done, of: progress("queries", done, of))
        slices = query_slices(market, asked_queries, vocabulary)
        sides["queries"] = _side(asked_queries, ranked, _of("query", held), slices)
    operators = dict.fromkeys(each for need in needs for each in unread(need))
    return Report(sides, len(market.technologies), missing, half, embedder.name, tuple(operators))


def day_of(market: MarketSet) -> date | None:
    """The day on which a set is evaluated: before its first deadline, so that no need is closed."""
    deadlines = [each.deadline for each in market.needs if each.deadline is not None]
    return min(deadlines) - timedelta(days=1) if deadlines else None


def _side(asked: Sequence[Asked], ranked: Rankings, held: Mapping[str, Rankings], slices: Slices) -> Side:
    answerable = [each for each in asked if each.answerable]
    unanswerable = [each for each in asked if not each.answerable]
    scores = measure(answerable, ranked)
    of_held = {name: measure(answerable, rankings) for name, rankings in held.items()}
    legal = {name: {each.id: _kept(each, rankings) for each in asked} for name, rankings in held.items()}
    of_legal = {name: measure(answerable, rankings) for name, rankings in legal.items()}
    place = {each.id: number for number, each in enumerate(answerable)}

    def figures(
        ids: Iterable[str], scores: Mapping[str, Scores], rankings: Rankings, among: Sequence[Asked]
    ) -> Figures:
        rows = [place[each] for each in ids]
        return Figures(_figures(scores, rows), violations(among, rankings))

    def of(ids: Sequence[str], among: Sequence[Asked]) -> Slice:
        rows = [place[each] for each in ids]
        return Slice(
            len(ids),
            figures(ids, scores, ranked, among),
            {
                name: Baseline(
                    figures(ids, of_held[name], held[name], among),
                    _figures({each: scores[each] - of_held[name][each] for each in scores}, rows),
                    _figures(of_legal[name], rows),
                )
                for name in held
            },
        )

    everything = of([each.id for each in answerable], asked)  # a broken constraint counts where nothing answers too
    by_id = {each.id: each for each in asked}
    return Side(
        {"all": everything, **{name: of(ids, [by_id[each] for each in ids]) for name, ids in slices.items()}},
        abstained=sum(not ranked.get(each.id) for each in unanswerable),
        unanswerable=len(unanswerable),
        false_abstentions=sum(not ranked.get(each.id) for each in answerable),
        answerable=len(answerable),
        halvings=_halvings(answerable, scores),
    )


def _halvings(asked: Sequence[Asked], scores: Mapping[str, Scores]) -> tuple[tuple[float, float], ...]:
    """nDCG@10 of two halves, divided otherwise each time: how far a figure rests on who is asked."""
    made = []
    for salt in map(str, range(_HALVINGS)):
        second = np.array([half_of(each.id, salt) == 2 for each in asked], dtype=np.bool_)
        if second.any() and not second.all():
            made.append((float(scores["ndcg@10"][~second].mean()), float(scores["ndcg@10"][second].mean())))
    return tuple(made)


def _figures(scores: Mapping[str, Scores], rows: Sequence[int]) -> dict[str, Figure]:
    chosen = {name: values[np.array(rows, dtype=np.int64)] for name, values in scores.items()}
    return {
        name: Figure(float(values.mean()) if len(values) else None, interval(values)) for name, values in chosen.items()
    }


def _kept(asked: Asked, rankings: Rankings) -> Ranking:
    return [each for each in rankings.get(asked.id, ()) if each not in asked.broken]


def _of(kind: str, held: Mapping[str, Rankings]) -> dict[str, Rankings]:
    return {
        name: {key.removeprefix(f"{kind} "): found for key, found in rankings.items() if key.startswith(f"{kind} ")}
        for name, rankings in held.items()
    }


def _graded(grades: Mapping[str, int]) -> Mapping[str, int]:
    return {technology: grade for technology, grade in grades.items() if grade > 0}
