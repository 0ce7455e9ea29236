"""`make run` to its end: the day is served, and README's doors work when they are pasted as they stand."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.opening_day.doors import DOORS, FIRST, SERVICE, lacking
from tests.functional import main_job
from tests.functional.main_job import PATIENCE, SERVING, at_a_terminal, environment, nothing_is_left

README = (main_job.ROOT / "README.md").read_text(encoding="utf-8")
_SECTION = README.partition("\n## Six doors\n")[2].partition("\n## ")[0]
SCREEN = _SECTION.partition("```text\n")[2].partition("\n```")[0]
BLOCKS = re.findall(r"```sh\n(.*?)\n```", _SECTION, re.DOTALL)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A project in which the whole of `ONCE=1 make run` has been run, and what it told."""
    project = main_job.project_in(tmp_path_factory.mktemp("project"))
    return project, main_job.run_once(project, PORT="0")


@pytest.fixture
def project(once: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A project whose day has been played."""
    return once[0]


def test_once_plays_certifies_serves_opens_every_door_and_leaves(
    once: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    project, ran = once
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr
    # A suggestion of a match has a number too, and its strength below it.
    assert re.findall(r"(?m)^([1-7])\. .*\n(?!   ●)", ran.stdout) == list("1234567")
    for number, door in enumerate(DOORS, 1):
        assert f"[{number}] {door.who[0]} · {door.who[1]}: " in ran.stdout
        assert lacking(door.expected, ran.stdout) == []
    assert "✓ Mọi cánh cửa trả lời đúng. · Every door answers as it should." in ran.stdout
    said = re.search(r"Sẵn sàng · ready: http://127\.0\.0\.1:([0-9]+) ", ran.stdout)
    assert said is not None
    assert nothing_is_left(project, int(said[1]))
    assert "Traceback" not in ran.stdout + ran.stderr


def test_the_doors_of_readme_are_those_that_make_run_shows() -> None:
    assert [FIRST, *(door.command for door in DOORS)] == BLOCKS
    for door in DOORS:
        assert f"**{door.who[0]}: {door.asks[0]}** · {door.who[1]}: {door.asks[1]}" in _SECTION


def test_the_screen_of_readme_is_what_a_match_shows(once: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    shown = [line.rstrip() for line in once[1].stdout.splitlines()]
    screen = [line for line in SCREEN.splitlines() if line.strip() != "…"]
    # The deadline moves with the day of loading; which words are said to meet, with every word that a glossary learns.
    moving = re.compile(r" · hạn \d\d/\d\d/\d{4}$")
    terms = next(number for number, line in enumerate(screen) if line.startswith("   ≈ "))
    certain = [moving.sub("", line) for line in (*screen[:terms], *screen[terms + 2 :])]
    assert len(certain) > 8
    rest = iter(moving.sub("", line) for line in shown)
    assert [line for line in certain if line not in rest] == []
    assert any(line.startswith("   ≈ ") for line in shown)


@contextmanager
def serving(project: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """As `make run` serves with nobody at a terminal, after the day; `doors` are shown once it is ready."""
    process = subprocess.Popen(
        [sys.executable, *SERVING],
        cwd=project,
        env=environment(PORT=str(port)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C" in line:
                break
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_the_doors_of_readme_work_when_they_are_pasted(project: Path, free_port: int) -> None:
    first, *doors = (block.replace(SERVICE, f"http://127.0.0.1:{free_port}") for block in BLOCKS)
    with serving(project, free_port) as process:
        for door, block in zip(DOORS, doors, strict=True):
            answer = pasted(f"{first}\n{block}\n", project)
            assert lacking(door.expected, answer) == [], f"{block}\n{answer}"
        second = main_job.run_once(project)
        assert second.returncode == 1
        assert f"Another process (pid {process.pid}) is using var/opening-day" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert nothing_is_left(project, free_port)


def pasted(text: str, project: Path) -> str:
    """What an interactive shell answers to lines that are typed into it."""
    shell = ["bash", "--norc", "--noprofile", "-i"]
    ran = subprocess.run(
        shell, input=text, cwd=project, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    return ran.stdout


def test_doors_are_opened_at_a_terminal_until_ctrl_c(project: Path, free_port: int) -> None:
    with at_a_terminal(project, SERVING, PORT=str(free_port)) as terminal:
        shown = terminal.told("leave > ")
        asset = re.search(r"/v1/assets/(0x[0-9a-f]{64})", shown)
        assert asset is not None
        for door in DOORS:
            assert door.filled_in(f"http://127.0.0.1:{free_port}", asset[1]) in shown
        # One by HTTP alone and one with the command beside it: all of them are opened by the other tests.
        for number in (1, 4):
            terminal.type(f"{number}\n")
            answer = terminal.told("leave > ")
            assert lacking(DOORS[number - 1].expected, answer) == [], answer
        terminal.type("\x03")
        assert terminal.ended() == 0
    assert nothing_is_left(project, free_port)


def test_a_port_that_is_taken_is_told_before_anything_is_played(project: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = main_job.run_once(project, PORT=str(port))
    assert ran.returncode == 1
    assert f"Port {port} cannot be used" in ran.stderr
    assert ran.stdout == ""
