"""What the glossary calls a thing otherwise, as far as listings call it so too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marketplace.matching.glossary import Found, Glossary
from marketplace.search.dictionary import Dictionary
from marketplace.search.slips import Vocabulary, slips_allowed
from marketplace.search.translations import Unit, translations
from marketplace.search.words import Word, words_of
from marketplace.text import fold_token, folded_tokens


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
        self._translations = translations(glossary)
        self._vocabulary = lru_cache(1)(self._read)

    def find(self, text: str) -> list[Found]:
        """The glossary's terms in a text. text: NFC."""
        return self._glossary.find(text)

    def translated(self, unit: Unit) -> Iterator[tuple[Unit, float]]:
        """What a word or a pair may mean in the other language, as far as listings have it, and how likely."""
        for other, likeness in self._translations.get(unit, ()):
            if self._dictionary.count(*other):
                yield other, likeness

    def correction(self, word: Word) -> str | None:
        """The word of the glossary that one is taken for which neither it nor any listing has; folded."""
        reach = slips_allowed(word.exact)
        if not reach:
            return None
        return next((candidate for candidate, _ in self._vocabulary().near(fold_token(word.exact), reach)), None)

    def _read(self) -> Vocabulary:
        """The glossary's words, those too short to be taken for another left out."""
        used = Counter(
            word
            for concept in self._glossary.concepts.values()
            for term in (*concept.vi, *concept.en)
            for word in folded_tokens(term)
        )
        return Vocabulary((word, count) for word, count in used.items() if slips_allowed(word))

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
