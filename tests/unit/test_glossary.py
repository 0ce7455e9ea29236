"""The glossary: its files keep their rules, and its terms are found where they are meant."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest

from marketplace.matching.glossary import BadGlossary, Classes, Concept, Glossary
from marketplace.matching.glossary.language import reading_of
from marketplace.matching.glossary.reading import TERMS, read_concepts, read_stop_words
from marketplace.matching.glossary.words import keys

EXAMPLES = Path(__file__).parents[2] / "examples" / "market"

SMALL = Glossary(
    [
        Concept("a/fire alarm", ("báo cháy", "đầu báo cháy"), ("fire alarm", "fire alarms unit"), ("G08B",)),
        Concept("a/fire", ("cháy", "hỏa hoạn", "bén lửa"), ("fire", "blaze")),
        Concept("a/rice", ("lúa", "lúa gạo"), ("rice", "paddy")),
        Concept("a/silk", ("lụa", "tơ tằm"), ("silk",)),
        Concept("a/coal", ("than",), ("coal",)),
        Concept("a/ai", ("trí tuệ nhân tạo", "AI"), ("artificial intelligence", "AI")),
        Concept("a/fire brigade", ("PCCC", "phòng cháy chữa cháy"), ("fire prevention",)),
        Concept("a/drainage", ("thoát nước",), ("drainage",)),
        Concept("a/sewer", ("thoát nước", "cống"), ("sewer",)),
        Concept("a/technique", ("kỹ thuật số",), ("digital technique",)),
        Concept("a/leak", ("rò rỉ",), ("leak", "leakage")),
        Concept("a/fish", ("cá",), ("fish",)),
        Concept("a/battery", ("pin",), ("battery",)),
    ],
    {"vi": frozenset({"cho", "và"}), "en": frozenset()},
    ("cá nhân",),
)


def found(text: str, nested: bool = False) -> list[str]:
    return [each.concept for each in SMALL.find(text, nested=nested)]


def test_the_longest_term_is_found_where_several_begin() -> None:
    (one,) = SMALL.find("Lắp đầu báo cháy trong nhà ống")
    assert (one.concept, one.term, one.start, one.end, one.exact) == ("a/fire alarm", "đầu báo cháy", 4, 16, True)
    assert found("Lắp đầu báo cháy trong nhà ống", nested=True) == ["a/fire alarm", "a/fire alarm", "a/fire"]


def test_tones_decide_between_rice_and_silk_where_they_are_written() -> None:
    assert found("ruộng lúa mới cấy") == ["a/rice"]
    assert found("làng nghề lụa cổ") == ["a/silk"]


def test_a_single_syllable_without_tone_means_nothing_where_two_words_look_like_it() -> None:
    assert found("may gat lua nhanh") == []
    assert found("xay xat lua gao nhanh") == ["a/rice"]


def test_a_text_without_tones_finds_terms_with_tones() -> None:
    (one,) = SMALL.find("bao chay nha ong")
    assert (one.concept, one.term, one.exact) == ("a/fire alarm", "báo cháy", False)
    assert found("hoa hoan trong ngo") == ["a/fire"]


def test_a_text_with_tones_is_read_as_written() -> None:
    assert found("bảo chạy chậm lại, đừng vội") == []


def test_words_of_the_other_language_are_not_mistaken() -> None:
    assert found("it is better than the other one") == []
    assert found("mỏ than lộ thiên") == ["a/coal"]


def test_an_abbreviation_that_is_a_word_needs_its_capitals() -> None:
    assert found("ứng dụng AI đọc phim chụp phổi") == ["a/ai"]
    assert found("không biết ai mở cửa phòng này") == []
    assert found("tap huan pccc cho khu pho") == ["a/fire brigade"]


def test_spellings_of_one_syllable_are_one_word() -> None:
    assert keys("hoà thuý kĩ") == keys("hòa thúy kỹ")
    assert found("kĩ thuật số cho mọi nhà") == ["a/technique"]


def test_nothing_is_found_inside_a_word_that_only_looks_composed() -> None:
    assert found("cá chết trong hồ của cá nhân") == ["a/fish"]
    assert found("dữ liệu của cá nhân ấy", nested=True) == []


def test_a_term_of_two_concepts_is_found_for_both() -> None:
    assert found("thoát nước đô thị") == ["a/drainage", "a/sewer"]


def test_english_plurals_find_the_singular() -> None:
    assert found("leaks in the batteries of the pump") == ["a/leak", "a/battery"]


def test_the_language_of_a_text_is_seen() -> None:
    assert reading_of(keys("Phát hiện khói từ camera"), None) == "vi"
    assert reading_of(keys("phat hien khoi tu camera"), None) == "toneless"
    assert reading_of(keys("smoke detection video analytics"), None) == "en"
    assert reading_of(keys("Street flooding in the Hà Nội inner catchments is reported by callers"), None) == "en"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("lúa\trice\tA01H\tmore", "4 fields"),
        ("lúa|\trice", "empty"),
        ("\trice", "empty"),
        ("lúa|Lúa\trice", "twice: 'Lúa'"),
        ("hòa tan|hoà tan\tdissolution", "twice: 'hoà tan'"),
        ("lúa\tx", "too short"),
        ("cho\tgive", "a stop word: 'cho'"),
        (unicodedata.normalize("NFD", "lúa") + "\trice", "not NFC"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "crops.tsv"
    file.write_text(f"# crops\nngô\tmaize\n{line}\n", encoding="utf-8")
    with pytest.raises(BadGlossary) as caught:
        list(read_concepts(file, {"vi": frozenset({"cho"}), "en": frozenset()}))
    assert (caught.value.file, caught.value.line) == ("crops.tsv", 3)
    assert reason in caught.value.reason


def test_the_glossary_keeps_its_own_rules() -> None:
    glossary = Glossary.load()
    assert glossary is Glossary.load()
    assert len(glossary) == sum(1 for file in TERMS.glob("*.tsv") for _ in read_concepts(file, read_stop_words()))
    assert len(glossary.digest) == 64
    for concept in glossary.concepts.values():
        assert concept.vi
        assert concept.en
        assert all(len(each) == 4 and each[0] in "ABCDEFGH" for each in concept.ipc), concept.id


def test_an_abstract_is_read_in_well_under_a_millisecond() -> None:
    glossary = Glossary.load()
    lines = (EXAMPLES / "technologies.jsonl").read_text(encoding="utf-8").splitlines()
    text = max((json.loads(line)["abstract"] for line in lines), key=len)
    glossary.find(text)
    rounds = []
    for _ in range(50):
        began = time.process_time()
        glossary.find(text)
        rounds.append(time.process_time() - began)
    assert min(rounds) < 0.001


def test_titles_of_patent_classes_are_found_by_a_code_as_written() -> None:
    classes = Classes.load()
    title = classes.title("G08B 17/12")
    assert title is not None
    assert "alarm" in title["en"]
    assert "báo động" in title["vi"]
    assert classes.title("Z99Z") is None


def test_every_class_that_the_glossary_names_has_a_title() -> None:
    classes = Classes.load()
    named = {each for concept in Glossary.load().concepts.values() for each in concept.ipc}
    assert named - set(classes) == set()
    assert len(classes) >= 250
