"""The middle of each language's texts, subtracted from them: what is left tells texts apart and not languages.

An embedder of many languages puts each into a corner of its own, so that whatever is written in a need's language is
nearer than the answer in the other one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from marketplace.matching.vectors import Floats

# As if so many texts stood at the middle of all others: the middle of two or three texts is theirs and no language's.
_FEW = 4


class Centre:
    """Means by kind of text (a language and a view of it). An unknown kind has the mean of all."""

    def __init__(self, means: Mapping[Hashable, Floats], overall: Floats) -> None:
        self._means, self._overall = means, overall

    @staticmethod
    def of(kinds: Sequence[Hashable], rows: Floats) -> Centre:
        """kinds: of each row."""
        exact = rows.astype(np.float64)
        overall = exact.sum(axis=0) / (len(rows) + _FEW)
        numbers: dict[Hashable, list[int]] = {}
        for number, kind in enumerate(kinds):
            numbers.setdefault(kind, []).append(number)
        means = {
            kind: ((exact[rows_of].sum(axis=0) + _FEW * overall) / (len(rows_of) + _FEW)).astype(np.float32)
            for kind, rows_of in numbers.items()
        }
        return Centre(means, overall.astype(np.float32))

    def centred(self, kinds: Sequence[Hashable], rows: Floats) -> Floats:
        """Rows without their kind's mean, of length 1 again."""
        if not len(rows):
            return rows
        return unit(rows - np.stack([self._means.get(kind, self._overall) for kind in kinds]))


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of nothing stays."""
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    scaled: Floats = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
