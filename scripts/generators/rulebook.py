"""What this version of the rulebook knows of the catalogue's wider vocabulary (docs/specs/readings.md, reading 8)."""

from __future__ import annotations

from enum import IntEnum

from ledger.enums import InstrumentKind
from ledger.rulebook import INSTRUMENT_KINDS, RULEBOOK

__all__ = ["KNOWN", "RULEBOOK"]

# Values that a released rulebook accepts where it accepts fewer than the enumeration lists; the others are BAD_ENUM.
KNOWN: dict[type[IntEnum], tuple[IntEnum, ...]] = {InstrumentKind: INSTRUMENT_KINDS}
