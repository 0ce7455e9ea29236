"""The description of the service: committed as it is served, every reference leads somewhere, every name is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.openapi import FILE, operations, text
from api.problems import PROBLEMS
from ledger.commands import COMMANDS

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def everything(value: Any) -> Iterator[Any]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(inner)


def test_the_committed_description_is_that_of_the_routes() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def test_every_reference_leads_somewhere() -> None:
    for value in everything(DOCUMENT):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            found = DOCUMENT
            for step in value["$ref"].removeprefix("#/").split("/"):
                found = found[step]


def test_every_operation_has_a_name_of_its_own_a_summary_and_its_errors() -> None:
    found = list(operations(DOCUMENT))
    names = [operation["operationId"] for operation in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z_]+", name) for name in names)
    for operation in found:
        assert operation["summary"]
        assert {"400", "408", "413", "500"} <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            assert answer["description"], (operation["operationId"], status)
            if int(status) >= 400 and operation["operationId"] != "ready":
                assert set(answer["content"]) == {"application/problem+json"}


def test_every_command_is_told_apart_by_its_name() -> None:
    union = DOCUMENT["components"]["schemas"]["SignedCommand"]
    assert union["discriminator"]["propertyName"] == "command"
    assert set(union["discriminator"]["mapping"]) == set(COMMANDS)
    assert len(union["oneOf"]) == len(COMMANDS)


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_has_an_example(code: str) -> None:
    assert DOCUMENT["components"]["examples"][code]["value"]["code"] == code
