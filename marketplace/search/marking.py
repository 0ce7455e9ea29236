"""Where in a text the words stand that were asked for."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.search.plan import Group
from marketplace.search.words import Word, words_in
from marketplace.text import places


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, from and to, and which of the words asked for stand there."""

    start: int
    end: int
    groups: frozenset[int]


class Marker:
    """Finds in texts what the groups of a plan are found by."""

    def __init__(self, groups: list[Group]) -> None:
        self._words = [group.word for group in groups]
        self._exact = [group.exact for group in groups]
        self._idle = frozenset(number for number, group in enumerate(groups) if group.idle)
        self._stems: dict[str, list[int]] = {}
        self._pairs: dict[str, dict[str, list[int]]] = {}
        for number, group in enumerate(groups):
            for stem in group.stems:
                self._stems.setdefault(stem, []).append(number)
            for pair in group.pairs:
                first, _, second = pair.partition("_")
                self._pairs.setdefault(first, {}).setdefault(second, []).append(number)
        self._wanted = self._stems.keys() | self._pairs.keys()

    def missing(self, found: frozenset[int]) -> tuple[str, ...]:
        """The words asked for that were not found, stop words aside."""
        return tuple(
            word for number, word in enumerate(self._words) if number not in found and number not in self._idle
        )

    def found(self, text: str) -> frozenset[int]:
        """Which of the words asked for are in a text. text: NFC."""
        return frozenset(number for _, _, numbers in self._found(text) for number in numbers)

    def marks(self, text: str) -> list[Mark]:
        """In the order of the text, which is NFC."""
        found = self._found(text)
        if not found:
            return []
        at = places(text)
        marks = [Mark(at[first][0], at[last][1], frozenset(numbers)) for first, last, numbers in found]
        return self._without_lonely(marks, text) if self._idle else marks

    def _found(self, text: str) -> list[tuple[int, int, list[int]]]:
        """Words by their numbers in the text, first and last of what was found, and what was."""
        words = words_in(text)
        wanted = self._wanted
        found = []
        for place, word in enumerate(words):
            stem = word[1]
            if stem not in wanted:
                continue
            following = self._pairs.get(stem)
            if following is not None and place + 1 < len(words):
                numbers = following.get(words[place + 1].stem)
                if numbers:
                    found.append((place, place + 1, numbers))
            numbers = self._stems.get(stem)
            if numbers:
                here = [each for each in numbers if self._is(each, word)]
                if here:
                    found.append((place, place, here))
        return found

    def _is(self, number: int, word: Word) -> bool:
        """A word asked for with tones is not one with others."""
        asked = self._exact[number]
        return asked is None or word.exact in asked or not word.marked

    def _without_lonely(self, found: list[Mark], text: str) -> list[Mark]:
        """A stop word is worth a mark beside another mark only."""
        return [
            mark
            for place, mark in enumerate(found)
            if not mark.groups <= self._idle or self._is_beside(found, place, text)
        ]

    def _is_beside(self, found: list[Mark], place: int, text: str) -> bool:
        mark = found[place]
        near = (*found[max(place - 1, 0) : place], *found[place + 1 : place + 2])
        return any(
            not other.groups <= self._idle and text[min(mark.end, other.end) : max(mark.start, other.start)].isspace()
            for other in near
        )
