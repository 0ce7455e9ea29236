"""Whether the ledger's answer is the one that the file expects. Only what the file names is compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger import readable
from ledger.errors import REFUSALS, Refused
from ledger.scenario.cast import Cast
from ledger.scenario.times import NoSuchTime


def differences(expected: Mapping[str, Any], actual: Mapping[str, Any], cast: Cast) -> list[str]:
    """One line for each named value that is not the expected one; `actual` as `ledger.readable` shows it."""
    found = []
    for name, value in expected.items():
        if name not in actual:
            found.append(f"{name}: expected {value!r}, but there is no such value")
        elif not same(value, actual[name], cast):
            found.append(f"{name}: expected {value!r}, got {actual[name]!r}")
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
            found.append(f"{name}: expected {value!r}, got {actual!r}")
    return found


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
    # Two names for one record: the answer shows the latest.
    shown = readable.identifier(cast.record(str(expected)), cast.alias)
    return isinstance(actual, str) and shown == actual


def _is_time(expected: Any, actual: int, cast: Cast) -> bool:
    try:
        return cast.time(expected) == actual
    except NoSuchTime:
        return False
