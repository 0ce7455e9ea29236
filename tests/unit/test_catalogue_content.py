"""Contents of the catalogue: what is taken, what every fault says, and that their bytes are the same everywhere."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ledger import eip712
from marketplace.catalogue import codes, to_profiles
from marketplace.catalogue.content import (
    BadContent,
    Technology,
    canonical,
    commitment,
    digest,
    read_content,
    stored,
)
from marketplace.catalogue.market_records import content_of_record, record_of_content
from marketplace.market_set import need_of, read_set, technology_of

MARKET = Path(__file__).parents[2] / "examples" / "market"


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (MARKET / name).read_text(encoding="utf-8").splitlines()]


def pump(**more: Any) -> dict[str, Any]:
    return {"kind": "patent", "title": {"vi": "Máy bơm chống lũ"}, **more}


def faults(value: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadContent) as raised:
        read_content(value)
    for each in raised.value.faults:
        assert each.vi
        assert each.en
    return [(each.path, each.code) for each in raised.value.faults]


def test_every_kind_of_thing_is_one_of_the_union() -> None:
    told: dict[str, dict[str, Any]] = {
        "event": {"starts_on": "2026-12-01", "ends_on": "2026-12-02", "place": {"vi": "Hà Nội"}},
        "need": {"abstract": {"vi": "Ngõ sâu hay ngập."}},
        "organisation": {"organisation_kind": "institute"},
    }
    for kind in codes.CODES["kind"]:
        assert read_content({"kind": kind, "title": {"en": "x"}, **told.get(kind, {})}).kind == kind


def test_one_language_is_enough_and_none_is_not() -> None:
    assert read_content({"kind": "software", "title": {"en": "Smoke alarm"}}).title.en == "Smoke alarm"
    assert faults({"kind": "software", "title": {}}) == [("title", "NO_LANGUAGE")]
    assert faults({"kind": "software", "title": {"vi": None, "en": None}}) == [("title", "NO_LANGUAGE")]


def test_every_fault_is_told_with_its_place_and_values() -> None:
    bad = pump(trl=12, sectors=["sea"], asking={"mode": "licence", "amount": "5"}, colour="red", ipc=["Z1"])
    with pytest.raises(BadContent) as raised:
        read_content(bad)
    found = {each.path: each for each in raised.value.faults}
    assert {path: each.code for path, each in found.items()} == {
        "trl": "NUMBER_RANGE",
        "sectors[0]": "UNKNOWN_CODE",
        "asking.amount": "WRONG_TYPE",
        "colour": "UNKNOWN_FIELD",
        "ipc[0]": "WRONG_FORM",
    }
    assert found["trl"].values == {"bound": "≤ 9"}
    assert found["trl"].vi == "Số ngoài khoảng cho phép: ≤ 9"
    assert "smart_city" in found["sectors[0]"].en


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], [("", "WRONG_TYPE")]),
        ({}, [("kind", "FIELD_MISSING")]),
        ({"kind": "boat"}, [("kind", "UNKNOWN_CODE")]),
        (pump(year=float("nan")), [("", "NOT_JSON")]),
        (pump(year=2025.5), [("year", "WRONG_TYPE")]),
        (pump(green=1), [("green", "WRONG_TYPE")]),
        (pump(title={"vi": " "}), [("title.vi", "WRONG_FORM")]),
        (pump(title={"vi": "a\nb"}), [("title.vi", "WRONG_FORM")]),
        (pump(title={"vi": "x" * 301}), [("title.vi", "TOO_LONG")]),
        (pump(position={"lat": "91", "lon": "1", "province": "VN-HN"}), [("position.lat", "WRONG_FORM")]),
        (
            pump(rights=[{"office": "VN", "number": "1", "filed_on": "2025-02-30"}]),
            [("rights[0].filed_on", "NO_SUCH_DAY")],
        ),
        (
            {
                "kind": "event",
                "title": {"vi": "x"},
                "place": {"vi": "y"},
                "starts_on": "2026-12-02",
                "ends_on": "2026-12-01",
            },
            [("", "WRONG_ORDER")],
        ),
        (
            {"kind": "fund", "title": {"vi": "x"}, "ticket_vnd": {"least": 10, "most": 9}},
            [("ticket_vnd", "WRONG_ORDER")],
        ),
    ],
)
def test_what_cannot_be_is_refused(value: Any, expected: list[tuple[str, str]]) -> None:
    assert faults(value) == expected


def test_weights_of_a_need_sum_to_the_whole() -> None:
    kpi = {"code": "K1", "name": {"vi": "Độ trễ"}, "comparator": "<=", "target": "30", "weight_bps": 9000}
    need = {"kind": "need", "title": {"vi": "x"}, "abstract": {"vi": "y"}, "kpis": [kpi]}
    with pytest.raises(BadContent) as raised:
        read_content(need)
    assert [(each.code, each.values) for each in raised.value.faults] == [("WEIGHTS", {"sum": 9000})]


def test_an_exhibitor_is_an_entry_or_a_party_and_not_both() -> None:
    event = {
        "kind": "event",
        "title": {"vi": "x"},
        "place": {"vi": "y"},
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-01",
    }
    assert faults({**event, "exhibitors": [{}]}) == [("exhibitors[0]", "ONE_OF")]
    both = {"entry": "a" * 32, "party": "0x" + "b" * 64}
    assert faults({**event, "exhibitors": [both]}) == [("exhibitors[0]", "ONE_OF")]


def test_texts_are_nfc_however_they_were_typed() -> None:
    typed = read_content(pump(title={"vi": unicodedata.normalize("NFD", "Máy bơm chống lũ")}))
    assert typed == read_content(pump())


def test_what_was_not_given_is_not_in_the_bytes() -> None:
    assert canonical(read_content(pump(trl=None, green=False, ipc=[]))) == canonical(read_content(pump()))
    assert (
        canonical(read_content(pump(trl=8.0))) == '{"kind":"patent","title":{"vi":"Máy bơm chống lũ"},"trl":8}'.encode()
    )


def test_a_content_is_read_again_from_its_bytes() -> None:
    content = read_content(pump(trl=8, asking={"mode": "licence", "currency": "USD", "amount": 5}))
    assert stored(canonical(content).decode()) == content
    assert read_content(json.loads(canonical(content))) == content


def test_a_content_does_not_change() -> None:
    content = read_content(pump())
    with pytest.raises(ValidationError):
        content.green = True  # type: ignore[misc,union-attr]


def test_the_commitment_is_the_ledgers_over_the_canonical_bytes() -> None:
    content, salt = read_content(pump()), bytes(range(32))
    assert commitment(content, salt) == eip712.commitment(salt, canonical(content))
    assert commitment(content, salt) == commitment(canonical(content), salt)
    assert commitment(content, bytes(32)) != commitment(content, salt)
    assert digest(canonical(content)) != digest(canonical(read_content(pump(trl=7))))


def test_a_content_is_bounded_as_a_whole() -> None:
    full = {"vi": "ố" * 12_000, "en": "x" * 12_000}
    value = {"kind": "knowledge", "title": {"vi": "x"}, "abstract": full, "body": full}
    with pytest.raises(BadContent) as raised:
        read_content(value)
    assert [(each.code, each.values["most"]) for each in raised.value.faults] == [("TOO_LARGE", 65_536)]


# --- Records of a labelled set ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["technologies.jsonl", "needs.jsonl", "parties.jsonl"])
def test_every_record_of_the_market_set_is_a_content_and_comes_back(name: str) -> None:
    found = records(name)
    for record in found:
        content = read_content(content_of_record(record))
        owner = record.get("owner") or record.get("publisher") or ""
        assert record_of_content(json.loads(canonical(content)), record["id"], owner) == record
    assert len(found) > 50


def test_profiles_of_contents_are_those_of_the_records() -> None:
    market = read_set(MARKET)
    for record, profile in zip(records("technologies.jsonl"), market.technologies, strict=True):
        content = json.loads(canonical(read_content(content_of_record(record))))
        assert to_profiles.technology(content, record["id"], record["id"], record["owner"]) == profile
        assert technology_of(record) == profile
    for record, need in zip(records("needs.jsonl"), market.needs, strict=True):
        content = json.loads(canonical(read_content(content_of_record(record))))
        assert to_profiles.need(content, record["id"], record["publisher"]) == need == need_of(record)
    for record in records("parties.jsonl"):
        content = json.loads(canonical(read_content(content_of_record(record))))
        assert to_profiles.organisation(content, record["id"]) == market.organisations[record["id"]]


def test_thirds_of_a_need_are_weights_that_sum_to_the_whole() -> None:
    kpi = {"name": "x", "comparator": ">=", "target": 5, "weight": 0.333333}
    record = {"title": "x", "statement": "y", "lang": "vi", "kpis": [{**kpi, "code": f"K{each}"} for each in range(3)]}
    found = content_of_record(record)
    assert sum(each["weight_bps"] for each in found["kpis"]) == 10_000
    assert read_content(found).kind == "need"


def test_a_record_that_cannot_be_read_says_why_instead_of_failing() -> None:
    record = {
        "id": "T9",
        "kind": "software",
        "title": "x",
        "abstract": 5,
        "lang": "fr",
        "trl": "high",
        "asking": "dear",
    }
    assert dict(faults(content_of_record(record))) == {
        "title.fr": "UNKNOWN_FIELD",
        "abstract.fr": "UNKNOWN_FIELD",
        "trl": "WRONG_TYPE",
        "asking": "WRONG_TYPE",
    }


def test_every_code_has_a_name_in_both_languages_and_every_list_is_whole() -> None:
    assert set(codes.CODES["kind"]) == set(codes.TECHNOLOGY_KINDS) | {
        "event",
        "knowledge",
        "need",
        "fund",
        "organisation",
    }
    for codes_of in codes.CODES.values():
        for label in codes_of.values():
            assert label.vi
            assert label.en
    assert isinstance(read_content(pump(mastery="adapted", strategic=["semiconductors"])), Technology)
