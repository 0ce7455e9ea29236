"""Contents from records of a labelled set (examples/market/README.md), and back.

The flat record speaks one language, and is what the rules of needs are written over. What a set has and a content has
not is left out: `id` is an entry's reference, `owner` and `publisher` are its organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal, InvalidOperation, Overflow
from typing import Any

Json = dict[str, Any]
_ALIKE = ("ipc", "sectors", "trl", "territory", "asking", "year", "registration_no")
_MORE = ("rights", "localisation_bps", "mastery", "strategic", "green", "position")
_MOST_WEIGHT = 10**9
_NEED_ALIKE = ("sector", "budget_vnd", "min_trl", "deadline", "territory", "exclusivity")


def content_of_record(record: Mapping[str, Any]) -> Json:
    """The content JSON of any record of a set, by what it has: a need a statement, a party a name.

    Nothing is judged here: what cannot be read is left as it is for `read_content` to name.
    """
    if "name_vi" in record or "name_en" in record:
        return content_of_party(record)
    if "statement" in record:
        return content_of_need(record)
    return content_of_technology(record)


def content_of_party(record: Mapping[str, Any]) -> Json:
    names = {language: record[f"name_{language}"] for language in ("vi", "en") if record.get(f"name_{language}")}
    return _given(
        kind="organisation",
        title=names,
        organisation_kind=record.get("kind"),
        province=record.get("province"),
        sectors=record.get("sectors"),
    )


def content_of_technology(record: Mapping[str, Any]) -> Json:
    said = _saying(record)
    asking = record.get("asking")
    return _given(
        kind=record.get("kind"),
        title=said(record.get("title")),
        abstract=said(record.get("abstract")),
        keywords=said(record.get("keywords")),
        terms=said(record.get("terms")),
        **{name: record.get(name) for name in (*_ALIKE, *_MORE) if name != "asking"},
        asking=_given(**asking) if isinstance(asking, Mapping) else asking,
    )


def content_of_need(record: Mapping[str, Any]) -> Json:
    said = _saying(record)
    kpis = record.get("kpis") or []
    weights = _weights([each.get("weight") for each in kpis if isinstance(each, Mapping)])
    return _given(
        kind="need",
        title=said(record.get("title")),
        abstract=said(record.get("statement")),
        keywords=said(record.get("keywords")),
        unit=said(record.get("responsible_unit")),
        **{name: record.get(name) for name in _NEED_ALIKE},
        kpis=[
            _given(
                **{name: each.get(name) for name in ("code", "unit", "comparator", "mandatory")},
                name=said(each.get("name")),
                target=None if each.get("target") is None else str(each["target"]),
                weight_bps=weight,
                measurement_method=said(each.get("measurement_method")),
            )
            for each, weight in zip(kpis, weights, strict=True)
        ],
        must_have=[
            _given(text=said(each.get("text")), rule=_rule(each.get("rule"))) for each in record.get("must_have") or []
        ],
    )


def record_of_content(content: Mapping[str, Any], reference: str, owner: str) -> Json:
    """The flat record of a content: Vietnamese where it has any, else English. content: canonical JSON, parsed."""
    kind = content["kind"]
    lang = "vi" if content["title"].get("vi") else "en"
    if kind == "organisation":
        return {
            "id": reference,
            "kind": content["organisation_kind"],
            "name_vi": content["title"].get("vi"),
            "name_en": content["title"].get("en"),
            "province": content.get("province"),
            "sectors": content.get("sectors", []),
        }

    def said(name: str, inside: Mapping[str, Any] = content) -> Any:
        both = inside.get(name) or {}
        return both.get(lang) or both.get("vi") or both.get("en")

    texts = {"title": said("title"), "lang": lang}
    if kind == "need":
        return {
            "id": reference,
            "publisher": owner,
            "responsible_unit": said("unit") or "",
            **texts,
            "statement": said("abstract") or "",
            **{name: content.get(name) for name in _NEED_ALIKE if name in content or name != "exclusivity"},
            "territory": content.get("territory", []),
            "kpis": [
                {
                    "code": each["code"],
                    "name": said("name", each),
                    "unit": each.get("unit", "-"),
                    "comparator": each["comparator"],
                    "target": each["target"],
                    "weight": each["weight_bps"] / 10_000,
                    "mandatory": each.get("mandatory", False),
                    "measurement_method": said("measurement_method", each) or "",
                }
                for each in content.get("kpis", [])
            ],
            "must_have": [
                {"text": said("text", each), "rule": _flat_rule(each.get("rule"))}
                for each in content.get("must_have", [])
            ],
        }
    asking = content.get("asking")
    record = {
        "id": reference,
        "owner": owner,
        "kind": kind,
        **texts,
        "abstract": said("abstract") or "",
        "keywords": said("keywords") or [],
        **{name: content.get(name, [] if name in ("ipc", "sectors", "territory") else None) for name in _ALIKE},
        **{name: content[name] for name in _MORE if name in content},
        "asking": None
        if asking is None
        else {
            "mode": asking["mode"],
            "currency": asking.get("currency", "VND"),
            "amount": asking.get("amount"),
            "exclusivity": asking.get("exclusivity"),
            "per": asking.get("per"),
        },
    }
    terms = said("terms")
    return record if terms is None else {**record, "terms": terms}


def _given(**members: Any) -> Json:
    """Without what is not there; false and zero are."""
    return {name: value for name, value in members.items() if value is not None and value != [] and value != ""}


def _saying(record: Mapping[str, Any]) -> Callable[[Any], Any]:
    language = record.get("lang") if isinstance(record.get("lang"), str) else "vi"
    return lambda value: None if value in (None, "", []) else {language: value}


def _rule(rule: Any) -> Any:
    if not isinstance(rule, Mapping):
        return rule
    operators = [(name, value) for name, value in rule.items() if name != "field"]
    if len(operators) != 1:
        return dict(rule)
    return {"field": rule.get("field"), "operator": operators[0][0], "value": operators[0][1]}


def _flat_rule(rule: Mapping[str, Any] | None) -> Json | None:
    return None if rule is None else {"field": rule["field"], rule["operator"]: rule["value"]}


def _weights(given: list[Any]) -> list[Any]:
    """Shares of one as basis points that sum to what they did: what rounding leaves goes where most was cut off."""
    try:
        exact = [Decimal(str(each)) * 10_000 for each in given]
    except (InvalidOperation, Overflow):
        return given
    if not all(each.is_finite() and abs(each) <= _MOST_WEIGHT for each in exact):
        return given  # as whole numbers these may take megabytes each
    rounded = [int(each.to_integral_value(ROUND_FLOOR)) for each in exact]
    missing = int(sum(exact, Decimal()).to_integral_value()) - sum(rounded)
    most_cut = sorted(range(len(exact)), key=lambda place: rounded[place] - exact[place])
    for place in most_cut[:missing]:
        rounded[place] += 1
    return rounded


_TECHNOLOGY = frozenset({"id", "owner", "kind", "title", "abstract", "keywords", "terms", "lang", *_ALIKE, *_MORE})
_NEED = frozenset(
    {"id", "publisher", "responsible_unit", "title", "statement", "keywords", "lang", "kpis", "must_have", *_NEED_ALIKE}
)
_PARTY = frozenset({"id", "kind", "name_vi", "name_en", "province", "sectors"})


def unknown_members(record: Mapping[str, Any]) -> set[str]:
    """Members of a flat record that its content would lose."""
    if "name_vi" in record or "name_en" in record:
        return set(record) - _PARTY - {"reference"}
    return set(record) - (_NEED if "statement" in record else _TECHNOLOGY) - {"reference"}
