"""The words that listings use, and what of them a word means that none uses: two words typed as one, or a slip."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy
from numpy.typing import NDArray

_KEPT = 1 << 16  # counts
_LONGEST = 24  # letters of a word that is corrected
_MOST_CANDIDATES = 2_000
# What sounds alike at the beginning of a syllable in one region or another, and is mistaken in writing.
_SOUNDS = (("s", "x"), ("ch", "tr"), ("d", "gi", "r", "v"), ("l", "n"), ("c", "k", "q"), ("ng", "ngh"), ("g", "gh"))


class Dictionary:
    """Over one searcher of an index. The list of words is read when it is first needed."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self.size: int = max(searcher.num_docs, 1)
        # A generation never changes.
        self._counted: Callable[[str, str], int] = lru_cache(_KEPT)(searcher.doc_freq)
        self._lock = threading.Lock()
        self._words: list[tuple[str, int]] | None = None
        self._lengths: NDArray[numpy.int16] = numpy.empty(0, numpy.int16)
        self._letters: NDArray[numpy.uint64] = numpy.empty(0, numpy.uint64)

    def count(self, field: str, term: str) -> int:
        """Listings with a term in a field."""
        return self._counted(field, term)

    def rarity(self, count: int) -> float:
        """Inverse document frequency, as BM25 has it."""
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def split(self, word: str) -> str | None:
        """The commonest pair of words that a word is when a blank is put into it: `xquang` is `x_quang`."""
        pairs = [f"{word[:cut]}_{word[cut:]}" for cut in range(1, len(word))] if len(word) <= _LONGEST else []
        best = max(pairs, key=lambda pair: self.count("pairs", pair), default=None)
        return best if best is not None and self.count("pairs", best) else None

    def corrections(self, word: str, most: int = 3) -> list[tuple[str, int]]:
        """Words in use that are a slip or two away, the nearest and commonest first, and how many slips."""
        reach = slips_allowed(word)
        if not reach or len(word) > _LONGEST:
            return []
        words = self._read()
        near = numpy.abs(self._lengths - len(word)) <= reach
        # A slip changes at most two of the letters that are there.
        near &= numpy.bitwise_count(self._letters ^ _letters(word)) <= 2 * reach
        found = []
        for number in numpy.flatnonzero(near)[:_MOST_CANDIDATES]:
            candidate, count = words[number]
            slips = distance(word, candidate, reach)
            if slips <= reach and (slips == 1 or candidate[0] == word[0]):
                found.append((slips, -count, candidate))
        return [(candidate, slips) for slips, _, candidate in sorted(found)[:most]]

    def sounding_alike(self, first: str, second: str, most: int = 2) -> list[str]:
        """Pairs in use that sound like one that no listing uses: `truy_suat` like `truy_xuat`."""
        pairs = [
            f"{one}_{other}"
            for one in _alike(first)
            for other in _alike(second)
            if (one != first) + (other != second) == 1
        ]
        found = sorted((-self.count("pairs", pair), pair) for pair in pairs)
        return [pair for count, pair in found[:most] if count]

    def _read(self) -> list[tuple[str, int]]:
        with self._lock:
            if self._words is None:
                found = self._searcher.terms_with_prefix("folded", "")
                words = [(word, count) for word, count in found if len(word) > 2 and not word.isdigit()]
                self._lengths = numpy.array([len(word) for word, _ in words], numpy.int16)
                self._letters = numpy.array([_letters(word) for word, _ in words], numpy.uint64)
                self._words = words
            return self._words


def slips_allowed(word: str) -> int:
    """Numbers are never corrected, nor words so short that another is always near."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters left out, put in, changed, or two swapped (optimal string alignment); `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != opposite))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def _letters(word: str) -> numpy.uint64:
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return numpy.uint64(found)


def _alike(syllable: str) -> list[str]:
    found = [syllable]
    for group in _SOUNDS:
        for onset in sorted(group, key=len, reverse=True):
            if syllable.startswith(onset) and len(syllable) > len(onset):
                found += [other + syllable[len(onset) :] for other in group if other != onset]
                break
    return found
