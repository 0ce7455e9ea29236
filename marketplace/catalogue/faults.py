"""What is wrong with a content: the place, a stable code, the values, and a sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from marketplace.catalogue.codes import TECHNOLOGY_KINDS

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "NOT_JSON": ("Không đọc được thành một đối tượng JSON", "It cannot be read as a JSON object"),
    "TOO_LARGE": ("Nội dung lớn hơn {most} byte", "The content is larger than {most} bytes"),
    "FIELD_MISSING": ("Thiếu trường này", "This field is missing"),
    "UNKNOWN_FIELD": ("Không có trường nào tên như vậy", "There is no field of this name"),
    "UNKNOWN_CODE": ("Mã không có trong danh mục: {allowed}", "The code is not in the list: {allowed}"),
    "WRONG_TYPE": ("Sai kiểu; cần {wanted}", "Of the wrong type; {wanted} is wanted"),
    "TOO_SHORT": ("Ít hơn {least}", "Less than {least} long"),
    "TOO_LONG": ("Dài hơn {most}", "More than {most} long"),
    "NUMBER_RANGE": ("Số ngoài khoảng cho phép: {bound}", "The number is out of bounds: {bound}"),
    "WRONG_FORM": ("Sai cách viết; phải khớp {pattern}", "Wrongly written; it must match {pattern}"),
    "NO_SUCH_DAY": ("Không có ngày này", "There is no such day"),
    "NO_LANGUAGE": ("Cần ít nhất một ngôn ngữ, vi hoặc en", "At least one language is needed, vi or en"),
    "WRONG_ORDER": ("Đầu nằm sau cuối", "The beginning is after the end"),
    "ONE_OF": ("Cần đúng một trong: {fields}", "Exactly one of these is needed: {fields}"),
    "WEIGHTS": ("Tổng trọng số là {sum}, phải là 10000", "The weights sum to {sum}, not to 10000"),
    "TWICE": ("Một mã có hai lần: {field}", "A code stands twice: {field}"),
    "NO_REFERENCE": ("Dòng không có mã tham chiếu", "The row has no reference"),
    "REFERENCE_TWICE": (
        "Mã tham chiếu {reference} đã có ở dòng {row} của tệp này",
        "The reference {reference} stands in row {row} of this file already",
    ),
    "OTHER_KIND": (
        "Mục {reference} thuộc loại {kind}; loại của một mục không đổi được",
        "The entry {reference} is of kind {kind}, which cannot change",
    ),
    "WITHDRAWN": ("Mục {reference} đã rút", "The entry {reference} is withdrawn"),
    "BAD_CELL": ("Không đọc được ô: {cell}", "The cell cannot be read: {cell}"),
    "INVALID": ("Giá trị không hợp lệ", "The value is not valid"),
}
CODES = frozenset(_SENTENCES)

_OF_TYPE: Mapping[str, str] = {
    "missing": "FIELD_MISSING",
    "union_tag_not_found": "FIELD_MISSING",
    "extra_forbidden": "UNKNOWN_FIELD",
    "literal_error": "UNKNOWN_CODE",
    "union_tag_invalid": "UNKNOWN_CODE",
    "string_too_long": "TOO_LONG",
    "too_long": "TOO_LONG",
    "string_too_short": "TOO_SHORT",
    "too_short": "TOO_SHORT",
    "string_pattern_mismatch": "WRONG_FORM",
    "greater_than_equal": "NUMBER_RANGE",
    "less_than_equal": "NUMBER_RANGE",
    "no_such_day": "NO_SUCH_DAY",
    "no_language": "NO_LANGUAGE",
    "wrong_order": "WRONG_ORDER",
    "one_of": "ONE_OF",
    "weights": "WEIGHTS",
    "twice": "TWICE",
    "json_invalid": "NOT_JSON",
}
MOST_FAULTS = 50  # faults of one content
_LONGEST = 500  # characters of a value that a sentence repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """path: as JSON writes a place, `kpis[1].target`; "" for the whole. code: stable."""

    path: str
    code: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def vi(self) -> str:
        return self._sentence(0)

    @property
    def en(self) -> str:
        return self._sentence(1)

    def document(self) -> dict[str, Any]:
        return {"path": self.path, "code": self.code, "values": dict(self.values), "vi": self.vi, "en": self.en}

    def _sentence(self, language: int) -> str:
        shown = {name: _shown(value)[:_LONGEST] for name, value in self.values.items()}
        return _SENTENCES[self.code][language].format(**shown)


class BadContent(Exception):
    """A content cannot be taken. faults: at least one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{each.path}: {each.en}" for each in faults))
        self.faults = tuple(faults)


def faults_of(error: ValidationError) -> list[Fault]:
    """In the order of the content's members, at most fifty."""
    found = error.errors(include_url=False, include_input=False)
    return list(dict.fromkeys(_fault(each) for each in found[:MOST_FAULTS]))


def _fault(error: Any) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    code = _OF_TYPE.get(kind, "WRONG_TYPE" if kind.endswith(("_type", "_parsing")) else "INVALID")
    path = _path(error["loc"])
    if kind.startswith("union_tag"):
        path = "kind"
    return Fault(path, code, _Values(_values(kind, code, context)))


class _Values(dict[str, Any]):
    """Values that two equal faults are told by."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((name, str(value)) for name, value in self.items())))


def _values(kind: str, code: str, context: Mapping[str, Any]) -> dict[str, Any]:
    if code == "UNKNOWN_CODE":
        allowed = str(context.get("expected") or context.get("expected_tags") or "")
        return {"allowed": allowed.replace("'", "").replace(" or ", ", ")}
    if code in ("TOO_LONG", "TOO_SHORT"):
        name = "most" if code == "TOO_LONG" else "least"
        return {name: context.get("max_length" if code == "TOO_LONG" else "min_length")}
    if code == "NUMBER_RANGE":
        return {"bound": f"≥ {context['ge']}" if "ge" in context else f"≤ {context['le']}"}
    if code == "WRONG_FORM":
        return {"pattern": context["pattern"]}
    if code == "WRONG_TYPE":
        return {"wanted": kind.removesuffix("_type").removesuffix("_parsing")}
    return {name: value for name, value in context.items() if name in ("fields", "sum", "field")}


# Steps of a place that pydantic adds for the member of a union that it tried.
_UNIONS = frozenset({"event", "knowledge", "need", "fund", "organisation", *TECHNOLOGY_KINDS})


def _path(where: Sequence[int | str]) -> str:
    path = ""
    for number, step in enumerate(where):
        if number == 0 and step in _UNIONS:
            continue
        if isinstance(step, str) and (step.startswith("constrained-") or "[" in step or step == "tuple"):
            continue
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
