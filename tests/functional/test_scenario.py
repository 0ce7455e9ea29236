"""Scenarios on the real embedded engine: the opening day through the command line, and answers that are wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from tests.command_line import hanotex
from tests.functional.conftest import OPENING_DAY, Played

SMALL = """
scenario: small
title: {vi: Nhỏ, en: Small}
parties:
  - {alias: regulator, kind: agency, roles: [regulator], genesis: true}
  - {alias: operator, kind: enterprise, roles: [operator]}
  - {alias: ann, kind: enterprise, roles: [owner]}
steps:
  - {id: open, onboard: [operator, ann]}
  - id: notes
    as: [ann]
    do: register_asset
    record: notes
    with: {asset_kind: know_how, title: Công thức men rượu, holders: {ann: 10000}, grant_rule: all}
    expect: %s
  - {id: pause, wait: "@notes+1t"}
  - {id: again, resend: notes, expect: same_receipt}
  - id: many
    repeat:
      count: 2
      first: 5
      steps:
        - {id: "rule-{i}", as: [ann], do: set_grant_rule, record: notes, with: {grant_rule: each}}
queries:
  - {id: q-then, ask: record, record: notes, at: "@notes", expect: {version: 1, grant_rule: all}}
  - {id: q-now, ask: record, record: notes, expect: {version: 3, grant_rule: each}}
  - {id: q-text, ask: search, text: Công thức men rượu, expect: {found: false}}
  - {id: q-count, ask: count, kind: asset, state: registered, expect: 1}
"""


@pytest.fixture(scope="module")
def opened(played: Played, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A copy of the home that the opening day left, and its report."""
    home = tmp_path_factory.mktemp("opening-day") / "home"
    shutil.copytree(played.home, home)
    return home, played.report


def test_every_answer_of_the_opening_day_is_as_expected(opened: tuple[Path, dict[str, Any]]) -> None:
    _, report = opened
    assert [result for result in report["results"] if result["outcome"] == "failed"] == []
    assert report["summary"]["steps"] == {"passed": 201, "failed": 0}
    assert report["summary"]["queries"] == {"passed": 22, "failed": 0}


def test_the_record_reads_by_its_alias_now_and_as_it_was(opened: tuple[Path, dict[str, Any]]) -> None:
    home, _ = opened
    now = json.loads(hanotex("record", "chip", "--home", home, "--json").stdout)
    assert (now["state"], now["tier"], now["encumbrance_version"]) == ("active", 2, 2)
    history = json.loads(hanotex("history", "chip", "--home", home, "--json").stdout)
    assert [entry["version"] for entry in history] == list(range(1, len(history) + 1))
    assert history[0]["command"] == "register_asset"
    touches = [entry["record"] for entry in history if not entry["moved"]]
    assert touches == ["licence-lumi", "licence-robo", "assignment-40"]
    assert now["shares"] == {"vien-cam-bien-hong-ha": 6_000, "lumi-viet": 4_000}


def test_the_tables_are_the_same_after_a_rebuild(opened: tuple[Path, dict[str, Any]]) -> None:
    home, _ = opened
    before = json.loads(hanotex("digest", "--home", home, "--json").stdout)
    rebuilt = json.loads(hanotex("rebuild", "--home", home, "--json").stdout)
    assert rebuilt["events"] > 70
    assert rebuilt["digest"] == before["digest"]


def test_a_certificate_of_the_story_verifies(opened: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    home, _ = opened
    file = tmp_path / "certificate.json"
    assert hanotex("certificate", "licence-robo", "--out", file, "--home", home).exit_code == 0
    assert hanotex("verify", file, "--trust", home / "trust.json").exit_code == 0


def test_the_chain_file_reads_beside_its_writer(opened: tuple[Path, dict[str, Any]]) -> None:
    home, _ = opened
    status = json.loads(hanotex("node", "status", "--home", home, "--json").stdout)
    assert status["single_operator"] is True
    blocks = json.loads(hanotex("node", "blocks", "--home", home, "--json").stdout)
    assert blocks[0]["number"] == status["height"]
    events = json.loads(hanotex("node", "events", "--home", home, "--json", "--limit", "2").stdout)
    assert [event["event"] for event in events] == ["GenesisRecorded", "PartyRegistered"]


def test_the_doctor_finds_nothing_wrong(opened: tuple[Path, dict[str, Any]]) -> None:
    home, _ = opened
    hanotex("digest", "--home", home)
    checked = hanotex("doctor", "--home", home, "--json")
    assert {f["name"]: f["ok"] for f in json.loads(checked.stdout)}["projection"] is True


def test_a_small_scenario_passes_with_waits_repeats_and_searches(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL % "ok", encoding="utf-8")
    run = hanotex("scenario", "run", file, "--json")
    assert [(r["id"], r["said"]) for r in json.loads(run.stdout)["results"] if r["outcome"] != "passed"] == []
    assert run.exit_code == 0


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("{refused: NOT_WHOLE}", "mong đợi NOT_WHOLE; nhận được: được nhận / expected NOT_WHOLE; got: accepted"),
        ("{ok: {tier: 1}}", "tier: mong đợi 1; nhận được 0 / expected 1; got 0"),
        (
            "{ok: {shares: {ann: 9999}}}",
            "shares: mong đợi ann 9999; nhận được ann 10000 / expected ann 9999; got ann 10000",
        ),
    ],
)
def test_a_wrong_expectation_fails_the_run_and_says_what_differs(tmp_path: Path, expected: str, said: str) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL % expected, encoding="utf-8")
    run = hanotex("scenario", "run", file, "--json")
    assert run.exit_code == 1
    failed = {r["id"]: r["said"] for r in json.loads(run.stdout)["results"] if r["outcome"] == "failed"}
    assert failed == {"notes": [said]}


def test_a_home_with_a_ledger_takes_no_second_story(opened: tuple[Path, dict[str, Any]]) -> None:
    home, _ = opened
    run = hanotex("scenario", "run", OPENING_DAY, "--home", home)
    assert run.exit_code == 1
    assert "holds a ledger" in run.stderr
    assert "→ --home THƯ_MỤC_MỚI" in run.stderr


def test_a_run_takes_no_home_from_the_environment_and_says_where_its_ledger_is(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL % "ok", encoding="utf-8")
    home, kept = tmp_path / "home", tmp_path / "kept"
    home.mkdir()
    (home / "genesis.json").write_text("{}")
    run = CliRunner().invoke(app, ["scenario", "run", str(file)], env={"HANOTEX_HOME": str(home)})
    assert run.exit_code == 0
    assert "Sổ cái tạm, đã xóa." in run.stdout
    told = hanotex("scenario", "run", file, "--home", kept).stdout
    assert f"Sổ cái ở {kept}" in told
    assert f"→ hanotex count --home {kept}" in told
