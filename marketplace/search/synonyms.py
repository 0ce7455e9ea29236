"""What the glossary calls a thing otherwise, as far as listings call it so too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marketplace.matching.glossary import Found, Glossary
from marketplace.search.dictionary import Dictionary
from marketplace.search.words import Word, words_of


@dataclass(frozen=True, slots=True)
class Synonym:
    """term: as the glossary has it. word: where it is one; pairs: its neighbours, where it is several."""

    term: str
    word: Word | None
    pairs: tuple[str, ...]


class Synonyms:
    """Of one index. Not changed once made."""

    def __init__(self, glossary: Glossary, dictionary: Dictionary) -> None:
        self._glossary, self._dictionary = glossary, dictionary
        self.of = lru_cache(1 << 14)(self._of)

    def find(self, text: str) -> list[Found]:
        """The glossary's terms in a text. text: NFC."""
        return self._glossary.find(text)

    def _of(self, concept: str) -> tuple[Synonym, ...]:
        """Those of a concept that some listing has."""
        both = self._glossary.terms(concept).values()
        return tuple(found for terms in both for term in terms for found in self._present(term))

    def _present(self, term: str) -> Iterator[Synonym]:
        words = words_of(term)
        if len(words) == 1:
            (word,) = words
            name, value = ("exact", word.exact) if word.marked else ("folded", word.stem)
            if self._dictionary.count(name, value):
                yield Synonym(term, word, ())
            return
        pairs = tuple(f"{one.stem}_{other.stem}" for one, other in pairwise(words))
        if all(self._dictionary.count("pairs", pair) for pair in pairs):
            yield Synonym(term, None, pairs)
