"""Commands from what a person fills in: wire form, typed data to sign, and the sentence to read before signing."""

from __future__ import annotations

from api.preparing.building import Prepared, prepare
from api.preparing.request import PrepareRequest

__all__ = ["PrepareRequest", "Prepared", "prepare"]
