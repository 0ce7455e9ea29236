"""How far a mean could have fallen otherwise: 95 % intervals by the bootstrap (Efron, 1979), percentiles, seeded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SAMPLES = 2000
_SEED = 20260101
_BOUNDS = (2.5, 97.5)  # percentiles


def interval(scores: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """Of the mean, by drawing what was asked again, with replacement. None for nothing asked.

    The same scores have the same interval in every run. For the difference of two rankers hand in the differences,
    pair by pair: what both find hard is then no part of the doubt.
    """
    if len(scores) == 0:
        return None
    random = np.random.default_rng(_SEED)
    means = scores[random.integers(0, len(scores), size=(_SAMPLES, len(scores)))].mean(axis=1)
    low, high = np.percentile(means, _BOUNDS)
    return float(low), float(high)
