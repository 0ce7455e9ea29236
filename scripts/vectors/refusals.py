"""Which refusals each command can bring about, as docs/specs/commands.md says, and where the flows test them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ledger.commands import COMMANDS
from ledger.enums import Kind, Power
from ledger.errors import REFUSALS
from scripts.vectors import misshapen

CATALOGUE = Path(__file__).resolve().parents[2] / "docs/specs/commands.md"

# Pairs that the tables name and no history comes to.
UNREACHABLE = {
    ("grant_role", "LIST_FULL"): "there are fewer than 32 roles (reading 28)",
    ("effect_instrument", "NOT_LICENSABLE"): "an asset's kind never changes, and the proposal was refused",
    ("effect_instrument", "NOT_ASSIGNABLE"): "an asset's kind never changes, and the proposal was refused",
}
# Checks 1, 4 and 5: asked of every command alike.
_OF_EVERY_COMMAND = (
    "WRONG_LEDGER",
    "COMMAND_EXPIRED",
    "NOT_AFTER_TOO_FAR",
    "BAD_SIGNATURE",
    "UNKNOWN_KEY",
    "DUPLICATE_SIGNER",
    "KEY_NOT_VALID",
    "KEY_POWER_MISSING",
    "PARTY_NOT_ACTIVE",
    "VERSION_MISMATCH",
)

Tested = Mapping[str, Counter[str]]


def _table() -> dict[str, list[str]]:
    rows = (line.strip("|").split("|") for line in CATALOGUE.read_text(encoding="utf-8").splitlines())
    return {row[0].strip().strip("`"): row for row in rows if len(row) == 8 and row[0].strip().startswith("`")}


def named() -> dict[str, list[str]]:
    """command -> the codes of its "refused with" cell, in its order."""
    return {
        name: list(dict.fromkeys(code for code in re.findall(r"[A-Z][A-Z_]+", row[5]) if code in REFUSALS))
        for name, row in _table().items()
    }


def general(name: str) -> list[str]:
    """The codes of checks 1 to 6 and of READ_ONLY_ROLE that a command can be answered, in the catalogue's order.

    NOT_AUTHORISED and SIGNATURE_MISSING hang on who signs a command; the stories test them where they can occur.
    """
    command = COMMANDS[name]
    found = {*_OF_EVERY_COMMAND, *misshapen.codes(command)}
    found.add("WRONG_RECORD_ID" if command.creates else "RECORD_NOT_FOUND")
    if command.power in (Power.TITLE, Power.KEYS):
        found.add("THRESHOLD_NOT_MET")
    if command.kind != Kind.PARTY:
        found.add("READ_ONLY_ROLE")
    return [code for code in REFUSALS if code in found]


def required() -> dict[str, list[str]]:
    """command -> every code that a flow is to test on it, in the catalogue's order."""
    asked = {name: {*codes, *general(name)} for name, codes in named().items()}
    return {
        name: [code for code in REFUSALS if code in codes and (name, code) not in UNREACHABLE]
        for name, codes in asked.items()
    }


def tested(flows: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """command -> how many steps of the flows are answered each code, and how many are `accepted`."""
    found: dict[str, Counter[str]] = {name: Counter() for name in COMMANDS}
    for flow in flows:
        for step in flow["steps"]:
            refused = step["expect"].get("refused")
            found[step["signed"]["command"]][refused["code"] if refused else "accepted"] += 1
    return found


def read(folder: Path) -> list[dict[str, Any]]:
    """The flows of tests/vectors/flows, by name."""
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def missing(found: Tested) -> list[tuple[str, str]]:
    """Pairs of command and code that are required and in no flow."""
    return [(name, code) for name, codes in required().items() for code in codes if not found[name][code]]
