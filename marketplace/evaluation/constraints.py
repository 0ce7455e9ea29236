"""Which technologies break a need's machine-readable constraints, read from the records as they stand in the set.

Written apart from `marketplace.matching.constraints`, which it checks: it shares no code with it, and is stricter
where a record says nothing. What is counted: `min_trl`, the territory, and every must-have with a rule. Budget,
deadline and what can only be read are not: the grades of a set do not rest on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplace.profiles import Need, Technology

_MISSING = object()


def broken(need: Need, technology: Technology) -> tuple[str, ...]:
    """The fields by which a technology breaks the need's constraints; none where it keeps them all.

    A rule with an operator that is not known here counts as kept, and `unread` names it.
    """
    record = technology.record
    found = []
    if need.min_trl is not None and not _compare(record.get("trl"), ">=", need.min_trl):
        found.append("trl")
    if not _covers(record.get("territory"), need.territory):
        found.append("territory")
    for must in need.must_have:
        if must.field is None or must.operator is None:
            continue
        stated = _at(record, must.field)
        if must.field == "asking.amount" and stated in (None, _MISSING):
            continue  # negotiable
        if not _keeps(stated, must.operator, must.value):
            found.append(must.field)
    return tuple(dict.fromkeys(found))


def unread(need: Need) -> tuple[str, ...]:
    """The operators of a need's rules that are not known here."""
    known = {">=", "<=", ">", "<", "==", "in", "covers"}
    return tuple(each.operator for each in need.must_have if each.operator is not None and each.operator not in known)


def _keeps(stated: Any, operator: str, value: Any) -> bool:
    if operator == "covers":
        return _covers(stated, [value] if isinstance(value, str) else value)
    if operator == "in":
        held = stated if isinstance(stated, list) else [stated]
        return isinstance(value, list) and any(each in value for each in held)
    if operator in (">=", "<=", ">", "<", "=="):
        return _compare(stated, operator, value)
    return True


def _compare(stated: Any, operator: str, value: Any) -> bool:
    if operator == "==" and not isinstance(stated, int | float):
        return bool(stated == value)
    if not _is_number(stated) or not _is_number(value):
        return False
    left, right = Decimal(str(stated)), Decimal(str(value))
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right, "==": left == right}[
        operator
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _covers(offered: Any, asked: Sequence[str]) -> bool:
    """All of what is asked: a country covers its provinces, a province does not cover its country."""
    places = set(offered) if isinstance(offered, list | tuple) else set()
    return all(code in places or code.split("-")[0] in places for code in asked)


def _at(record: Mapping[str, Any], field: str) -> Any:
    value: Any = record
    for name in field.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return _MISSING
        value = value[name]
    return value
