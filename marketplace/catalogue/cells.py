"""A content as cells of a table, and back: a column a member, `title.vi`, `asking.amount`; lists in one cell.

A cell that a spreadsheet would take for a formula begins with an apostrophe in the file, and with none in the content:
whatever text was exported, the same comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.catalogue.faults import BadContent, Fault

Json = dict[str, Any]
REFERENCE_COLUMNS = ("reference", "id")
# In this order in an exported file; a file that is imported may have any of them in any order.
COLUMNS: tuple[str, ...] = (
    *("reference", "kind", "title.vi", "title.en", "abstract.vi", "abstract.en", "keywords.vi", "keywords.en"),
    *("registration_no", "rights", "ipc", "trl", "sectors", "territory"),
    *("asking.mode", "asking.currency", "asking.amount", "asking.exclusivity", "asking.per", "year"),
    *("localisation_bps", "mastery", "strategic", "green", "position.lat", "position.lon", "position.province"),
    *("terms.vi", "terms.en"),
    *("unit.vi", "unit.en", "sector", "budget_vnd", "min_trl", "deadline", "exclusivity", "kpis", "must_have"),
    *("trl.least", "trl.most", "ticket_vnd.least", "ticket_vnd.most"),
    *("organisation_kind", "province", "address", "link"),
    *("starts_on", "ends_on", "place.vi", "place.en", "exhibitors", "body.vi", "body.en", "source.vi", "source.en"),
)
_WHOLE = frozenset(
    {
        *("trl", "year", "localisation_bps", "asking.amount", "budget_vnd", "min_trl"),
        *("trl.least", "trl.most", "ticket_vnd.least", "ticket_vnd.most"),
    }
)
_TRUTH = frozenset({"green"})
_LISTS = frozenset({"ipc", "sectors", "territory", "strategic", "keywords", "keywords.vi", "keywords.en"})
_JSON = frozenset({"rights", "exhibitors", "kpis", "must_have"})
_TRUE, _FALSE = frozenset({"true", "1", "có", "yes"}), frozenset({"false", "0", "không", "no"})
# Also the wide forms, which spreadsheets in East Asian settings take alike.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_SEPARATOR = "; "


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def row_of(content: Mapping[str, Any], reference: str) -> dict[str, str]:
    """Cells by column, those that are not empty, guarded. content: canonical JSON, parsed."""
    found = {"reference": reference}
    for name, value in content.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": _cell(f"{name}.{inner}", each) for inner, each in value.items()}
        else:
            found[name] = _cell(name, value)
    return {name: guarded(cell) for name, cell in found.items()}


def record_of_row(cells: Iterable[tuple[str, str]]) -> Json:
    """Members nested by the dots of their columns; empty cells are left out. Raises `BadContent` BAD_CELL.

    A number or a list that cannot be read is named here; everything else is for whoever reads the content.
    """
    record: Json = {}
    faults = []
    for column, cell in cells:
        text = unguarded(cell).replace("\r\n", "\n")
        if not text.strip():
            continue
        try:
            value = _value(column, text)
        except (ValueError, RecursionError):
            faults.append(Fault(column, "BAD_CELL", {"cell": text[:80]}))
            continue
        *outer, last = column.split(".", 1)
        inside = record.setdefault(outer[0], {}) if outer else record
        if not isinstance(inside, dict):
            faults.append(Fault(column, "BAD_CELL", {"cell": text[:80]}))
            continue
        inside[last] = value
    if faults:
        raise BadContent(faults)
    return record


def _cell(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and column in _LISTS and not any(_ambiguous(each) for each in value):
        return _SEPARATOR.join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _ambiguous(item: str) -> bool:
    return ";" in item or item != item.strip() or item.startswith("[")


def _value(column: str, text: str) -> Any:
    if column in _WHOLE:
        return int(text.strip())
    if column in _TRUTH:
        return _truth(text.strip().casefold())
    if column in _JSON:
        return json.loads(text)
    if column in _LISTS:
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [each.strip() for each in text.split(";") if each.strip()]
    return text


def _truth(text: str) -> bool:
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise ValueError(text)
