"""Logs and errors of a running service, searched for every secret and every person that went through it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyotp
from typer.testing import CliRunner

from api.cli.main import app
from api.connection import open_embedded
from ledger import wire
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis, key
from tests.functional.authenticator import Authenticator
from tests.functional.participants import Participants
from tests.functional.test_serve import _RUN, ROOT, free_port

NAME, EMAIL = "Nguyễn Thị Hồng Nhung", "nhung.nguyen@vien.example.vn"
PASSWORD = "Trăm năm trong cõi người ta"


class Watched:
    """A service in a process of its own, its log, and every error that it answered."""

    def __init__(self, home: Path, log: Path, port: int) -> None:
        self.home, self.log, self.url = home, log, f"http://127.0.0.1:{port}"
        self.errors: list[str] = []
        self.problems: list[tuple[str, int]] = []
        self.told: set[str] = set()
        self.recovery: list[str] = []
        self._clients: list[httpx.Client] = []

    def client(self, token: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        made = httpx.Client(base_url=self.url, timeout=30, headers=headers, event_hooks={"response": [self._look]})
        self._clients.append(made)
        return made

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def secret(self, text: str) -> str:
        """Something that must be told nowhere."""
        self.told.add(text)
        return text

    def _look(self, answer: httpx.Response) -> None:
        answer.read()
        if answer.headers.get("content-type") == "application/problem+json":
            instance = answer.json()["instance"].rpartition(":")[2]
            assert answer.headers["X-Request-Id"] == instance
            self.problems.append((instance, answer.status_code))
        if answer.status_code >= 400:
            self.errors.append(answer.text + str(answer.headers))


@contextmanager
def watched(tmp_path: Path) -> Iterator[Watched]:
    home, port = tmp_path / "home", free_port()
    open_embedded(home, genesis(int(time.time()) - 5)).close()
    environment = {**os.environ, "HANOTEX_PUBLIC_READING": "0"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, "serve", "--home", str(home), "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stderr=log,
        )
        running = Watched(home, tmp_path / "log", port)
        try:
            until = time.monotonic() + 60
            while not _is_ready(running.url):
                assert process.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < until
                time.sleep(0.1)
            yield running
        finally:
            running.close()
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ready").status_code == 200
    except httpx.ConnectError:
        return False


def test_no_secret_and_no_person_is_told(tmp_path: Path) -> None:
    with watched(tmp_path) as running:
        anybody = running.client()
        admin, organisation = _claim(running, anybody)
        _sign_in_in_every_way(running, anybody, admin)
        _use_programs_and_keys(running, admin, organisation)
        _draft(running, admin, organisation)
        _send_what_is_wrong(running, anybody, admin)
        told, errors = frozenset(running.told), list(running.errors)
    lines = running.log.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 40
    logged = [json.loads(line) for line in lines]
    assert all({"at", "level", "logger", "message"} <= set(line) for line in logged)
    answered = [line for line in logged if line["message"] == "answered"]
    # A problem leads to its line, and to no other.
    for instance, status in running.problems:
        assert [line["status"] for line in answered if line["request_id"] == instance] == [status]
    # Nobody's address but its own, where it says what it listens on.
    with_address = [line["message"] for line in logged if "127.0.0.1" in json.dumps(line)]
    assert len(with_address) <= 2, with_address
    assert all("running on" in message or message.startswith("Serving http://") for message in with_address), (
        with_address
    )
    assert {"identity.sign_in", "accounts.claim", "drafts.write"} <= {line.get("operation") for line in answered}
    assert len(errors) > 15
    assert len(told) > 30
    whole = "\n".join(lines)
    for secret in told:
        for text, where in ((whole, "the log"), ("\n".join(errors), "an error")):
            assert secret not in text, (secret, where)
            assert json.dumps(secret).strip('"') not in text, (secret, where)


def _claim(running: Watched, anybody: httpx.Client) -> tuple[httpx.Client, str]:
    roles = [part for role in ("admin", "drafter", "reviewer", "signer") for part in ("--role", role)]
    command = ["organisation", "add", "Viện", "--email", EMAIL, *roles, "--home", str(running.home), "--json"]
    made = json.loads(CliRunner().invoke(app, command).stdout)
    running.secret(EMAIL)
    running.secret(NAME)
    running.secret(PASSWORD)
    asked = {"invitation": running.secret(made["invitation"]), "name": NAME, "password": PASSWORD}
    anybody.post("/v1/accounts/claim", json={**asked, "password": running.secret("nhung.nguyen 1990")})
    begun = anybody.post("/v1/accounts/claim", json=asked).json()
    running.secret(begun["secret"])
    running.secret(begun["uri"])
    # The code is not searched for: six digits stand anywhere.
    code = pyotp.TOTP(begun["secret"]).now()
    given = {"ticket": running.secret(begun["ticket"]), "code": code, "deliver": "token"}
    claimed = anybody.post("/v1/accounts/claim/confirm", json=given).json()
    anybody.post("/v1/accounts/claim/confirm", json=given)
    running.recovery = [running.secret(code) for code in claimed["recovery_codes"]]
    return running.client(running.secret(claimed["token"])), claimed["organisation"]


def _sign_in_in_every_way(running: Watched, anybody: httpx.Client, admin: httpx.Client) -> None:
    wrong = {"email": EMAIL, "password": running.secret("Chữ tài chữ mệnh khéo là ghét nhau")}
    anybody.post("/v1/sign-in/password", json=wrong)
    ticket = anybody.post("/v1/sign-in/password", json={"email": EMAIL, "password": PASSWORD}).json()["ticket"]
    running.secret(ticket)
    anybody.post("/v1/sign-in/second-factor", json={"ticket": ticket, "code": "000000"})
    given = {"ticket": ticket, "code": running.recovery[0], "deliver": "token"}
    running.secret(anybody.post("/v1/sign-in/recovery", json=given).json()["token"])
    anybody.post("/v1/sign-in/recovery", json=given)
    phone = Authenticator(running.url)
    begun = admin.post("/v1/account/passkeys/options").json()
    made = {"challenge": running.secret(begun["challenge"]), "credential": phone.make(begun["options"]), "name": NAME}
    assert admin.post("/v1/account/passkeys", json=made).status_code == 201
    begun = anybody.post("/v1/sign-in/passkey/options").json()
    used = {"challenge": running.secret(begun["challenge"]), "credential": phone.use(begun["options"])}
    running.secret(used["credential"]["response"]["signature"])
    browser = running.client()
    assert browser.post("/v1/sign-in/passkey", json=used).status_code == 200
    running.secret(browser.cookies["hanotex"])
    browser.post("/v1/sign-out")
    anybody.post("/v1/sign-in/passkey", json=used)
    asked = anybody.post("/v1/sign-in/wallet/challenge", json={"address": "0x" + key("a").address.hex()}).json()
    signature = running.secret("0x" + secrets.token_hex(65))
    anybody.post("/v1/sign-in/wallet", json={"challenge": running.secret(asked["challenge"]), "signature": signature})
    code, state = running.secret(secrets.token_urlsafe(24)), running.secret(secrets.token_urlsafe(24))
    anybody.get("/v1/sign-in/oidc/ihanoi/callback", params={"code": code, "state": state})


def _use_programs_and_keys(running: Watched, admin: httpx.Client, organisation: str) -> None:
    path = f"/v1/organisations/{organisation}"
    made = admin.post(f"{path}/api-keys", json={"name": "ERP", "scopes": ["drafts.read"]}).json()
    program = running.client(running.secret(made["key"]))
    assert program.get(f"{path}/drafts").status_code == 200
    program.get(f"{path}/accounts")
    running.client(running.secret("hxk_0123456789ab_" + secrets.token_urlsafe(32))).get(f"{path}/drafts")
    admin.patch(path, json={"managed_keys": True})
    assert admin.post(f"{path}/managed-keys", json={"name": "Văn thư"}).status_code == 201
    invited = admin.post(f"{path}/invitations", json={"email": running.secret("le.binh@vien.example.vn"), "roles": []})
    running.secret(invited.json()["invitation"])
    admin.post(f"{path}/invitations", json={"email": EMAIL, "roles": ["admin"]})


def _draft(running: Watched, admin: httpx.Client, organisation: str) -> None:
    cast = Participants()
    cast.genesis = genesis(0)
    ledger = bytes.fromhex(json.loads((running.home / "trust.json").read_text())["ledger"][2:])
    command = wire.command_to_json(SignedCommand(ledger, cast.asset("alice", "a draft"), ()))
    note = running.secret("Gọi ông Trần Văn Cường, 0912345678, trước khi ký")
    path = f"/v1/organisations/{organisation}/drafts"
    draft = admin.post(path, json={"command": command, "note": note})
    assert draft.status_code == 201, draft.text
    review = {"digest": draft.json()["digest"], "approved": True, "comment": running.secret("Chị Nhung đồng ý")}
    admin.post(f"{path}/{draft.json()['id']}/reviews", json=review)
    admin.post(f"{path}/{draft.json()['id']}/signatures", json={"signature": running.secret("0x" + "5c" * 65)})


def _send_what_is_wrong(running: Watched, anybody: httpx.Client, admin: httpx.Client) -> None:
    hidden = running.secret("bí mật " + secrets.token_hex(16))
    for body in (
        {"email": EMAIL, "password": {"hidden": hidden}},
        {"email": hidden, "password": PASSWORD},
        {"email": EMAIL, "password": PASSWORD, "extra": hidden},
        [hidden],
        hidden,
    ):
        anybody.post("/v1/sign-in/password", json=body)
    anybody.post("/v1/sign-in/password", content=b'{"password": "' + hidden.encode())
    anybody.post(f"/v1/sign-in/{running.secret(secrets.token_hex(8))}", params={"password": PASSWORD})
    anybody.post("/v1/onboarding/applications", files={"document": (hidden, hidden.encode(), "application/pdf")})
    salt = running.secret("0x" + secrets.token_hex(32))
    anybody.post("/v1/onboarding/applications", files={"document": b"x"}, data={"salt": salt})
    anybody.post("/v1/commands", content=hidden.encode(), headers={"Content-Type": "application/json"})
    anybody.post("/v1/commands", content=b"[" * 5000, headers={"Content-Type": "application/json"})
    large = (hidden + "x" * (1 << 20)).encode()
    with suppress(httpx.TransportError):  # it may be closed before all of it is sent
        anybody.post("/v1/commands", content=large, headers={"Content-Type": "application/json"})
    told = {"token": running.secret(secrets.token_hex(16))}
    anybody.get(
        "/v1/events", params=told, headers={**_UPGRADE, "Cookie": f"hanotex={running.secret('hxs_' + 'c' * 43)}"}
    )
    anybody.get("/v1/assets", params=told, headers={"Referer": f"https://x.example/?{hidden.encode().hex()}"})
    _send_what_is_no_http(running)
    asked = {
        "url": f"https://{running.secret(secrets.token_hex(8))}.example/?key={running.secret(secrets.token_hex(8))}"
    }
    admin.post("/v1/webhooks", json=asked)
    admin.put("/v1/account/password", json={"password": running.secret("Nguyễn Thị Hồng Nhung 1990")})
    admin.delete(f"/v1/account/sessions/{running.secret(secrets.token_hex(16))}")


_UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def _send_what_is_no_http(running: Watched) -> None:
    place = urlsplit(running.url)
    for sent in (
        b"\x16\x03\x01 not http at all\r\n\r\n",
        f"GET /{running.secret(secrets.token_hex(8))} HTTP/9\r\n\r\n",
    ):
        with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
            connection.sendall(sent if isinstance(sent, bytes) else sent.encode())
            connection.recv(1000)
