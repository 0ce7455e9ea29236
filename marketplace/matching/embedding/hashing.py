"""Vectors without any model: words and pieces of words, hashed (feature hashing, Weinberger et al., 2009).

Knows no meaning and no second language, but always works, and finds a word in another form or with a slip of the
finger. Its rows are the same in every process: the hash is CRC-32, not Python's.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from marketplace.matching.embedding.port import Vectors
from marketplace.text import folded_tokens

_DIMENSIONS = 1024
_PIECES = (3, 4)  # letters of a piece, the edges of the word counted
_WORD, _PAIR, _PIECE = 1.0, 0.7, 0.35


class Hashing:
    @property
    def name(self) -> str:
        return f"hashing/1/{_DIMENSIONS}"

    @property
    def dimensions(self) -> int:
        return _DIMENSIONS

    def embed(self, texts: Sequence[str], *, asked: bool = False) -> Vectors:
        rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = folded_tokens(text)
            for word, times in Counter(words).items():
                places, values = _features(word)
                np.add.at(row, places, values * np.float32(1 + np.log(times)))
            # Vietnamese writes its syllables apart: two together are often the word.
            for pair, times in Counter(pairwise(words)).items():
                place, sign = _place(" ".join(pair))
                row[place] += sign * _PAIR * (1 + np.log(times))
            length = np.linalg.norm(row)
            if length == 0:
                row[0] = 1
            else:
                row /= length
        return rows


@lru_cache(maxsize=65_536)
def _features(word: str) -> tuple[npt.NDArray[np.int64], Vectors]:
    edged = f"<{word}>"
    pieces = [edged[at : at + size] for size in _PIECES for at in range(len(edged) - size + 1) if size < len(edged)]
    hashed = [(*_place(word), _WORD)] + [(*_place(piece), _PIECE) for piece in pieces]
    return (
        np.array([place for place, _, _ in hashed], dtype=np.int64),
        np.array([sign * weight for _, sign, weight in hashed], dtype=np.float32),
    )


def _place(feature: str) -> tuple[int, int]:
    """Where a feature counts, and whether up or down, so that what falls together does not add up."""
    digest = zlib.crc32(feature.encode())
    return digest % _DIMENSIONS, 1 if digest >> 31 else -1
