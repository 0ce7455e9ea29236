"""Signing in at a provider of OpenID Connect: a real one, in a process of its own, that can be asked to misbehave."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from api.identity.providers import read_providers
from api.identity.who import StaffRole
from api.settings import BadSettings
from tests.functional.oidc_provider import FAULTS, SECRET
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

ROOT = Path(__file__).resolve().parents[2]
PROVIDERS = """
[ihanoi]
title_vi = "iHanoi"
title_en = "iHanoi"
issuer = "{issuer}"
client_id = "hanotex"
client_secret_file = "secret"
acr_values = "high"

[elsewhere]
title_vi = "Nơi khác"
title_en = "Elsewhere"
issuer = "{issuer}/elsewhere"
client_id = "hanotex"
client_secret_file = "secret"

[wrong-secret]
title_vi = "Sai khóa"
title_en = "Wrong secret"
issuer = "{issuer}"
client_id = "hanotex"

[gone]
title_vi = "Không còn"
title_en = "Gone"
issuer = "http://127.0.0.1:9"
client_id = "hanotex"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-m", "tests.functional.oidc_provider", str(port)], cwd=ROOT)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/keys")
                break
            except httpx.ConnectError:
                assert time.monotonic() < until, "the provider did not start"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("oidc")
    (folder / "providers.toml").write_text(PROVIDERS.format(issuer=provider), encoding="utf-8")
    (folder / "secret").write_text(SECRET + "\n")
    with Served(folder / "home", public_reading=False, oidc_providers=folder / "providers.toml") as running:
        yield running


@pytest.fixture(scope="module")
def an(served: Served) -> Person:
    """Linked with the provider's user `an`."""
    who = person(served, organisation(served, "Viện Công nghệ"), "an@example.vn", StaffRole.DRAFTER)
    assert link(served, who, "an").status_code == 303
    return who


def at_provider(url: str, user: str, **more: str) -> str:
    """Where the provider sends the browser back to."""
    answer = httpx.get(f"{url}&{urlencode({'user': user, **more})}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def sign_in(served: Served, browser: httpx.Client, user: str, provider: str = "ihanoi", **more: str) -> httpx.Response:
    begun = browser.get(f"/v1/sign-in/oidc/{provider}")
    assert begun.status_code == 303, begun.text
    return browser.get(at_provider(begun.headers["location"], user, **more))


def link(served: Served, who: Person, user: str) -> httpx.Response:
    begun = who.client.post("/v1/account/identities/oidc/ihanoi")
    assert begun.status_code == 200, begun.text
    return who.client.get(at_provider(begun.json()["url"], user))


def test_the_providers_are_listed(served: Served) -> None:
    listed = served.client.get("/v1/sign-in/oidc").json()["providers"]
    assert [each["name"] for each in listed] == ["ihanoi", "elsewhere", "wrong-secret", "gone"]
    assert listed[0]["begin"] == f"{served.url}/v1/sign-in/oidc/ihanoi"


def test_the_browser_is_sent_with_state_nonce_and_pkce(served: Served, provider: str) -> None:
    url = served.client_with().get("/v1/sign-in/oidc/ihanoi").headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{provider}/authorize?")
    assert asked["redirect_uri"] == f"{served.url}/v1/sign-in/oidc/ihanoi/callback"
    assert (asked["response_type"], asked["code_challenge_method"], asked["acr_values"]) == ("code", "S256", "high")
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 32
    assert len(asked["code_challenge"]) == 43


def test_a_linked_identity_signs_in(served: Served, an: Person) -> None:
    browser = served.client_with()
    answer = sign_in(served, browser, "an")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{served.url}/v1/account"
    own = browser.get("/v1/account").json()
    assert own["id"] == an.account
    assert [each["subject"] for each in own["identities"]] == ["an"]


def test_nobody_is_linked_by_an_e_mail_address(served: Served, an: Person, provider: str) -> None:
    """The provider says that this is the verified address of an account; that is not who somebody is."""
    person(served, an.organisation, "binh@example.vn")
    answer = sign_in(served, served.client_with(), "binh")
    assert (answer.status_code, answer.json()["code"]) == (403, "IDENTITY_NOT_LINKED")


def test_an_identity_is_linked_with_one_account(served: Served, an: Person) -> None:
    other = person(served, an.organisation, "chi@example.vn")
    assert link(served, other, "an").json()["code"] == "ALREADY_THERE"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_with_a_fault_signs_nobody_in(served: Served, an: Person, fault: str) -> None:
    browser = served.client_with()
    answer = sign_in(served, browser, "an", fault=fault)
    assert answer.json()["code"] in ("SIGN_IN_FAILED", "PROVIDER_FAILED"), fault
    assert browser.get("/v1/account").status_code == 401


def test_a_refusal_of_the_provider_is_one(served: Served) -> None:
    assert sign_in(served, served.client_with(), "nobody").json()["code"] == "SIGN_IN_FAILED"


def test_a_code_comes_back_once_to_the_browser_that_left(served: Served, an: Person) -> None:
    browser, thief = served.client_with(), served.client_with()
    back = at_provider(browser.get("/v1/sign-in/oidc/ihanoi").headers["location"], "an")
    assert thief.get(back).json()["code"] == "CHALLENGE_EXPIRED"
    assert browser.get(back).json()["code"] == "CHALLENGE_EXPIRED"
    back = at_provider(browser.get("/v1/sign-in/oidc/ihanoi").headers["location"], "an")
    assert browser.get(back).status_code == 303
    assert browser.get(back).json()["code"] == "CHALLENGE_EXPIRED"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("state", "hxc_made_up", "CHALLENGE_EXPIRED"),
        ("state", None, "CHALLENGE_EXPIRED"),
        ("code", "made-up", "SIGN_IN_FAILED"),
        ("code", None, "SIGN_IN_FAILED"),
        ("iss", "https://elsewhere.example", "SIGN_IN_FAILED"),
    ],
)
def test_what_comes_back_altered_signs_nobody_in(
    served: Served, an: Person, name: str, value: str | None, code: str
) -> None:
    browser = served.client_with()
    back = urlsplit(at_provider(browser.get("/v1/sign-in/oidc/ihanoi").headers["location"], "an"))
    asked = {key: values[0] for key, values in parse_qs(back.query).items() if key != name}
    asked |= {} if value is None else {name: value}
    assert browser.get(f"{back.path}?{urlencode(asked)}").json()["code"] == code


