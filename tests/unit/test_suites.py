"""The counts of `make test`: nothing that failed, hung or never ran may look as if it had passed."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from scripts.run_tests import absent, summary
from scripts.suites.counts import Counts, from_forge, from_go, from_junit, from_node
from scripts.suites.suite import LANES, ROOT, SUITES, Suite, run


def suite(code: str, *, limit: int = 30, counted: Counts | None = None) -> Suite:
    """A suite that is a small Python program."""
    return Suite(name="small", command=(sys.executable, "-c", code), limit=limit, count=lambda *_: counted or Counts())


def test_a_suite_with_passed_tests_adds_no_failure() -> None:
    assert run(suite("print('fine')", counted=Counts(passed=3))) == Counts(passed=3)


def test_a_suite_that_ends_with_an_error_but_no_failed_test_has_failed() -> None:
    assert run(suite("raise SystemExit(3)", counted=Counts(passed=2))) == Counts(
        passed=2, failures=["small: ended with 3"]
    )


def test_a_suite_that_runs_no_test_has_failed() -> None:
    assert run(suite("")).failures == ["small: ran no test"]


def test_a_suite_past_its_limit_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    sign_of_life = tmp_path / "alive"
    child = f"import pathlib, time; time.sleep(4); pathlib.Path({str(sign_of_life)!r}).touch()"
    started = time.monotonic()
    found = run(suite(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])", limit=1))
    assert found.failures == ["small: stopped after 1 s"]
    assert time.monotonic() - started < 3.5
    time.sleep(4.5 - (time.monotonic() - started))
    assert not sign_of_life.exists()


def test_an_old_report_is_not_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuite><testcase classname="a" name="b"/></testsuite>')
    crashed = Suite(
        name="crashed",
        command=(sys.executable, "-c", "raise SystemExit(4)"),
        report=report,
        limit=30,
        count=lambda *_: from_junit(report.read_text()) if report.exists() else Counts(),
    )
    assert run(crashed) == Counts(failures=["crashed: ended with 4"])


def test_pytest_counts_failures_errors_and_reasons_of_skips() -> None:
    report = """<testsuites><testsuite>
        <testcase classname="t" name="good"/>
        <testcase classname="t" name="bad"><failure message="no"/></testcase>
        <testcase classname="t" name="broken"><error message="setup"/></testcase>
        <testcase classname="t" name="left out"><skipped message="geth: GETH names no binary"/></testcase>
    </testsuite></testsuites>"""
    expected = Counts(passed=1, failures=["t::bad", "t::broken"], skips=["geth: GETH names no binary"])
    assert from_junit(report) == expected


def test_go_counts_tests_and_not_packages() -> None:
    events = [
        {"Action": "run", "Package": "rules", "Test": "TestA"},
        {"Action": "pass", "Package": "rules", "Test": "TestA/one"},
        {"Action": "pass", "Package": "rules", "Test": "TestA"},
        {"Action": "fail", "Package": "rules", "Test": "TestB"},
        {"Action": "skip", "Package": "rules", "Test": "TestC"},
        {"Action": "fail", "Package": "rules"},
    ]
    lines = ["# a compiler's word", *map(json.dumps, events)]
    assert from_go(lines) == Counts(passed=2, failures=["rules TestB"], skips=["rules TestC"])


@pytest.mark.parametrize("suites", ["1 test suite", "12 test suites"])
def test_forge_counts_its_last_line(suites: str) -> None:
    lines = [
        "Suite result: ok. 3 passed; 0 failed; 0 skipped; finished in 1.10ms (2.21ms CPU time)\n",
        f"Ran {suites} in 14ms (9ms CPU time): \x1b[32m7\x1b[0m tests passed, 1 failed, 2 skipped (10 total tests)\n",
    ]
    assert from_forge(lines) == Counts(passed=7, failures=["contracts"], skips=["contracts", "contracts"])


def test_node_counts_a_cancelled_test_as_failed() -> None:
    lines = ["✔ pass 9 (1ms)\n", "ℹ pass 5\n", "ℹ fail 1\n", "ℹ cancelled 1\n", "ℹ skipped 1\n"]
    assert from_node(lines) == Counts(passed=5, failures=["browser", "browser"], skips=["browser"])


def test_the_summary_names_what_was_skipped() -> None:
    counts = Counts(passed=4, failures=["one"], skips=["geth: GETH names no binary", "Fabric: not in this version"])
    assert summary(counts) == "4 passed, 1 failed, 2 skipped (Fabric: not in this version; geth: GETH names no binary)"
    assert summary(Counts(passed=4)) == "4 passed, 0 failed, 0 skipped"


def test_what_a_suite_skips_by_name_is_not_named_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GETH", raising=False)
    assert absent(Counts()) == ["Fabric: not in this version", "geth: GETH names no binary"]
    assert absent(Counts(skips=["needs geth, and GETH is unset"])) == ["Fabric: not in this version"]
    monkeypatch.setenv("GETH", "/usr/local/bin/geth")
    assert absent(Counts()) == ["Fabric: not in this version"]


def test_every_test_of_python_is_in_one_suite() -> None:
    folders = {each.parent.name for each in (ROOT / "tests").glob("*/test_*.py")}
    named = [Path(part).name for suite in SUITES.values() for part in suite.command if part.startswith("tests/")]
    assert sorted(named) == sorted(folders)


def test_each_suite_runs_in_one_lane() -> None:
    assert sorted(name for lane in LANES for name in lane) == sorted(SUITES)
