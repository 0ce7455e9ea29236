"""Counting tests from what each runner prints, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

_FORGE_TOTAL = re.compile(r"^Ran \d+ test suites? .*: (\d+) tests passed, (\d+) failed, (\d+) skipped")
_NODE_TOTAL = re.compile(r"^ℹ (pass|fail|cancelled|skipped) (\d+)$")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """failures: a name for each failed test or suite. skips: a reason for each test that did not run."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.failures)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            passed=self.passed + other.passed,
            failures=self.failures + other.failures,
            skips=self.skips + other.skips,
        )


def from_forge(lines: Iterable[str]) -> Counts:
    """The last line of `forge test`."""
    for line in lines:
        if found := _FORGE_TOTAL.match(_ESCAPE.sub("", line)):
            passed, failed, skipped = map(int, found.groups())
            return Counts(passed=passed, failures=["contracts"] * failed, skips=["contracts"] * skipped)
    return Counts()


def from_node(lines: Iterable[str]) -> Counts:
    """The totals of the `spec` reporter of Node's test runner."""
    totals = {found[1]: int(found[2]) for line in lines if (found := _NODE_TOTAL.match(_ESCAPE.sub("", line.strip())))}
    return Counts(
        passed=totals.get("pass", 0),
        failures=["browser"] * (totals.get("fail", 0) + totals.get("cancelled", 0)),
        skips=["browser"] * totals.get("skipped", 0),
    )


def from_go(lines: Iterable[str]) -> Counts:
    """The events of `go test -json` that are about a test; a subtest counts as a test."""
    passed = 0
    failures: list[str] = []
    skips: list[str] = []
    for line in lines:
        event = go_event(line)
        if not event.get("Test"):
            continue
        name = f"{event['Package']} {event['Test']}"
        match event["Action"]:
            case "pass":
                passed += 1
            case "fail":
                failures.append(name)
            case "skip":
                skips.append(name)
    return Counts(passed=passed, failures=failures, skips=skips)


def go_event(line: str) -> dict[str, str]:
    """One event of `go test -json`; empty for a line that is none, as compilers print."""
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def from_junit(report: str) -> Counts:
    """A JUnit report as pytest writes it."""
    passed = 0
    failures: list[str] = []
    skips: list[str] = []
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failures.append(name)
        elif skipped is not None:
            skips.append(skipped.get("message") or name)
        else:
            passed += 1
    return Counts(passed=passed, failures=failures, skips=skips)