def test_a_state_of_one_provider_does_not_serve_for_another(served: Served, an: Person) -> None:
    browser = served.client_with()
    back = at_provider(browser.get("/v1/sign-in/oidc/ihanoi").headers["location"], "an")
    assert browser.get(back.replace("/ihanoi/", "/wrong-secret/")).json()["code"] == "CHALLENGE_EXPIRED"


def test_a_link_is_finished_by_the_session_that_began_it(served: Served, an: Person) -> None:
    other = person(served, an.organisation, "dung@example.vn")
    url = an.client.post("/v1/account/identities/oidc/ihanoi").json()["url"]
    back = at_provider(url, "dung")
    # Whoever is lured to another's link does not hand their identity over, even with the other's cookie.
    other.client.cookies.update(an.client.cookies)
    assert other.client.get(back).json()["code"] == "CHALLENGE_EXPIRED"
    assert sign_in(served, served.client_with(), "dung").json()["code"] == "IDENTITY_NOT_LINKED"


def test_a_key_that_the_provider_changed_to_is_read(served: Served, an: Person, provider: str) -> None:
    assert sign_in(served, served.client_with(), "an").status_code == 303
    httpx.post(f"{provider}/rotate")
    # A client cannot have the provider asked for its keys with every sign-in.
    time.sleep(5.5)
    assert sign_in(served, served.client_with(), "an").status_code == 303


@pytest.mark.parametrize("name", ["elsewhere", "gone"])
def test_a_provider_that_is_another_or_away_is_a_problem(served: Served, name: str) -> None:
    answer = served.client_with().get(f"/v1/sign-in/oidc/{name}")
    assert (answer.status_code, answer.json()["code"]) == (502, "PROVIDER_FAILED")
    assert answer.json()["values"] == {"provider": name}


def test_a_client_that_the_provider_does_not_know_signs_nobody_in(served: Served) -> None:
    answer = sign_in(served, served.client_with(), "an", "wrong-secret")
    assert answer.json()["code"] in ("SIGN_IN_FAILED", "PROVIDER_FAILED")
    assert served.client.get("/v1/sign-in/oidc/no-such").json()["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "entry",
    [
        'issuer = "http://login.example"\nclient_id = "x"',
        'issuer = "https://login.example"\nclient_id = "x"\nscopes = "profile"',
        'issuer = "https://login.example"\nclient_id = "x"\nalgorithms = ["HS256"]',
        'issuer = "https://login.example"\nclient_id = "x"\njwks_uri = "https://login.example/keys"',
        'issuer = "https://login.example"\nclient_id = "x"\nclient_secret_file = "nowhere"',
        'issuer = "https://login.example"\nclient_id = "x"\nclient_secrets = "typo"',
        'issuer = "https://login.example"',
    ],
)
def test_providers_that_cannot_be_trusted_are_refused_at_the_start(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(f'[x]\ntitle_vi = "x"\ntitle_en = "x"\n{entry}\n')
    with pytest.raises(BadSettings):
        read_providers(file, loopback=False)


# --- Where the browser goes afterwards -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/v1/assets?state=published&limit=5", "/drafts/17#sign", "/tra-cuu/S%E1%BB%9F"])
def test_the_browser_comes_back_to_where_it_was(served: Served, an: Person, path: str) -> None:
    with httpx.Client(base_url=served.url) as browser:
        begun = browser.get("/v1/sign-in/oidc/ihanoi", params={"return_to": path})
        answer = browser.get(at_provider(begun.headers["location"], "an"))
        assert (answer.status_code, answer.headers["location"]) == (303, served.url + path)
        assert browser.get("/v1/account").json()["email"] == an.email
    begun = an.client.post("/v1/account/identities/oidc/ihanoi", params={"return_to": path})
    assert begun.status_code == 200


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/x\r\nLocation: https://evil.example",
    "/x\n",
    "@evil.example",
    ".evil.example",
    ":80@evil.example",
    "javascript:alert(1)",
    "evil.example/v1",
    "/Sở",
    "",
    "/" + "x" * 600,
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_other_place_can_be_named_to_go_to(served: Served, an: Person, path: str) -> None:
    refused = served.client.get("/v1/sign-in/oidc/ihanoi", params={"return_to": path})
    assert (refused.status_code, refused.json()["code"]) == (400, "MALFORMED")
    assert "set-cookie" not in refused.headers
    linking = an.client.post("/v1/account/identities/oidc/ihanoi", params={"return_to": path})
    assert linking.json()["code"] == "MALFORMED"


def test_where_it_goes_is_what_was_asked_at_the_beginning(served: Served, an: Person) -> None:
    """What comes back from the provider says nothing of it."""
    with httpx.Client(base_url=served.url) as browser:
        begun = browser.get("/v1/sign-in/oidc/ihanoi")
        back = at_provider(begun.headers["location"], "an") + "&return_to=https://evil.example"
        assert browser.get(back).headers["location"] == f"{served.url}/v1/account"
