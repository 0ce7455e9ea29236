"""Whether anything is near enough: how far an entry stands out in all ways of comparing, taken together.

The first of a ranking is always far above the mean of something. What answers a need stands out in its meaning, in its
measures, in its words, in its class and in its sector at once; what merely comes first does so in one of them. The
unit is the standard deviation of the need's own comparisons with everything that is offered.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from marketplace.matching.vectors import Scores

_WAYS: Mapping[str, float] = {"meaning": 1.0, "measures": 1.0, "wording": 1.0, "classes": 0.5, "sector": 0.5}
_TARGETS = 0.5  # a need all of whose measures are met by stated figures stands so much higher


def agreement(features: Mapping[str, Scores]) -> Scores:
    """The weighted mean of the ways of comparing; those in which nothing differs from anything are left out."""
    ways = dict(features)
    # The same thing said in the same words, or, across languages, in the other's.
    ways["wording"] = np.maximum(features["words"], features["concepts"])
    heard = [name for name in _WAYS if name in ways and np.ptp(ways[name]) > 0]
    total = sum(_WAYS[name] for name in heard)
    if not total:
        return np.zeros(len(features["meaning"]))
    mean = np.sum([_WAYS[name] * ways[name] for name in heard], axis=0) / total
    if "targets" in features:
        mean = mean + _TARGETS * features["targets"]
    rounded: Scores = np.round(mean, 6)
    return rounded
