"""The main job beside another writer of its home, and the prompt of its four doors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.engines.embedded.lock import WriterLock
from scripts import run


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
    assert f"Một tiến trình khác (pid {os.getpid()}) đang ghi var/opening-day" in told
    assert f"Another process (pid {os.getpid()}) is writing var/opening-day" in told
    assert (home / "chain.sqlite").read_text() == "the first run's"


def test_a_home_is_free_again_when_its_run_has_ended(home: Path) -> None:
    with run.written_by_nobody_else(home), pytest.raises(run.ChainInUse), run.written_by_nobody_else(home):
        pass
    with run.written_by_nobody_else(home):
        assert home.is_dir()


def test_the_prompt_says_what_it_takes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    opened: list[str] = []
    answers: Iterator[str] = iter(["9", "x", "3", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr(run, "do", opened.append)
    run.open_doors()
    assert capsys.readouterr().out.count("Gõ 1, 2, 3, 4 hoặc Enter. · Type 1-4 or Enter.") == 2
    assert opened == [run.DOORS[2][3]]
