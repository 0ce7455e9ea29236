"""The words of a set as bitmaps of the ledger, as far as its code lists have them (docs/specs/commands.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ledger import scope


def territory(codes: Iterable[str]) -> tuple[int, int]:
    """(countries, provinces) of the codes that the lists have; all of Viet Nam where they have none of them."""
    return scope.territory_bitmaps([*filter(is_territory, codes)] or [scope.HOME])


def fields(sectors: Iterable[str]) -> int:
    """The fields' word of the sectors that the list has; 0, which is all, where it has none of them."""
    return scope.fields_bitmap(filter(is_field, sectors))


def is_territory(code: str) -> bool:
    return _knows(scope.territory_bitmaps, code)


def is_field(code: str) -> bool:
    return _knows(scope.fields_bitmap, code)


def _knows(bitmaps: Callable[[list[str]], Any], code: str) -> bool:
    try:
        bitmaps([code])
    except scope.UnknownCode:
        return False
    return True
