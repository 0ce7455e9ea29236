"""Reading a scenario file: what it may say, and which line is named where it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.enums import PartyKind, Role
from ledger.scenario.document import ScenarioError
from ledger.scenario.format import Do, Expectation, Onboard, Resend, Scenario, Wait, load, parse

OPENING_DAY = Path(__file__).resolve().parents[2] / "examples" / "opening-day" / "scenario.yaml"

HEAD = """scenario: test
title: {vi: Thử, en: Test}
parties:
  - {alias: regulator, kind: agency, roles: [regulator], genesis: true}
  - {alias: ann, kind: enterprise, country: NO, keys: 3, threshold: 2, roles: [owner, buyer]}
"""


def _scenario(steps: str, queries: str = "") -> Scenario:
    return parse(f"{HEAD}steps:\n{steps}\n{'queries:' if queries else ''}\n{queries}")


def test_the_opening_day_reads_whole() -> None:
    scenario = load(OPENING_DAY)
    assert (scenario.name, scenario.vi) == ("opening-day", "Ngày khai trương sàn")
    assert scenario.regulator.alias == "hanoi-dost"
    assert len(scenario.queries) == 22


def test_a_party_has_defaults_and_what_it_states() -> None:
    regulator, ann = _scenario("").parties
    assert (regulator.country, regulator.keys, regulator.threshold) == ("VN", 1, 1)
    assert (ann.kind, ann.country, ann.keys, ann.threshold) == (PartyKind.ENTERPRISE, "NO", 3, 2)
    assert ann.roles == (Role.OWNER, Role.BUYER)


def test_each_form_of_step_is_told_by_its_key() -> None:
    steps = _scenario(
        """  - {id: a, onboard: [ann]}
  - {id: b, as: ["ann#2"], do: move_party, record: ann, invariant: [1, 2],
     expect: {refused: ROLE_REQUIRED, values: {party: ann}}}
  - {id: c, resend: b}
  - {id: d, wait: "@b+12t"}
"""
    ).steps
    assert [type(step) for step in steps] == [Onboard, Do, Resend, Wait]
    step = steps[1]
    assert isinstance(step, Do)
    assert step.signers == ("ann#2",)
    assert step.expect == Expectation("refused", "ROLE_REQUIRED", {"party": "ann"})
    assert step.invariants == (1, 2)


def test_a_repetition_is_written_out_with_its_running_number() -> None:
    steps = _scenario(
        """  - id: many
    repeat:
      count: 2
      first: 9
      steps:
        - {id: "s-{i}", as: [ann], do: raise_tier, record: "r-{i-1}",
           with: {tier: "{i}", evidence: "next {i+1}", "k{i}": [x]}}
"""
    ).steps
    assert [step.id for step in steps] == ["s-9", "s-10"]
    last = steps[1]
    assert isinstance(last, Do)
    assert (last.record, dict(last.fields)) == ("r-9", {"tier": 10, "evidence": "next 11", "k10": ["x"]})


def test_a_merged_mapping_may_be_overridden() -> None:
    step = _scenario(
        """  - {id: a, as: [ann], do: raise_tier, record: r, with: &w {tier: 1, evidence: x}}
  - {id: b, as: [ann], do: raise_tier, record: r, with: {<<: *w, tier: 2}}
