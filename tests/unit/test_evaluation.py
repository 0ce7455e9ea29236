"""Measures, intervals and constraint counting of an evaluation, on cases small enough to work out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from marketplace.evaluation.asked import Asked
from marketplace.evaluation.baselines import Bm25
from marketplace.evaluation.constraints import broken, unread
from marketplace.evaluation.halves import half_of
from marketplace.evaluation.intervals import interval
from marketplace.evaluation.measures import measure, violations
from marketplace.market_set import need_of, technology_of


def technology(**more: Any) -> dict[str, Any]:
    record = {"id": "T1", "owner": "o", "kind": "patent", "title": "Máy bơm", "abstract": "Bơm nước.", "lang": "vi"}
    return {**record, "trl": 7, "territory": ["VN"], "asking": {"mode": "licence", "amount": 5}, **more}


def breaks(need: dict[str, Any], **of_technology: Any) -> tuple[str, ...]:
    record = {"id": "P1", "publisher": "p", "title": "Bơm", "statement": "Cần bơm.", "lang": "vi", **need}
    return broken(need_of(record), technology_of(technology(**of_technology)))


def rule(field: str, **operator: Any) -> dict[str, Any]:
    return {"must_have": [{"text": "điều kiện", "rule": {"field": field, **operator}}]}


def test_grades_gain_by_place_over_the_best_order_there_is() -> None:
    asked = [Asked("P1", {"T1": 3, "T2": 1})]
    scores = measure(asked, {"P1": ["T9", "T2", "T1"]})
    best = 3 + 1 / math.log2(3)
    assert scores["ndcg@10"][0] == pytest.approx((1 / math.log2(3) + 3 / 2) / best)
    assert (scores["mrr"][0], scores["success@3"][0], scores["recall@20"][0]) == (pytest.approx(1 / 3), 1, 1)


def test_a_technology_of_grade_1_is_no_usable_answer() -> None:
    scores = measure([Asked("P1", {"T1": 1, "T2": 2, "T3": 3})], {"P1": ["T1"]})
    assert [scores[name][0] for name in ("recall@20", "mrr", "success@3")] == [0, 0, 0]
    assert scores["ndcg@10"][0] > 0


def test_what_is_not_answered_scores_nothing_and_is_not_left_out() -> None:
    asked = [Asked("P1", {"T1": 3}), Asked("P2", {"T1": 3}), Asked("P3", {"T2": 3})]
    assert list(measure(asked, {"P1": ["T1"], "P2": []})["ndcg@10"]) == [1, 0, 0]


def test_ties_are_ranked_as_they_are_handed_in() -> None:
    asked = [Asked("P1", {"T1": 3})]
    assert list(measure(asked, {"P1": ["T0", "T1"]})["mrr"]) == [0.5]


def test_a_violation_counts_in_the_first_ten_places_only() -> None:
    asked = [Asked("P1", {}, frozenset({"T3", "T10", "T11"}))]
    assert violations(asked, {"P1": [f"T{each}" for each in range(1, 13)]}) == 2


def test_the_interval_holds_the_mean_is_the_same_again_and_narrows_with_more() -> None:
    few, many = np.array([0.0, 1.0] * 5), np.array([0.0, 1.0] * 500)
    low, high = interval(few) or (0, 0)
    assert low < 0.5 < high
    assert interval(few) == (low, high)
    narrow = interval(many) or (0, 1)
    assert narrow[1] - narrow[0] == pytest.approx(2 * 1.96 * 0.5 / math.sqrt(1000), rel=0.1)
    assert interval(np.array([])) is None


@pytest.mark.parametrize(
    ("need", "technology", "fields"),
    [
        ({"min_trl": 8}, {}, ("trl",)),
        ({"min_trl": 7}, {}, ()),
        ({"min_trl": 1}, {"trl": None}, ("trl",)),
        ({"territory": ["VN-HN", "LA"]}, {}, ("territory",)),
        ({"territory": ["VN-HN"]}, {}, ()),
        ({"territory": ["VN"]}, {"territory": ["VN-HN"]}, ("territory",)),
        (rule("territory", covers="SG"), {"territory": ["VN-SG"]}, ("territory",)),
        (rule("asking.amount", **{"<=": 4}), {}, ("asking.amount",)),
        (rule("asking.amount", **{"<=": 4}), {"asking": {"mode": "licence", "amount": None}}, ()),
        (rule("asking.amount", **{"<=": 4}), {"asking": None}, ()),
        (rule("asking.exclusivity", **{"in": ["exclusive"]}), {}, ("asking.exclusivity",)),
        (rule("kind", **{"in": ["patent", "software"]}), {}, ()),
        (rule("sectors", **{"in": ["smart_city"]}), {"sectors": ["x", "smart_city"]}, ()),
        (rule("year", **{">=": 2020}), {"year": 2019}, ("year",)),
        (rule("year", **{">=": 2020}), {}, ("year",)),
        ({"must_have": [{"text": "chỉ đọc", "rule": None}]}, {}, ()),
    ],
)
def test_which_constraints_a_technology_breaks(
    need: dict[str, Any], technology: dict[str, Any], fields: tuple[str, ...]
) -> None:
    assert breaks(need, **technology) == fields


def test_a_rule_with_an_operator_nobody_knows_is_told_and_not_counted() -> None:
    need = need_of({"id": "P", "publisher": "p", "title": "t", "statement": "s", "lang": "vi", **rule("trl", near=4)})
    assert unread(need) == ("near",)
    assert broken(need, technology_of(technology())) == ()


def test_bm25_finds_words_without_tones_and_rare_ones_first() -> None:
    texts = ["máy bơm nước", "máy sấy lúa", "máy gặt lúa"]
    offered = [technology_of(technology(id=f"T{at}", title=each, abstract="")) for at, each in enumerate(texts)]
    scores = Bm25(offered).scores(technology_of(technology(title="may bom lua", abstract="")).texts)
    assert scores[0] > scores[1] == scores[2] > 0


def test_halves_are_the_same_in_every_run_and_about_equal() -> None:
    halves = [half_of(f"P{each:03d}") for each in range(1000)]
    assert halves[:6] == [half_of(f"P{each:03d}") for each in range(6)]
    assert 450 < halves.count(1) < 550
    assert halves != [half_of(f"P{each:03d}", "again") for each in range(1000)]
