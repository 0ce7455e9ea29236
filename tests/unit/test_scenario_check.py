"""Names looked up before a scenario's first command: what they name, where they stand, and what there is instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger.engines.evm.logs import OUTCOMES
from ledger.scenario import check
from ledger.scenario.check import faults
from ledger.scenario.format import load, parse

ROOT = Path(__file__).resolve().parents[2]
STORIES = [
    ROOT / "examples" / "opening-day" / "scenario.yaml",
    *sorted((ROOT / "tests" / "vectors" / "source").glob("*.yaml")),
]

RIGHT = """scenario: pump
parties:
  - {alias: regulator, kind: agency, roles: [regulator], genesis: true}
  - {alias: ann, kind: enterprise, roles: [owner]}
steps:
  - {id: open, onboard: [ann]}
  - id: pump
    as: [ann]
    do: register_asset
    record: pump
    with:
      asset_kind: know_how
      holders: {ann: 10000}
      fields: [crops]
      grant_rule: all
  - id: tier
    as: [ann]
    do: raise_tier
    record: pump
    with: {tier: 1}
    envelope: {not_after: now+1d}
  - {id: pause, wait: "@pump+1t"}
queries:
  - {id: q, ask: count, kind: asset, state: registered, expect: 1}
"""


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_the_stories_of_the_project_name_nothing_unknown(story: Path) -> None:
    assert [error.sentence.vi for error in faults(load(story))] == []


@pytest.mark.parametrize(
    ("right", "wrong", "line", "vi", "en"),
    [
        ("raise_tier", "raise_tire", 16, "không có lệnh `raise_tire`; có: raise_tier", "no command `raise_tire`"),
        ("grant_rule", "grant_rul", 15, "không có trường `grant_rul`; có: nonce, asset_kind", "no field `grant_rul`"),
        ("{ann: 1", "{anne: 1", 13, "không có bản ghi hoặc bên `anne`; có: ann", "no record or party `anne`"),
        ("[crops]", "[crop]", 14, 'không có mã lĩnh vực "crop"; các mã: state_', 'no field code "crop"; codes: state_'),
        ("know_how", "knowhow", 12, "asset_kind: không có `knowhow`; có: patent", "`knowhow` is not one of patent"),
        ("now+1d", "now+2w", 21, "`now+2w` không phải thời điểm; viết: 2026-03-01", "`now+2w` is no time; write"),
        ("@pump+1t", "@pomp+1t", 22, "không có bước pomp", "step pomp was not accepted before this"),
        (
            "record: pump\n    with: {t",
            "record: pomp\n    with: {t",
            16,
            "`pomp`; có: pump",
            "no record or party `pomp`",
        ),
        (
            "kind: asset",
            "kind: assets",
            24,
            "kind: không có `assets`; có: party, asset",
            "kind: `assets` is not one of",
        ),
    ],
)
def test_a_name_that_means_nothing_is_said_with_what_there_is(
    right: str, wrong: str, line: int, vi: str, en: str
) -> None:
    assert RIGHT.count(right) == 1
    (found,) = faults(parse(RIGHT.replace(right, wrong)))
    assert vi in found.sentence.vi
    assert en in found.sentence.en
    assert found.line == line


def test_a_step_that_is_to_be_refused_for_a_name_is_left_to_the_ledger() -> None:
    text = RIGHT.replace("do: raise_tier", "do: raise_tire\n    expect: {refused: UNKNOWN_COMMAND}")
    assert list(faults(parse(text))) == []


def test_every_name_is_told_before_the_first_command(tmp_path: Path) -> None:
    file = tmp_path / "pump.yaml"
    file.write_text(RIGHT.replace("raise_tier", "raise_tire").replace("[crops]", "[crop]"), encoding="utf-8")
    home = tmp_path / "home"
    run = CliRunner().invoke(app, ["scenario", "run", str(file), "--home", str(home)])
    assert run.exit_code == 1
    assert run.stderr.count("✗") == 2
    assert "pump.yaml, dòng 14, bước pump: fields: không có mã lĩnh vực" in run.stderr
    assert "pump.yaml, line 16, step tier: no command `raise_tire`" in run.stderr
    assert run.stdout == ""
    assert not home.exists()


@pytest.mark.parametrize(
    ("asked", "vi"),
    [
        ("ask: overdue, expect: []", "thiếu `recipient`"),
        ("ask: signers, step: pomp, expect: []", "không có bước `pomp`"),
    ],
)
def test_a_question_without_its_argument_is_told_before_the_first_command(asked: str, vi: str) -> None:
    (found,) = faults(parse(RIGHT.replace("ask: count, kind: asset, state: registered, expect: 1", asked)))
    assert vi in found.sentence.vi


@pytest.mark.parametrize(
    ("expected", "vi"),
    [
        ("{state: acitve}", "expect.state: không có `acitve`; có: registered, active"),
        ("{status: active}", "`expect` không có `status`; có: "),
    ],
)
def test_a_name_in_an_expectation_that_means_nothing_is_told_before_the_first_command(expected: str, vi: str) -> None:
    text = RIGHT.replace("do: raise_tier", f"do: raise_tier\n    expect: {{ok: {expected}}}")
    (found,) = faults(parse(text))
    assert vi in found.sentence.vi


def test_all_that_events_compute_can_be_expected() -> None:
    assert {name for computed in OUTCOMES.values() for name, _ in computed} == check._COMPUTED
