"""How often somebody may ask: by address while nobody is signed in, by identity afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.identity.rates import Buckets
from api.identity.who import StaffRole
from api.problems import NotServed
from marketplace.database import POSTGRESQL, SQLITE
from tests.functional.serving import Served
from tests.functional.staff import organisation, person


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    buckets = Buckets(2.0, 5, clock)

    def allowed(who: str) -> bool:
        try:
            buckets.take(who)
        except NotServed as refused:
            return (refused.code, refused.values["retry_after"] >= 1) != ("TOO_MANY_REQUESTS", True)
        return True

    assert [allowed("a") for _ in range(7)] == [True] * 5 + [False] * 2
    assert allowed("b")
    clock.now += 1.0
    assert [allowed("a") for _ in range(3)] == [True, True, False]
    clock.now += 3600.0
    assert [allowed("a") for _ in range(6)] == [True] * 5 + [False]


def test_without_a_rate_nothing_is_counted() -> None:
    buckets = Buckets(0.0, 1)
    for _ in range(1000):
        buckets.take("a")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home") / "home"
    with Served(home, identity_rate=0.1, address_rate=0.1, burst=12, proxies="127.0.0.1") as running:
        yield running


def test_each_identity_and_each_address_has_a_share_of_its_own(served: Served) -> None:
    office = organisation(served, "Viện")

    def ask(client: httpx.Client, address: str) -> int:
        return client.get("/v1/sign-in/oidc", headers={"X-Forwarded-For": address}).status_code

    found = [ask(served.client, "203.0.113.7") for _ in range(14)]
    assert found == [200] * 12 + [429] * 2
    refused = served.client.get("/v1/sign-in/oidc", headers={"X-Forwarded-For": "203.0.113.7"})
    assert refused.json()["code"] == "TOO_MANY_REQUESTS"
    assert int(refused.headers["retry-after"]) >= 1
    assert ask(served.client, "203.0.113.8") == 200
    # Whoever is signed in is counted by name, wherever they are.
    an, binh = (person(served, office, f"{name}@example.vn").client for name in ("an", "binh"))
    assert [ask(an, f"203.0.113.{n}") for n in range(14)] == [200] * 12 + [429] * 2
    assert ask(binh, "203.0.113.7") == 200
    # What tells whether the process lives is not counted.
    assert [served.client.get("/health").status_code for _ in range(20)] == [200] * 20


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    database = request.getfixturevalue("postgresql_server").new_database() if request.param == POSTGRESQL else ""
    home = tmp_path_factory.mktemp("home") / "home"
    with Served(home, identity_rate=0.1, burst=12, organisation_share=2, database=database) as running:
        yield running


def test_an_organisation_asks_no_more_often_by_making_more_keys(shared: Served) -> None:
    office = organisation(shared, "Viện")
    admin = person(shared, office, "an@example.vn", StaffRole.ADMIN)
    made = [
        admin.client.post(f"{admin.path}/api-keys", json={"name": "ERP", "scopes": ["records.read"]}) for _ in "123"
    ]
    programs = [shared.client_with(each.json()["key"]) for each in made]

    def answered(client: httpx.Client) -> int:
        return sum(client.get("/v1/parties").status_code == 200 for _ in range(14))

    # 24 for the organisation, of which its admin had 3.
    assert [answered(each) for each in programs] == [12, 9, 0]
    other = person(shared, organisation(shared, "Hãng khác"), "binh@example.vn")
    assert answered(other.client) == 12


def test_an_address_of_the_sixth_version_is_its_network(tmp_path: Path) -> None:
    with Served(tmp_path / "home", address_rate=0.1, burst=2, proxies="127.0.0.1") as served:

        def ask(address: str) -> int:
            return served.client.get("/v1/sign-in/oidc", headers={"X-Forwarded-For": address}).status_code

        assert [ask(f"2001:db8:1:2::{n}") for n in range(3)] == [200, 200, 429]
        assert ask("2001:db8:1:3::1") == 200
