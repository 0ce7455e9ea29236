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


def cosines(rows: Vectors, vector: Vectors) -> Scores:
    """Of each row with one vector, both as `whole` gives them; -1 to 1, exact to their rounding."""
    products: Vectors = rows @ vector
    return products.astype(np.float64) / float(_SCALE * _SCALE)


def crowding(rows: Vectors, number: int, among: int) -> Scores:
    """Of each row the mean cosine with so many of its nearest others; of many rows, `among` evenly chosen ones stand
    for all. 0 for a row alone.
    """
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(among, len(rows))).astype(np.intp))
    nearest = min(number, len(chosen) - 1)
    made = np.zeros(len(rows))
    if nearest < 1:
        return made
    place_of = {int(row): place for place, row in enumerate(chosen)}
    others = np.ascontiguousarray(rows[chosen].T)
    for start in range(0, len(rows), among):
        near = (rows[start : start + among] @ others).astype(np.float64) / float(_SCALE * _SCALE)
        for row in range(start, min(start + among, len(rows))):
            if row in place_of:
                near[row - start, place_of[row]] = -2.0  # itself
        near.partition(near.shape[1] - nearest, axis=1)
        # In order, so that the sum comes out the same.
        made[start : start + among] = np.sort(near[:, near.shape[1] - nearest :], axis=1).mean(axis=1)
    return made


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
