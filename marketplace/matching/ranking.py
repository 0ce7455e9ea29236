"""The nearest of a corpus to what is asked, in an order that does not depend on the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.blend import blend, millionths, standard
from marketplace.matching.corpus import Corpus, Read
from marketplace.matching.features import features
from marketplace.matching.results import Scored
from marketplace.matching.vectors import Scores

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
    own = {name: standard(each) for name, each in features(read, corpus).items()}
    scores = blend(own)
    # The corpus is in the order of its ids, and the sort is stable.
    order = np.argsort(-scores, kind="stable")[:_WALKED]
    return Ranking(corpus, scores, own, order, near=near_enough(scores, order))


def near_enough(scores: Scores, order: NDArray[np.intp]) -> int:
    return int((scores[order] > 1.0).sum())