"""
    ).steps[1]
    assert isinstance(step, Do)
    assert dict(step.fields) == {"tier": 2, "evidence": "x"}


def test_a_query_runs_after_its_step_or_at_the_end() -> None:
    queries = _scenario(
        "  - {id: a, onboard: [ann]}",
        "  - {id: q, after: a, ask: count, kind: party, expect: 2}\n"
        "  - {id: r, ask: right, office: VN, number: 0041, expect: null}",
    ).queries
    assert [(query.after, dict(query.arguments)) for query in queries] == [
        ("a", {"kind": "party"}),
        ("", {"office": "VN", "number": "0041"}),
    ]


@pytest.mark.parametrize(
    ("steps", "line", "said"),
    [
        ("  - {id: a, do: x, wait: now}", 7, "a step is one of"),
        ("  - {id: a}", 7, "a step is one of"),
        ("  - {id: a, as: [bob], do: x, record: r}", 7, "`bob` is not among the parties"),
        ("  - {id: a, as: ['ann#0'], do: x, record: r}", 7, "keys are counted from 1"),
        ("  - {id: a, onboard: [bob]}", 7, "`bob` is not among the parties"),
        ("  - {id: a, as: [ann], do: x}", 7, "`record` is text"),
        ("  - {id: a, as: [ann], do: x, record: r, colour: red}", 7, "a step has no `colour`"),
        ("  - {id: a, wait: now, record: r}", 7, "has no `record`"),
        ("  - {id: a, as: [ann], do: x, record: r, expect: {refused: NO_SUCH}}", 7, "`NO_SUCH` is no error"),
        ("  - {id: a, as: [], do: x, record: r, expect: {refused: NOT_WHOLE, values: {total: 1}}}", 7, "NOT_WHOLE has"),
        ("  - {id: a, as: [ann], do: x, record: r, expect: maybe}", 7, "`expect` is ok, same_receipt"),
        ("  - {id: a, as: [ann], do: x, record: r, envelope: {signature: red}}", 7, "high_s, truncated, other_content"),
        ("  - {id: a, as: [ann], do: x, record: r, envelope: {ledger: mine}}", 7, "can only be `other`"),
        ("  - {id: a, onboard: [ann]}\n  - {id: a, onboard: [ann]}", 8, "two steps are called `a`"),
        ("  - {id: a, resend: b}", 7, "there is no step `b`"),
        ("  - {id: a, id: b, wait: now}", 7, "`id` stands twice"),
        ("  - {id: a, repeat: {count: 1, steps: [{id: b, repeat: {count: 1, steps: []}}]}}", 7, "stands in no other"),
        ("  - {id: a, repeat: {count: many, steps: []}}", 7, "`count` is a number from 0"),
        ("  - {id: a, wait: now", 8, "not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(steps: str, line: int, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        _scenario(steps)
    assert said in str(caught.value)
    assert caught.value.line in (line, line + 1) if said == "not YAML" else caught.value.line == line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("# only a comment", "The file is empty."),
        ("[a]", "a scenario is a mapping"),
        (HEAD.replace(", genesis: true", ""), "exactly one party"),
        (HEAD.replace("kind: agency", "kind: club"), "club is not in the catalogue"),
        (HEAD.replace("[owner, buyer]", "[king]"), "king is not in the catalogue"),
        (HEAD.replace("alias: ann", "alias: regulator"), "two parties are called `regulator`"),
        (HEAD + "colour: red\n", "a scenario has no `colour`"),
        (HEAD + "queries:\n  - {id: q, ask: colour, expect: 1}\n", "`colour` is not one of"),
        (HEAD + "queries:\n  - {id: q, ask: count}\n", "expects nothing"),
        (HEAD + "queries:\n  - {id: q, after: z, ask: count, expect: 1}\n", "there is no step `z`"),
        ("!!python/object/apply:os.system [ls]", "not YAML"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="it cannot be read"):
        load(tmp_path / "none.yaml")


def test_what_is_wrong_is_said_in_both_languages_with_file_line_and_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "fire.yaml"
    file.write_text(HEAD.replace("[owner, buyer]", "[byer]"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    vi, en = caught.value.sentence
    assert vi.startswith("fire.yaml, dòng 5: `roles` không có `byer`; có: owner, buyer, broker")
    assert en.startswith("fire.yaml, line 5: `roles`: byer is not in the catalogue; it has owner, buyer, broker")


def test_a_date_that_no_calendar_has_is_named_with_its_own_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        _scenario("  - id: a\n    as: [ann]\n    do: x\n    record: r\n    with: {end: 2044-13-01}")
    assert caught.value.line == 11
    assert caught.value.sentence.vi == "dòng 11: 2044-13-01 không phải ngày hợp lệ"
