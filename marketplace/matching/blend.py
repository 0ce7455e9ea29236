"""From comparable features to one score: each times a weight, added.

The weights are few, positive and round; how they were chosen is in docs/adr/0016-matching.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from marketplace.matching.vectors import Scores

WEIGHTS: Mapping[str, float] = {
    "meaning": 0.4,
    "targets": 1.0,
    "alike": 0.6,
    "measures": 0.25,
    "concepts": 0.5,
    "words": 0.1,
    "classes": 0.1,
    "sector": 0.1,
}
VERSION = 1  # of everything in this folder that changes a score and is not named beside it
_PARTS = 1_000_000


def blend(features: Mapping[str, Scores]) -> Scores:
    """Rounded to millionths, so that ties are ties everywhere. Features that are absent count nothing."""
    total = np.sum([WEIGHTS[name] * scores for name, scores in sorted(features.items())], axis=0)
    rounded: Scores = np.rint(total * _PARTS) / _PARTS
    return rounded


def millionths(value: float) -> int:
    return round(value * _PARTS)
