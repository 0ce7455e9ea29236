"""Every refusal that the catalogue names is in a flow that all languages read, on every command that it can meet."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ledger.commands import COMMANDS
from ledger.errors import REFUSALS
from scripts.vectors import refusals

ROOT = Path(__file__).resolve().parents[2]
# Answered by the parser, which reads a name before there is a command (tests/vectors/malformed.json), or by a clock.
OF_NO_COMMAND = {"UNKNOWN_COMMAND", "CLOCK_BEHIND"}


@cache
def counted() -> refusals.Tested:
    return refusals.tested(refusals.read(ROOT / "tests/vectors/flows"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_refusal_of_a_command_is_in_a_flow(name: str) -> None:
    assert [code for code in refusals.required()[name] if not counted()[name][code]] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_accepted_in_a_flow(name: str) -> None:
    assert counted()[name]["accepted"] > 0


def test_every_code_of_the_catalogue_is_in_a_flow() -> None:
    answered = {code for answers in counted().values() for code in answers}
    assert set(REFUSALS) - answered == OF_NO_COMMAND


def test_the_tables_name_no_code_twice_or_unknown() -> None:
    assert list(refusals.named()) == list(COMMANDS)
    for name, code in refusals.UNREACHABLE:
        assert code in refusals.named()[name]


def test_the_page_of_tested_refusals_is_current() -> None:
    subprocess.run([sys.executable, "scripts/refusal_table.py", "--check"], cwd=ROOT, check=True)
