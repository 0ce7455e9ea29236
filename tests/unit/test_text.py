"""One spelling of Vietnamese words, and one without tones and diacritics."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.text import fold, folded_tokens, nfc, spans, tokens


def test_letters_typed_with_loose_marks_are_the_same_letters() -> None:
    assert nfc(unicodedata.normalize("NFD", "Đặng Thuỷ")) == "Đặng Thuỷ"
    assert tokens(unicodedata.normalize("NFD", "Báo cháy")) == ["báo", "cháy"]


def test_folding_takes_off_tones_diacritics_and_the_bar_of_d() -> None:
    assert fold("Đèn đường – Ưu tiên xe BUÝT!") == "den duong – uu tien xe buyt!"


@pytest.mark.parametrize(
    ("one", "other"),
    [("thuỷ canh", "thủy canh"), ("hoà lưới", "hòa lưới"), ("sức khoẻ", "sức khỏe"), ("khoá", "khóa")],
)
def test_a_tone_on_either_vowel_is_one_word(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kí số", "ký số"),
        ("kĩ thuật", "kỹ thuật"),
        ("quí", "quý"),
        ("bác sỹ", "bác sĩ"),
        ("tỉ lệ", "tỷ lệ"),
        ("lí", "lý"),
    ],
)
def test_i_and_y_after_these_consonants_are_one_word(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("thúi", "thúy"), ("tai", "tay"), ("hai", "hay"), ("ngủi", "nguỷ")])
def test_i_and_y_that_make_two_words_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_rice_and_silk_are_two_words_until_they_are_folded() -> None:
    assert tokens("lúa") != tokens("lụa")
    assert folded_tokens("lúa lụa lua") == ["lua"] * 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bụi PM2.5", ["bụi", "pm2.5"]),
        ("khử H2S, CO₂ (m³)", ["khử", "h2s", "co2", "m3"]),
        ("G08B 17/12; G06Q40/08", ["g08b", "17/12", "g06q40/08"]),
        ("0,18 lần; 1.000 giờ.", ["0.18", "lần", "1.000", "giờ"]),
        ("VN-DEMO-2-0001234", ["vn", "demo", "2", "0001234"]),
        ("X-quang và/hoặc AI", ["x", "quang", "và", "hoặc", "ai"]),
        ("384×288, H.264", ["384", "288", "h", "264"]),
        ("_tên_ tệp", ["tên", "tệp"]),
        ("", []),
        ("…—!", []),
    ],
)
def test_numbers_units_and_codes_are_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_spans_say_where_the_words_stand() -> None:
    text = "Báo cháy: thủy"
    assert [(text[start:end], word) for start, end, word in spans(text)] == [
        ("Báo", "báo"),
        ("cháy", "cháy"),
        ("thủy", "thuỷ"),
    ]


@given(st.text(max_size=200))
def test_any_text_has_words_that_fold_once(text: str) -> None:
    exact, folded = tokens(text), folded_tokens(text)
    assert len(exact) == len(folded) == len(list(spans(nfc(text))))
    assert not any(character.isspace() for word in folded for character in word)
    assert [fold(word) for word in exact] == folded
