"""The models of commands against the parser that is the wire's own: what one takes the other does, and no more."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from api.models.commands import SignedCommand
from api.models.drafts import ReviewGiven
from api.models.mandates import DecisionGiven
from api.models.people import AccountChange, NewPassword, OrganisationChange
from ledger import wire
from ledger.errors import Refused

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
DIGESTS: list[dict[str, Any]] = json.loads((VECTORS / "digests.json").read_text())
MALFORMED: list[dict[str, Any]] = json.loads((VECTORS / "malformed.json").read_text())
MODEL: TypeAdapter[Any] = TypeAdapter(SignedCommand)
ODD = [None, True, 0, -1, 1 << 40, 1.5, "", "0", "01", "-0", "1" * 79, "0x", "0xAB", "0x" + "ab" * 32, [], {}, [0]]


def both(document: Any) -> tuple[bool, bool]:
    """Whether the model, and whether the wire, takes a document."""
    try:
        MODEL.validate_python(document)
        modelled = True
    except ValidationError:
        modelled = False
    try:
        wire.command_from_json(document)
        parsed = True
    except Refused:
        parsed = False
    return modelled, parsed


@pytest.mark.parametrize("vector", DIGESTS, ids=lambda vector: str(vector["name"]))
def test_every_command_of_the_vectors_is_taken_and_given_back_as_it_was(vector: dict[str, Any]) -> None:
    taken = MODEL.validate_python(vector["signed"])
    assert taken.model_dump(by_alias=True) == vector["signed"]


@pytest.mark.parametrize("vector", MALFORMED, ids=lambda vector: str(vector["name"]))
def test_what_the_wire_refuses_the_model_refuses(vector: dict[str, Any]) -> None:
    assert both(vector["document"]) == (False, False)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


@pytest.mark.parametrize("vector", DIGESTS[::2], ids=lambda vector: str(vector["name"]))
def test_both_judge_every_odd_value_in_every_place_alike(vector: dict[str, Any]) -> None:
    for path in places(vector["signed"])[1:]:
        for odd in ODD:
            document = copy.deepcopy(vector["signed"])
            inside = document
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = odd
            modelled, parsed = both(document)
            assert modelled == parsed, (path, odd)


def test_of_many_unknown_members_the_first_alone_is_an_error() -> None:
    """Each would be one, and telling a hundred thousand errors apart takes seconds."""
    given = {"password": "x", **{f"unknown {n}": n for n in range(1000)}}
    with pytest.raises(ValidationError) as refused:
        NewPassword.model_validate(given)
    assert [error["loc"] for error in refused.value.errors()] == [("unknown 0",)]


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (OrganisationChange, {"separate_people": "no"}),
        (OrganisationChange, {"managed_keys": 1}),
        (OrganisationChange, {"reviews_needed": "1"}),
        (AccountChange, {"disabled": 0}),
        (ReviewGiven, {"digest": "0x" + "ab" * 32, "approved": "yes"}),
        (DecisionGiven, {"approved": 1}),
    ],
)
def test_nothing_is_taken_for_a_yes_or_a_number_that_is_none(model: type[BaseModel], given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(given)
