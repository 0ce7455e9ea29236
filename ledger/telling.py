"""Values of refusals in words for people: Hanoi times, states and roles in Vietnamese, and what a zero stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from ledger import enums, readable
from ledger.errors import REFUSALS
from ledger.proof import words
from ledger.proof.times import LAST_SECOND, VIET_NAM

_WORDS: Mapping[type[IntEnum], Mapping[Any, words.Words]] = {
    enums.State: words.STATES,
    enums.Role: words.ROLES,
    enums.Gate: words.GATES,
    enums.AssetKind: words.ASSET_KINDS,
    enums.AppraisalKind: words.APPRAISAL_KINDS,
    enums.Outcome: words.OUTCOMES,
}
# What zero says, where the catalogue gives it a meaning of its own.
_ZERO: Mapping[tuple[str, str], str] = {
    ("BAD_KPI", "code"): "không có chỉ tiêu bắt buộc / no mandatory KPI",
    ("REVIEWER_NOT_ELIGIBLE", "party"): (
        "chưa nêu đủ bên thẩm định kỹ thuật và an toàn / a technical or a security reviewer is not named"
    ),
}
_NO_TIMES = frozenset({"SIZE_SHRINKS"})  # its 64-bit numbers are sizes


def moment(seconds: int) -> str:
    """A ledger time for people: `2026-11-23 20:40:05 (+07)`; "–" for zero, "no end" for times beyond dates."""
    if seconds == 0:
        return "–"
    if seconds > LAST_SECOND:
        return "không thời hạn / no end"
    return datetime.fromtimestamp(seconds, UTC).astimezone(VIET_NAM).strftime("%Y-%m-%d %H:%M:%S (+07)")


def refusal_values(code: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each value of a refusal, as `readable.refusal` shows it, by name; "–" for a zero that says nothing."""
    types = dict(REFUSALS[code])
    for name, value in values.items():
        yield name, _ZERO.get((code, name), "–") if value is None else _told(code, types[name], value)


def in_one_line(code: str, values: Mapping[str, Any]) -> str:
    """` (record chip, state đã đo xong (measured))`; nothing where no value says anything."""
    told = ", ".join(f"{name} {value}" for name, value in refusal_values(code, values) if value != "–")
    return f" ({told})" if told else ""


def _told(code: str, value_type: str, value: Any) -> str:
    listed = readable.value_enum(value_type)
    if listed is not None and isinstance(value, str):
        found = _WORDS.get(listed, {}).get(listed[value.upper()])
        return f"{found[0]} ({value})" if found else value
    if value_type == "uint64" and code not in _NO_TIMES:
        return moment(value)
    return str(value)
