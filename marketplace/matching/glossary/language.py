"""Which language a text is in, so that `than` is coal in one and a comparison in the other.

A guess that needs no dictionary: marks, the small words of English, the shape of syllables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from marketplace.matching.glossary.words import Key
from marketplace.profiles import Language

Reading = Literal["vi", "toneless", "en"]

# None of them can be read as a Vietnamese syllable, as `the`, `to` and `can` are (thể, to, cần).
_ENGLISH = frozenset(
    {"of", "and", "for", "with", "is", "are", "from", "which", "or", "as", "without", "this", "these", "our", "we"}
    | {"us", "into", "their", "how", "when", "where", "what", "your", "cannot", "must", "should", "was"}
)
_MARKED = 0.35  # share of words with a mark, from which a word without is meant so; running text has about 0.75
_FEW = 8  # one word in so many is a small word of English: then marks are Vietnamese names in it


def reading_of(keys: Sequence[Key], language: Language | None) -> Reading:
    """language: where known; a Vietnamese text with hardly a mark is still told apart."""
    letters = [key for key in keys if not key.folded[0].isdigit()]
    if not letters or language == "en":
        return "en"
    marked = sum(key.exact != key.folded for key in letters) / len(letters)
    if marked >= _MARKED:
        return "vi"
    if language == "vi":
        return "toneless"
    english = sum(key.folded in _ENGLISH for key in letters)
    if english * _FEW >= len(letters):
        return "en"
    shaped = sum(key.syllable for key in letters) / len(letters)
    return "toneless" if shaped > 0.5 else "en"
