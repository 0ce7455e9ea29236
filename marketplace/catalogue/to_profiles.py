"""Contents as search and matching know them (`marketplace.profiles`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.catalogue.market_records import record_of_content
from marketplace.profiles import (
    LANGUAGES,
    Asking,
    Fund,
    Kpi,
    Language,
    MustHave,
    Need,
    Organisation,
    Technology,
    Words,
)

Json = Mapping[str, Any]


def technology(content: Json, identifier: str, reference: str, owner: str) -> Technology:
    """content: canonical JSON, parsed. identifier: of the profile; owner: of its organisation."""
    asking = content.get("asking")
    number = content.get("registration_no")
    return Technology(
        id=identifier,
        owner=owner,
        kind=content["kind"],
        texts=texts(content),
        ipc=tuple(content.get("ipc", ())),
        sectors=tuple(content.get("sectors", ())),
        trl=content.get("trl"),
        asking=None if asking is None else Asking(**asking),
        territory=tuple(content.get("territory", ())),
        year=content.get("year"),
        numbers=(*((number,) if number else ()), *(each["number"] for each in content.get("rights", ()))),
        localisation_bps=content.get("localisation_bps"),
        mastery=content.get("mastery"),
        strategic=bool(content.get("strategic")),
        green=content.get("green", False),
        record=record_of_content(content, reference, owner),
    )


def need(content: Json, identifier: str, publisher: str) -> Need:
    deadline = content.get("deadline")
    return Need(
        id=identifier,
        publisher=publisher,
        texts=texts(content),
        unit=_either(content.get("unit")),
        sector=content.get("sector", ""),
        budget=content.get("budget_vnd"),
        min_trl=content.get("min_trl"),
        deadline=None if deadline is None else date.fromisoformat(deadline),
        territory=tuple(content.get("territory", ())),
        exclusivity=content.get("exclusivity"),
        kpis=tuple(_kpi(each) for each in content.get("kpis", ())),
        must_have=tuple(_must_have(each) for each in content.get("must_have", ())),
    )


def fund(content: Json, identifier: str, owner: str) -> Fund:
    levels, ticket = content.get("trl"), content.get("ticket_vnd")
    return Fund(
        id=identifier,
        owner=owner,
        texts=texts(content),
        sectors=tuple(content.get("sectors", ())),
        trl=(1, 9) if levels is None else (levels.get("least", 1), levels.get("most", 9)),
        ticket=None if ticket is None else (ticket["least"], ticket["most"]),
        territory=tuple(content.get("territory", ())),
    )


def organisation(content: Json, identifier: str) -> Organisation:
    names: dict[Language, str] = {each: content["title"][each] for each in LANGUAGES if content["title"].get(each)}
    return Organisation(
        id=identifier,
        names=names,
        kind=content["organisation_kind"],
        province=content.get("province"),
        sectors=tuple(content.get("sectors", ())),
    )


def texts(content: Json) -> Mapping[Language, Words]:
    """A language that has no title of its own takes the other's: what is said in it is still found."""
    found: dict[Language, Words] = {}
    for language in LANGUAGES:
        title, body = content["title"].get(language), (content.get("abstract") or {}).get(language)
        keywords = tuple((content.get("keywords") or {}).get(language, ()))
        if title or body or keywords:
            found[language] = Words(title or _either(content["title"]), body or "", keywords)
    return found


def _kpi(each: Json) -> Kpi:
    return Kpi(
        code=each["code"],
        name=_either(each["name"]),
        unit=each.get("unit", "-"),
        comparator=each["comparator"],
        target=Decimal(each["target"]),
        weight=each["weight_bps"] / 10_000,
        mandatory=each.get("mandatory", False),
        measurement_method=_either(each.get("measurement_method")),
    )


def _must_have(each: Json) -> MustHave:
    rule = each.get("rule")
    if rule is None:
        return MustHave(_either(each["text"]))
    return MustHave(_either(each["text"]), rule["field"], rule["operator"], rule["value"])


def _either(both: Json | None) -> str:
    """In Vietnamese where there is any."""
    return "" if both is None else str(both.get("vi") or both.get("en") or "")
