"""Whose key signed, and whether it could: shown by the party's id, by the state, or by the party's own history."""

from __future__ import annotations

import pytest

from ledger import commands as c
from ledger.enums import Power
from ledger.proof.collect import NotShown
from ledger.proof.verdict import Invalid, Valid
from ledger.proof.verify import verify
from ledger.scenario.signing import high_s
from ledger.signatures import recover
from tests.unit.certificates import altered, collector, opened, sign_entry
from tests.unit.chain import START, key, word
from tests.unit.offline import sockets_are_refused  # noqa: F401
from tests.unit.proof_ledger import ProofLedger
from tests.unit.signed_chain import SignedChain

DAY = 86_400


def _chain() -> tuple[SignedChain, bytes]:
    chain = SignedChain()
    chain.register_party("institute")
    return chain, chain.register_asset("chip", "institute")


def _refused(ledger: ProofLedger, record: bytes, *, deep: bool = False) -> str:
    with pytest.raises(NotShown) as refused:
        collector(ledger).record(record, deep=deep)
    assert isinstance(refused.value.verdict, Invalid)
    assert refused.value.verdict.step == 2
    return refused.value.verdict.code


def _verified(ledger: ProofLedger, record: bytes, *, deep: bool = False) -> bytes:
    bundle = collector(ledger).record(record, deep=deep)
    assert isinstance(verify(bundle, ledger.trust), Valid)
    return bundle


@pytest.mark.parametrize("deep", [False, True])
def test_a_second_key_signs_as_well_as_the_first(deep: bool) -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2")
    chain.set_grant_rule(asset, 2, ("institute#2",))
    _verified(ProofLedger(chain), asset, deep=deep)


@pytest.mark.parametrize("deep", [False, True])
def test_a_key_signs_nothing_outside_its_time(deep: bool) -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2", days=1)
    chain.at = START + DAY - 2
    chain.set_grant_rule(asset, 2, ("institute#2",))
    _verified(ProofLedger(chain), asset, deep=deep)
    chain.set_grant_rule(asset, 1, ("institute#2",))
    assert _refused(ProofLedger(chain), asset, deep=deep) == "KEY_NOT_VALID"


@pytest.mark.parametrize("deep", [False, True])
def test_a_revoked_key_keeps_what_it_signed_and_signs_no_more(deep: bool) -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2")
    chain.set_grant_rule(asset, 2, ("institute#2",))
    chain.revoke_key("institute", "institute#2", by="institute")
    _verified(ProofLedger(chain), asset, deep=deep)
    chain.set_grant_rule(asset, 1, ("institute#2",))
    assert _refused(ProofLedger(chain), asset, deep=deep) == "KEY_NOT_VALID"


@pytest.mark.parametrize("deep", [False, True])
def test_what_was_signed_in_the_second_of_the_revocation_stands(deep: bool) -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2")
    chain.revoke_key("institute", "institute#2", by="regulator")
    chain.at -= 1
    chain.set_grant_rule(asset, 2, ("institute#2",))
    _verified(ProofLedger(chain), asset, deep=deep)


@pytest.mark.parametrize("deep", [False, True])
def test_a_key_without_the_power_signs_no_title(deep: bool) -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2", powers=Power.DOCUMENTS | Power.MARKET)
    chain.set_grant_rule(asset, 2, ("institute#2",))
    assert _refused(ProofLedger(chain), asset, deep=deep) == "KEY_POWER_MISSING"


@pytest.mark.parametrize("deep", [False, True])
def test_a_strangers_key_is_nobodys(deep: bool) -> None:
    chain, asset = _chain()
    chain.set_grant_rule(asset, 2, ("institute#2",))
    assert _refused(ProofLedger(chain), asset, deep=deep) == "KEY_NOT_OF_PARTY"


def test_a_threshold_is_checked_with_the_partys_own_history() -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2", threshold=2)
    chain.set_grant_rule(asset, 2, ("institute#1", "institute#2"))
    _verified(ProofLedger(chain), asset, deep=True)
    chain.set_grant_rule(asset, 1, ("institute#2",))
    _verified(ProofLedger(chain), asset)
    assert _refused(ProofLedger(chain), asset, deep=True) == "THRESHOLD_NOT_MET"


def test_a_first_key_that_was_revoked_is_told_by_the_partys_own_history() -> None:
    chain, asset = _chain()
    chain.add_key("institute", "institute#2")
    chain.revoke_key("institute", "institute#1", by="institute#2")
    chain.set_grant_rule(asset, 2, ("institute",))
    _verified(ProofLedger(chain), asset)
    assert _refused(ProofLedger(chain), asset, deep=True) == "KEY_NOT_VALID"


