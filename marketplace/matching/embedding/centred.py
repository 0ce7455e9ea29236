"""Vectors without what all texts of their language have in common.

A multilingual model puts the texts of one language near each other, whatever they say, so that across languages the
right answer comes behind any text of one's own. What a language's texts share is their mean; without it, the
languages lie over each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from marketplace.matching.embedding.port import Vectors

# So many texts of all languages stand in for what a language's own few do not say: with one text alone its mean
# would be the text itself, and nothing would be left of it.
_PRIOR = 4.0


@dataclass(frozen=True, slots=True)
class Centring:
    """means: by language, of length below 1; overall: for a language that had no text."""

    means: Mapping[str, Vectors]
    overall: Vectors

    def apply(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """Rows of length 1. languages: of each row; a row that is its mean stays as it was."""
        if len(vectors) == 0:
            return vectors
        means = np.stack([self.means.get(language, self.overall) for language in languages])
        moved = vectors - means
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        kept = np.where(lengths > 1e-6, moved / np.maximum(lengths, 1e-6), vectors)
        return np.asarray(kept, dtype=np.float32)


def centre(vectors: Vectors, languages: Sequence[str]) -> Centring:
    """The means of what is to be ranked. languages: of each row."""
    if len(vectors) == 0:
        return Centring({}, np.zeros(vectors.shape[1], dtype=np.float32))
    spoken = np.array(languages)
    sums = {language: vectors[spoken == language].sum(axis=0) for language in sorted(set(languages))}
    counts = {language: int((spoken == language).sum()) for language in sums}
    # Each language counts alike in the overall mean: the rarer one shall not be drawn to the other's place.
    overall = np.mean([sums[each] / counts[each] for each in sums], axis=0, dtype=np.float32)
    return Centring(
        {
            each: np.asarray((sums[each] + _PRIOR * overall) / (counts[each] + _PRIOR), dtype=np.float32)
            for each in sums
        },
        np.asarray(overall, dtype=np.float32),
    )
