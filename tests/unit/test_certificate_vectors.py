"""The committed certificates: good ones verify, tampered ones do not, and for the reason written down."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from ledger.proof.verdict import Invalid, Valid, exit_code
from ledger.proof.verify import verify
from tests.unit.offline import sockets_are_refused  # noqa: F401

FOLDER = Path(__file__).parents[1] / "vectors" / "certificates"
INDEX: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))


def _read(name: str) -> tuple[bytes, bytes]:
    """A certificate and the trust file of its number."""
    return (FOLDER / name).read_bytes(), (FOLDER / f"trust-{name.split('-')[1]}").read_bytes()


def test_every_file_is_in_the_index() -> None:
    named = {case["file"] for cases in INDEX.values() for case in cases}
    assert named == {path.name for kind in ("good", "tampered") for path in FOLDER.glob(f"{kind}-*.json")}
    assert INDEX["good"]
    assert INDEX["tampered"]


@pytest.mark.parametrize("case", INDEX["good"], ids=lambda case: case["shows"])
def test_a_good_certificate_is_valid(case: dict[str, str]) -> None:
    verdict = verify(*_read(case["file"]))
    assert isinstance(verdict, Valid), verdict
    assert exit_code(verdict) == 0


@pytest.mark.parametrize("case", INDEX["tampered"], ids=lambda case: case["what"])
def test_a_tampered_certificate_is_invalid_at_its_step(case: dict[str, Any]) -> None:
    verdict = verify(*_read(case["file"]))
    assert isinstance(verdict, Invalid), verdict
    assert (verdict.step, verdict.code) == (case["step"], case["code"])
    assert exit_code(verdict) == 1


@pytest.mark.parametrize("case", INDEX["good"], ids=lambda case: case["shows"])
def test_a_good_certificate_with_any_byte_changed_is_not_valid(case: dict[str, str]) -> None:
    document, trust = _read(case["file"])
    chosen = random.Random(case["file"])
    for place in chosen.sample(range(len(document)), 400):
        other = chosen.choice([document[place] ^ 1 << bit for bit in range(8)] + list(b"0123456789abcdef"))
        changed = document[:place] + bytes([other]) + document[place + 1 :]
        assert changed == document or not isinstance(verify(changed, trust), Valid), (place, other)