def test_a_suspended_party_signs_nothing() -> None:
    chain, asset = _chain()
    chain.move_party("institute", 2)
    chain.set_grant_rule(asset, 2, ("institute",))
    assert _refused(ProofLedger(chain), asset, deep=True) == "PARTY_NOT_ACTIVE"


def test_a_partys_own_certificate_checks_its_own_keys() -> None:
    chain, _ = _chain()
    chain.add_key("institute", "institute#2", threshold=2)
    chain.add_key("institute", "institute#3", threshold=2)
    assert _refused(ProofLedger(chain), chain.party("institute")) == "THRESHOLD_NOT_MET"


def test_a_deep_certificate_without_a_signing_partys_history_is_refused() -> None:
    chain, asset = _chain()
    ledger = ProofLedger(chain)
    bundle = _verified(ledger, asset, deep=True)

    def without(value: dict[str, list[object]]) -> None:
        del value["histories"][1]

    verdict = verify(altered(bundle, without), ledger.trust)
    assert isinstance(verdict, Invalid)
    assert verdict.code == "SIGNER_HISTORY_MISSING"


def test_a_history_of_a_party_that_signed_nothing_has_no_place() -> None:
    chain, asset = _chain()
    company = chain.register_party("company")
    ledger = ProofLedger(chain)
    bundle = _verified(ledger, asset, deep=True)
    surplus = opened(_verified(ledger, company))["histories"][0]

    def with_surplus(value: dict[str, list[dict[str, str]]]) -> None:
        first, *others = value["histories"]
        value["histories"] = [first, *sorted([*others, surplus], key=lambda history: history["record"])]

    verdict = verify(altered(bundle, with_surplus), ledger.trust)
    assert verdict == Invalid("HISTORY_NOT_NEEDED", {"record": company})


def test_a_key_that_register_party_names_must_sign_it() -> None:
    chain, _ = _chain()
    ledger = ProofLedger(chain)
    bundle = _verified(ledger, chain.party("institute"))

    def by_another(value: dict[str, list[dict[str, list[dict[str, object]]]]]) -> None:
        sign_entry(value["histories"][0]["entries"][0], ledger.trust.ledger, "regulator#1")

    verdict = verify(altered(bundle, by_another), ledger.trust)
    assert isinstance(verdict, Invalid)
    assert (verdict.step, verdict.code) == (2, "SIGNERS_DIFFER")


def test_a_signature_has_one_spelling() -> None:
    signer, digest = key("institute#1"), word("digest")
    good = signer.sign(digest)
    assert recover(digest, good) == signer.address
    order = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
    for bad in (
        high_s(good),
        good[:64],
        good + b"\0",
        good[:64] + bytes([good[64] - 27]),
        bytes(32) + good[32:],
        good[:32] + bytes(32) + good[64:],
        order.to_bytes(32, "big") + good[32:],
    ):
        assert recover(digest, bad) is None


def test_a_party_does_not_admit_itself() -> None:
    chain = SignedChain()
    record = chain.party("mallory")
    chain.add(
        c.RegisterParty(
            **chain.envelope(record),
            party_kind=4,
            profile=word("profile"),
            country=240,
            parent=bytes(32),
            keys=(key("mallory#1").address,),
            threshold=1,
        ),
        ("mallory",),
    )
    chain.add(c.MoveParty(**chain.envelope(record), party_state=1, reason=bytes(32)), ("mallory",))
    assert _refused(ProofLedger(chain), record, deep=True) == "PARTY_NOT_ACTIVE"


def test_a_threshold_is_not_lowered_below_itself() -> None:
    chain = SignedChain()
    record = chain.register_party("institute")
    window = {"powers": 15, "valid_from": START, "valid_to": START + 1000 * DAY}
    second, third = key("institute#2").address, key("institute#3").address
    chain.add(c.AddKey(**chain.envelope(record), key=second, **window, threshold=2), ("institute", "institute#2"))
    chain.add(c.AddKey(**chain.envelope(record), key=third, **window, threshold=1), ("institute", "institute#3"))
    assert _refused(ProofLedger(chain), record, deep=True) == "THRESHOLD_NOT_MET"


def test_a_suspended_party_does_not_readmit_itself() -> None:
    chain = SignedChain()
    record = chain.register_party("institute")
    chain.move_party("institute", 2)
    chain.add(c.MoveParty(**chain.envelope(record), party_state=1, reason=bytes(32)), ("institute",))
    assert _refused(ProofLedger(chain), record, deep=True) == "PARTY_NOT_ACTIVE"
