"""Hard constraints: what excludes, what is left open, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from marketplace.matching.constraints import Verdict, constraints, covers, deadline, excludes, facet, fund_constraints
from marketplace.profiles import Asking, Fund, MustHave, Need, Technology, Words

NEED = Need(id="N", publisher="p", texts={"vi": Words("Cần")})
TECHNOLOGY = Technology(id="T", owner="o", kind="software", texts={"vi": Words("Có")}, trl=7, territory=("VN",))


def one(need: Need, technology: Technology) -> Verdict:
    (verdict,) = constraints(need, technology)
    return verdict


def ruled(field: str, operator: str, value: Any, record: dict[str, Any]) -> Verdict:
    must = MustHave("điều kiện", field, operator, value)
    return one(replace(NEED, must_have=(must,)), replace(TECHNOLOGY, record=record))


@pytest.mark.parametrize(("trl", "code"), [(7, "TRL_MET"), (6, "TRL_MISSED"), (None, "TRL_NOT_STATED")])
def test_a_readiness_below_the_least_or_not_stated_excludes(trl: int | None, code: str) -> None:
    verdict = one(replace(NEED, min_trl=7), replace(TECHNOLOGY, trl=trl))
    assert (verdict.code, excludes(verdict)) == (code, code != "TRL_MET")


def test_the_country_covers_its_provinces_and_no_province_covers_the_country() -> None:
    assert covers(("VN",), "VN-HN")
    assert covers(("VN-HN", "LA"), "VN-HN")
    assert not covers(("VN-HN", "VN-SG"), "VN")
    assert not covers(("SG",), "VN-SG")


def test_all_of_the_territory_must_be_covered_and_what_is_missing_is_said() -> None:
    verdict = one(replace(NEED, territory=("VN-HN", "LA")), TECHNOLOGY)
    assert excludes(verdict)
    assert facet(verdict).said.en == "Rights are not offered in LA (only in: VN)"


@pytest.mark.parametrize(
    ("asking", "code"),
    [
        (Asking("licence", amount=100), "BUDGET_MET"),
        (Asking("licence", amount=101), "BUDGET_MISSED"),
        (Asking("assignment", amount=101), "BUDGET_MISSED"),
        (Asking("licence"), "PRICE_NEGOTIABLE"),
        (Asking("service", amount=101, per="mẫu"), "PRICE_PER_UNIT"),
        (Asking("licence", currency="USD", amount=101), "PRICE_OTHER_CURRENCY"),
        (None, "PRICE_NEGOTIABLE"),
    ],
)
def test_only_a_price_of_the_whole_above_the_budget_excludes(asking: Asking | None, code: str) -> None:
    verdict = one(replace(NEED, budget=100), replace(TECHNOLOGY, asking=asking))
    assert (verdict.code, excludes(verdict)) == (code, code == "BUDGET_MISSED")


def test_money_is_said_as_people_of_each_language_write_it() -> None:
    verdict = one(
        replace(NEED, budget=2_200_000_000), replace(TECHNOLOGY, asking=Asking("licence", amount=3_000_000_000))
    )
    said = facet(verdict).said
    assert said.vi == "Giá chào 3.000.000.000 đồng vượt ngân sách 2.200.000.000 đồng"
    assert said.en == "The asking price, VND 3,000,000,000, is above the budget of VND 2,200,000,000"


@pytest.mark.parametrize(
    ("asked", "offered", "excluded"),
    [
        ("exclusive", Asking("licence", exclusivity="exclusive"), False),
        ("exclusive", Asking("licence", exclusivity="sole"), True),
        ("sole", Asking("licence", exclusivity="exclusive"), False),
        ("sole", Asking("licence", exclusivity="non_exclusive"), True),
        ("exclusive", Asking("assignment"), False),
        ("exclusive", Asking("service", per="giờ"), True),
        ("exclusive", None, False),
    ],
)
def test_less_exclusive_rights_than_asked_exclude(asked: str, offered: Asking | None, excluded: bool) -> None:
    assert excludes(one(replace(NEED, exclusivity=asked), replace(TECHNOLOGY, asking=offered))) is excluded


@pytest.mark.parametrize(
    ("field", "operator", "value", "record", "code"),
    [
        ("trl", ">=", 8, {"trl": 8}, "MET"),
        ("trl", ">=", 8, {"trl": 7}, "MISSED"),
        ("trl", ">=", 8, {"trl": None}, "MISSED"),
        ("asking.amount", "<=", 60, {"asking": {"amount": 61}}, "MISSED"),
        ("asking.amount", "<=", 60, {"asking": {"amount": None}}, "MET"),
        ("asking.amount", "<=", 60, {"asking": None}, "MET"),
        ("asking.exclusivity", "in", ["sole"], {"asking": None}, "MISSED"),
        ("trl", ">", 8, {"trl": 8}, "MISSED"),
        ("mastery", "==", "full", {"mastery": "full"}, "MET"),
        ("kind", "in", ["software"], {"kind": "software"}, "MET"),
        ("kind", "in", ["software"], {"kind": "patent"}, "MISSED"),
        ("sectors", "in", ["smart_city"], {"sectors": ["other", "smart_city"]}, "MET"),
        ("territory", "covers", "VN-HN", {"territory": ["VN"]}, "MET"),
        ("territory", "covers", ["VN-HN", "LA"], {"territory": ["VN"]}, "MISSED"),
        ("year", ">=", "2020", {"year": 2021}, "MET"),
        ("colour", "in", ["red"], {"kind": "patent"}, "NOT_JUDGED"),
        ("kind", "like", "soft", {"kind": "software"}, "NOT_JUDGED"),
        ("trl", ">=", "high", {"trl": 7}, "NOT_JUDGED"),
        ("kind", "in", 5, {"kind": "software"}, "NOT_JUDGED"),
        ("trl.value", ">=", 5, {"trl": 7}, "NOT_JUDGED"),
    ],
)
def test_a_rule_is_met_missed_or_said_not_to_be_judged(
    field: str, operator: str, value: Any, record: dict[str, Any], code: str
) -> None:
    verdict = ruled(field, operator, value, record)
    assert verdict.code == f"MUST_HAVE_{code}"
    assert excludes(verdict) is (code == "MISSED")
    assert "điều kiện" in facet(verdict).said.vi


def test_a_requirement_in_words_is_left_to_be_read() -> None:
    verdict = one(replace(NEED, must_have=(MustHave("Không ồn"),)), TECHNOLOGY)
    assert (verdict.standing, facet(verdict).said.en) == ("open", "A requirement to be read and judged: Không ồn")


def test_a_need_is_open_to_the_end_of_its_last_day() -> None:
    need = replace(NEED, deadline=date(2026, 5, 31))
    last, late = deadline(need, date(2026, 5, 31)), deadline(need, date(2026, 6, 1))
    assert last is not None
    assert late is not None
    assert not excludes(last)
    assert excludes(late)
    assert facet(late).said.vi == "Hạn của nhu cầu đã qua: 31/05/2026"


def test_a_fund_sees_what_its_ticket_range_of_readiness_and_territory_admit() -> None:
    fund = Fund(id="F", owner="o", texts={"vi": Words("Quỹ")}, trl=(4, 7), ticket=(100, 500), territory=("VN-HN",))
    broken = [v.code for v in fund_constraints(fund, replace(TECHNOLOGY, trl=8, asking=Asking("licence", amount=501)))]
    assert broken == ["TRL_RANGE_MISSED", "TERRITORY_MET", "TICKET_MISSED"]
    need = replace(NEED, min_trl=5, budget=100, territory=("VN-HN",))
    assert [v.code for v in fund_constraints(fund, need)] == ["TRL_RANGE_MET", "TERRITORY_MET", "TICKET_MET"]
