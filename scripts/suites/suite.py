"""Run one suite: stream what it prints, stop it at its time limit, count its tests."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.suites import counts
from scripts.suites.counts import Counts

ROOT = Path(__file__).resolve().parents[2]
_running: set[int] = set()  # process groups
_MARGIN = 11  # columns of the suite's name before each of its lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """limit: seconds. count: of the lines printed and the exit code. report: a file that the suite writes anew.

    shown: what of a line is for people's eyes; None for a line that is not. Each is printed behind the suite's name,
    for suites run beside each other.
    """

    name: str
    command: tuple[str, ...]
    limit: int
    count: Callable[[list[str], int], Counts]
    folder: Path = ROOT
    report: Path | None = None
    shown: Callable[[str], str | None] = lambda line: line


def run(suite: Suite) -> Counts:
    """The suite's counts; a suite that failed as a whole is one failure more."""
    if suite.report:
        suite.report.unlink(missing_ok=True)
    lines, code, in_time = _stream(suite)
    found = suite.count(lines, code)
    if not in_time:
        return found + Counts(failures=[f"{suite.name}: stopped after {suite.limit} s"])
    if code and not found.failed:
        return found + Counts(failures=[f"{suite.name}: ended with {code}"])
    if not found.passed and not found.failed:
        return found + Counts(failures=[f"{suite.name}: ran no test"])
    return found


def interrupt() -> None:
    """End every suite that runs, with all that it started."""
    for group in tuple(_running):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)


def _stream(suite: Suite) -> tuple[list[str], int, bool]:
    """(lines printed, exit code, whether it ended in time). A suite is stopped with all that it started."""
    in_time = True
    lines: list[str] = []
    with subprocess.Popen(
        suite.command,
        cwd=suite.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:

        def stop() -> None:
            nonlocal in_time
            in_time = False
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(suite.limit, stop)
        timer.start()
        _running.add(process.pid)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if (shown := suite.shown(line)) is not None:
                    sys.stdout.write(f"{suite.name:<{_MARGIN}}| {shown}")
                    sys.stdout.flush()
            code = process.wait()
        finally:
            _running.discard(process.pid)
            timer.cancel()
    return lines, code, in_time


def _of_checks(name: str) -> Callable[[list[str], int], Counts]:
    """Checks are one thing that holds or does not."""
    return lambda _, code: Counts(failures=[name]) if code else Counts(passed=1)


def _of_pytest(name: str, *folders: str) -> Suite:
    """The tests under some folders of `tests`."""
    report = ROOT / "build" / f"{name}.xml"
    return Suite(
        name=name,
        command=(sys.executable, "-m", "pytest", f"--junitxml={report}", *(f"tests/{each}" for each in folders)),
        report=report,
        limit=4500,
        count=lambda *_: counts.from_junit(report.read_text(encoding="utf-8")) if report.exists() else Counts(),
    )


def _go_shown(line: str) -> str | None:
    """Packages' own lines, and those of tests that say more than that they ran."""
    event = counts.go_event(line)
    if not event:
        return line
    output = event.get("Output", "")
    quiet = output.lstrip().startswith(("=== ", "--- PASS", "PASS"))
    return None if quiet or not output else output


SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite(name="checks", command=("make", "--keep-going", "lint"), limit=2400, count=_of_checks("make lint")),
        Suite(name="audit", command=("make", "audit"), limit=2400, count=_of_checks("make audit")),
        _of_pytest("functional", "functional"),
        _of_pytest("python", "conformance", "unit"),
        Suite(
            name="contracts",
            command=("../node_modules/.bin/forge", "test"),
            folder=ROOT / "contracts",
            limit=2400,
            count=lambda lines, _: counts.from_forge(lines),
        ),
        Suite(
            name="chaincode",
            command=("go", "test", "-json", "./..."),
            folder=ROOT / "chaincode",
            limit=900,
            count=lambda lines, _: counts.from_go(lines),
            shown=_go_shown,
        ),
        Suite(
            name="browser",
            command=("node", "api/web/test.mjs", "--test-reporter=spec"),
            limit=300,
            count=lambda lines, _: counts.from_node(lines),
        ),
    )
}

# What is run beside each other, so that both take about as long. What shares what forge builds is in one lane.
LANES: tuple[tuple[str, ...], ...] = (
    ("functional",),
    ("checks", "audit", "contracts", "chaincode", "browser", "python"),
)
