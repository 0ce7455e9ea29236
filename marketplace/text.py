"""Vietnamese and English words as they are compared: one spelling, and one without tones and diacritics.

People type `thuỷ` and `thủy`, `kỹ` and `kĩ`, `khong day` and `không dây`, CO₂ and CO2, and mean the same.
`tokens` makes one spelling of each and keeps tones; `fold` and `folded_tokens` take tones and diacritics off as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

# Letters and digits; a point, comma or slash between two digits belongs to the number: `PM2.5`, `17/12`, `1.000`.
_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,/](?=\d)[^\W_]+)*")
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_PLACED_LATE = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize("NFC", first + second + tone)
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES[1:]
}
_I_OR_Y = {
    unicodedata.normalize("NFC", start + one + tone): unicodedata.normalize("NFC", start + other + tone)
    for start, one, other in (*((start, "i", "y") for start in ("h", "k", "l", "m", "t", "qu")), ("s", "y", "i"))
    for tone in _TONES
}
_NO_MARK = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789", "\u0307")


def nfc(text: str) -> str:
    """Letters with their marks in one code point each, as everything stored is (Unicode normalisation form C)."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> list[str]:
    """The words, numbers and codes of a text: lower case, NFC, with diacritics, in one spelling.

    `thủy` gives `thuỷ`, `kĩ` gives `kỹ`, `2,5` gives `2.5`, `CO₂` gives `co2`; `PM2.5`, `H2S` and `17/12` stay whole.
    """
    return [_spelt(word) for word in _WORD.findall(nfc(text))]


def folded_tokens(text: str) -> list[str]:
    """As `tokens`, and without tones and diacritics: `Đèn thủy` gives `den`, `thuy`."""
    return [fold_token(word) for word in _WORD.findall(nfc(text))]


def fold(text: str) -> str:
    """A text in lower case without tones and diacritics, đ as d, each word in one spelling; what is between stays."""
    return _WORD.sub(lambda found: fold_token(found[0]), nfc(text)).lower()


def written_words(text: str) -> list[str]:
    """The words of a text as they stand in it, one for each of `tokens`. text: NFC already."""
    return _WORD.findall(text)


def places(text: str, most: int | None = None) -> list[tuple[int, int]]:
    """Where the words of a text stand, from and to; of the first `most`. text: NFC already."""
    return [found.span() for found in islice(_WORD.finditer(text), most)]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of a text stand, from and to, and each as `tokens` has it. text: NFC already."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), _spelt(found[0])


@lru_cache(maxsize=1 << 16)
def fold_token(word: str) -> str:
    """One word folded; see `fold`."""
    parts = unicodedata.normalize("NFKD", _spelt(word).translate(_NO_MARK))
    # Some letters stand for several words, and some for a blank and a mark: one word stays one, and is never empty.
    plain = "".join(part for part in parts if not unicodedata.combining(part) and not part.isspace()).lower()
    return _I_OR_Y.get(plain, plain) or word


@lru_cache(maxsize=1 << 16)
def _spelt(word: str) -> str:
    lower = word.lower().translate(_PLAIN)
    if "," in lower:
        lower = lower.replace(",", ".")
    lower = lower[:-2] + _PLACED_LATE.get(lower[-2:], lower[-2:])
    return _I_OR_Y.get(lower, lower)
