"""Webhooks over HTTP: asked for, told, looked after and ended by their owner alone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from api.dependencies import changing_tables
from api.identity.who import StaffRole
from api.webhooks.subscriptions import stop_all
from tests.functional.serving import Served
from tests.functional.staff import organisation, person
from tests.functional.webhook_receiver import Receiver

_PATIENCE = 30.0  # seconds


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", webhook_allow="127.0.0.1/32") as running:
        running.await_ready()
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


class Account:
    """Somebody who is signed in. of: the organisation, a new one where none is given."""

    def __init__(self, served: Served, name: str, *roles: StaffRole, of: str | None = None) -> None:
        self.organisation = of or organisation(served, name)
        email = f"{name}.{secrets.token_hex(4)}@example.vn"
        self._client = person(served, self.organisation, email, *roles).client

    def __call__(self, method: str, path: str = "", **more: Any) -> httpx.Response:
        return self._client.request(method, f"/v1/webhooks{path}", **more)


@pytest.fixture
def ann(served: Served) -> Account:
    return Account(served, "ann", StaffRole.ADMIN)


def _await(what: Callable[[], Any], says: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < until, f"not in time: {says}"
        time.sleep(0.02)


def test_a_webhook_is_made_told_looked_at_and_deleted(served: Served, ann: Account, receiver: Receiver) -> None:
    made = ann("POST", json={"url": receiver.url, "filter": {"kinds": ["party"]}, "after": "start"})
    assert made.status_code == 201
    webhook, secret = made.json()["webhook"], made.json()["secret"]
    assert made.headers["location"].endswith(webhook["id"])
    _await(lambda: receiver.taken, "the genesis record arrived")
    first = receiver.taken[0]
    assert Webhook(secret).verify(first.body, first.headers)["data"]["name"] == "genesis"
    shown = ann("GET", f"/{webhook['id']}").json()
    assert (shown["url"], shown["filter"]["kinds"], shown["stopped"]) == (receiver.url, ["party"], None)
    assert secret not in str(shown) + str(ann("GET").json())
    assert [each["id"] for each in ann("GET").json()["webhooks"]] == [webhook["id"]]
    assert ann("DELETE", f"/{webhook['id']}").status_code == 204
    assert ann("GET", f"/{webhook['id']}").json()["code"] == "WEBHOOK_NOT_FOUND"


def test_what_did_not_arrive_is_seen_and_replayed(served: Served, ann: Account, receiver: Receiver) -> None:
    receiver.answer = lambda message: (500, {}, [])
    webhook = ann("POST", json={"url": receiver.url, "after": "start"}).json()["webhook"]
    _await(lambda: ann("GET", f"/{webhook['id']}").json()["failures"], "it failed")
    (pending, *_) = ann("GET", f"/{webhook['id']}/deliveries?limit=1").json()["deliveries"]
    assert (pending["state"], pending["status"], pending["trouble"]) == ("pending", 500, "status")
    receiver.answer = lambda message: (200, {}, [])
    replayed = ann("POST", f"/{webhook['id']}/replay", json={"after": "start"})
    assert (replayed.status_code, replayed.json()["failures"]) == (200, 0)
    _await(lambda: receiver.taken, "it arrived")
    _await(lambda: ann("GET", f"/{webhook['id']}").json()["pending"] == 0, "nothing is pending")
    assert ann("GET", f"/{webhook['id']}/deliveries").json() == {"deliveries": [], "next": None}
    ann("DELETE", f"/{webhook['id']}")


def test_a_webhook_made_now_is_told_of_what_comes(served: Served, ann: Account, receiver: Receiver) -> None:
    webhook = ann("POST", json={"url": receiver.url}).json()["webhook"]
    assert webhook["after"] == served.client.get("/v1/status").json()["followed"]
    ann("DELETE", f"/{webhook['id']}")


def test_the_secret_is_changed(served: Served, ann: Account, receiver: Receiver) -> None:
    made = ann("POST", json={"url": receiver.url, "filter": {"names": ["genesis"]}}).json()
    rotated = ann("POST", f"/{made['webhook']['id']}/secret").json()["secret"]
    assert rotated != made["secret"]
    ann("POST", f"/{made['webhook']['id']}/replay", json={"after": "start"})
    _await(lambda: receiver.taken, "it arrived")
    for secret in (rotated, made["secret"]):
        Webhook(secret).verify(receiver.taken[0].body, receiver.taken[0].headers)
    ann("DELETE", f"/{made['webhook']['id']}")


def test_anothers_webhook_is_not_found(served: Served, ann: Account, receiver: Receiver) -> None:
    webhook = ann("POST", json={"url": receiver.url}).json()["webhook"]
    eve = Account(served, "eve", StaffRole.ADMIN)
    _assert_not_found(eve, webhook["id"])
    assert eve("GET").json() == {"webhooks": []}
    ann("DELETE", f"/{webhook['id']}")


def _assert_not_found(account: Account, identifier: str) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("DELETE", "", None),
        ("GET", "/deliveries", None),
        ("POST", "/replay", {"after": "start"}),
        ("POST", "/secret", None),
    ):
        answer = account(method, f"/{identifier}{path}", json=body)
        assert (path, answer.status_code, answer.json()["code"]) == (path, 404, "WEBHOOK_NOT_FOUND")


def test_they_are_the_organisations_and_its_admin_looks_after_them(
    served: Served, ann: Account, receiver: Receiver
) -> None:
    webhook = ann("POST", json={"url": receiver.url}).json()["webhook"]
    colleague = Account(served, "bao", of=ann.organisation)
    assert [each["id"] for each in colleague("GET").json()["webhooks"]] == [webhook["id"]]
    for method, path, body in (
        ("POST", "", {"url": receiver.url}),
        ("DELETE", f"/{webhook['id']}", None),
        ("POST", f"/{webhook['id']}/replay", {"after": "start"}),
        ("POST", f"/{webhook['id']}/secret", None),
    ):
        answer = colleague(method, path, json=body)
        assert (path, answer.status_code, answer.json()["code"]) == (path, 403, "FORBIDDEN")
    assert Account(served, "chi", StaffRole.ADMIN, of=ann.organisation)("DELETE", f"/{webhook['id']}").is_success


def test_an_organisation_taken_off_the_service_is_told_nothing_more(
    served: Served, ann: Account, receiver: Receiver
) -> None:
    webhook = ann("POST", json={"url": receiver.url}).json()["webhook"]
    with changing_tables(served.service) as session:
        stop_all(session, ann.organisation)
    assert ann("GET", f"/{webhook['id']}").json()["stopped"] == "closed"
    ann("DELETE", f"/{webhook['id']}")


def test_nobody_makes_one_without_signing_in(served: Served, receiver: Receiver) -> None:
    answer = served.client.post("/v1/webhooks", json={"url": receiver.url})
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN_REQUIRED")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not encrypted"),
        ("https://169.254.169.254/latest/meta-data/", "private address"),
        ("https://10.0.0.1/", "private address"),
        ("https://[::1]/", "private address"),
        ("https://user:pass@example.org/", "url"),
        ("file:///etc/passwd", "url"),
        ("https://no-such-name.invalid/", "unresolved"),
    ],
)
def test_an_address_within_a_network_is_refused_at_once(ann: Account, url: str, reason: str) -> None:
    answer = ann("POST", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "WEBHOOK_ADDRESS_FORBIDDEN")
    assert answer.json()["values"] == {"reason": reason}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": 5},
        {"url": "https://example.org/", "more": 1},
        {"url": "https://example.org/", "filter": {"names": ["no_such_command"]}},
        {"url": "https://example.org/", "filter": {"records": ["0x12"]}},
        {"url": "https://example.org/", "filter": {"records": ["0x" + "ab" * 32] * 101}},
        {"url": "https://example.org/", "after": "-1:0"},
        {"url": "https://example.org/", "after": "9999999999999999999:0"},
    ],
)
def test_what_is_no_request_is_malformed(ann: Account, body: dict[str, Any]) -> None:
    answer = ann("POST", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")
