"""The Python client against a running service: what it is for, what it does on a bad line, and that it stands alone."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from api import client as package
from api.client import Client, OutcomeUnknown, ServiceProblem, UnexpectedAnswer, with_signatures
from api.client.sending import told
from api.identity.who import StaffRole
from api.openapi import operations
from ledger import wire
from ledger.enums import Role
from ledger.proof.intake import Received, verify_intake
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.wire import SignedCommand
from scripts.generators.python_client import ROOT, generate
from tests.conformance.cast import key, party
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, organisation, person

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "specs" / "openapi.json").read_text(encoding="utf-8"))
EXAMPLE = re.compile(r"^## A client in Python$.*?^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.await_ready()
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with Client(served.url) as made:
        yield made


def named(alias: str) -> str:
    return "0x" + party(alias).hex()


def prepared(client: Client, title: str) -> Any:
    fields = {"asset_kind": "know_how", "title": title, "holders": {named("alice"): 10_000}, "grant_rule": "all"}
    return client.prepare_command(
        command="register_asset", fields={**fields, "fields": ["crops"]}, signers=[named("alice")]
    )


def signed(client: Client, title: str, by: str = "alice") -> Any:
    found = prepared(client, title)
    return with_signatures(found, key(by).sign(bytes.fromhex(found["digest"][2:])))


def document(command: SignedCommand) -> Any:
    return wire.command_to_json(command)


class Tapped(httpx.BaseTransport):
    """The network, with a look at what goes through it. seen: each request; change: made to each answer."""

    def __init__(self, change: Callable[[httpx.Request, httpx.Response], httpx.Response] | None = None) -> None:
        self.seen: list[httpx.Request] = []
        self._change = change
        self._real = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self._real.handle_request(request)
        return answer if self._change is None else self._change(request, answer)

    def close(self) -> None:
        self._real.close()


# --- Made from the description --------------------------------------------------------------------------------------


def test_the_committed_client_is_what_the_description_gives() -> None:
    for path, text in generate().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, path


def test_each_operation_is_a_method_that_asks_for_its_own_path(served: Served) -> None:
    tapped = Tapped()
    with Client(served.url, transport=tapped) as client:
        for path, methods in DOCUMENT["paths"].items():
            for verb, described in methods.items():
                method = getattr(client, described["operationId"])
                with suppress(ServiceProblem):
                    answer = method(**placeholders(method))
                    if inspect.isgenerator(answer):
                        next(answer, None)
                        answer.close()
                asked = tapped.seen[-1]
                assert asked.method == verb.upper(), described["operationId"]
                assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), asked.url.path), described["operationId"]
    assert len(tapped.seen) == sum(1 for _ in operations(DOCUMENT))


def placeholders(method: Any) -> dict[str, Any]:
    """Something for each argument that must be given."""
    fitting = {"list": [], "dict": {}, "bool": True, "int": 1, "bytes": b"x", "models.SignedCommand": {}}
    given = {
        name: fitting.get(str(each.annotation).partition("[")[0], "0x" + "11" * 32)
        for name, each in inspect.signature(method).parameters.items()
        if each.default is inspect.Parameter.empty
    }
    return {**given, "follow": False} if method.__name__ == "stream_events" else given


# --- Commands -------------------------------------------------------------------------------------------------------


def test_the_example_of_the_documentation_runs_where_nothing_else_of_the_project_is(
    served: Served, tmp_path: Path
) -> None:
    shutil.copytree(Path(package.__file__).parent, tmp_path / "hanotex_client")
    found = EXAMPLE.search((ROOT / "docs" / "specs" / "service.md").read_text(encoding="utf-8"))
    assert found is not None
    alone = 'import sys\nassert not {"api", "ledger", "marketplace", "fastapi", "starlette"} & set(sys.modules)\n'
    (tmp_path / "example.py").write_text(found[1] + alone, encoding="utf-8")
    told = {"SERVICE": served.url, "PARTY": named("alice"), "SECRET": "0x" + key("alice").secret.hex()}
    run = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Bạn sắp ký: đăng ký tài sản" in run.stdout
    assert run.stdout.endswith("1 register_asset\n")
    verdict = verify((tmp_path / "asset.certificate.json").read_bytes(), served.service.trust)
    assert isinstance(verdict, Valid)


def test_a_command_is_prepared_signed_submitted_and_read_again(served: Served, client: Client) -> None:
    command = signed(client, "Máy ép")
    assert client.check_command(command) == {"accepted": True, "refusal": None}
    accepted = client.submit(command)
    receipt = accepted["receipt"]
    assert (receipt["record"], receipt["version"]) == (command["record"], 1)
    assert client.get_command(receipt["digest"])["state"] == "committed"
    assert client.get_asset(receipt["record"])["record"]["holders"] == [{"party": named("alice"), "bps": 10_000}]
    intake = client.get_intake(receipt["digest"])
    assert isinstance(verify_intake(intake, served.service.trust), Received)


def test_a_refusal_is_an_error_with_everything_that_was_said(client: Client) -> None:
    command = signed(client, "Máy sấy", by="bob")
    with pytest.raises(ServiceProblem) as refused:
        client.submit(command)
    problem = refused.value
    assert (problem.status, problem.code) == (403, "UNKNOWN_KEY")
    assert problem.values == {"key": "0x" + key("bob").address.hex()}
    assert problem.intake is not None
    assert problem.intake["digest"] == "0x" + wire.command_from_json(command).digest.hex()
    for said in (problem.title_vi, problem.title_en, problem.advice_vi, problem.advice_en):
        assert said
        assert said in str(problem)
    assert problem.retry_after is None


def test_what_is_not_there_is_a_problem_too(client: Client) -> None:
    with pytest.raises(ServiceProblem) as refused:
        client.get_asset("0x" + "77" * 32)
    assert (refused.value.code, refused.value.values) == ("RECORD_NOT_FOUND", {"record": "0x" + "77" * 32})


def test_a_202_is_followed_to_the_receipt(tmp_path: Path) -> None:
    with Served(tmp_path / "home", answer_seconds=0.0) as slow, Client(slow.url) as client:
        command = slow.signed(slow.register("alice"), key("alice"))
        accepted = client.submit(document(command))
        assert accepted["receipt"]["record"] == named("alice")
        assert accepted["intake"]["digest"] == "0x" + command.digest.hex()
        assert len(slow.ledger.history(party("alice"))) == 1


def test_a_202_is_followed_to_the_refusal_and_no_outcome_is_made_up(tmp_path: Path) -> None:
    with Served(tmp_path / "home", answer_seconds=0.0) as slow, Client(slow.url) as client:
        command = document(slow.signed(slow.asset("alice", "nobody yet"), key("alice")))
        with pytest.raises(OutcomeUnknown) as unknown:
            client.submit(command, within=0.5)
        assert unknown.value.intake is not None
        slow.service.settings = replace(slow.service.settings, answer_seconds=20.0)
        with pytest.raises(ServiceProblem) as refused:
            client.submit(command)
    assert refused.value.code == "UNKNOWN_KEY"
    assert refused.value.advice_vi


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_happens_twice(served: Served) -> None:
    lost = []

    def losing(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if request.url.path == "/v1/commands" and not lost:
            lost.append(answer.read())
            raise httpx.ReadError("the line broke", request=request)
        return answer

    with Client(served.url, transport=Tapped(losing)) as client:
        command = signed(client, "Máy nghiền")
        accepted = client.submit(command)
    assert accepted == json.loads(lost[0])
    assert len(served.ledger.history(bytes.fromhex(command["record"][2:]))) == 1


def test_a_service_that_asks_to_wait_is_waited_for(tmp_path: Path) -> None:
    with Served(tmp_path / "home", submit_most=0) as busy, Client(busy.url) as client:
        command = document(busy.signed(busy.register("alice"), key("alice")))
        begun = time.monotonic()
        with pytest.raises(ServiceProblem) as refused:
            client.submit(command, within=3.0)
        assert time.monotonic() - begun < 5.0
    assert (refused.value.code, refused.value.retry_after) == ("TOO_BUSY", 5.0)


def test_nobody_answering_is_no_outcome(served: Served) -> None:
    command = document(served.signed(served.asset("alice", "unheard"), key("alice")))
    with Client("http://127.0.0.1:9", timeout=1.0) as client, pytest.raises(OutcomeUnknown) as unknown:
        client.submit(command, within=0.2)
    assert unknown.value.intake is None


# --- Pages and events -----------------------------------------------------------------------------------------------


def test_pages_are_followed_to_the_end(served: Served) -> None:
    tapped = Tapped()
    with Client(served.url, transport=tapped) as client:
        whole = client.list_parties(limit=200)["items"]
        tapped.seen.clear()
        assert list(client.all_parties(limit=2)) == whole
        assert len(whole) > 2
        assert len(tapped.seen) == -(-len(whole) // 2)
        history = list(client.all_party_history(named("alice"), limit=1))
        assert [entry["version"] for entry in history] == list(range(1, len(history) + 1))
        assert history[0]["event"]["name"] == "register_party"
        assert len(history) > 2
        assert [each["id"] for each in client.all_assets(party=named("bob"))] == []


def test_events_are_followed_across_a_service_that_stops_and_starts_again(tmp_path: Path) -> None:
    found: list[Any] = []
    stopped = threading.Event()

    def follow(after: str) -> None:
        with Client(served.url) as client, closing(client.follow_events(after)) as events:
            for event in events:
                found.append(event)
                if stopped.is_set():
                    return

    with Served(tmp_path / "home") as served:
        served.submit(served.register("alice"), key("alice"))
        served.await_ready()
        with Client(served.url) as client:
            (first,) = client.stream_events(limit=1)
            thread = threading.Thread(target=follow, args=(first["position"],))
            thread.start()
            until = time.monotonic() + 20
            while len(found) < 1 and time.monotonic() < until:
                time.sleep(0.05)
        port = served.port
    before = list(found)
    with Served(tmp_path / "home", port=port) as served:
        stopped.set()
        served.submit(served.register("bob"), key("bob"))
        thread.join(30)
        assert not thread.is_alive()
        with Client(served.url) as client:
            everything = list(client.stream_events(follow=False))
    assert before
    assert found == everything[1:]
    assert found[-1]["record"] == named("bob")


def test_data_is_cut_at_line_feeds_alone() -> None:
    data = {"text": "một\u2028hai\x85ba\x0cbốn"}
    text = f": nothing new\n\nid: 1:0\nevent: x\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
    for size in (1, 2, 7, len(text)):
        assert list(told(text[start : start + size] for start in range(0, len(text), size))) == [data]
    assert list(told([b"data: {}\n"])) == []


# --- Who asks -------------------------------------------------------------------------------------------------------


def test_a_person_signs_in_and_gives_a_program_a_key_for_what_is_its_organisations(tmp_path: Path) -> None:
    with Served(tmp_path / "home", public_reading=False) as served, Client(served.url) as client:
        office = organisation(served, "Viện Cơ khí")
        somebody = person(served, office, "admin@example.vn", StaffRole.ADMIN, StaffRole.DRAFTER)
        with pytest.raises(ServiceProblem) as stranger:
            client.get_own_account()
        assert (stranger.value.status, stranger.value.code) == (401, "SIGN_IN_REQUIRED")
        ticket = client.sign_in_with_password(email="admin@example.vn", password=PASSWORD)["ticket"]
        entered = client.sign_in_with_second_factor(ticket=ticket, code=somebody.code(1), deliver="token")
        client.use_token(entered.get("token"))
        assert client.get_own_account()["email"] == "admin@example.vn"
        made = client.make_api_key(office, name="ERP", scopes=["drafts.read", "records.read"], days=1)
        with Client(served.url, token=made["key"]) as program:
            assert list(program.all_drafts(office)) == []
            assert program.list_parties()["items"] is not None
            for refused, code in (
                (lambda: program.list_accounts(office), "FORBIDDEN"),
                (lambda: program.list_drafts("0" * 32), "FORBIDDEN"),
            ):
                with pytest.raises(ServiceProblem) as problem:
                    refused()
                assert problem.value.code == code
            client.revoke_api_key(office, made["prefix"])
            with pytest.raises(ServiceProblem) as gone:
                program.list_drafts(office)
            assert gone.value.code == "SIGN_IN_REQUIRED"
        client.use_token(None)
        with pytest.raises(ServiceProblem):
            client.get_own_account()


# --- What a service of another day answers ---------------------------------------------------------------------------


def test_what_a_newer_service_adds_is_kept_and_disturbs_nothing(served: Served) -> None:
    def newer(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answer.read()
        said = json.loads(answer.content)
        more = {**said, "since_then": {"new": [1]}, **({"state": "dreaming"} if "stored_state" in said else {})}
        headers = [(name, value) for name, value in answer.headers.items() if name != "content-length"]
        return httpx.Response(answer.status_code, headers=headers, json=more)

    with Client(served.url, transport=Tapped(newer)) as client:
        command = signed(client, "Máy của ngày mai")
        receipt: Any = client.submit(command)
        assert receipt["since_then"] == {"new": [1]}
        assert client.get_asset(command["record"])["state"] == "dreaming"
        assert list(client.all_asset_history(command["record"]))
        with pytest.raises(ServiceProblem) as refused:
            client.submit(signed(client, "Máy khác", by="bob"))
        assert refused.value.code == "UNKNOWN_KEY"
        assert refused.value.document["since_then"] == {"new": [1]}  # type: ignore[typeddict-item]


class _Elsewhere(BaseHTTPRequestHandler):
    """Something that stands where the service should."""

    answers: ClassVar = {
        "/v1/status": (502, "text/html"),
        "/v1/trust": (200, "text/html"),
        "/v1/parties": (302, ""),
        "/v1/assets/it/certificate": (302, ""),
    }

    def do_GET(self) -> None:
        status, media = self.answers[self.path]
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.end_headers()
        self.wfile.write(b"<h1>Bad Gateway</h1>")

    def log_message(self, *_: Any) -> None:
        pass


def test_what_is_no_answer_of_the_service_is_told_apart() -> None:
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        thread = threading.Thread(target=elsewhere.serve_forever)
        thread.start()
        try:
            with Client(f"http://127.0.0.1:{elsewhere.server_port}") as client:
                for asked, status in (
                    (client.get_status, 502),
                    (client.get_trust, 200),
                    (client.list_parties, 302),
                    (lambda: client.certify_asset("it"), 302),
                ):
                    with pytest.raises(UnexpectedAnswer) as found:
                        asked()
                    assert (found.value.status, found.value.start) == (status, "<h1>Bad Gateway</h1>")
        finally:
            elsewhere.shutdown()
            thread.join()
