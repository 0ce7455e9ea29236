"""A record's rows, and columns taken from a value under their own names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marketplace import tables as t

Rows = dict[type[t.Base], list[dict[str, Any]]]
"""table -> the columns of each of a record's rows in it."""


def columns(value: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def listed(owner: str, record: bytes, entries: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    """One row for each entry of a list, in its order. owner: the column that names the record."""
    return [{owner: record, "ordinal": ordinal, **columns(entry, *names)} for ordinal, entry in enumerate(entries)]


def named(owner: str, record: bytes, column: str, values: Iterable[bytes]) -> list[dict[str, Any]]:
    """One row for each value of a list, in its order, the value in `column`."""
    return [{owner: record, "ordinal": ordinal, column: value} for ordinal, value in enumerate(values)]
