"""The code against the catalogue (docs/specs/commands.md): commands, fields, limits, enums, errors, sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ledger import eip712, enums, sentences
from ledger.commands import COMMANDS, RegisterGate, Terms
from ledger.enums import Power
from ledger.errors import REFUSALS
from ledger.scenario.titles import TITLES
from ledger.types import Listed, Optional, RequiredWhen, find

CATALOGUE = (Path(__file__).resolve().parents[2] / "docs" / "specs" / "commands.md").read_text(encoding="utf-8")

# How the catalogue writes a type -> the EIP-712 type.
ABI = {
    "id": "bytes32",
    "commitment": "bytes32",
    "bytes32": "bytes32",
    "label": "bytes32",
    "time": "uint64",
    "bps": "uint16",
    "enum": "uint8",
    "bool": "bool",
    "address": "address",
    "int256": "int256",
    **{f"uint{bits}": f"uint{bits}" for bits in (8, 16, 32, 64, 256)},
}


def _section(title: str) -> str:
    start = CATALOGUE.index(f"\n## {title}\n")
    end = CATALOGUE.find("\n## ", start + 1)
    return CATALOGUE[start : end if end >= 0 else None]


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]


def _commands() -> dict[str, list[str]]:
    rows = _rows(_section("Commands"))
    return {row[0].strip("`"): row for row in rows if len(row) == 8 and row[0].startswith("`")}


def _members(text: str) -> list[tuple[str, str, int | None, bool]]:
    """(name, EIP-712 type or struct, most entries, optional) of each member of a table's cell.

    Optional: with a question mark, or zero but for some values of the enum beside it.
    """
    found = []
    text = re.sub(r" \([^()]*\belse 0\)", "?", text)
    for part in re.split(r"; (?=\w+ \w)", re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", text)):
        match = re.fullmatch(r"(\w+) (\w+)(?:\[≤ ?(\d+)\])?(\?)?", part.strip())
        assert match is not None, part
        name, kind, most, optional = match.groups()
        found.append((name, ABI.get(kind, kind), int(most) if most else None, bool(optional)))
    return found


def _annotated(struct: Any, skip: int) -> list[tuple[str, str, int | None, bool]]:
    found = []
    for attribute, annotation in eip712.members(struct)[skip:]:
        metadata = annotation.__metadata__ if hasattr(annotation, "__metadata__") else ()
        listed = find(metadata, Listed)
        conditional = find(metadata, RequiredWhen)
        optional = find(metadata, Optional) is not None or conditional is not None
        kind = eip712.abi_type(annotation).removesuffix("[]")
        found.append((eip712.member_name(attribute), kind, listed.most if listed else None, optional))
    return found


def test_the_commands_are_those_of_the_catalogue_in_its_order() -> None:
    assert list(_commands()) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_fields_of_its_table(name: str) -> None:
    cell = _commands()[name][2]
    expected = [] if cell == "(none)" else _members(cell)
    assert _annotated(COMMANDS[name], 3) == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_leaves_the_event_of_its_table(name: str) -> None:
    assert _commands()[name][7].partition(" ")[0] == COMMANDS[name].event


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_needs_the_power_of_the_catalogue(name: str) -> None:
    powers = {row[0]: row for row in _rows(_section("Keys and powers")) if len(row) == 4}
    power = COMMANDS[name].power
    assert name in powers[power.name.lower()][3].replace(" ", "").split(",")
    assert int(powers[power.name.lower()][1]) == power


def test_the_authority_commands_are_those_of_the_catalogue() -> None:
    text = _section("Authority commands").partition("Such a command")[0]
    named = set(re.findall(r"`(\w+)`", text))
    assert {name for name, command in COMMANDS.items() if command.authority} == named


@pytest.mark.parametrize("struct", ["Share", "Right", "Scope", "Member", "Move"])
def test_a_struct_has_the_members_of_the_catalogue(struct: str) -> None:
    rows = {row[0].strip("`"): row[1] for row in _rows(_section("Types")) if len(row) == 2}
    used = eip712.referenced_structs(COMMANDS["propose_instrument"]) | eip712.referenced_structs(
        COMMANDS["register_asset"]
    )
    found = next(each for each in used if each.__name__ == struct)
    assert _annotated(found, 0) == _members(rows[struct])


def test_the_terms_have_the_members_of_the_catalogue() -> None:
    rows = {row[0].strip("`"): row[1] for row in _rows(_section("Types")) if len(row) == 2}
    assert _annotated(Terms, 0) == _members(rows["Terms"])


def test_every_enum_has_the_values_of_the_catalogue() -> None:
    rows = {row[0].strip("`"): row[1] for row in _rows(_section("Types")) if len(row) == 2}
    listed = {name: text for name, text in rows.items() if re.match(r"1 \w", text)}
    assert len(listed) >= 20
    for name, text in listed.items():
        kind = getattr(enums, "".join(word.capitalize() for word in name.split("_")))
        plain = re.sub(r"\([^)]*\)", "", text)
        expected = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", plain)}
        assert {each.name.lower(): int(each) for each in kind} == expected, name


def test_a_registrar_certifies_every_gate_but_escrow() -> None:
    assert {gate.name: int(gate) for gate in RegisterGate} == {g.name: int(g) for g in enums.Gate if g.name != "ESCROW"}


def test_every_error_has_the_values_and_sentences_of_the_catalogue() -> None:
    rows = {row[0]: row for row in _rows(_section("Errors")) if len(row) == 5 and row[0].isupper()}
    assert list(rows) == list(REFUSALS)
    for code, row in rows.items():
        assert [name for name, _ in REFUSALS[code]] == row[1].split(", "), code
        assert sentences.SENTENCES[code] == (row[3], row[4]), code


def test_every_refusal_says_what_to_do_next() -> None:
    assert set(sentences.ADVICE) <= set(REFUSALS)
    assert all(all(sentences.advice(code)) for code in REFUSALS)


def test_the_powers_add_up_to_all() -> None:
    assert sum(Power) == enums.ALL_POWERS


def test_every_command_has_a_title() -> None:
    assert set(COMMANDS) <= set(TITLES)


def test_the_states_of_each_kind_are_those_that_its_commands_lead_to() -> None:
    found: dict[enums.Kind, set[str]] = {kind: set() for kind in enums.Kind}
    for name, row in _commands().items():
        cell = re.sub(r"\w+ touches the proposal: .*|\(due\)", "", row[4])
        found[COMMANDS[name].kind] |= set(re.findall(r"\w+", cell)) & {state.name.lower() for state in enums.State}
    derived = {kind: {"expired"} for kind in (enums.Kind.ASSET, enums.Kind.INSTRUMENT)}
    derived[enums.Kind.APPRAISAL] = {"expired", "superseded"}
    for kind, states in enums.STATES_OF.items():
        assert {state.name.lower() for state in states} == found[kind] | derived.get(kind, set()), kind
