"""Which needs and queries are reported apart: told from texts and grades."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.evaluation.asked import Asked
from marketplace.evaluation.constraints import broken
from marketplace.evaluation.slices import Slices, need_slices, query_slices
from marketplace.evaluation.words import Vocabulary, abbreviations, is_vietnamese
from marketplace.market_set import MarketSet, read_set

SET = Path(__file__).parents[2] / "examples" / "market"


@pytest.fixture(scope="module")
def market() -> MarketSet:
    return read_set(SET)


@pytest.fixture(scope="module")
def vocabulary(market: MarketSet) -> Vocabulary:
    return Vocabulary(market.technologies, market.organisations.values())


@pytest.fixture(scope="module")
def needs(market: MarketSet, vocabulary: Vocabulary) -> Slices:
    asked = [
        Asked(
            need.id,
            market.need_grades.get(need.id, {}),
            frozenset(each.id for each in market.technologies if broken(need, each)),
        )
        for need in market.needs
    ]
    return need_slices(market, asked, vocabulary)


@pytest.fixture(scope="module")
def queries(market: MarketSet, vocabulary: Vocabulary) -> dict[str, set[str]]:
    asked = [Asked(each.id, market.query_grades.get(each.id, {})) for each in market.queries]
    texts = {each.id: each.text for each in market.queries}
    return {name: {texts[each] for each in ids} for name, ids in query_slices(market, asked, vocabulary).items()}


def test_needs_answered_in_the_other_language_are_those_the_set_names(needs: Slices) -> None:
    assert " ".join(needs["cross_language"]) == (
        "P004 P005 P008 P009 P011 P014 P020 P027 P029 P032 P034 P038 P043 P044 P045 P046 P051 P053 P057 P059"
    )


def test_every_answerable_need_is_in_one_language_slice_and_unanswerable_ones_in_none(needs: Slices) -> None:
    assert sorted(needs["same_language"] + needs["cross_language"]) == sorted(
        needs["language_vi"] + needs["language_en"]
    )
    assert not {"P016", "P033", "P047", "P048"} & {each for ids in needs.values() for each in ids}


def test_everyday_words_are_the_third_that_shares_least_with_its_answers(needs: Slices) -> None:
    assert len(needs["everyday_words"]) == len(needs["same_language"]) // 3
    widest = {"P001", "P012", "P022", "P025", "P031", "P040", "P060"}  # as the set's author judged it
    assert len(widest & set(needs["everyday_words"])) >= 5


def test_near_misses_are_needs_with_a_labelled_technology_that_a_rule_excludes(needs: Slices) -> None:
    assert {"P001", "P005", "P010", "P035", "P037"} <= set(needs["near_misses"])
    assert len(needs["near_misses"]) == 16


def test_queries_without_diacritics(queries: dict[str, set[str]]) -> None:
    assert {"bao chay nha ong", "rom ra", "OCR hoa don", "vien ngon ngu so van lang"} <= queries["no_diacritics"]
    assert not {"LGSP", "blockchain", "ổ gà", "pentest"} & queries["no_diacritics"]
    assert "báo cháy khong day nha tro" in queries["some_diacritics"]


def test_queries_of_other_kinds(queries: dict[str, set[str]]) -> None:
    assert queries["typo"] >= {"blokchain so huu tri tue", "tracability EPCIS lychee"}
    assert queries["phrase"] == {'"chip ảnh nhiệt"', 'đèn tín hiệu "làn sóng xanh"'}
    assert queries["owner"] == {
        "Viện Công nghệ Cảm biến Hồng Hà",
        "vien ngon ngu so van lang",
        "Viện Cơ điện Nhị Hà",
        "ĐHKT Sông Hồng",
    }
    assert queries["id"] == {"T057", "VN-DEMO-2-0001234"}
    assert "sprinkler chung cư cũ" in queries["mixed"]
    assert not {"bao chay nha ong", "phạt nguội dừng đỗ"} & queries["mixed"]


def test_words_that_could_be_vietnamese() -> None:
    for word in ("giọng", "nghiêng", "xuống", "buýt", "cứu", "hoả", "giờ", "khuỷu", "quyền", "thuở", "xoay", "gì"):
        assert is_vietnamese(word), word
    for word in ("text", "camera", "bus", "gas", "video", "log", "speech", "sprinkler", "smart"):
        assert not is_vietnamese(word), word


def test_abbreviations_are_words_of_capitals_in_a_text_that_has_others() -> None:
    assert abbreviations("Kiểm tra PCCC và VBQPPL, ĐTC; PM2.5") == ["PCCC", "VBQPPL", "ĐTC", "PM2"]
    assert abbreviations("BHYT") == ["BHYT"]
    assert abbreviations("TÌM MÁY BƠM") == []


def test_a_slip_is_one_letter_beside_a_word_of_the_set(vocabulary: Vocabulary) -> None:
    assert vocabulary.slip("blokchain")
    assert vocabulary.slip("blcokchain")
    assert not vocabulary.slip("blockchain")
    assert not vocabulary.slip("zeppelin")
