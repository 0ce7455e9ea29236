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


def one_vector() -> dict[str, Any]:
    signed: dict[str, Any] = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "digests.json").read_text())[
        0
    ]["signed"]
    return signed


@pytest.mark.parametrize("size", [0, 64, 65, 66, 67, 10_000])
def test_of_a_long_signature_only_the_bytes_that_show_its_length_wrong_are_kept(size: int) -> None:
    signature = bytes(range(1, 256)) * 40
    parsed = wire.command_from_json({**one_vector(), "signatures": ["0x" + signature[:size].hex()]})
    assert parsed.signatures == (signature[: min(size, 66)],)
    assert parsed.digest == wire.command_from_json(one_vector()).digest


def test_a_command_is_the_same_in_text() -> None:
    signed = wire.command_from_json(one_vector())
    assert wire.command_from_text(wire.command_to_text(signed)) == signed
    assert wire.command_from_text(json.dumps(one_vector(), indent=2).encode()) == signed


def padded(size: int) -> str:
    """A well-formed command in a text of that many bytes."""
    text = json.dumps(one_vector())
    return text + " " * (size - len(text))


def test_a_text_of_more_than_a_mebibyte_is_no_command() -> None:
    assert wire.command_from_text(padded(1 << 20)) == wire.command_from_json(one_vector())
    signed = wire.command_from_json(one_vector())
    long = wire.SignedCommand(signed.ledger, signed.command, (bytes(65),) * 8_000)
    for refuse in (lambda: wire.command_from_text(padded((1 << 20) + 1)), lambda: wire.command_to_text(long)):
        with pytest.raises(Refused) as refused:
            refuse()
        assert (refused.value.code, refused.value.values) == ("MALFORMED", {"field": ""})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        "\ud800",
        "[" * 100_000,
        '{"command": ' + "9" * 5_000 + "}",
        '{"command": "raise_tier", "command": "raise_tier"}',
        '"raise_tier"',
    ],
    ids=["empty", "no UTF-8", "half a character", "deep", "a long number", "a member twice", "no object"],
)
def test_a_text_that_is_no_json_object_is_malformed(text: str | bytes) -> None:
    with pytest.raises(Refused) as refused:
        wire.command_from_text(text)
    assert (refused.value.code, refused.value.values) == ("MALFORMED", {"field": ""})
