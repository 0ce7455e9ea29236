"""The parts a ranking is made of: exact cosines, postings, figures, agreement."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from marketplace.matching.agreement import agreement, closer
from marketplace.matching.features import standard, within
from marketplace.matching.figures import figures, measured_in, number_of
from marketplace.matching.postings import Postings
from marketplace.matching.sentences import SENTENCES, say
from marketplace.matching.vectors import cosines, crowding, unit, whole
from marketplace.profiles import Language

RANDOM = np.random.default_rng(20261)


def test_a_cosine_is_the_same_to_the_last_bit_in_whatever_order_it_is_added_up() -> None:
    rows = whole(unit(RANDOM.standard_normal((500, 384)).astype(np.float32)))
    direct = cosines(rows, rows[0])
    for _ in range(5):
        order = RANDOM.permutation(384)
        shuffled = cosines(rows[:, order], rows[0, order])
        assert (direct == shuffled).all()


def test_keeping_vectors_whole_moves_a_cosine_by_less_than_a_thousandth() -> None:
    rows = unit(RANDOM.standard_normal((200, 384)).astype(np.float32))
    kept = cosines(whole(rows), whole(rows)[0])
    assert np.abs(kept - rows.astype(np.float64) @ rows[0].astype(np.float64)).max() < 0.001


def test_a_term_weighs_what_bm25_says() -> None:
    postings = Postings([["a", "b", "b"], ["a"], ["c"], ["d"]])
    # Three of four texts do not have it; twice in a text of 3 words where the average is 1.5.
    rare = math.log1p((4 - 1 + 0.5) / (1 + 0.5))
    expected = rare * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / 1.5))
    assert postings.scores({"b": 1.0}) == pytest.approx([expected, 0, 0, 0])
    assert postings.scores({"b": 2.0, "absent": 1.0}) == pytest.approx([2 * expected, 0, 0, 0])
    assert list(postings.texts_with("a")) == [0, 1]


def test_a_word_of_more_than_a_quarter_of_the_texts_tells_nothing_apart() -> None:
    postings = Postings([["của", f"từ{number}"] for number in range(12)])
    assert not postings.tells("của")
    assert postings.scores({"của": 1.0}).tolist() == [0.0] * 12
    assert postings.scores({"từ3": 1.0}).nonzero()[0].tolist() == [3]


def test_no_texts_and_no_terms_score_nothing() -> None:
    assert Postings([]).scores({"a": 1.0}).tolist() == []
    assert Postings([[], []]).scores({"a": 1.0}).tolist() == [0.0, 0.0]


def test_scores_that_do_not_differ_stand_nowhere_and_far_ones_are_no_farther_than_four_deviations() -> None:
    assert standard(np.full(9, 3.0)).tolist() == [0.0] * 9
    lone = np.zeros(100)
    lone[5] = 1.0
    assert standard(lone)[5] == 4.0


def test_texts_of_another_language_are_in_the_middle_of_what_only_words_can_tell() -> None:
    own = np.array([True, True, True, False])
    assert within(np.array([0.0, 0.0, 3.0, 0.0]), own).tolist() == pytest.approx([-0.7071068, -0.7071068, 1.4142136, 0])


def test_what_leads_in_its_score_alone_agrees_less_than_what_leads_in_measures_and_sector_too() -> None:
    scores = np.array([3.0, 3.0, -2.0, -2.0, -2.0])
    ways = {
        "meaning": np.zeros(5),
        "measures": np.array([0.0, 4.0, 0.0, 0.0, 0.0]),
        "sector": np.array([-1.0, 1.0, 0.0, 0.0, 0.0]),
    }
    everywhere = np.ones(5, dtype=np.bool_)
    # Two of five at 3 and three at -2: each of the two is 1.2247 deviations above the mean.
    assert agreement(scores, ways, everywhere, np.zeros(5))[:2].tolist() == pytest.approx(
        [1.224745 - 0.5, 1.224745 + 2 + 0.5]
    )
    without = {"meaning": ways["measures"], "sector": ways["sector"]}
    assert (
        agreement(scores, without, everywhere, np.zeros(5)).tolist()
        == agreement(scores, ways, everywhere, np.zeros(5)).tolist()
    )


def test_across_languages_the_same_standing_says_more() -> None:
    ways = {"meaning": np.zeros(3), "sector": np.zeros(3)}
    agreed = agreement(np.array([1.0, 1.0, -2.0]), ways, np.array([True, False, True]), np.zeros(3))
    assert agreed[1] - agreed[0] == pytest.approx(1.0)
    assert agreement(np.zeros(3), ways, np.array([True, False, True]), np.zeros(3)).tolist() == [0.0, 0.0, 0.0]


def test_what_is_nearer_to_its_neighbours_than_to_the_need_agrees_less() -> None:
    meaning = np.array([0.4, 0.4, -0.4, -0.4])
    nearer = closer(meaning, np.array([0.1, 0.5, 0.0, 0.0]))
    assert nearer[:2].tolist() == pytest.approx([0.75, -0.25])
    ways = {"meaning": np.zeros(4), "sector": np.zeros(4)}
    agreed = agreement(meaning, ways, np.ones(4, dtype=np.bool_), nearer)
    assert agreed[:2].tolist() == pytest.approx([1 + 0.75 / 4, 1 - 0.25 / 4])


def test_neighbours_are_the_nearest_others_and_a_sample_stands_for_many() -> None:
    rows = whole(unit(RANDOM.standard_normal((60, 16)).astype(np.float32)))
    exact = np.array([np.sort(np.delete(cosines(rows, row), place))[-5:].mean() for place, row in enumerate(rows)])
    assert crowding(rows, 5, 2_048).tolist() == pytest.approx(exact.tolist())
    assert (crowding(rows, 5, 20) <= exact + 1e-12).all()
    assert crowding(rows[:2], 5, 2_048).tolist() == pytest.approx([cosines(rows[:2], rows[1])[0]] * 2)
    assert crowding(rows[:1], 5, 2_048).tolist() == [0.0]
    assert crowding(rows[:0], 5, 2_048).tolist() == []


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("1.200", "vi", "1200"),
        ("0,5", "vi", "0.5"),
        ("1.234.567,8", "vi", "1234567.8"),
        ("0.18", "vi", "0.18"),
        ("1,200", "en", "1200"),
        ("93.4", "en", "93.4"),
        ("93,4", "en", "93.4"),
    ],
)
def test_numbers_are_read_as_each_language_writes_them(written: str, language: Language, number: str) -> None:
    assert number_of(written, language) == Decimal(number)


def test_figures_are_found_with_their_units_and_both_ends_of_a_range() -> None:
    found = figures("Phát hiện 93,4 % đám cháy trong 2 phút; dải 8–14 µm, báo giả 0,18 lần/camera/tuần.", "vi")
    assert [(each.measured, each.value, each.shown) for each in found] == [
        ("share", Decimal("93.4"), "93,4 %"),
        ("time", Decimal(120), "2 phút"),
        ("length", Decimal("0.000008"), "8 µm"),
        ("length", Decimal("0.000014"), "14 µm"),
        ("lần/camera/tuần", Decimal("0.18"), "0,18 lần/camera/tuần"),
    ]
    assert found[0].about == found[1].about != found[2].about


def test_units_of_both_languages_measure_the_same() -> None:
    assert measured_in("giây") == measured_in("s") == ("time", Decimal(1))
    assert measured_in("Phút") == measured_in("min") == ("time", Decimal(60))
    assert measured_in("cây/ngày") == ("cây/ngày", Decimal(1))


def test_every_sentence_is_said_in_both_languages_with_the_same_values() -> None:
    for code, sentence in SENTENCES.items():
        names = {part.split("}")[0] for part in sentence.vi.split("{")[1:]}
        english = {part.split("}")[0] for part in sentence.en.split("{")[1:]}
        paired = {name.replace("_vi", "_en") for name in names}
        assert paired == english, code
        assert "%" not in sentence.vi + sentence.en, code


def test_a_sentence_that_lacks_a_value_is_an_error_and_no_gap() -> None:
    with pytest.raises(KeyError):
        say("TRL_MISSED", {"trl": 4})
