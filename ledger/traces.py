"""Whether a text left a trace: in plain, or as a hash that anyone can compute (docs/specs/domain.md, invariant 22)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from eth_hash.auto import keccak

Places = Callable[[], Iterable[bytes]]
"""Every value in every block and table that the engine serves, as bytes."""


def occurs(text: str, places: Places) -> bool:
    """Whether the text, or its plain SHA-256 or Keccak-256 (raw or in hex), stands in any of the places."""
    raw = text.encode()
    hashes = (hashlib.sha256(raw).digest(), keccak(raw))
    needles = (raw, *hashes, *(each.hex().encode() for each in hashes))
    return any(needle in value for value in places() for needle in needles)
