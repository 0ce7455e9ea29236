"""Whether the ledger's answer is the one that the file expects. Only what the file names is compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger import readable
from ledger.errors import REFUSALS, Refused
from ledger.scenario import human
from ledger.scenario.cast import Cast
from ledger.scenario.times import NoSuchTime
from ledger.telling import moment


def differences(expected: Mapping[str, Any], actual: Mapping[str, Any], cast: Cast) -> list[str]:
    """One line for each named value that is not the expected one; `actual` as `ledger.readable` shows it."""
    found = []
    for name, value in expected.items():
        if name not in actual:
            found.append(f"{name}: mong đợi {plain(value)}, nhưng không có giá trị này / no such value")
        elif not same(value, actual[name], cast):
            found.append(f"{name}: {instead(value, actual[name], cast)}")
    return found


def refusal_differences(expected: Mapping[str, Any], refused: Refused, cast: Cast) -> list[str]:
    """As `differences`, over the values of a refusal; an enum may also be expected by its number."""
    shown = readable.refusal(refused, cast.alias)
    types = dict(REFUSALS[refused.code])
    found = []
    for name, value in expected.items():
        by_number = isinstance(value, int) and readable.value_enum(types[name]) is not None
        actual = int(refused.values[name]) if by_number else shown[name]
        if not same(value, actual, cast):
            found.append(f"{name}: {instead(value, actual, cast)}")
    return found


def instead(expected: Any, actual: Any, cast: Cast | None = None) -> str:
    """That one thing was expected and another came, in both languages; a time as such, other types by their name."""
    told, came = (plain(expected),) * 2, (plain(actual),) * 2
    if isinstance(expected, str) != isinstance(actual, str) and _is_number_or_text(expected, actual):
        at = _time(expected, cast)
        if at is not None:
            told, came = (f"{expected} ({moment(at)})",) * 2, (moment(actual),) * 2
        else:
            told, came = _with_type(expected), _with_type(actual)
    return f"mong đợi {told[0]}; nhận được {came[0]} / expected {told[1]}; got {came[1]}"


def _is_number_or_text(*values: Any) -> bool:
    return all(isinstance(value, str | int) and not isinstance(value, bool) for value in values)


def _time(expected: Any, cast: Cast | None) -> int | None:
    """The time that a text names, if it names one."""
    if cast is None or not isinstance(expected, str):
        return None
    try:
        return cast.time(expected)
    except NoSuchTime:
        return None


def _with_type(value: str | int) -> tuple[str, str]:
    if isinstance(value, str):
        return f'"{value}" (chữ)', f'"{value}" (text)'
    return f"{value} (số)", f"{value} (number)"


def plain(value: Any) -> str:
    """A value as a file writes it: `ann 6000, bob 4000`, `–` for nothing."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(entry)}" for name, entry in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(map(plain, value)) or "–"
    if isinstance(value, bool):
        return str(value).lower()
    return "–" if value is None else str(value)


def same(expected: Any, actual: Any, cast: Cast) -> bool:
    """Whether a value in human form and one as shown are the same."""
    if isinstance(expected, Mapping):
        return (
            isinstance(actual, Mapping)
            and set(map(str, expected)) == set(actual)
            and all(same(value, actual[str(name)], cast) for name, value in expected.items())
        )
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(expected) == len(actual)
            and all(same(one, other, cast) for one, other in zip(expected, actual, strict=True))
        )
    if expected is None:
        return actual is None or actual == 0
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if expected == actual:
        return True
    if isinstance(actual, int):
        return not isinstance(expected, int) and _is_time(expected, actual, cast)
    return isinstance(actual, str) and actual in _shown(str(expected), cast)


def _shown(text: str, cast: Cast) -> tuple[str | None, ...]:
    """What an answer shows for a text: a record under its latest name, or a code or a commitment in hex."""
    record = readable.identifier(cast.record(text), cast.alias)
    return record, "0x" + human.label(text).hex(), "0x" + cast.commit(text).hex()


def _is_time(expected: Any, actual: int, cast: Cast) -> bool:
    try:
        return cast.time(expected) == actual
    except NoSuchTime:
        return False
