"""The nearest of a corpus to what is asked, in an order that does not depend on the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.blend import blend, millionths
from marketplace.matching.corpus import Corpus, Read
from marketplace.matching.features import features, standard
from marketplace.matching.results import Scored
from marketplace.matching.vectors import Scores, blended, cosines

_LEADING = 5
_WALKED = 5_000  # so many of the nearest are held against the constraints


@dataclass(frozen=True, slots=True)
class Ranking:
    """order: places of the nearest, ties by id. near: how many of these are near enough to be an answer."""

    corpus: Corpus
    scores: Scores
    features: Mapping[str, Scores]
    order: NDArray[np.intp]
    near: int

    def scored(self, place: int) -> Scored:
        own = {name: millionths(float(each[place])) for name, each in sorted(self.features.items())}
        return Scored(self.corpus.entries[place].id, millionths(float(self.scores[place])), own)


def rank(read: Read, corpus: Corpus) -> Ranking:
    own = features(read, corpus)
    own["alike"] = alike(blend(own), corpus)
    scores = blend(own)
    # The corpus is in the order of its ids, and the sort is stable.
    order = np.argsort(-scores, kind="stable")[:_WALKED]
    return Ranking(corpus, scores, own, order, near_enough(scores, order))


def alike(scores: Scores, corpus: Corpus) -> Scores:
    """How near each entry is to the few that lead so far: what resembles a good answer may be another.

    They count by how far they are from the first (pseudo-relevance feedback, Rocchio 1971).
    """
    first = np.argsort(-scores, kind="stable")[:_LEADING]
    weights = np.exp(scores[first] - scores[first[0]])
    return standard(cosines(corpus.meaning, blended(corpus.meaning[first], weights)))


def near_enough(scores: Scores, order: NDArray[np.intp]) -> int:
    return int((scores[order] > 1.0).sum())
