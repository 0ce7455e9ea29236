"""A text's traces: in plain, and as the hashes that anyone could compute of it."""

from __future__ import annotations

import hashlib

import pytest
from eth_hash.auto import keccak

from ledger import eip712
from ledger.traces import occurs
from tests.unit.chain import word

TEXT = "Đề nghị lắp cảm biến khói"
RAW = TEXT.encode()


@pytest.mark.parametrize(
    "trace",
    [
        RAW,
        hashlib.sha256(RAW).digest(),
        keccak(RAW),
        hashlib.sha256(RAW).hexdigest().encode(),
        keccak(RAW).hex().encode(),
    ],
    ids=["plain", "SHA-256", "Keccak-256", "SHA-256 in hex", "Keccak-256 in hex"],
)
def test_a_text_and_its_plain_hashes_are_found_wherever_they_stand(trace: bytes) -> None:
    assert occurs(TEXT, lambda: [b"nothing", b"before" + trace + b"after"])
    assert not occurs(TEXT, lambda: [b"nothing", trace[:-1]])


def test_a_salted_commitment_is_no_trace() -> None:
    commitment = eip712.commitment(word("salt"), RAW)
    assert not occurs(TEXT, lambda: [commitment, commitment.hex().encode()])
