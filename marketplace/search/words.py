"""A word of a listing or of a query, in the forms that are looked up: with its tones, and its stem without.

English words have their endings off (Snowball's English stemmer), Vietnamese syllables never: `cam`, `bus` stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import tantivy

from marketplace.text import fold_token, nfc, spans, tokens, written_words

_KEPT = 1 << 17
# Onset, nucleus and coda of a syllable without its marks. What fits is taken for Vietnamese.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:[aeiouy]|[aeo]o|a[iuy]|e[uo]|i[aeu]|o[aei]|u[aeiouy]|ya|ye|ieu|yeu|oa[iyo]|oeo|uo[iu]|uay|uy[aeu])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_stemmer: Any = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


class Word(NamedTuple):
    """exact: as `marketplace.text.tokens` has it; stem: without marks and English endings; marked: whether it was
    written with tones or diacritics.
    """

    exact: str
    stem: str
    marked: bool


def words_of(text: str) -> list[Word]:
    known = _written
    return [known[each] for each in written_words(nfc(text))]


def placed_words(text: str) -> list[tuple[int, int, Word]]:
    """Words with the characters of the text where they stand. text: NFC."""
    return [(start, end, word_of(token)) for start, end, token in spans(text)]


class _Written(dict[str, Word]):
    """Words as they are written → as they are looked up; as many as fit."""

    def __missing__(self, written: str) -> Word:
        (token,) = tokens(written)
        if len(self) >= _KEPT:
            self.clear()
        self[written] = word = word_of(token)
        return word


_written = _Written()


def written(word: str) -> Word:
    """word: one of `marketplace.text.written_words`."""
    return _written[word]


def pairs_of(stems: list[str]) -> list[str]:
    """Neighbours in one: most Vietnamese words have two syllables."""
    return [f"{first}_{second}" for first, second in pairwise(stems)]


@lru_cache(maxsize=1 << 17)
def word_of(token: str) -> Word:
    folded = fold_token(token)
    if not token.isascii():
        return Word(token, folded, True)
    return Word(token, folded if is_syllable(folded) or not folded.isalpha() else stem_of(folded), False)


@lru_cache(maxsize=1 << 16)
def stem_of(word: str) -> str:
    (stem,) = _stemmer.analyze(word)
    return str(stem)


@lru_cache(maxsize=1 << 16)
def is_syllable(folded: str) -> bool:
    """Whether a word without marks may be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None
