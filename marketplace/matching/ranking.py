"""The nearest of a corpus to what is asked, in an order that does not depend on the machine."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.agreement import agreement, closer
from marketplace.matching.background import ENOUGH
from marketplace.matching.blend import blend, millionths
from marketplace.matching.corpus import Corpus, Read
from marketplace.matching.features import features, speaks, standard
from marketplace.matching.results import Scored, Strength
from marketplace.matching.vectors import Scores, blended, cosines

_LEADING = 5  # so many stand for what a good answer looks like
_LOOKED_INTO = 30  # so many have their figures held against the targets
_WALKED = 5_000  # so many of the nearest are held against the constraints

# What `agreement.py` finds, in standard deviations (docs/adr/0016-matching.md says how these were chosen).
_LEAST, _AMONG = 5.8, 160
_STRONG = 1.25
_ANSWERS = 0.3  # the first answer must stand so much higher,
_ALONE, _ALONE_MOST = 0.5, 2.0  # unless it stands above the next one, by at most so much

Targets = Callable[[int], float]


@dataclass(frozen=True)
class Ranking:
    """order: places of the nearest, ties by id. agreement: of each entry, see `agreement.py`."""

    corpus: Corpus
    scores: Scores
    agreement: Scores
    features: Mapping[str, Scores]
    order: NDArray[np.intp]

    def scored(self, place: int) -> Scored:
        own = {name: millionths(float(each[place])) for name, each in sorted(self.features.items())}
        return Scored(self.corpus.entries[place].id, millionths(float(self.scores[place])), own)

    @cached_property
    def least(self) -> float:
        """Where a first answer must stand: the best of more unrelated texts stands higher by chance.

        So does any abstract above a background of titles, which a small market is compared with.
        """
        few = 2 * max(0.0, 1 - self.corpus.findable / ENOUGH) ** 2
        return _LEAST + (_best_of(len(self.corpus)) - _best_of(_AMONG)) / 2 + few

    @property
    def near(self) -> int:
        """How many may be."""
        return int((self.agreement[self.order] >= self.least).sum())

    def is_near(self, place: int) -> bool:
        """Whether an entry may be a first answer."""
        return float(self.agreement[place]) >= self.least

    def answers(self, first: int, second: int | None) -> bool:
        """Whether the first that fits is an answer: near, the more so the further it stands above the second that fits.

        Where nothing answers, several come about equally near; what answers mostly stands alone.
        """
        spread = float(self.scores.std())
        above = 0.0
        if second is not None and spread > 1e-9:
            above = min((float(self.scores[first]) - float(self.scores[second])) / spread, _ALONE_MOST)
        return round(float(self.agreement[first]) + _ALONE * above, 6) >= self.least + _ANSWERS

    def strength(self, place: int) -> Strength:
        above = float(self.agreement[place]) - self.least
        return "strong" if above >= _STRONG else "medium" if above >= 0 else "weak"


def rank(read: Read, corpus: Corpus, targets: Targets | None = None) -> Ranking:
    """targets: of a place, how far its figures meet what is asked, -1 to 1; None where nothing is measured."""
    meaning = cosines(corpus.meaning, read.meaning)
    own = features(read, corpus, meaning)
    own["alike"] = _alike(blend(own), corpus)
    if targets is not None:
        own["targets"] = np.zeros(len(corpus))
        for place in _first(blend(own), corpus, _LOOKED_INTO):
            own["targets"][place] = targets(int(place))
    scores = blend(own)
    agreed = np.zeros(len(corpus))
    if read.words:  # whoever says nothing asks for nothing
        agreed = agreement(scores, own, speaks(read, corpus), closer(meaning, corpus.crowd))
    return Ranking(corpus, scores, agreed, own, _first(scores, corpus, _WALKED))


def _first(scores: Scores, corpus: Corpus, number: int) -> NDArray[np.intp]:
    """So many places by score; equal ones in the order of the corpus, which is that of the ids."""
    own = scores[: corpus.findable]
    if number >= len(own):
        return np.argsort(-own, kind="stable")
    last = np.partition(own, len(own) - number)[len(own) - number]
    among = np.flatnonzero(own >= last)
    return among[np.argsort(-own[among], kind="stable")][:number]


def _alike(scores: Scores, corpus: Corpus) -> Scores:
    """How near each entry is to the few that lead so far: what resembles a good answer may be another.

    They count by how far they are from the first (pseudo-relevance feedback, Rocchio 1971).
    """
    first = _first(scores, corpus, _LEADING)
    weights = np.exp(scores[first] - scores[first[0]])
    return standard(cosines(corpus.meaning, blended(corpus.meaning[first], weights)))


def _best_of(number: int) -> float:
    """About how many deviations above the mean the largest of so many normal numbers is."""
    return math.sqrt(2 * math.log(max(number, 2)))
