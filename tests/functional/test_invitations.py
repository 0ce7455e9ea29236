"""Invitations stand and fall with whoever made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pyotp
import pytest

from api.dependencies import changing_tables
from api.identity.who import StaffRole
from api.people import BY_FORM, new_invitation
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, Person, organisation, person


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("invitations") / "home", public_reading=False) as running:
        yield running


@pytest.fixture(scope="module")
def admin(served: Served) -> Person:
    return person(served, organisation(served, "Viện"), "admin@vien.example.vn", StaffRole.ADMIN)


def invited(by: Person, email: str) -> str:
    asked = {"email": email, "roles": ["admin", "signer"]}
    answer = by.client.post(f"{by.path}/invitations", json=asked)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["invitation"]
    return token


def begin(served: Served, token: str) -> httpx.Response:
    return served.client.post("/v1/accounts/claim", json={"invitation": token, "name": "Bình", "password": PASSWORD})


def _erased(admin: Person, fired: Person) -> httpx.Response:
    return admin.client.delete(f"{admin.path}/accounts/{fired.account}")


def _demoted(admin: Person, fired: Person) -> httpx.Response:
    return admin.client.patch(f"{admin.path}/accounts/{fired.account}", json={"roles": ["drafter"]})


def _disabled(admin: Person, fired: Person) -> httpx.Response:
    return admin.client.patch(f"{admin.path}/accounts/{fired.account}", json={"disabled": True})


@pytest.mark.parametrize("gone", [_erased, _demoted, _disabled])
def test_an_invitation_of_somebody_who_is_admin_no_more_is_void(
    served: Served, admin: Person, gone: Callable[[Person, Person], httpx.Response]
) -> None:
    fired = person(served, admin.organisation, f"{gone.__name__}@vien.example.vn", StaffRole.ADMIN)
    token, begun = (invited(fired, f"{gone.__name__}{place}@door.example.vn") for place in (1, 2))
    half = begin(served, begun).json()
    assert gone(admin, fired).is_success
    assert begin(served, token).json()["code"] == "CHALLENGE_EXPIRED"
    # Nor is one that was begun before finished after.
    code = pyotp.TOTP(half["secret"]).now()
    late = served.client.post("/v1/accounts/claim/confirm", json={"ticket": half["ticket"], "code": code})
    assert late.json()["code"] == "CHALLENGE_EXPIRED"


def test_open_invitations_are_listed_and_revoked(served: Served, admin: Person) -> None:
    token = invited(admin, "listed@vien.example.vn")
    other = person(served, organisation(served, "Khác"), "admin@khac.example.vn", StaffRole.ADMIN)
    assert other.client.get(f"{other.path}/invitations").json()["invitations"] == []
    listed = admin.client.get(f"{admin.path}/invitations").json()["invitations"]
    (one,) = (each for each in listed if each["email"] == "listed@vien.example.vn")
    assert (one["by"], one["roles"]) == (admin.account, ["admin", "signer"])
    assert other.client.delete(f"{other.path}/invitations/{one['id']}").json()["code"] == "NOT_FOUND"
    assert begin(served, token).status_code == 200
    assert admin.client.delete(f"{admin.path}/invitations/{one['id']}").status_code == 204
    assert begin(served, token).json()["code"] == "CHALLENGE_EXPIRED"
    assert one["id"] not in admin.client.get(f"{admin.path}/invitations").text


def test_an_applicants_invitation_is_of_the_first_account_alone(served: Served) -> None:
    office = organisation(served, "Công ty")
    with changing_tables(served.service) as session:
        nonces = served.service.identities.nonces
        first, second = (
            new_invitation(session, nonces, office, f"{name}@cty.example.vn", [StaffRole.ADMIN], BY_FORM)
            for name in ("first", "second")
        )
    assert begin(served, first).status_code == 200
    person(served, office, "boss@cty.example.vn", StaffRole.ADMIN)
    assert begin(served, second).json()["code"] == "CHALLENGE_EXPIRED"
