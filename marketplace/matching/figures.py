"""Figures in a text, with their units, so that a need's targets can be held against what a technology states.

Units are compared by what they measure: 90 seconds meet a target of 2 minutes. Sources: the SI brochure, and how
people write in Vietnamese and English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from marketplace.profiles import Language
from marketplace.text import nfc

# unit → what it measures, and how many of the base unit one is.
_UNITS: dict[str, tuple[str, Decimal]] = {}


def _units(measured: str, sizes: dict[str, str]) -> None:
    for names, size in sizes.items():
        for name in names.split("|"):
            _UNITS[name] = (measured, Decimal(size))


_units("share", {"%|phần trăm|per cent|percent": "1"})
_units("time", {"giây|s|sec|second|seconds": "1", "ms|mili giây|millisecond|milliseconds": "0.001"})
_units("time", {"phút|min|minute|minutes": "60", "giờ|h|hour|hours|tiếng": "3600", "ngày|day|days": "86400"})
_units("time", {"tuần|week|weeks": "604800", "tháng|month|months": "2592000", "năm|year|years": "31536000"})
_units(
    "length", {"m|mét|metre|metres|meter|meters": "1", "cm": "0.01", "mm": "0.001", "µm|μm": "0.000001", "km": "1000"}
)
_units("mass", {"kg": "1", "g|gam|gram|grams": "0.001", "mg": "0.000001", "tấn|t|tonne|tonnes|ton|tons": "1000"})
_units("area", {"m²|m2": "1", "ha|hecta|hectare|hectares": "10000", "km²|km2": "1000000"})
_units("volume", {"m³|m3": "1", "l|lít|litre|litres|liter|liters": "0.001", "ml": "0.000001"})
_units(
    "money", {"đồng|vnd|đ|vnđ": "1", "triệu đồng|million vnd": "1000000", "tỷ đồng|tỉ đồng|billion vnd": "1000000000"}
)
_units("heat", {"°c|độ c": "1"})
_units("power", {"w": "1", "kw": "1000", "mw": "1000000"})
_units("energy", {"wh": "1", "kwh": "1000", "mwh": "1000000"})
_units("sound", {"db": "1", "dba|db(a)": "1"})
_units("dilution", {"ppm": "1", "ppb": "0.001"})
_units("pressure", {"bar": "100000", "pa": "1", "kpa": "1000", "mpa": "1000000"})
_units("frequency", {"hz": "1", "khz": "1000", "mhz": "1000000", "ghz": "1000000000"})
_units("content", {"mg/l": "1", "g/l": "1000", "µg/l|μg/l": "0.001"})
_units("dust", {"µg/m³|μg/m³|µg/m3|μg/m3": "1", "mg/m³|mg/m3": "1000"})

_NUMBER = r"\d+(?:[.,]\d+)*"
_LONGEST = sorted(map(re.escape, _UNITS), key=lambda unit: (-len(unit), unit))
_FIGURE = re.compile(
    rf"(?<![\w.,])({_NUMBER})(?:\s?(?:–|-|đến|to)\s?({_NUMBER}))?\s?({'|'.join(_LONGEST)}|[^\W\d_]+/\S+)(?![\w/])", re.I
)
_SENTENCE = re.compile(r"[^.;\n]+(?:\.(?=\S)[^.;\n]+)*")


@dataclass(frozen=True, slots=True)
class Figure:
    """value: in base units of what is measured; shown: as written; about: the sentence it stands in."""

    measured: str
    value: Decimal
    shown: str
    about: str


def measured_in(unit: str) -> tuple[str, Decimal]:
    """What a unit measures and its size; a unit that is not known measures itself, in ones."""
    plain = nfc(unit).strip().lower()
    return _UNITS.get(plain, (plain, Decimal(1)))


@lru_cache(maxsize=4_096)
def figures(text: str, language: Language) -> tuple[Figure, ...]:
    """Every number with a unit behind it; of a range, both ends."""
    return tuple(_figures(nfc(text), language))


def _figures(text: str, language: Language) -> Iterator[Figure]:
    for sentence in _SENTENCE.finditer(text):
        for found in _FIGURE.finditer(sentence[0]):
            measured, size = measured_in(found[3])
            for number in filter(None, (found[1], found[2])):
                yield Figure(measured, number_of(number, language) * size, f"{number} {found[3]}", sentence[0])


def number_of(text: str, language: Language) -> Decimal:
    """`1.200` and `0,5` in Vietnamese, `1,200` and `0.5` in English; a point that cannot group digits is decimal."""
    group, point = (".", ",") if language == "vi" else (",", ".")
    parts = text.split(group)
    if len(parts) > 1 and not all(len(part.partition(point)[0]) == 3 for part in parts[1:]):
        group, point = point, group
    whole, _, fraction = text.replace(group, "").partition(point)
    return Decimal(f"{whole}.{fraction.replace(point, '') or 0}")
