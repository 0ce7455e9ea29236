"""The main job beside another writer of its home, the port that it takes, and the prompt of its doors."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.engines.embedded.lock import WriterLock
from scripts import run
from scripts.opening_day import doors, service
from scripts.opening_day.service import NotServing, Running

CHIP = "0x" + "ab" * 32


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that an earlier run left, of a project in a directory of the test's own."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["run.py"])
    home = tmp_path / run.HOME
    home.mkdir(parents=True)
    (home / "chain.sqlite").write_text("the first run's")
    return home


@pytest.mark.parametrize("locked", [lambda home: home, lambda home: home / "chain.sqlite"], ids=["run", "chain"])
def test_a_home_that_another_process_writes_is_left_alone_and_its_writer_named(
    home: Path, locked: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    lock = WriterLock(locked(home))
    try:
        assert run.main() == 1
    finally:
        lock.release()
    told = capsys.readouterr().err
    assert f"Một tiến trình khác (pid {os.getpid()}) đang dùng var/opening-day" in told
    assert f"Another process (pid {os.getpid()}) is using var/opening-day" in told
    assert (home / "chain.sqlite").read_text() == "the first run's"


def test_a_home_is_free_again_when_its_run_has_ended(home: Path) -> None:
    with run.written_by_nobody_else(home), pytest.raises(run.ChainInUse), run.written_by_nobody_else(home):
        pass
    with run.written_by_nobody_else(home):
        assert home.is_dir()


def test_the_prompt_says_what_it_takes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    opened: list[doors.Door] = []
    answers: Iterator[str] = iter(["9", "x", "3", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr(doors, "open_one", lambda door, *_: opened.append(door))
    with subprocess.Popen(["sleep", "60"]) as process:
        run.open_doors(Running(process, "http://127.0.0.1:1", Path("serve.log")), CHIP)
        process.kill()
    told = capsys.readouterr().out
    assert told.count("Gõ một số từ 1 đến 8, hoặc Enter. · Type a number from 1 to 8, or Enter.") == 2
    assert opened == [doors.DOORS[2]]


def test_a_service_that_has_ended_by_itself_is_told_with_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "serve.log").write_text("the reason\n")
    monkeypatch.setattr("builtins.input", lambda _: "1")
    with subprocess.Popen(["false"]) as process:
        process.wait()
        with pytest.raises(NotServing, match=r"The service has ended with 1; the end of its log:\nthe reason"):
            run.open_doors(Running(process, "http://127.0.0.1:1", tmp_path / "serve.log"), CHIP)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_default_port_that_is_taken_makes_way_for_another(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "DEFAULT_PORT", taken)
    assert service.choose_port(None) not in (taken, 0)


def test_a_port_that_is_asked_for_is_taken_or_refused(taken: int) -> None:
    free = service.choose_port("0")
    assert service.choose_port(str(free)) == free > 0
    with pytest.raises(NotServing, match=rf"Cổng {taken} không dùng được.*\nPort {taken} cannot be used"):
        service.choose_port(str(taken))


@pytest.mark.parametrize("asked", ["", "http", "65536", "-1", "٣", "8e3"])
def test_what_is_no_port_is_said_before_anything_is_played(
    asked: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", asked)
    assert run.main() == 1
    assert f"PORT={asked}: không phải số cổng (0-65535)." in capsys.readouterr().err
    assert (home / "chain.sqlite").read_text() == "the first run's"


def test_a_door_is_filled_in_with_the_port_and_the_id() -> None:
    for door in doors.DOORS:
        filled = door.filled_in("http://127.0.0.1:9", CHIP)
        assert CHIP in filled or "$CHIP" not in door.command
        assert "$CHIP" not in filled
        assert "8000" not in filled


def test_an_answer_that_lacks_what_it_must_have_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def door(command: str, *expected: str) -> doors.Door:
        return doors.Door(who=("", ""), asks=("", ""), command=command, expected=expected)

    told = (
        door("echo one", "one", "two"),
        door(r"printf '\033[1mone\033[0m two'", "one two"),
        door("echo one; exit 3", "one"),
    )
    monkeypatch.setattr(doors, "DOORS", told)
    assert doors.failures("http://127.0.0.1:1", CHIP, tmp_path) == ["1: two", "3: exit code 3"]
