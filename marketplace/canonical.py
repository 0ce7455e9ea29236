"""JSON in the tables: RFC 8785 text, as the standard library's encoder writes it, many times as fast as a general one.

Names are ASCII, and numbers whole and of 53 bits at most: for such values the two write the same, and a test compares
them on every command.
"""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical_text(value: Any) -> str:
    return _ENCODER.encode(value)
