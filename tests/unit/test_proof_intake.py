"""Intake receipts: what a good one shows, and that every change of one is found."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from eth_hash.auto import keccak

from ledger.keys import KeySigner
from ledger.proof.intake import (
    Intake,
    IntakeVerdict,
    Received,
    intake_exit_code,
    intake_sentences,
    intake_verdict_document,
    verify_intake,
)
from ledger.proof.policy import Policy
from ledger.proof.signing import intake_preimage
from ledger.proof.trust import Contract, Trust
from ledger.proof.verdict import Invalid, Undetermined
from tests.conformance.cast import genesis

AT = 1_795_651_200
OPERATOR = KeySigner(keccak(b"operator"))
GENESIS = genesis(AT - 100)
TRUST = Trust(
    GENESIS,
    1,
    dict.fromkeys(("registry", "parties", "assets", "instruments"), Contract(bytes(20), bytes(32))),
    (OPERATOR.address,),
)
DIGEST = keccak(b"a command")


def signed(digest: bytes = DIGEST, at: int = AT, signer: KeySigner = OPERATOR, ledger: bytes = TRUST.ledger) -> Intake:
    signature = signer.sign_preimage(intake_preimage(ledger, digest, at))
    return Intake(ledger, digest, at, signer.address, signature)


def changed(**members: Any) -> bytes:
    document = {**signed().document, **members}
    return rfc8785.dumps({name: value for name, value in document.items() if value is not None})


def code(verdict: IntakeVerdict) -> str:
    assert isinstance(verdict, Invalid | Undetermined)
    return verdict.code


def test_a_good_receipt_shows_which_command_and_when() -> None:
    verdict = verify_intake(signed().file, TRUST, digest=DIGEST)
    assert verdict == Received(signed())
    vi, en = intake_sentences(verdict)
    assert (vi[0], en[0]) == ("HỢP LỆ", "VALID")
    assert "07:00:00 ngày 26/11/2026 (giờ Việt Nam)" in vi[1]
    assert DIGEST.hex() in en[1]
    assert intake_exit_code(verdict) == 0
    assert intake_verdict_document(verdict)["shown"] == {
        "kind": "hanotex-intake",
        "version": 1,
        "ledger": "0x" + TRUST.ledger.hex(),
        "digest": "0x" + DIGEST.hex(),
        "received_at": str(AT),
        "operator": "0x" + OPERATOR.address.hex(),
    }


def test_no_byte_of_a_receipt_can_be_changed() -> None:
    file = signed().file
    for place in range(len(file)):
        for mask in (0x01, 0x02, 0x20, 0x80):
            altered = file[:place] + bytes([file[place] ^ mask]) + file[place + 1 :]
            assert not isinstance(verify_intake(altered, TRUST), Received), place
        assert not isinstance(verify_intake(file[:place] + file[place + 1 :], TRUST), Received), place
    assert code(verify_intake(file + b"\n", TRUST)) == "NOT_CANONICAL"


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"kind": "hanotex-certificate"}, "NOT_A_CERTIFICATE"),
        ({"version": 2}, "INTAKE_VERSION"),
        ({"version": True}, "MALFORMED"),
        ({"digest": "0x" + "00" * 31}, "MALFORMED"),
        ({"digest": "0x" + "00" * 32}, "INTAKE_SIGNATURE"),
        ({"received_at": AT}, "MALFORMED"),
        ({"received_at": f"0{AT}"}, "MALFORMED"),
        ({"received_at": str(1 << 64)}, "MALFORMED"),
        ({"received_at": str(AT - 1)}, "INTAKE_SIGNATURE"),
        ({"ledger": "0x" + "11" * 32}, "INTAKE_SIGNATURE"),
        ({"operator": "0x" + "11" * 20}, "INTAKE_SIGNATURE"),
        ({"signature": None}, "MALFORMED"),
        ({"outcome": "accepted"}, "MALFORMED"),
    ],
)
def test_what_was_altered_is_named(members: dict[str, Any], found: str) -> None:
    assert code(verify_intake(changed(**members), TRUST)) == found


def test_a_receipt_of_somebody_else_or_of_another_ledger_is_undetermined() -> None:
    stranger = signed(signer=KeySigner(keccak(b"stranger")))
    elsewhere = signed(ledger=bytes(31) + b"\1")
    for intake, found in ((stranger, "OPERATOR_UNKNOWN"), (elsewhere, "OTHER_LEDGER")):
        verdict = verify_intake(intake.file, TRUST)
        assert isinstance(verdict, Undetermined)
        assert verdict.code == found
        assert intake_exit_code(verdict) == 2


@pytest.mark.parametrize(
    ("policy", "digest", "found"),
    [
        (Policy(), keccak(b"another"), "OTHER_COMMAND"),
        (Policy(now=AT - 1), None, "FROM_THE_FUTURE"),
        (Policy(now=AT + 61, max_age=60), None, "TOO_OLD"),
        (Policy(operators=frozenset({bytes(20)})), None, "OPERATOR_NOT_ALLOWED"),
    ],
)
def test_what_a_reader_asks_beyond_validity(policy: Policy, digest: bytes | None, found: str) -> None:
    verdict = verify_intake(signed().file, TRUST, policy, digest)
    assert code(verdict) == found
    assert intake_exit_code(verdict) == 1
    assert isinstance(verify_intake(signed().file, TRUST, Policy(now=AT + 60, max_age=60), DIGEST), Received)


def test_a_seal_or_a_bundle_is_not_taken_for_an_intake() -> None:
    from ledger.proof.signing import bundle_preimage, seal_preimage

    for preimage in (seal_preimage(TRUST.ledger, AT, DIGEST), bundle_preimage(TRUST.ledger, DIGEST)):
        forged = Intake(TRUST.ledger, DIGEST, AT, OPERATOR.address, OPERATOR.sign_preimage(preimage))
        assert code(verify_intake(forged.file, TRUST)) == "INTAKE_SIGNATURE"
