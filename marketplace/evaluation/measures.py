"""The measures of one ranking each, by `ir_measures`, and what is counted beside them.

nDCG@10 gains a technology's grade itself (3, 2, 1), discounted by the logarithm of its place, over the best order
there is. recall@20 is of the usable (grade 2 and more). MRR is one over the place of the first usable. success@3 is
whether a usable one is among the first three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ir_measures
import numpy as np
import numpy.typing as npt

from marketplace.evaluation.asked import USABLE, Asked, Ranking

_MEASURES: dict[str, Any] = {
    "ndcg@10": ir_measures.nDCG @ 10,
    "recall@20": ir_measures.R(rel=USABLE) @ 20,
    "mrr": ir_measures.RR(rel=USABLE),
    "success@3": ir_measures.Success(rel=USABLE) @ 3,
}
NAMES: tuple[str, ...] = tuple(_MEASURES)
_LOOKED_AT = 10  # places in which a broken constraint counts

Scores = npt.NDArray[np.float64]  # one for each that was asked


def measure(asked: Sequence[Asked], rankings: Mapping[str, Ranking]) -> Mapping[str, Scores]:
    """By measure, in the order of what was asked. A ranking that is missing or empty scores 0."""
    judged = [
        ir_measures.Qrel(each.id, technology, grade) for each in asked for technology, grade in each.grades.items()
    ]
    ranked = [
        ir_measures.ScoredDoc(each.id, technology, -place)
        for each in asked
        for place, technology in enumerate(rankings.get(each.id, ()))
    ]
    row = {each.id: number for number, each in enumerate(asked)}
    scores = {name: np.zeros(len(asked)) for name in NAMES}
    name_of = {measure: name for name, measure in _MEASURES.items()}
    if judged and ranked:
        for found in ir_measures.iter_calc(list(name_of), judged, ranked):
            scores[name_of[found.measure]][row[found.query_id]] = found.value
    return scores


def violations(asked: Sequence[Asked], rankings: Mapping[str, Ranking]) -> int:
    """How many technologies in the first ten places break a constraint of what they stand under."""
    return sum(each.broken.issuperset({technology}) for each in asked for technology in _first(each, rankings))


def _first(each: Asked, rankings: Mapping[str, Ranking]) -> Ranking:
    return rankings.get(each.id, ())[:_LOOKED_AT]
