"""Signing in with a password and a second factor: what is right, what is wrong, and what cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pyotp
import pytest

from api.dependencies import changing_tables, reading_tables
from api.identity.lockout import WayIn
from api.identity.who import StaffRole
from api.problems import NotServed
from api.tables import AttemptRow, PasswordRow, RecoveryCodeRow, SessionRow, TotpRow
from marketplace.database import POSTGRESQL, SQLITE
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, Person, invitation, organisation, person, sign_in


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    database = request.getfixturevalue("postgresql_server").new_database() if request.param == POSTGRESQL else ""
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False, database=database) as running:
        yield running


@pytest.fixture(scope="module")
def office(served: Served) -> str:
    return organisation(served, "Viện Công nghệ")


@pytest.fixture
def an(served: Served, office: str, request: pytest.FixtureRequest) -> Person:
    """Somebody new, with no failed attempts behind them."""
    with changing_tables(served.service) as session:
        session.query(AttemptRow).delete()
    return person(served, office, f"an{abs(hash(request.node.name))}@example.vn", StaffRole.DRAFTER)


def test_an_invitation_makes_an_account_once_and_its_session_says_who_it_is(served: Served, an: Person) -> None:
    own = an.client.get("/v1/account")
    assert own.status_code == 200
    assert (own.json()["email"], own.json()["roles"]) == (an.email, ["drafter"])
    assert own.json()["standings"] == ["drafter", "member"]
    assert len(an.recovery_codes) == 10
    assert served.client.get("/v1/account").json()["code"] == "SIGN_IN_REQUIRED"


def test_an_invitation_is_good_once(served: Served, office: str) -> None:
    token = invitation(served, office, "once@example.vn")
    asked = {"invitation": token, "name": "Lê Thị Bình", "password": PASSWORD}
    first, second = (served.client.post("/v1/accounts/claim", json=asked).json() for _ in range(2))

    def confirm(begun: dict[str, str]) -> httpx.Response:
        code = pyotp.TOTP(begun["secret"]).now()
        given = {"ticket": begun["ticket"], "code": code, "deliver": "token"}
        return served.client.post("/v1/accounts/claim/confirm", json=given)

    assert confirm(first).status_code == 200
    assert confirm(second).json()["code"] == "CHALLENGE_EXPIRED"
    assert served.client.post("/v1/accounts/claim", json=asked).json()["code"] == "CHALLENGE_EXPIRED"


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "weak@example.vn", "weak and so on 12"])
def test_a_weak_password_is_refused(served: Served, office: str, password: str) -> None:
    token = invitation(served, office, "weak@example.vn")
    answer = served.client.post("/v1/accounts/claim", json={"invitation": token, "name": "X", "password": password})
    assert (answer.status_code, answer.json()["code"]) == (400, "WEAK_PASSWORD")


def test_a_password_alone_signs_nobody_in(served: Served, an: Person) -> None:
    answer = served.client.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD})
    assert set(answer.json()) == {"ticket"}
    assert served.client_with(answer.json()["ticket"]).get("/v1/account").status_code == 401


def test_both_factors_sign_in_under_a_new_token(served: Served, an: Person) -> None:
    again = sign_in(served, an)
    assert again.status_code == 200
    assert again.json()["token"] != an.token
    assert served.client_with(again.json()["token"]).get("/v1/account").json()["id"] == an.account


def test_signing_in_ends_the_session_that_the_client_came_with(served: Served, an: Person) -> None:
    ticket = an.client.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD}).json()["ticket"]
    asked = {"ticket": ticket, "code": an.code(1), "deliver": "token"}
    fresh = an.client.post("/v1/sign-in/second-factor", json=asked).json()["token"]
    assert an.client.get("/v1/account").status_code == 401
    assert served.client_with(fresh).get("/v1/account").status_code == 200


def test_a_code_of_the_authenticator_is_good_once(served: Served, an: Person) -> None:
    assert sign_in(served, an).status_code == 200
    again = sign_in(served, an)
    assert (again.status_code, again.json()["code"]) == (401, "SIGN_IN_FAILED")


def test_of_many_that_bring_one_code_at_once_one_is_let_in(served: Served, an: Person) -> None:
    tickets = [
        served.client.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD}).json()["ticket"]
        for _ in range(3)
    ]
    code = an.code(1)

    def second(ticket: str) -> int:
        return httpx.post(f"{served.url}/v1/sign-in/second-factor", json={"ticket": ticket, "code": code}).status_code

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(second, tickets)) in ([200, 401, 401], [200, 401, 429])


def test_a_recovery_code_is_good_once_and_however_it_is_typed(served: Served, an: Person) -> None:
    def recover() -> httpx.Response:
        asked = {"email": an.email, "password": PASSWORD}
        ticket = served.client.post("/v1/sign-in/password", json=asked).json()["ticket"]
        given = {"ticket": ticket, "code": an.recovery_codes[0].upper().replace("-", " "), "deliver": "token"}
        return served.client.post("/v1/sign-in/recovery", json=given)

    assert recover().status_code == 200
    assert recover().json()["code"] == "SIGN_IN_FAILED"


def test_a_wrong_password_and_nobody_are_answered_alike(served: Served, an: Person) -> None:
    answers = [
        served.client.post("/v1/sign-in/password", json={"email": email, "password": password}).json()
        for email, password in ((an.email, "not the password"), ("nobody@example.vn", PASSWORD))
    ]
    for answer in answers:
        del answer["instance"]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "SIGN_IN_FAILED"


def test_five_failures_lock_an_account_for_its_address_and_each_wait_is_longer(served: Served, an: Person) -> None:
    def guess() -> httpx.Response:
        return served.client.post("/v1/sign-in/password", json={"email": an.email.upper(), "password": "a wrong one"})

    assert [guess().status_code for _ in range(5)] == [401] * 5
    locked = guess()
    assert (locked.status_code, locked.json()["code"]) == (429, "LOCKED_OUT")
    first = int(locked.headers["retry-after"])
    assert 25 <= first <= 30
    right = served.client.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD})
    assert right.status_code == 429
    with changing_tables(served.service) as session:
        for row in session.query(AttemptRow):
            row.locked_until = 0
    assert guess().status_code == 401
    assert int(guess().headers["retry-after"]) > first
    # Somebody else's account is not locked with it.
    assert (
        served.client.post("/v1/sign-in/password", json={"email": "b@example.vn", "password": "x"}).status_code == 401
    )


def test_guesses_of_others_keep_nobody_out(served: Served, an: Person) -> None:
    assert sign_in(served, an).status_code == 200
    lockout = served.service.identities.lockout
    for number in range(60):
        with suppress(NotServed):
            lockout.attempt(WayIn.PASSWORD, an.email, f"2001:db8:{number:x}::/64")
    with pytest.raises(NotServed):
        lockout.attempt(WayIn.PASSWORD, an.email, "198.51.100.9")
    right = served.client.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD})
    assert right.status_code == 200


def test_guesses_at_once_are_not_judged_more_leniently(served: Served, an: Person) -> None:
    def guess(number: int) -> int:
        asked = {"email": an.email, "password": f"a wrong one {number}"}
        return httpx.post(f"{served.url}/v1/sign-in/password", json=asked, timeout=30).status_code

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(guess, range(20)))
    assert (found.count(401), found.count(429)) == (5, 15)


def test_a_session_ends_by_lying_idle_and_by_its_age(served: Served, an: Person) -> None:
    def moved(**at: int) -> int:
        with changing_tables(served.service) as session:
            row = session.query(SessionRow).filter_by(account=an.account).one()
            for name, value in at.items():
                setattr(row, name, value)
        return an.client.get("/v1/account").status_code

    now = served.service.identities.now
    assert moved(seen_at=now - 1790) == 200
    assert moved(seen_at=now - 1801) == 401
    assert moved(seen_at=now, expires_at=now) == 401
    assert moved(expires_at=now + 60) == 200


def test_sessions_are_listed_and_ended_one_by_one_or_all(served: Served, an: Person) -> None:
    other = sign_in(served, an).json()
    listed = an.client.get("/v1/account/sessions").json()["sessions"]
    assert [each["current"] for each in listed].count(True) == 1
    assert {each["method"] for each in listed} == {"invitation", "password"}
    assert an.client.delete(f"/v1/account/sessions/{other['session']}").status_code == 204
    assert served.client_with(other["token"]).get("/v1/account").status_code == 401
    assert an.client.delete(f"/v1/account/sessions/{other['session']}").status_code == 404
    assert an.client.delete("/v1/account/sessions").status_code == 204
    assert an.client.get("/v1/account").status_code == 200
    assert an.client.post("/v1/sign-out").status_code == 204
    assert an.client.get("/v1/account").status_code == 401


def test_a_cookie_is_not_for_scripts_and_serves_no_other_site(served: Served, an: Person) -> None:
    with served.client_with() as browser:
        ticket = browser.post("/v1/sign-in/password", json={"email": an.email, "password": PASSWORD}).json()["ticket"]
        asked = {"ticket": ticket, "code": an.code(1)}
        for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            refused = browser.post("/v1/sign-in/second-factor", json=asked, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "CROSS_SITE")
            assert "set-cookie" not in refused.headers
        answer = browser.post("/v1/sign-in/second-factor", json=asked)
        assert answer.json()["token"] is None
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert browser.get("/v1/account").json()["id"] == an.account
        foreign = {"Origin": "https://elsewhere.example"}
        for headers in (foreign, {"Sec-Fetch-Site": "cross-site"}, {}):
            refused = browser.post("/v1/sign-out", headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "CROSS_SITE")
        assert browser.get("/v1/account").status_code == 200
        assert browser.post("/v1/sign-out", headers={"Origin": served.url}).status_code == 204
        assert browser.get("/v1/account").status_code == 401


def test_over_https_the_cookie_ends_as_it_began(tmp_path: Path) -> None:
    with Served(tmp_path / "home", public_url="https://ledger.example") as served:
        an = person(served, organisation(served, "Viện Công nghệ"), "an@example.vn", StaffRole.DRAFTER)
        ended = an.client.post("/v1/sign-out").headers["set-cookie"]
    assert ended.startswith('__Host-hanotex="";')
    assert "Secure" in ended.split("; ")


def test_a_new_password_and_a_new_authenticator_end_the_other_sessions(served: Served, an: Person) -> None:
    other = served.client_with(sign_in(served, an).json()["token"])
    assert an.client.put("/v1/account/password", json={"password": "Sông núi nước Nam vua Nam ở"}).status_code == 204
    assert other.get("/v1/account").status_code == 401
    assert an.client.get("/v1/account").status_code == 200
    begun = an.client.post("/v1/account/second-factor").json()
    code = pyotp.TOTP(begun["secret"]).now()
    changed = an.client.put("/v1/account/second-factor", json={"ticket": begun["ticket"], "code": code})
    assert len(changed.json()["recovery_codes"]) == 10
    assert set(changed.json()["recovery_codes"]).isdisjoint(an.recovery_codes)


def test_what_changes_how_one_signs_in_needs_a_fresh_sign_in(served: Served, an: Person) -> None:
    with changing_tables(served.service) as session:
        row = session.query(SessionRow).filter_by(account=an.account).one()
        row.created_at -= 901
    for method, path, body in (
        ("PUT", "/v1/account/password", {"password": "Sông núi nước Nam vua Nam ở"}),
        ("POST", "/v1/account/second-factor", None),
        ("POST", "/v1/account/recovery-codes", None),
        ("POST", "/v1/account/passkeys/options", None),
    ):
        answer = an.client.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "RECENT_SIGN_IN_REQUIRED"), path


def test_no_secret_stands_in_the_tables(served: Served, an: Person, tmp_path: Path) -> None:
    with reading_tables(served.service) as session:
        assert session.get_one(PasswordRow, an.account).hash.startswith("$argon2id$")
        assert an.secret.encode() not in session.get_one(TotpRow, an.account).sealed
        assert session.query(RecoveryCodeRow).filter_by(account=an.account).count() == 10
    if served.service.settings.database:
        return
    raw = b"".join(file.read_bytes() for file in served.service.settings.folder.glob("service.sqlite*"))
    assert an.email.encode() in raw
    for secret in an.secrets:
        assert secret.encode() not in raw
