"""The generated sources are what the definitions give, and a difference is shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ledger import enums
from ledger.commands import COMMANDS
from ledger.rulebook import RULEBOOK
from ledger.types import FieldType
from scripts import generate
from scripts.generators import solidity_shapes

ROOT = Path(__file__).parents[2]


def test_the_generated_sources_are_current() -> None:
    answer = subprocess.run(
        [sys.executable, ROOT / "scripts/generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "")


def test_a_difference_is_shown_as_a_diff() -> None:
    files = generate.generate()
    path = Path("contracts/src/generated/Rulebook.sol")
    changed = {path: files[path].replace(f"RULEBOOK = {RULEBOOK};", "RULEBOOK = 1;")}
    shown = generate.differences(changed)
    assert f"-uint32 constant RULEBOOK = {RULEBOOK};\n" in shown
    assert "+uint32 constant RULEBOOK = 1;\n" in shown


def test_a_file_that_is_not_there_differs() -> None:
    assert generate.differences({Path("contracts/src/generated/Absent.sol"): "text\n"})[-1] == "+text\n"


def test_every_command_has_a_shape_check() -> None:
    checked = [command for commands in solidity_shapes.LIBRARIES.values() for command in commands]
    assert checked == list(COMMANDS.values())


def test_a_path_longer_than_a_word_is_not_generated() -> None:
    with pytest.raises(ValueError, match="does not fit 32 bytes"):
        solidity_shapes._Path("a_struct_with_a_long_name").at("and_a_member")


@pytest.mark.parametrize(
    ("condition", "strict", "expected"),
    [
        ("true", False, ["if (v == 0) Shape.missing(p);"]),
        ("false", False, []),
        ("k == 3", False, ["if (v == 0 && (k == 3)) Shape.missing(p);"]),
        (
            "k == 3",
            True,
            ["if (v == 0 && (k == 3)) Shape.missing(p);", "if (v != 0 && !(k == 3)) Shape.malformed(p);"],
        ),
    ],
)
def test_a_member_is_needed_free_or_barred_by_another(condition: str, strict: bool, expected: list[str]) -> None:
    need = solidity_shapes._Need(condition, strict)
    assert list(need.presence("v == 0", "v != 0", "p")) == expected


def test_an_absent_value_is_well_formed_where_it_may_be_absent() -> None:
    """An optional label is checked only where it is there; an enum that a kind requires may be zero elsewhere."""
    label = FieldType("bytes32", "right_number")
    assert list(solidity_shapes._atom(label, "v", "p", solidity_shapes._Need("false"), conditional=False)) == [
        "if (v != 0 && !Shape.isRightNumber(v)) Shape.malformed(p);"
    ]
    chosen = FieldType("uint8", "enum", enum=enums.Exclusivity)
    assert list(solidity_shapes._atom(chosen, "v", "p", solidity_shapes._Need("false"), conditional=True)) == [
        "if (v > Exclusivity.LAST) Shape.badEnum(p, v);"
    ]
