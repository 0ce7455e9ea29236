"""Passkeys: made, used, counted and removed; and what a page of another origin can do with one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.identity.who import StaffRole
from tests.functional.authenticator import Authenticator
from tests.functional.serving import Served
from tests.functional.staff import Person, invitation, organisation, person


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False) as running:
        yield running


@pytest.fixture(scope="module")
def an(served: Served) -> Person:
    return person(served, organisation(served, "Viện Công nghệ"), "an@example.vn", StaffRole.SIGNER)


@pytest.fixture
def phone(served: Served, an: Person) -> Authenticator:
    """An authenticator with a passkey for the account."""
    made = Authenticator(served.url)
    assert add(an, made).status_code == 201
    return made


def add(who: Person, made: Authenticator) -> httpx.Response:
    begun = who.client.post("/v1/account/passkeys/options").json()
    given = {"challenge": begun["challenge"], "credential": made.make(begun["options"]), "name": "Điện thoại"}
    return who.client.post("/v1/account/passkeys", json=given)


def sign_in(served: Served, used: Authenticator, **other: Any) -> httpx.Response:
    begun = served.client.post("/v1/sign-in/passkey/options").json()
    given = {"challenge": begun["challenge"], "credential": used.use(begun["options"]), "deliver": "token", **other}
    return served.client.post("/v1/sign-in/passkey", json=given)


def test_a_passkey_signs_in_by_itself(served: Served, an: Person, phone: Authenticator) -> None:
    answer = sign_in(served, phone)
    assert answer.status_code == 200, answer.text
    assert answer.json()["account"] == an.account
    own = served.client_with(answer.json()["token"]).get("/v1/account").json()
    assert own["passkeys"][-1]["name"] == "Điện thoại"
    assert own["passkeys"][-1]["last_used_at"] > 0


def test_an_answer_is_good_once(served: Served, phone: Authenticator) -> None:
    begun = served.client.post("/v1/sign-in/passkey/options").json()
    given = {"challenge": begun["challenge"], "credential": phone.use(begun["options"]), "deliver": "token"}
    first, second = (served.client.post("/v1/sign-in/passkey", json=given) for _ in range(2))
    assert first.status_code == 200
    assert second.json()["code"] == "CHALLENGE_EXPIRED"


@pytest.mark.parametrize(
    ("name", "value"), [("origin", "https://elsewhere.example"), ("rp_id", "elsewhere.example"), ("verifies", False)]
)
def test_another_page_another_service_and_a_locked_device_do_not(
    served: Served, phone: Authenticator, name: str, value: Any
) -> None:
    setattr(phone, name, value)
    assert sign_in(served, phone).json()["code"] == "SIGN_IN_FAILED"


def test_deep_json_within_base64_is_a_wrong_answer(
    served: Served, phone: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No look at the body sees into it."""
    monkeypatch.setattr(phone, "_client_data", lambda kind, challenge: b"[" * 600_000)
    answer = sign_in(served, phone)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN_FAILED")


def test_a_copy_that_counts_on_from_before_is_refused(served: Served, phone: Authenticator) -> None:
    assert sign_in(served, phone).status_code == 200
    phone.count = 0
    assert sign_in(served, phone).json()["code"] == "SIGN_IN_FAILED"


def test_another_key_under_the_same_name_is_refused(served: Served, phone: Authenticator) -> None:
    thief = Authenticator(served.url, identifier=phone.identifier, count=100)
    assert sign_in(served, thief).json()["code"] == "SIGN_IN_FAILED"


@pytest.mark.parametrize(
    "credential",
    [{}, {"id": 1}, {"id": "AAAA"}, {"id": "%%%", "response": []}, {"id": "AAAA", "response": {"x": None}}],
)
def test_what_is_no_answer_is_refused(served: Served, credential: dict[str, Any]) -> None:
    begun = served.client.post("/v1/sign-in/passkey/options").json()
    given = {"challenge": begun["challenge"], "credential": credential}
    assert served.client.post("/v1/sign-in/passkey", json=given).json()["code"] in ("SIGN_IN_FAILED", "LOCKED_OUT")


def test_a_passkey_made_without_its_owner_or_for_another_page_is_not_kept(served: Served, an: Person) -> None:
    for made in (Authenticator(served.url, verifies=False), Authenticator("https://elsewhere.example")):
        assert add(an, made).json()["code"] == "SIGN_IN_FAILED"


def test_an_invitation_can_be_claimed_with_a_passkey_alone(served: Served, an: Person) -> None:
    token = invitation(served, an.organisation, "binh@example.vn")
    asked = {"invitation": token, "name": "Lê Thị Bình"}
    begun = served.client.post("/v1/accounts/claim/passkey/options", json=asked).json()
    phone = Authenticator(served.url)
    given = {
        "challenge": begun["challenge"],
        "credential": phone.make(begun["options"]),
        "name": "Khóa",
        "deliver": "token",
    }
    claimed = served.client.post("/v1/accounts/claim/passkey", json=given)
    assert claimed.status_code == 200, claimed.text
    signed_in = sign_in(served, phone)
    assert signed_in.json()["account"] == claimed.json()["account"]
    # The only way in stays.
    client = served.client_with(signed_in.json()["token"])
    (only,) = client.get("/v1/account").json()["passkeys"]
    assert client.delete(f"/v1/account/passkeys/{only['id']}").json()["code"] == "LAST_SIGN_IN"


def test_a_removed_passkey_signs_in_no_more(served: Served, an: Person, phone: Authenticator) -> None:
    removed = an.client.get("/v1/account").json()["passkeys"][-1]["id"]
    assert an.client.delete(f"/v1/account/passkeys/{removed}").status_code == 204
    assert sign_in(served, phone).json()["code"] == "SIGN_IN_FAILED"
    assert an.client.delete(f"/v1/account/passkeys/{removed}").status_code == 404
