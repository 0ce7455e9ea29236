"""The genesis document: one spelling, and nothing in it that no engine would take."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ledger.errors import Refused
from ledger.genesis import genesis_from_document
from tests.conformance.cast import genesis

DOCUMENT = genesis(1_790_000_000).document


def test_a_document_is_read_back_as_it_was_written() -> None:
    assert genesis_from_document(DOCUMENT) == genesis(1_790_000_000)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d.update(version="2"), "version"),
        (lambda d: d.update(surplus=1), "surplus"),
        (lambda d: d.pop("at"), "at"),
        (lambda d: d.update(at="1790000000"), "at"),
        (lambda d: d["regulator"].update(threshold=0), "regulator.threshold"),
        (lambda d: d["regulator"].update(threshold=2), "regulator.threshold"),
        (lambda d: d["regulator"].update(keys=[]), "regulator.keys"),
        (lambda d: d["regulator"].update(keys=["0x" + "00" * 20]), "regulator.keys[0]"),
        (lambda d: d["regulator"]["keys"].append(d["regulator"]["keys"][0]), "regulator.keys[1]"),
        (lambda d: d["regulator"].update(profile="0xAB" + "00" * 31), "regulator.profile"),
    ],
)
def test_a_wrong_member_is_malformed_with_its_path(change: Callable[[dict[str, Any]], object], path: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(Refused) as refused:
        genesis_from_document(document)
    assert (refused.value.code, refused.value.values) == ("MALFORMED", {"field": path})
