"""One measurement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Line:
    """One measurement: what, its value, its unit, and what it should reach."""

    what: str
    value: float
    unit: str
    reach: str
