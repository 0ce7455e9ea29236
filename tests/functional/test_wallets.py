"""Signing in with a key of the ledger: the text is the service's, the nonce is good once, the ledger knows the key."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from api.identity import wallet
from api.identity.who import StaffRole
from ledger.commands import AddKey, RevokeKey
from ledger.enums import Role
from tests.conformance.cast import TestKey, key, party
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False) as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.onboard("bob", Role.OWNER)
        yield running


@pytest.fixture(scope="module")
def an(served: Served) -> Person:
    return person(served, organisation(served, "Alice", "alice"), "an@example.vn", StaffRole.SIGNER)


def shown(holder: TestKey) -> str:
    return "0x" + holder.address.hex()


def signature(text: str, holder: TestKey) -> str:
    """As a wallet makes it (EIP-191)."""
    return "0x" + bytes(Account.sign_message(encode_defunct(text=text), holder.secret).signature).hex()


def link(who: Person, holder: TestKey, by: TestKey | None = None) -> httpx.Response:
    asked = who.client.post("/v1/account/identities/wallet/challenge", json={"address": shown(holder)}).json()
    given = {"challenge": asked["challenge"], "signature": signature(asked["text"], by or holder)}
    return who.client.post("/v1/account/identities/wallet", json=given)


def sign_in(served: Served, holder: TestKey, by: TestKey | None = None) -> httpx.Response:
    asked = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(holder)}).json()
    given = {"challenge": asked["challenge"], "signature": signature(asked["text"], by or holder), "deliver": "token"}
    return served.client.post("/v1/sign-in/wallet", json=given)


def test_the_text_is_that_of_eip_4361(served: Served) -> None:
    answer = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(key("alice"))}).json()
    lines = answer["text"].split("\n")
    host = served.url.removeprefix("http://")
    assert lines[0] == f"{host} wants you to sign in with your Ethereum account:"
    assert lines[1] == Account.from_key(key("alice").secret).address
    assert lines[2] == lines[4] == ""
    assert lines[3].isascii()
    names = [line.partition(": ")[0] for line in lines[5:]]
    assert names == ["URI", "Version", "Chain ID", "Nonce", "Issued At", "Expiration Time"]
    assert f"Chain ID: {served.ledger.deployment.chain_id}" in lines
    other = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(key("alice"))}).json()
    assert other["text"] != answer["text"]


def test_a_linked_key_of_the_party_signs_in(served: Served, an: Person) -> None:
    assert sign_in(served, key("alice")).json()["code"] == "IDENTITY_NOT_LINKED"
    assert link(an, key("alice")).status_code == 204
    answer = sign_in(served, key("alice"))
    assert answer.status_code == 200, answer.text
    assert answer.json()["account"] == an.account
    assert link(an, key("alice")).json()["code"] == "ALREADY_THERE"


def test_a_key_of_another_party_is_not_linked(an: Person) -> None:
    for stranger in (key("bob"), key("nobody")):
        assert link(an, stranger).json()["code"] == "SIGN_IN_FAILED"


def test_somebody_elses_signature_is_none(served: Served, an: Person) -> None:
    assert sign_in(served, key("alice"), by=key("bob")).json()["code"] == "SIGN_IN_FAILED"
    assert link(an, key("bob"), by=key("alice")).json()["code"] == "SIGN_IN_FAILED"


def test_a_signature_is_good_once_and_only_for_the_kept_text(served: Served, an: Person) -> None:
    asked = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(key("alice"))}).json()
    mine = asked["text"].replace("Nonce: ", "Nonce: f")
    given = {"challenge": asked["challenge"], "signature": signature(mine, key("alice")), "deliver": "token"}
    assert served.client.post("/v1/sign-in/wallet", json=given).json()["code"] == "SIGN_IN_FAILED"
    given["signature"] = signature(asked["text"], key("alice"))
    assert served.client.post("/v1/sign-in/wallet", json=given).json()["code"] == "CHALLENGE_EXPIRED"
    # A text of the client's own has no place to be sent in.
    assert served.client.post("/v1/sign-in/wallet", json={**given, "text": mine}).json()["code"] == "MALFORMED"


def test_a_text_to_link_does_not_sign_in_nor_the_other_way_round(served: Served, an: Person) -> None:
    asked = an.client.post("/v1/account/identities/wallet/challenge", json={"address": shown(key("alice"))}).json()
    given = {"challenge": asked["challenge"], "signature": signature(asked["text"], key("alice"))}
    assert served.client.post("/v1/sign-in/wallet", json=given).json()["code"] == "CHALLENGE_EXPIRED"
    asked = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(key("alice"))}).json()
    given = {"challenge": asked["challenge"], "signature": signature(asked["text"], key("alice"))}
    assert an.client.post("/v1/account/identities/wallet", json=given).json()["code"] == "CHALLENGE_EXPIRED"


def test_signing_in_is_not_a_command_and_a_command_does_not_sign_in(served: Served) -> None:
    signed = served.signed(served.asset("alice", "a command"), key("alice"))
    asked = served.client.post("/v1/sign-in/wallet/challenge", json={"address": shown(key("alice"))}).json()
    given = {"challenge": asked["challenge"], "signature": "0x" + signed.signatures[0].hex()}
    assert served.client.post("/v1/sign-in/wallet", json=given).json()["code"] == "SIGN_IN_FAILED"


def test_a_key_that_was_revoked_signs_in_no_more_and_its_sessions_end(served: Served, an: Person) -> None:
    second, now = key("alice", 2), int(time.time())
    added = AddKey(
        record=party("alice"),
        expected_version=served.version(party("alice")),
        not_after=served.soon,
        key=second.address,
        powers=1,
        valid_from=now - 60,
        valid_to=now + 86_400,
        threshold=1,
    )
    served.submit(added, key("alice"), second)
    assert link(an, second).status_code == 204
    client = served.client_with(sign_in(served, second).json()["token"])
    assert client.get("/v1/account").status_code == 200
    revoked = RevokeKey(
        record=party("alice"),
        expected_version=served.version(party("alice")),
        not_after=served.soon,
        key=second.address,
        threshold=1,
    )
    served.submit(revoked, key("alice"))
    assert sign_in(served, second).json()["code"] == "SIGN_IN_FAILED"
    until = time.monotonic() + 10
    while client.get("/v1/account").status_code == 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert an.client.get("/v1/account").status_code == 200


def test_an_unlinked_wallet_signs_in_no_more(served: Served, an: Person) -> None:
    linked = {each["subject"]: each["id"] for each in an.client.get("/v1/account").json()["identities"]}
    assert an.client.delete(f"/v1/account/identities/{linked[shown(key('alice'))]}").status_code == 204
    assert sign_in(served, key("alice")).json()["code"] == "IDENTITY_NOT_LINKED"


def test_addresses_are_written_as_eip_55_writes_them() -> None:
    for alias in ("alice", "bob", "operator", "regulator", "registrar"):
        assert wallet.checksummed(key(alias).address) == Account.from_key(key(alias).secret).address
