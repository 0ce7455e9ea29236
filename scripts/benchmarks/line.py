"""One measurement, and the sections that measurements are made in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Line:
    """One measurement: what, its value, its unit, and what it should reach ("≥ 0.6", "≤ 1,000"; "" for anything)."""

    what: str
    value: float
    unit: str
    reach: str

    @property
    def misses(self) -> bool:
        if not self.reach:
            return False
        relation, bound = self.reach.split()
        reached = float(bound.replace(",", ""))
        return self.value < reached if relation == "≥" else self.value > reached


@dataclass(frozen=True)
class Section:
    """measure: what it says of itself defines its lines. full, quick: its counts for a measurement, and for a look."""

    measure: Callable[..., list[Line]]
    full: tuple[int, ...] = ()
    quick: tuple[int, ...] = ()

    @property
    def definition(self) -> str:
        return " ".join((self.measure.__doc__ or "").split())
