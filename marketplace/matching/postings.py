"""Which texts hold a term, and how much that says: postings in flat arrays, scored without a loop over texts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.vectors import Scores

_K1, _B = 1.2, 0.75  # BM25's usual constants (Robertson and Zaragoza, 2009)
_COMMON = 0.25  # a term in more than a quarter of the texts tells nothing apart, and costs the most to add up
_FEW = 8  # with fewer texts than this, every term may be common


class Postings:
    """Terms of texts with their BM25 weights.

    lists: each text's terms, with repetition. b: how much a long text is held against it, 0 to 1.
    """

    def __init__(self, lists: Iterable[Sequence[str]], *, b: float = _B) -> None:
        numbers: dict[str, int] = {}
        terms, texts, counts, lengths = array("I"), array("I"), array("f"), array("f")
        for text, words in enumerate(lists):
            lengths.append(len(words))
            for word, count in Counter(words).items():
                terms.append(numbers.setdefault(word, len(numbers)))
                texts.append(text)
                counts.append(count)
        self._numbers = numbers
        self.size = len(lengths)
        of, often = np.frombuffer(terms, dtype=np.uint32), np.bincount(terms, minlength=len(numbers))
        order = np.argsort(of, kind="stable")
        self._texts: NDArray[np.uint32] = np.frombuffer(texts, dtype=np.uint32)[order]
        self._ends = np.concatenate(([0], np.cumsum(often)))
        self._idf = np.log1p((self.size - often + 0.5) / (often + 0.5))
        self._heard = (often <= _COMMON * self.size) | (self.size < _FEW)
        self._weights = self._weigh(np.frombuffer(counts, dtype=np.float32)[order], of[order], lengths, b)

    def _weigh(self, counts: NDArray[np.float32], terms: NDArray[np.uint32], lengths: array[float], b: float) -> Scores:
        length = np.frombuffer(lengths, dtype=np.float32)
        average = float(length.mean()) if self.size else 1.0
        share = length[self._texts] / max(average, 1.0)
        weights: Scores = self._idf[terms] * counts * (_K1 + 1) / (counts + _K1 * (1 - b + b * share))
        return weights

    def idf(self, term: str) -> float:
        """How rare a term is, 0 where no text has it."""
        number = self._numbers.get(term)
        return 0.0 if number is None else float(self._idf[number])

    def tells(self, term: str) -> bool:
        """Whether a term is in some text and not in too many."""
        number = self._numbers.get(term)
        return number is not None and bool(self._heard[number])

    def texts_with(self, term: str) -> NDArray[np.uint32]:
        number = self._numbers.get(term)
        return self._texts[:0] if number is None else self._texts[self._ends[number] : self._ends[number + 1]]

    def scores(self, asked: Mapping[str, float]) -> Scores:
        """Of every text, for terms with a weight each. Terms are taken in order, so that sums come out the same."""
        places, weights = [], []
        for term, weight in sorted(asked.items()):
            number = self._numbers.get(term)
            if number is None or not self._heard[number]:
                continue
            part = slice(self._ends[number], self._ends[number + 1])
            places.append(self._texts[part])
            weights.append(self._weights[part] * weight)
        if not places:
            return np.zeros(self.size)
        total = np.bincount(np.concatenate(places), np.concatenate(weights), minlength=self.size)
        return total.astype(np.float64, copy=False)
