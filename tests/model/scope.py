"""Scopes as sets: acts, fields and places are bitmaps, a word of zero means all."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import RightStage

ALL32, ALL64, ALL256 = 2**32 - 1, 2**64 - 1, 2**256 - 1


def acts(scope: c.Scope) -> int:
    return scope.acts or ALL32


def fields(scope: c.Scope) -> int:
    return scope.fields or ALL64


def places(value: c.Scope | c.Right) -> int:
    """Countries and provinces as one set of bits: everywhere when neither is named."""
    if not value.countries and not value.provinces:
        return ALL256 << 64 | ALL64
    return value.countries << 64 | value.provinces


def overlap(a: c.Scope, b: c.Scope) -> bool:
    in_time = a.start < b.end and b.start < a.end
    return bool(acts(a) & acts(b) and fields(a) & fields(b) and places(a) & places(b)) and in_time


def covered(rights: tuple[c.Right, ...], scope: c.Scope) -> bool:
    """Whether granted rights together fill the scope's interval in each of its places (reading 31)."""
    granted = [right for right in rights if right.right_stage == RightStage.GRANTED]
    points = {scope.start} | {right.end for right in granted if scope.start < right.end < scope.end}
    for point in points:
        running = 0
        for right in granted:
            if right.start <= point < right.end:
                running |= places(right)
        if places(scope) & ~running:
            return False
    return True


def within(inner: c.Scope, outer: c.Scope) -> dict[str, bool]:
    """By dimension, in the catalogue's order, whether `inner` lies within `outer`."""
    outside = places(inner) & ~places(outer)
    return {
        "acts": not acts(inner) & ~acts(outer),
        "fields": not fields(inner) & ~fields(outer),
        "countries": not outside >> 64,
        "provinces": not outside & ALL64,
        "start": inner.start >= outer.start,
        "end": inner.end <= outer.end,
    }


def same(a: c.Scope, b: c.Scope) -> bool:
    """Whether two scopes mean the same, however zero and all ones are written."""
    return all(within(a, b).values()) and all(within(b, a).values())
