"""The labelled sets of this project keep to what their README promises."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from marketplace.evaluation.asked import USABLE
from marketplace.evaluation.constraints import broken, unread
from marketplace.market_set import MarketSet, read_set

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(params=["market", "market-second"], scope="module")
def folder(request: pytest.FixtureRequest) -> Path:
    return EXAMPLES / str(request.param)


@pytest.fixture(scope="module")
def market(folder: Path) -> MarketSet:
    return read_set(folder)


def test_every_file_is_nfc(folder: Path) -> None:
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), file.name


def test_every_id_that_is_named_is_there(market: MarketSet) -> None:
    technologies = {each.id for each in market.technologies}
    assert {each.owner for each in market.technologies} <= set(market.organisations)
    assert {each.publisher for each in market.needs} <= set(market.organisations)
    assert set(market.need_grades) <= {each.id for each in market.needs}
    assert set(market.query_grades) <= {each.id for each in market.queries}
    for grades in (*market.need_grades.values(), *market.query_grades.values()):
        assert set(grades) <= technologies
        assert set(grades.values()) <= {1, 2, 3}


def test_what_breaks_a_constraint_has_grade_1_at_most(market: MarketSet) -> None:
    technologies = {each.id: each for each in market.technologies}
    for need in market.needs:
        assert unread(need) == ()
        for technology, grade in market.need_grades.get(need.id, {}).items():
            if grade >= USABLE:
                assert broken(need, technologies[technology]) == (), (need.id, technology)


def test_the_weights_of_a_needs_measures_are_the_whole(market: MarketSet) -> None:
    for need in market.needs:
        assert sum(each.weight for each in need.kpis) == pytest.approx(1), need.id


def test_the_sets_share_no_record() -> None:
    one, other = (read_set(EXAMPLES / name) for name in ("market", "market-second"))
    for first, second in ((one.technologies, other.technologies), (one.needs, other.needs)):
        assert {each.id for each in first}.isdisjoint(each.id for each in second)
        said = {text.title for each in first for text in each.texts.values()}
        assert said.isdisjoint(text.title for each in second for text in each.texts.values())
