"""`hanotex node audit` as an auditor runs it: against a true service, a living one, and what is no service at all."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.audit.audit import PARTS, Audit, Chosen
from api.audit.difference import DIFFERENCES, UNANSWERED, Difference, Unanswered
from api.audit.node import Node
from api.audit.run import run, verdict
from api.audit.service import Service
from api.cli.main import app
from api.connection import read_embedded
from api.dependencies import changing_tables
from api.identity.api_keys import new_api_key
from ledger.enums import Role
from tests.conformance.cast import key, party
from tests.functional import staff
from tests.functional.serving import Served


class Market(Served):
    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.home = home
        self.onboard("operator", Role.OPERATOR)
        self.onboard("alice", Role.OWNER)
        self.onboard("bob", Role.BUYER)
        self.onboard("registrar", Role.IP_REGISTRAR)
        self.asset_id, self.licence_id = self.licensed("alice", "bob", "a process")
        assert self.post(self.signed(self.register("carol"), key("carol"))).status_code == 201
        self.await_ready()
        self.await_sealed()

    def await_sealed(self) -> None:
        """Until the file has what was accepted last."""
        with read_embedded(self.home) as beside:
            while not beside.ledger.history(party("carol")):
                time.sleep(0.05)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with Market(tmp_path_factory.mktemp("home") / "home") as running:
        yield running


def _audit(*arguments: str | Path) -> tuple[int, Any]:
    ran = CliRunner().invoke(app, ["node", "audit", *map(str, arguments), "--json"], catch_exceptions=False)
    return ran.exit_code, json.loads(ran.stdout)


# --- A true service ------------------------------------------------------------------------------------------------


def test_a_true_service_is_the_same_in_every_part(market: Market) -> None:
    code, found = _audit("--against", market.url, "--home", market.home)
    assert (code, found["verdict"], found["differences"], found["unanswered"]) == (0, "same", [], [])
    assert set(found["compared"]) == set(PARTS)
    assert found["compared"]["records"] == 8
    assert found["compared"]["events"] == found["compared"]["commands"] + 1


def test_a_connection_file_is_read_and_nothing_is_written(market: Market) -> None:
    code, found = _audit("--against", market.url, "--connection", market.home / "connection.json", "--only", "lists")
    assert (code, found["verdict"]) == (0, "same")


def test_it_is_said_in_both_languages(market: Market) -> None:
    ran = CliRunner().invoke(app, ["node", "audit", "--against", market.url, "--home", str(market.home)])
    assert ran.exit_code == 0
    assert "KHỚP" in ran.stdout
    assert "THE SAME" in ran.stdout


def test_a_part_a_record_and_a_sample_ask_less(market: Market) -> None:
    whole = _audit("--against", market.url, "--home", market.home)[1]["asked"]
    for less in (("--only", "lists"), ("--record", f"0x{market.asset_id.hex()}"), ("--sample", "2", "--seed", "7")):
        code, found = _audit("--against", market.url, "--home", market.home, *less)
        assert (code, found["asked"] < whole) == (0, True), found


def test_a_copy_of_the_chain_that_was_left_behind_is_a_node_too(market: Market, tmp_path: Path) -> None:
    shutil.copytree(market.home, tmp_path / "copy")
    for name in ("dave", "erin"):
        market.submit(market.register(name), key(name))
    time.sleep(2.5)
    market.submit(market.register("frank"), key("frank"))
    code, found = _audit("--against", market.url, "--home", tmp_path / "copy", "--lag", "0")
    assert (code, found["differences"], found["unanswered"]) == (0, [], [])


def test_commands_that_are_accepted_meanwhile_are_no_difference(market: Market) -> None:
    stop = threading.Event()

    def go_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            alias = f"while audited {time.time()} {number}"
            market.submit(market.register(alias), key(alias))
            market.admit(alias, "operator")
            market.submit(market.asset("alice", alias), key("alice"))
            stop.wait(0.2)

    writing = threading.Thread(target=go_on)
    writing.start()
    try:
        before = market.ledger.status().height
        code, found = _audit("--against", market.url, "--home", market.home)
        assert (code, found["differences"], found["unanswered"]) == (0, [], [])
        assert market.ledger.status().height > before
    finally:
        stop.set()
        writing.join()


# --- What cannot be audited ----------------------------------------------------------------------------------------


def _answering(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65_536)


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.2)


@contextmanager
def _strange(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


OTHER = json.dumps({"ledger": "0x" + "11" * 32}).encode()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (_answering(200, b"<html>Welcome</html>"), "NOT_A_SERVICE"),
        (_answering(200, b"[" * 100_000), "NOT_A_SERVICE"),
        (_answering(200, b"{}"), "NOT_A_SERVICE"),
        (_answering(404, b"nothing here"), "NOT_A_SERVICE"),
        (_answering(200, OTHER), "OTHER_LEDGER"),
        (_answering(401, b'{"code": "SIGN_IN_REQUIRED"}'), "SIGN_IN"),
        (_answering(302, b"", Location="https://elsewhere.invalid/"), "REDIRECT"),
        (_endless, "NOT_A_SERVICE"),
        (_drips, "TOO_SLOW"),
    ],
)
def test_what_is_no_such_service_is_no_verdict(
    market: Market, answer: Callable[[BaseHTTPRequestHandler], None], code: str
) -> None:
    with _strange(answer) as url:
        exit_code, found = _audit("--against", url, "--home", market.home, "--seconds", "1")
    assert (exit_code, found["verdict"]) == (2, "undetermined")
    assert [each["code"] for each in found["unanswered"]] == [code]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_a_service_says_does_no_harm_to_the_terminal(market: Market, form: tuple[str, ...]) -> None:
    said = json.dumps({"code": "\x1b[2J\x9b31m\u202e"}, ensure_ascii=False).encode()
    headers = {"Location": "https://elsewhere.invalid/\x9b31m"}
    for answer in (_answering(500, said), _answering(302, b"", **headers)):
        with _strange(answer) as url:
            asked = ["node", "audit", "--against", url, "--home", str(market.home), "--seconds", "1", *form]
            ran = CliRunner().invoke(app, asked, catch_exceptions=False)
        assert ran.exit_code == 2
        assert all(sign == "\n" or sign.isprintable() for sign in ran.output), ascii(ran.output)


def test_a_service_that_is_not_there_is_unreachable(market: Market) -> None:
    exit_code, found = _audit("--against", "http://127.0.0.1:9", "--home", market.home)
    assert (exit_code, [each["code"] for each in found["unanswered"]]) == (2, ["UNREACHABLE"])


def test_a_service_that_is_busy_is_asked_again(market: Market) -> None:
    """As its `Retry-After` says, and not for ever."""
    paused: list[float] = []
    with _strange(_answering(429, b'{"code": "TOO_MANY_REQUESTS"}', Retry_After="3")) as url:
        service = Service(url, sleep=paused.append)
        with service, pytest.raises(Unanswered) as lacking:
            service.get("/v1/status")
    assert (lacking.value.code, lacking.value.values) == ("STATUS", {"status": 429, "problem": "TOO_MANY_REQUESTS"})
    assert set(paused) == {3.0}
    assert 3 < len(paused) < 30


def test_a_service_that_wants_a_key_is_audited_with_one(tmp_path: Path) -> None:
    with Served(tmp_path / "home", public_reading=False) as closed:
        closed.await_ready()
        exit_code, found = _audit("--against", closed.url, "--home", tmp_path / "home")
        assert (exit_code, [each["code"] for each in found["unanswered"]]) == (2, ["SIGN_IN"])
        (tmp_path / "key").write_text("hxk_of_nobody\n")
        options = ("--home", tmp_path / "home", "--key-file", tmp_path / "key")
        assert _audit("--against", closed.url, *options)[0] == 2
        assert _audit("--against", "http://ledger.invalid", *options)[0] == 64
        (tmp_path / "key").write_text(_api_key(closed, "records.read", "events.read", "certificates.make"))
        exit_code, found = _audit("--against", closed.url, *options)
        assert (exit_code, found["verdict"], found["compared"]["records"]) == (0, "same", 1)
        (tmp_path / "key").write_text(_api_key(closed, "records.read", "events.read"))
        exit_code, found = _audit("--against", closed.url, *options)
        assert (exit_code, {each["code"] for each in found["unanswered"]}) == (2, {"SIGN_IN"})


def _api_key(served: Served, *scopes: str) -> str:
    organisation = staff.organisation(served, f"Auditors with {len(scopes)} scopes")
    now = served.service.identities.now
    with changing_tables(served.service) as session:
        return new_api_key(session, organisation, "audit", scopes, "nobody", now, now + 3600)[0]


@pytest.mark.parametrize(
    "options",
    [
        ("--against", "ledger.example"),
        ("--against", "ftp://ledger.example"),
        ("--against", "https://user:secret@ledger.example"),
        ("--against", "https://ledger.example/?a=b"),
        ("--against", "http://127.0.0.1:1", "--only", "everything"),
        ("--against", "http://127.0.0.1:1", "--record", "chip"),
        ("--against", "http://127.0.0.1:1", "--key-file", "/dev/null"),
        ("--against", "http://127.0.0.1:1", "--home", "/nowhere"),
        (),
    ],
)
def test_misuse_is_no_verdict(market: Market, options: tuple[str, ...]) -> None:
    named = options if "--home" in options else (*options, "--home", str(market.home))
    exit_code, found = _audit(*named)
    assert (exit_code, found["error"]) == (64, "usage")
    assert found["sentences"]["vi"] != found["sentences"]["en"]


# --- Words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", DIFFERENCES)
def test_each_difference_says_where_it_is_in_both_languages(code: str) -> None:
    found = Difference(code, "lists", "/v1/assets", "items[0]", node="0x01\x1b[2J", service={"a": "ơ"})
    for said in found.sentence:
        assert "/v1/assets items[0]" in said
        assert said.isprintable()
        assert "{place}" not in said


@pytest.mark.parametrize("code", UNANSWERED)
def test_each_lack_of_an_answer_says_what_to_do_next(code: str) -> None:
    names = ("why", "service", "node", "status", "to", "most", "seconds", "member", "problem", "count")
    lacking = Unanswered(code, "/v1/assets", **dict.fromkeys(names, "0x01\x1b[2J"))
    for said in (*lacking.sentence, *lacking.next_step):
        assert said.isprintable()
        assert "{" not in said


# --- The sample ----------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_by_its_seed(market: Market) -> None:
    with read_embedded(market.home) as connection, Service(market.url) as service:
        node = Node(connection)

        def drawn(seed: int) -> list[bytes]:
            made = Audit(node, service, Chosen(sample=3, seed=seed))
            return [record.id for record in made.chosen_records()]

        assert drawn(1) == drawn(1)
        assert len({tuple(drawn(seed)) for seed in range(5)}) > 1
        made = Audit(node, service, Chosen(parts=("events",), sample=1))
        run(made)
        # The last event is always among those asked for.
        assert (verdict(made), made.compared["events"]) == ("same", 2)
