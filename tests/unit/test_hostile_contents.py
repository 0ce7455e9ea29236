"""Contents, files and runs written to harm: told what is wrong, soon, and meaning what they meant before."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from api.models.catalogue import Difference as Told
from marketplace.catalogue.content import BadContent, canonical, read_content
from marketplace.catalogue.differences import differences
from marketplace.catalogue.files import FileFormat, Row, read_rows
from marketplace.catalogue.market_records import content_of_record
from marketplace.matching.runs.building import ranked_set
from marketplace.matching.runs.document import (
    Candidate,
    Content,
    Matcher,
    Outcome,
    RunDocument,
    candidate_set_root,
    run_document,
)
from marketplace.search import Search, build
from marketplace.text import folded_tokens, tokens
from tests.unit.listings import FIELD, OWNERS, listing
from tests.unit.test_search_finding import GLOSSARY

PUMP = {"kind": "software", "title": {"vi": "Máy bơm"}}


def rows(text: str, form: FileFormat = FileFormat.JSONL) -> list[Row]:
    return list(read_rows(io.StringIO(text, newline=""), form))


# --- Contents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\u2028"])
@pytest.mark.parametrize("before", ["", "bơm"])
def test_a_line_has_no_control_sign_at_all(sign: str, before: str) -> None:
    with pytest.raises(BadContent) as refused:
        read_content({**PUMP, "title": {"vi": before + sign}})
    assert [(each.path, each.code) for each in refused.value.faults] == [("title.vi", "WRONG_FORM")]


def test_a_member_that_became_empty_is_a_difference_that_can_be_told() -> None:
    before, after = (json.loads(canonical(read_content(each))) for each in (PUMP, {**PUMP, "keywords": {"vi": []}}))
    (found,) = differences(before, after)
    assert Told(**found._asdict()).model_dump() == {"path": "keywords", "before": None, "after": "{}"}


# --- Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", ["\ud800", "a\0b", "a b", "x" * 65, "\x1b[2J"])
def test_a_reference_that_no_database_or_terminal_can_hold_is_told_and_not_repeated(reference: str) -> None:
    (row,) = rows(json.dumps({"reference": reference, "content": PUMP}))
    assert (row.reference, row.content, [each.code for each in row.faults]) == ("", None, ["WRONG_FORM"])


def test_an_unknown_members_name_can_be_answered() -> None:
    (row,) = rows(json.dumps({"reference": "A1", "content": PUMP, "\ud800" + "x" * 1000: 1}))
    assert row.faults[0].path.encode() == b"\\ud800" + b"x" * 119


def test_of_a_rows_faults_fifty_are_told() -> None:
    (row,) = rows(json.dumps({"reference": "A1", "content": PUMP, **{f"c{number}": 1 for number in range(9000)}}))
    assert len(row.faults) == 50


@pytest.mark.parametrize("weight", ["9e999990", "1e999999", "-9e999990", "Infinity", "NaN"])
def test_a_weight_of_a_million_digits_is_left_as_it_is(weight: str) -> None:
    found = content_of_record({"title": "x", "statement": "y", "kpis": [{"weight": weight}, {"weight": 1}]})
    assert [each["weight_bps"] for each in found["kpis"]] == [weight, 1]


def test_a_heading_of_a_hundred_thousand_columns_is_read_soon() -> None:
    wide = ",".join(f"c{number}" for number in range(100_000))
    assert rows(wide + "\n", FileFormat.CSV) == []
    (row,) = rows(f"{wide},c7\n", FileFormat.CSV)
    assert [(each.path, each.code) for each in row.faults] == [("c7", "TWICE")]


# --- Runs ----------------------------------------------------------------------------------------------------------


def _run(*contents: Content) -> RunDocument:
    return run_document(
        direction="need",
        found="technology",
        subject=Content("need", "e" * 32, "P001", 1, bytes(32)),
        day="2026-11-29",
        limit=10,
        matcher=Matcher("1", "ab", "cd", "hashing"),
        candidates=[Candidate(each, Outcome("not_suggested")) for each in contents],
        among=len(contents),
        set_root=candidate_set_root(ranked_set(contents)),
        abstention=None,
        salt=bytes(16),
    )


def test_an_entry_that_is_called_as_another_ones_id_does_not_stand_in_its_place() -> None:
    victim, thief = (
        Content("patent", "a" * 32, "T001", 1, bytes(32)),
        Content("patent", "b" * 32, "a" * 32, 1, bytes(32)),
    )
    run = _run(thief, victim)
    assert (run.place("a" * 32), run.place("b" * 32), run.place("T001")) == (2, 1, 2)


def test_a_reference_that_two_candidates_have_names_neither() -> None:
    run = _run(*(Content("patent", each * 32, "T001", 1, bytes(32)) for each in "ab"))
    assert (run.place("T001"), run.place("a" * 32), run.place("b" * 32)) == (None, 1, 2)


# --- Search --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["ﷺ", "ͺ", "ﹰ", "ﬃ", "İ"])
def test_one_word_stays_one_word_without_its_marks(word: str) -> None:
    (folded,) = folded_tokens(word)
    assert folded
    assert not any(each.isspace() for each in folded)
    assert len(tokens(word)) == 1


def test_signs_that_stand_for_several_words_break_no_search_that_finds_them(tmp_path: Path) -> None:
    odd = listing("T900", "ﷺ ͺ máy thử", "ﷺ ͺ " + "ﬃ" * 12_000 + " máy thử nghiệm blockchain")
    build(tmp_path, [*FIELD, odd], OWNERS)
    search = Search.open(tmp_path, GLOSSARY)
    try:
        (hit, *_) = search.page("máy thử").hits
        assert (hit.id, hit.title.html()) == ("T900", "ﷺ ͺ <mark>máy thử</mark>")
        assert search.page("blokchain").hits
    finally:
        search.close()
