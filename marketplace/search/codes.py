"""Codes in a listing and in a query: patent classes at every depth, ids, and numbers of registration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# H04N 7/18, G06Q40/08, A01H, A01: section and class, subclass, main group, subgroup (WIPO ST.8).
_CODE = re.compile(r"(?<![\w/.-])([A-Ha-h]\d{2})(?:([A-Za-z])(?:\s{0,3}(\d{1,4})(?:\s?/\s?(\d{2,6}))?)?)?(?![\w/-])")
_SEPARATORS = re.compile(r"[\W_]+")
_LONGEST_NUMBER = 80


@lru_cache(maxsize=1 << 14)
def ipc_depths(code: str) -> tuple[str, ...]:
    """A code at each depth from section down, without blanks: `G08B 17/12` gives G, G08, G08B, G08B17, G08B17/12."""
    found = _CODE.fullmatch(code.strip())
    return () if found is None else tuple(_depths(found))


def find_ipc(text: str) -> list[tuple[int, int, list[str]]]:
    """Codes in a query: from and to, and their depths. text: of bounded length."""
    return [(found.start(), found.end(), list(_depths(found))) for found in _CODE.finditer(text)]


def compact(number: str) -> str:
    """A number or id as it is looked up: letters and digits, lower case. Empty where it is too long for one."""
    text = _SEPARATORS.sub("", number).lower()
    return text if len(text) <= _LONGEST_NUMBER else ""


def number_forms(number: str) -> Iterator[str]:
    """What a number of registration is found by: the whole, and its last group where that tells enough."""
    yield compact(number)
    last = _SEPARATORS.split(number.strip())[-1].lower()
    if len(last) >= 5 and last.isdigit():
        yield last


def _depths(found: re.Match[str]) -> Iterator[str]:
    code = found[1].upper()
    yield code[0]
    yield code
    if found[2]:
        code += found[2].upper()
        yield code
    if found[3]:
        code += str(int(found[3]))
        yield code
    if found[4]:
        yield f"{code}/{found[4]}"
