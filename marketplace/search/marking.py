"""Where in a text the words stand that were asked for."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.search.plan import Group
from marketplace.search.words import written
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

    def found(self, stems: str) -> frozenset[int]:
        """What was asked for of some stems, whatever their tones."""
        words = stems.split()
        numbers: set[int] = set()
        for place, stem in enumerate(words):
            if stem in self._wanted:
                numbers.update(self._stems.get(stem, ()))
                numbers.update(self._pairs.get(stem, {}).get(words[place + 1] if place + 1 < len(words) else "", ()))
        return frozenset(numbers)

    def marks(self, text: str, stems: str) -> list[Mark]:
        """In the order of the text, which is NFC. stems: of its words, blanks between."""
        words = stems.split()
        wanted = self._wanted
        hits = [place for place, stem in enumerate(words) if stem in wanted]
        if not hits:
            return []
        at = places(text, hits[-1] + 2)
        found = []
        for place in hits:
            stem = words[place]
            following = self._pairs.get(stem)
            if following is not None and place + 1 < len(words):
                numbers = following.get(words[place + 1])
                if numbers:
                    found.append(Mark(at[place][0], at[place + 1][1], frozenset(numbers)))
            numbers = self._stems.get(stem)
            if numbers:
                here = frozenset(each for each in numbers if self._is(each, text, at[place]))
                if here:
                    found.append(Mark(*at[place], here))
        return self._without_lonely(found, text) if self._idle else found

    def _is(self, number: int, text: str, at: tuple[int, int]) -> bool:
        """A word asked for with tones is not one with others."""
        asked = self._exact[number]
        if asked is None:
            return True
        word = written(text[at[0] : at[1]])
        return word.exact in asked or not word.marked

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
