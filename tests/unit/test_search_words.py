"""What is asked, read: words, phrases, classes, numbers, names; and what it is taken for where nobody writes so."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.profiles import Organisation
from marketplace.search.codes import compact, ipc_depths, number_forms
from marketplace.search.owners import Owners
from marketplace.search.parse import LONGEST_QUERY, MOST_WORDS, parse
from marketplace.search.slips import distance, slips_allowed
from marketplace.search.words import is_syllable, word_of, words_of

OWNERS = Owners(
    [
        Organisation("river", {"vi": "Trường Đại học Kỹ thuật Sông Hồng", "en": "Red River University of Technology"}),
        Organisation("lumi", {"vi": "Công ty cổ phần Lumi Việt", "en": "Lumi Viet JSC"}),
        Organisation("capital", {"vi": "Đại học Quốc gia Hà Nội"}),
    ]
)


def owner(query: str) -> tuple[set[str], bool] | None:
    found = OWNERS.find(words_of(query))
    return None if found is None else (set(found.owners), found.whole)


@pytest.mark.parametrize(
    ("word", "stem"),
    [("detection", "detect"), ("sensors", "sensor"), ("chạy", "chay"), ("cam", "cam"), ("pm2.5", "pm2.5")],
)
def test_english_words_lose_their_endings_and_vietnamese_ones_only_their_marks(word: str, stem: str) -> None:
    assert word_of(word).stem == stem


@pytest.mark.parametrize("word", ["nghieng", "chay", "quyet", "thuy", "o", "yeu", "khuya"])
def test_a_vietnamese_syllable_is_known_without_its_marks(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["blockchain", "sensor", "flood", "traffic", "xquang", "pentest"])
def test_other_words_are_not_taken_for_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("code", "depths"),
    [
        ("G08B 17/12", ["G", "G08", "G08B", "G08B17", "G08B17/12"]),
        ("g06q40/08", ["G", "G06", "G06Q", "G06Q40", "G06Q40/08"]),
        ("A01H", ["A", "A01", "A01H"]),
        ("A01", ["A", "A01"]),
        ("Z99", []),
        ("H2S", []),
    ],
)
def test_a_class_is_known_at_each_depth(code: str, depths: list[str]) -> None:
    assert list(ipc_depths(code)) == depths


def test_a_class_among_words_is_no_word() -> None:
    asked = parse("camera H04N 7/18 giám sát")
    assert [word.exact for word in asked.words] == ["camera", "giám", "sát"]
    assert [depths[-1] for depths in asked.classes] == ["H04N7/18"]
    assert asked.runs == ((0, 1), (1, 3))


def test_a_number_is_found_without_its_separators_and_by_its_last_group() -> None:
    assert list(number_forms("VN-DEMO-2-0001234")) == ["vndemo20001234", "0001234"]
    assert parse("vn demo 2 0001234").numbers[0] == compact("VN-DEMO-2-0001234")


def test_a_phrase_is_what_stands_in_quotes_of_any_shape() -> None:
    asked = parse('đèn tín hiệu "làn sóng xanh" “nút giao”')
    assert [[word.exact for word in asked.words[start:end]] for start, end in asked.phrases] == [
        ["làn", "sóng", "xanh"],
        ["nút", "giao"],
    ]


def test_an_owner_is_found_without_tones_by_initials_and_without_the_kind_of_company() -> None:
    assert owner("truong dai hoc ky thuat song hong") == ({"river"}, True)
    assert owner("ĐHKT Sông Hồng") == ({"river"}, True)
    assert owner("đèn đường lumi việt") == ({"lumi"}, False)
    assert owner("Red River University") is None
    assert owner("Lumi Viet") == ({"lumi"}, False)
    assert owner("ĐHQGHN") == owner("ĐHQG") == ({"capital"}, True)
    assert owner("Đại học Quốc gia") == ({"capital"}, True)


def test_words_of_a_name_alone_are_no_owner() -> None:
    assert owner("nước sông Hồng") is None
    assert owner("kỹ thuật") is None


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("blokchain", "blockchain", 1), ("vacxin", "vaccin", 1), ("sensro", "sensor", 1), ("lychee", "lichi", 3)],
)
def test_a_slip_is_a_letter_out_in_changed_or_swapped(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


def test_short_words_and_numbers_are_not_corrected() -> None:
    assert [slips_allowed(word) for word in ("pin", "h2s", "12345", "loro", "blokchain")] == [0, 0, 0, 1, 2]


@given(st.text(max_size=3 * LONGEST_QUERY))
@settings(deadline=None)
def test_anything_can_be_read(query: str) -> None:
    asked = parse(query)
    assert len(asked.words) <= MOST_WORDS
    assert all(0 <= start < end <= len(asked.words) for start, end in (*asked.runs, *asked.phrases))
    OWNERS.find(asked.words)


@pytest.mark.parametrize("piece", ["A01H 1/", '"', "“", "a,", "1.", "G", "\u0301", "ĐH ", "-/"])
def test_reading_takes_no_longer_for_what_repeats(piece: str) -> None:
    began = time.perf_counter()
    OWNERS.find(parse(piece * 100_000).words)
    assert time.perf_counter() - began < 2
