"""How many keys and machines an organisation may have: what it has revoked takes no room of what it uses."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from api.dependencies import changing_tables
from api.identity.api_keys import new_api_key
from api.identity.who import StaffRole
from api.managed_keys import managed_keys, new_managed_key
from api.people import the_organisation
from api.problems import NotServed
from api.tables import ClientCertificateRow
from tests.functional import certification
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

_LATER = 4_000_000_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("room") / "home", public_reading=False) as running:
        yield running


@pytest.fixture(scope="module")
def admin(served: Served) -> Person:
    return person(served, organisation(served, "Viện"), "admin@vien.example.vn", StaffRole.ADMIN)


def test_api_keys_that_are_gone_take_no_room(served: Served, admin: Person) -> None:
    asked = {"name": "k", "scopes": ["records.read"]}
    with changing_tables(served.service) as session:
        rows = [
            new_api_key(session, admin.organisation, "k", {"records.read"}, admin.account, 1, _LATER)[1]
            for _ in range(100)
        ]
        prefix = rows[0].prefix
    full = admin.client.post(f"{admin.path}/api-keys", json=asked)
    assert (full.status_code, full.json()["code"]) == (409, "ALREADY_THERE")
    assert admin.client.delete(f"{admin.path}/api-keys/{prefix}").status_code == 204
    assert admin.client.post(f"{admin.path}/api-keys", json=asked).status_code == 201
    # Nor does one that has expired.
    with changing_tables(served.service) as session:
        session.merge(rows[1]).expires_at = 2
    assert admin.client.post(f"{admin.path}/api-keys", json=asked).status_code == 201


def test_machines_that_are_gone_take_no_room(served: Served, admin: Person) -> None:
    holder = certification.client("sàn-1", certification.authority("Machines"))

    def register() -> httpx.Response:
        asked = admin.client.post(f"{admin.path}/machines/challenge").json()
        return admin.client.post(f"{admin.path}/machines", json=certification.machine(holder, "m", asked))

    with changing_tables(served.service) as session:
        for number in range(100):
            session.add(
                ClientCertificateRow(
                    spki=number.to_bytes(32, "big"),
                    organisation=admin.organisation,
                    name="m",
                    created_by=admin.account,
                    created_at=1,
                    revoked_at=0,
                )
            )
    assert register().json()["code"] == "ALREADY_THERE"
    assert admin.client.delete(f"{admin.path}/machines/0x{bytes(32).hex()}").status_code == 204
    assert register().status_code == 201


def test_managed_keys_that_are_gone_take_no_room(served: Served, admin: Person) -> None:
    with changing_tables(served.service) as session:
        row = the_organisation(session, admin.organisation)
        row.managed_keys = True
        for number in range(20):
            new_managed_key(session, served.service.sealing, row, f"{number}", admin.account, 1)
        with pytest.raises(NotServed):
            new_managed_key(session, served.service.sealing, row, "one more", admin.account, 1)
        managed_keys(session, row.id)[0].revoked_at = 2
        new_managed_key(session, served.service.sealing, row, "one more", admin.account, 3)
