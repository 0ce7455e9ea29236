"""The words that listings use, and what of them a word means that none uses: two words typed as one, or a slip."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from marketplace.search.slips import Vocabulary

_KEPT = 1 << 16  # counts
_LONGEST = 24  # letters of a word that is taken for two
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
        self._words: Vocabulary | None = None

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

    def corrections(self, word: str, reach: int) -> list[tuple[str, int]]:
        """Words in use that are a slip or two away, the nearest and commonest first, and how many slips."""
        with self._lock:
            if self._words is None:
                found = self._searcher.terms_with_prefix("folded", "")
                self._words = Vocabulary((word, count) for word, count in found if len(word) > 2 and not word.isdigit())
        return self._words.near(word, reach)

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


def _alike(syllable: str) -> list[str]:
    found = [syllable]
    for group in _SOUNDS:
        for onset in sorted(group, key=len, reverse=True):
            if syllable.startswith(onset) and len(syllable) > len(onset):
                found += [other + syllable[len(onset) :] for other in group if other != onset]
                break
    return found
