"""From features to one score: each made comparable over all that is ranked, then added with a weight.

The weights are few, positive and round; how they were chosen is in docs/adr/0016-matching.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from marketplace.matching.vectors import Scores

WEIGHTS: Mapping[str, float] = {
    "meaning": 0.5,
    "title": 0.2,
    "words": 0.1,
    "concepts": 0.3,
    "classes": 0.1,
    "sector": 0.05,
}
VERSION = 1  # of everything in this folder that changes a score, but for what `version` names besides
_PARTS = 1_000_000


def standard(scores: Scores) -> Scores:
    """How many standard deviations above the mean of all; 0 for all where they do not differ."""
    spread = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros(len(scores))


def blend(features: Mapping[str, Scores]) -> Scores:
    """features: already comparable. Rounded to millionths, so that ties are ties everywhere."""
    total = sum(WEIGHTS[name] * each for name, each in sorted(features.items()))
    rounded: Scores = np.rint(np.asarray(total) * _PARTS) / _PARTS
    return rounded


def millionths(value: float) -> int:
    return round(value * _PARTS)
