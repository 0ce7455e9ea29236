"""Two halves of what is asked, so that what is tuned on one can be reported on the other."""

from __future__ import annotations

import hashlib
from typing import Literal

Half = Literal[1, 2]


def half_of(asked: str, salt: str = "") -> Half:
    """By a hash of the id: the same in every run, whatever else is in the set. salt: another division."""
    return 2 if hashlib.sha256(f"{salt}\0{asked}".encode()).digest()[0] & 1 else 1
