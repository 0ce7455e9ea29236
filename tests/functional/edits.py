"""Edits of JSON documents, made systematically: every member altered in turn, left out in turn, entries exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Keys = tuple[str | int, ...]
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Edit:
    """make: done to a document in place. deed: `alter` or `omit`. where: the member, places in lists left open."""

    deed: str
    where: str
    make: Callable[[Any], None]


def alterations(document: Any, within: Keys = ()) -> Iterator[Edit]:
    """Each value altered in turn; of the entries of a list, the first that has such a member."""
    yield from _once(_altered(_reach(document, within), within))


def omissions(document: Any, within: Keys = ()) -> Iterator[Edit]:
    """Each member and each entry left out in turn; of lists as `alterations`."""
    yield from _once(_left_out(_reach(document, within), within))


def entries_left_out(document: Any, within: Keys) -> Iterator[Edit]:
    """The first, a middle one and the last entry of a list."""
    count = len(_reach(document, within))
    named = {0: "first", count // 2: "middle", count - 1: "last"}
    for place, name in named.items():
        if count > 1 or name == "last":
            yield Edit("omit", f"{spelt(within)}: the {name} entry", _leaving_out((*within, place)))


def exchanged(document: Any, within: Keys) -> Iterator[Edit]:
    """The first two entries of a list in each other's place, and the first twice."""
    if len(_reach(document, within)) > 1:

        def exchange(value: Any) -> None:
            entries = _reach(value, within)
            entries[0], entries[1] = entries[1], entries[0]

        yield Edit("alter", f"{spelt(within)}: two entries exchanged", exchange)
    if _reach(document, within):
        yield Edit("alter", f"{spelt(within)}: an entry twice", lambda value: _twice(_reach(value, within)))


def _twice(entries: list[Any]) -> None:
    entries.insert(0, entries[0])


def altered(value: Any) -> Any:
    """Another value that reads like this one."""
    if isinstance(value, bool):
        return not value
    if value is None:
        return "0"
    if isinstance(value, int):
        return value + 1
    if re.fullmatch(r"0x[0-9a-f]+", value):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    if re.fullmatch(r"[0-9]{10}", value):
        return str(int(value) + DAY)
    if re.fullmatch(r"-?[0-9]+", value):
        return str(int(value) + 1)
    return value + "x"


def spelt(keys: Keys) -> str:
    """A member as `items[].event.head`."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _altered(value: Any, keys: Keys) -> Iterator[Edit]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _altered(inner, (*keys, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _altered(inner, (*keys, place))
        if not value:
            yield Edit("alter", f"{spelt(keys)}: an entry where there is none", _filling(keys))
    else:
        yield Edit("alter", spelt(keys), _altering(keys))


def _left_out(value: Any, keys: Keys) -> Iterator[Edit]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield Edit("omit", spelt((*keys, key)), _leaving_out((*keys, key)))
        yield from _left_out(each, (*keys, key))


def _once(edits: Iterator[Edit]) -> Iterator[Edit]:
    seen: set[tuple[str, str]] = set()
    for edit in edits:
        if (edit.deed, edit.where) not in seen:
            seen.add((edit.deed, edit.where))
            yield edit


def _reach(document: Any, keys: Keys) -> Any:
    for key in keys:
        document = document[key]
    return document


def _altering(keys: Keys) -> Callable[[Any], None]:
    def make(document: Any) -> None:
        holder = _reach(document, keys[:-1])
        holder[keys[-1]] = altered(holder[keys[-1]])

    return make


def _leaving_out(keys: Keys) -> Callable[[Any], None]:
    def make(document: Any) -> None:
        del _reach(document, keys[:-1])[keys[-1]]

    return make


def _filling(keys: Keys) -> Callable[[Any], None]:
    return lambda document: _reach(document, keys).append("0x" + "11" * 32)
