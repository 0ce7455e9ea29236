"""Words that are a slip away from one that nobody uses."""

from __future__ import annotations

from collections.abc import Iterable

import numpy

_LONGEST = 24  # letters of a word that is corrected
_FARTHEST = 2  # slips
_MOST_CANDIDATES = 500


class Vocabulary:
    """Words and how often each is used. Not changed once made."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        # What is longer is near to nothing that is asked, and its length may not fit below.
        self._words = [(word, count) for word, count in words if len(word) <= _LONGEST + _FARTHEST]
        self._lengths = numpy.array([len(word) for word, _ in self._words], numpy.int16)
        self._firsts = numpy.array([ord(word[0]) for word, _ in self._words], numpy.int32)
        self._letters = numpy.array([_letters(word) for word, _ in self._words], numpy.uint64)

    def near(self, word: str, reach: int, most: int = 3) -> list[tuple[str, int]]:
        """The words that are fewest slips away, at most `reach`, the commonest first, and how many slips.

        Two slips away only what begins alike.
        """
        if not reach or len(word) > _LONGEST or not self._words:
            return []
        for slips in range(1, reach + 1):
            found = self._at(word, slips)
            if found:
                return [(candidate, slips) for _, candidate in sorted(found)[:most]]
        return []

    def _at(self, word: str, slips: int) -> list[tuple[int, str]]:
        """Words as many slips away, each behind its use below zero."""
        near = numpy.abs(self._lengths - len(word)) <= slips
        # A slip changes at most two of the letters that are there.
        near &= numpy.bitwise_count(self._letters ^ _letters(word)) <= 2 * slips
        if slips > 1:
            near &= self._firsts == ord(word[0])
        candidates = [self._words[number] for number in numpy.flatnonzero(near)[:_MOST_CANDIDATES]]
        return [(-count, candidate) for candidate, count in candidates if distance(word, candidate, slips) == slips]


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
