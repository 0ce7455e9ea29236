"""Every member and word of every command has a Vietnamese label: people read them before they sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api import labels
from ledger import eip712
from ledger.commands import COMMANDS
from ledger.proof.decisions import DECISIONS
from ledger.wire import ENVELOPE


def members(struct: type) -> Iterator[tuple[type, str, Any]]:
    """Struct, name and annotation of each member of a command, those of structs within it included."""
    for attribute, annotation in eip712.members(struct):
        name = eip712.member_name(attribute)
        inner, _ = eip712.element_struct(annotation)
        if name not in ENVELOPE:
            yield struct, name, annotation
        if inner:
            yield from members(inner)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_member_is_called_by_its_english_name(command: str) -> None:
    english = [f"{owner.__name__}.{name}" for owner, name, _ in members(COMMANDS[command]) if said(owner, name) == name]
    assert english == []


@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_an_enum_is_its_english_name(command: str) -> None:
    for _, name, annotation in members(COMMANDS[command]):
        if eip712.element_struct(annotation)[0]:
            continue
        kind = eip712.field_type(annotation).enum
        for value in kind or ():
            word = DECISIONS[name][value][0] if name in DECISIONS else labels.enum_in(kind, value, 0)
            assert word != value.name.lower(), (command, name)


def said(owner: type, name: str) -> str:
    return labels.label(owner, name)
