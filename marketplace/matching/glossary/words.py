"""The words of a text as the glossary compares them: with their tones, and without.

Spellings are those of `marketplace.text`; besides, an English plural and its singular are one word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from marketplace.text import fold_token, spans

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ya|ye"
    r"|ieu|yeu|oai|oay|oao|oeo|uoi|uou|uay|uya|uye|uyu)"
    r"(?:ch|ng|nh|[cmnpt])?"
)


class Key(NamedTuple):
    """exact: lower case, with tones; folded: no marks at all, đ as d; syllable: may be read as Vietnamese."""

    exact: str
    folded: str
    syllable: bool


class Word(NamedTuple):
    """A word where it stands: its keys, and the characters of the text from start to end."""

    key: Key
    start: int
    end: int


@lru_cache(maxsize=1 << 17)
def key(word: str) -> Key:
    """word: as `marketplace.text.tokens` has it."""
    folded = fold_token(word)
    syllable = _SYLLABLE.fullmatch(folded) is not None
    if word.isascii():
        word = folded = _singular(folded)
    return Key(word, folded, syllable)


def words(text: str) -> Iterator[Word]:
    """text: NFC."""
    for start, end, word in spans(text):
        yield Word(key(word), start, end)


def keys(text: str) -> list[Key]:
    return [word.key for word in words(text)]


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]
