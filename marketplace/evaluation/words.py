"""What a set's words tell about a question: foreign words, abbreviations, typing without diacritics, slips.

Everything is read from the texts of the set; no list of words is kept here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from marketplace.evaluation.texts import passages
from marketplace.profiles import Organisation, Technology
from marketplace.text import fold_token, folded_tokens, tokens

_ABBREVIATION = re.compile(r"\b[A-ZĐ][A-ZĐÂÊÔƠƯ0-9]*[A-ZĐ][A-ZĐÂÊÔƠƯ0-9]*\b")
# The shape of a Vietnamese syllable without its marks: what begins it, its vowels, what ends it.
_SYLLABLE = re.compile(
    r"(?:gi|b|ch?|d|gh?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr?|v|x)?([aeiouy]{1,3})(?:ch?|m|ng?|nh|p|t)?"
)
_VOWELS = frozenset(
    (
        *("a", "ai", "ao", "au", "ay", "e", "eo", "eu", "i", "ia", "ie", "ieu", "iu", "o", "oa", "oai", "oao", "oay"),
        *("oe", "oeo", "oi", "oo", "u", "ua", "uai", "uao", "uay", "ue", "ueu", "ui", "uo", "uoi", "uou", "uu", "uy"),
        *("uya", "uye", "uyu", "y", "ye", "yeu"),
    )
)
_SLIP = 1  # letters changed, left out, put in or exchanged with their neighbour
_LONG_ENOUGH = 6  # letters of a word in which a slip is told from another word


def abbreviations(text: str) -> list[str]:
    """PCCC, BHYT, OCR: two capital letters or more. Text in capitals throughout has none."""
    return [] if text.isupper() and len(text.split()) > 1 else _ABBREVIATION.findall(text)


def is_vietnamese(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable, by its letters. `text` and `camera` are none, `can` could be."""
    found = _SYLLABLE.fullmatch(fold_token(word))
    return found is not None and found[1] in _VOWELS


def has_diacritics(word: str) -> bool:
    return not word.isascii()


class Vocabulary:
    """The words of all technologies of a set and of the names of their owners."""

    def __init__(self, technologies: Sequence[Technology], organisations: Iterable[Organisation]) -> None:
        self._texts = [" ".join(text for _, text in passages(each.texts)) for each in technologies]
        self._names = [name for each in organisations for name in each.names.values()]
        self.words = frozenset(word for text in (*self._texts, *self._names) for word in tokens(text))
        self.folded = frozenset(map(fold_token, self.words))
        self._found = Counter(word for text in self._texts for word in set(folded_tokens(text)))

    def without_diacritics(self, word: str) -> bool:
        """Whether a word was typed without marks that it has in the set's texts."""
        return word.isascii() and fold_token(word) in self._marked

    def slip(self, word: str) -> bool:
        """Whether a word is none of the set's, but one letter beside one of them."""
        plain = fold_token(word)
        if len(plain) < _LONG_ENOUGH or plain in self.folded or not plain.isalpha():
            return False
        return any(_beside(plain, other) for other in self.folded if abs(len(other) - len(plain)) <= _SLIP)

    def rarity(self, word: str) -> float:
        """Of a folded word: its inverse document frequency, 0 for one that is in every text."""
        return math.log((len(self._texts) + 1) / (self._found[word] + 1))

    def shared(self, asked: str, answer: str) -> float:
        """How much of what is asked is said in the answer too, by rarity: 0 nothing, 1 every word."""
        words = set(folded_tokens(asked))
        said = set(folded_tokens(answer))
        whole = sum(map(self.rarity, words))
        return sum(self.rarity(word) for word in words & said) / whole if whole else 0.0

    @cached_property
    def _marked(self) -> frozenset[str]:
        return frozenset(fold_token(word) for word in self.words if has_diacritics(word))


def _beside(one: str, other: str) -> bool:
    """At most one letter changed, left out or put in, or two neighbours exchanged."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    rest, other_rest = one[start:], other[start:]
    exchanged = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or exchanged


def counted(slices: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Slices in which something is."""
    made = {name: tuple(ids) for name, ids in slices.items()}
    return {name: ids for name, ids in made.items() if ids}
