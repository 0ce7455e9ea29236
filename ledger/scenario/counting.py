"""The running number of a `repeat`, put into the strings of its steps."""

from __future__ import annotations

import re
from typing import Any

from ledger.scenario.document import Located

_COUNTER = re.compile(r"\{i(?:([+-])(\d+))?\}")


def counted(value: Any, number: int) -> Any:
    """`value` with `{i}`, `{i+1}`, `{i-1}` in its strings replaced by the running number."""
    if isinstance(value, Located):
        mapping = Located({counted(key, number): counted(entry, number) for key, entry in value.items()})
        mapping.line = value.line
        mapping.lines = {counted(key, number): line for key, line in value.lines.items()}
        return mapping
    if isinstance(value, list):
        return [counted(entry, number) for entry in value]
    if not isinstance(value, str):
        return value

    def replaced(match: re.Match[str]) -> str:
        offset = int(match[2] or 0)
        return str(number - offset if match[1] == "-" else number + offset)

    text = _COUNTER.sub(replaced, value)
    return int(text) if _COUNTER.fullmatch(value) else text
