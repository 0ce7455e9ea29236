"""Cosines that come out the same on every machine.

Vectors of length 1 are kept as whole numbers of 1/4,000 in float32. A product of two such vectors is a sum of whole
numbers whose partial sums never pass 2**24 (Cauchy–Schwarz), so that a float32 holds each of them exactly: the order
of additions, the number of threads and the width of registers change nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.embedding.port import Vectors

Scores = NDArray[np.float64]
_SCALE = 4_000


def whole(vectors: Vectors) -> Vectors:
    """Rows of length 1 (or 0) as whole numbers of 1/4,000."""
    rounded: Vectors = np.rint(vectors * np.float32(_SCALE)).astype(np.float32)
    return rounded


def cosines(rows: Vectors, *vectors: Vectors) -> list[Scores]:
    """Of each row with each vector, all as `whole` gives them; -1 to 1, exact to their rounding."""
    # One pass over the rows for all vectors: with many rows, reading them is what takes the time.
    products: Vectors = rows @ np.stack(vectors, axis=1)
    return [products[:, place].astype(np.float64) / float(_SCALE * _SCALE) for place in range(len(vectors))]


def unit(rows: Vectors) -> Vectors:
    """Rows of length 1; a row of nothing stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled


def blended(rows: Vectors, weights: Scores) -> Vectors:
    """The middle of whole rows, weighted, and whole again."""
    middle = (rows.astype(np.float64) * weights[:, None]).sum(axis=0, keepdims=True)
    row: Vectors = whole(unit(middle.astype(np.float32)))[0]
    return row
