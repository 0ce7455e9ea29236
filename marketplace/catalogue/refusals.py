"""What the catalogue refuses. It knows no HTTP; the service has a problem for each code."""

from __future__ import annotations

from typing import Any

CODES = (
    "ENTRY_NOT_FOUND",
    "ENTRY_STATE",
    "ENTRY_CHANGED",
    "OWN_ENTRY",
    "REFERENCE_TAKEN",
    "KIND_FIXED",
    "BINDING_NOT_HELD",
    "BINDING_NOT_FITTING",
)


class CatalogueRefused(Exception):
    """code: one of `CODES`. values: what it is about, as JSON has it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(f"{code} {values}")
        self.code, self.values = code, values
