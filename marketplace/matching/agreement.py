"""Whether anything is near enough: how far an entry stands out of all that is offered, and whether the ways agree.

The first of a ranking is always far above the mean of something. What answers a need stands far out in the blended
score, and does so in what the need is measured by and in its sector as well, and the need is nearer to it than its own
neighbours are; what merely comes first stands out in wording or in topic alone. The unit is the standard deviation of
the need's own comparisons with everything offered, so that no constant of one embedder is in it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.vectors import Scores

_MEASURES, _SECTOR, _CLOSER = 0.5, 0.5, 0.25
# Without words in common the same answer stands so much lower.
_ACROSS = 1.0


def agreement(scores: Scores, features: Mapping[str, Scores], own: NDArray[np.bool_], nearer: Scores) -> Scores:
    """scores: blended; features: comparable; own: which entries are in a language that is asked in; nearer: `closer`.

    A need without measures has its meaning in their place.
    """
    spread = float(scores.std()) if len(scores) else 0.0
    if spread < 1e-9:
        return np.zeros(len(scores))
    standing = (scores - scores.mean()) / spread
    measures = features.get("measures", features["meaning"])
    agreed = standing + _MEASURES * measures + _SECTOR * features["sector"] + _CLOSER * nearer
    rounded: Scores = np.round(agreed + np.where(own, 0.0, _ACROSS), 6)
    return rounded


def closer(meaning: Scores, crowd: Scores) -> Scores:
    """How much nearer the need is to each entry than the entry's own neighbours are, in deviations of the cosines.

    What is near to everything (a platform, a report) is near to every need too (hubness; Radovanović et al., 2010).
    """
    spread = float(meaning.std()) if len(meaning) else 0.0
    return (meaning - crowd) / spread if spread > 1e-9 else np.zeros(len(meaning))
