"""The JSON form of signed commands: one spelling, and MALFORMED with the path for every other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger import wire
from ledger.errors import Refused

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "malformed.json").read_text()
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"].replace(" ", "-"))
def test_a_document_with_one_thing_wrong_is_refused_with_its_path(vector: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        wire.command_from_json(vector["document"])
    assert wire.refusal_to_json(refused.value) == vector["refused"]


@pytest.mark.parametrize("document", [None, 1, "", [], True])
def test_what_is_no_object_is_malformed(document: Any) -> None:
    with pytest.raises(Refused) as refused:
        wire.command_from_json(document)
    assert (refused.value.code, refused.value.values) == ("MALFORMED", {"field": ""})
