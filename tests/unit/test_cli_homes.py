"""Which home a verb takes where nobody names one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.party_keys import PartyKeys
from tests.command_line import hanotex

SAID = "Using var/opening-day, the only ledger in var; --home chooses another."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose only ledger is that of the opening day."""
    monkeypatch.delenv("HANOTEX_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    make(Path("var/opening-day"), "bva")
    return tmp_path


def make(home: Path, key: str) -> None:
    home.mkdir(parents=True)
    (home / "genesis.json").write_text("{}")
    PartyKeys(home / "keys").drawn(key)


def keys(*more: str | Path, **environment: str) -> tuple[list[str], str]:
    ran = hanotex("keys", "list", "--json", *more, **environment)
    assert ran.exit_code == 0
    return sorted(json.loads(ran.stdout)), ran.stderr


def test_the_only_ledger_there_is_is_taken_and_named() -> None:
    found, said = keys()
    assert found == ["bva"]
    assert SAID in said


def test_the_default_home_comes_first() -> None:
    make(Path("var/home"), "mine")
    assert keys() == (["mine"], "")


def test_of_two_others_none_is_taken() -> None:
    make(Path("var/another"), "other")
    assert keys() == ([], "")


def test_a_home_that_is_named_is_taken_even_if_it_holds_no_ledger(folder: Path) -> None:
    assert keys("--home", "var/home") == ([], "")
    assert keys(HANOTEX_HOME=str(folder / "elsewhere")) == ([], "")


def test_a_key_is_made_in_no_home_that_nobody_named(folder: Path) -> None:
    (folder / "password").write_text("long enough")
    ran = hanotex("keys", "new", "mine", "--password-file", "password")
    assert ran.exit_code == 0
    assert Path("var/home/keys/mine.json").exists()
    assert not Path("var/opening-day/keys/mine.json").exists()
