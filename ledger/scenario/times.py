"""The human form of a time: a date, `now`, `start` or `@STEP`, each with offsets such as `-200d` or `+12t`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from ledger.sentences import Sentence

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 365 * 86_400}
_OFFSET = re.compile(r"([+-])(\d+)([smhdyt])$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


class NoSuchTime(ValueError):
    """A text that names no time; `step` is set where it names a step that was not accepted."""

    def __init__(self, vi: str, en: str, step: str = "") -> None:
        super().__init__(f"{vi} / {en}")
        self.sentence = Sentence(vi, en)
        self.step = step


def _no_time(value: Any) -> NoSuchTime:
    forms = "2026-03-01, now, start, @{}, +/- s m h d y t (now+7d)"
    return NoSuchTime(
        f"`{value}` không phải thời điểm; viết: {forms.format('BƯỚC')}",
        f"`{value}` is no time; write: {forms.format('STEP')}",
    )


def seconds(value: Any, *, now: int, start: int, tick: int, steps: Mapping[str, int]) -> int:
    """UTC seconds of a time in human form; a number is passed on as it is. Raises `NoSuchTime`.

    tick: seconds of the unit `t`; steps: when each accepted step was accepted.
    """
    if isinstance(value, bool):
        raise _no_time(value)
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return int((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
    if not isinstance(value, str):
        raise _no_time(value)
    bases: dict[str, int] = {"now": now, "start": start, **{f"@{step}": at for step, at in steps.items()}}
    base, moved = value.strip(), 0
    # From the end, because a step's own id may look like one that carries an offset.
    while base not in bases and not _DATE.match(base):
        match = _OFFSET.search(base)
        if match is None:
            step = base[1:] if base.startswith("@") else ""
            if not step:
                raise _no_time(value)
            raise NoSuchTime(
                f"trước đó không có bước {step} nào được nhận, nên không có thời điểm của nó",
                f"step {step} was not accepted before this, so it has no time",
                step,
            )
        unit = tick if match[3] == "t" else _UNITS[match[3]]
        moved += (1 if match[1] == "+" else -1) * int(match[2]) * unit
        base = base[: match.start()]
    if base in bases:
        return bases[base] + moved
    try:
        return seconds(date.fromisoformat(base), now=now, start=start, tick=tick, steps=steps) + moved
    except ValueError as error:
        raise NoSuchTime(f"`{value}` không phải ngày hợp lệ", f"`{value}` is no valid date") from error
