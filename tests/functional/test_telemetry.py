"""Spans as a collector gets them: which there are, how they hang together, and that nothing in them is anybody's."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

import pytest

from api.observability.tracing import Attribute, open_tracing
from api.settings import BadSettings, Settings, load
from ledger import wire
from tests.conformance.cast import key, party
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, StaffRole, organisation, person
from tests.functional.webhook_receiver import Receiver

ROOT = Path(__file__).resolve().parents[2]
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PERSONAL = {
    "User-Agent": "agent-of-somebody",
    "X-Request-Id": "request-of-somebody",
    "tracestate": "vendor=state-of-somebody",
    "baggage": "who=baggage-of-somebody",
    "X-Forwarded-For": "203.0.113.77",
}
exported = pytest.mark.skipif(
    find_spec("opentelemetry.sdk") is None, reason="the packages of requirements-telemetry.txt are not installed"
)


@dataclass
class Told:
    """A span as it arrived. failed: whether it says so."""

    name: str
    kind: int
    trace: str
    span: str
    parent: str
    failed: bool
    attributes: dict[str, Any] = field(default_factory=dict)


def spans(collector: Receiver) -> list[Told]:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    found = []
    for message in collector.came:
        assert message.path == "/v1/traces"
        asked = ExportTraceServiceRequest.FromString(message.body)
        for resource in asked.resource_spans:
            assert [(each.key, each.value.string_value) for each in resource.resource.attributes] == [
                ("service.name", "hanotex")
            ]
            for scope in resource.scope_spans:
                assert scope.scope.name == "hanotex"
                found += [_told(each) for each in scope.spans]
    return found


def _told(span: Any) -> Told:
    assert not span.events
    assert not span.links
    assert not span.trace_state
    assert not span.status.message
    attributes = {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}
    ids = (each.hex() for each in (span.trace_id, span.span_id, span.parent_span_id))
    return Told(span.name, span.kind, *ids, span.status.code == 2, attributes)


@pytest.fixture
def collector() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def endpoint(collector: Receiver) -> str:
    return f"http://127.0.0.1:{collector.port}/v1/traces"


@exported
def test_requests_submissions_steps_and_attempts_are_spans_with_nothing_of_anybody(
    tmp_path: Path, collector: Receiver
) -> None:
    told = {"telemetry_endpoint": endpoint(collector), "webhook_allow": "127.0.0.1/32"}
    with Receiver() as subscriber, Served(tmp_path / "home", **told) as served:
        office = organisation(served, "Viện Cơ khí Nông nghiệp", "alice")
        admin = person(served, office, "nguyen.an@example.vn", StaffRole.ADMIN)
        hooked = admin.client.post("/v1/webhooks", json={"url": subscriber.url, "after": "start"}).json()
        accepted = served.signed(served.register("alice"), key("alice"))
        sent = served.client.post(
            "/v1/commands",
            json=wire.command_to_json(accepted),
            headers={"traceparent": f"00-{TRACE}-{PARENT}-00", **PERSONAL},
        )
        assert sent.status_code == 201
        refused = served.signed(served.asset("alice", "a secret title"), key("bob"))
        assert served.post(refused).status_code == 403
        looked_up = served.client.get(f"/v1/parties/0x{party('alice').hex()}?at=1795651200", headers=PERSONAL)
        assert looked_up.status_code in (200, 404)
        served.client.get("/v1/sign-in/oidc/nobody/callback?code=code-of-somebody&state=state-of-somebody")
        served.client.request("SOMEBODYS", "/path-of-somebody?query-of-somebody")
        served.await_answer("/v1/status", lambda _: len(subscriber.taken) >= 2)

    found = spans(collector)
    assert found
    for each in found:
        assert set(each.attributes) <= {*get_args(Attribute), "error.type"}, each
    seen = b"".join(message.body for message in collector.came)
    for secret in (
        *PERSONAL.values(),
        *admin.secrets,
        *("of-somebody", "SOMEBODYS", "nguyen.an", "1795651200", "127.0.0.1", str(subscriber.port), "secret title"),
        *(PASSWORD, hooked["secret"], hooked["webhook"]["id"], office, admin.account),
        *("Cơ khí", party("alice").hex(), key("alice").address.hex(), accepted.digest.hex(), refused.digest.hex()),
    ):
        assert secret.removeprefix("vendor=").encode() not in seen, secret
    for raw in (party("alice"), key("alice").address, accepted.digest, refused.digest):
        assert raw not in seen

    request = one(found, "POST /v1/commands", trace=TRACE)
    assert (request.parent, request.kind, request.failed) == (PARENT, 2, False)
    assert request.attributes == {
        "http.request.method": "POST",
        "http.route": "/v1/commands",
        "hanotex.operation": "commands.submit",
        "http.response.status_code": 201,
    }
    submission = one(found, "ledger.submit", parent=request.span)
    assert (submission.trace, submission.failed) == (TRACE, False)
    assert submission.attributes == {"hanotex.command": "register_party", "hanotex.outcome": "accepted"}
    said_no = next(each for each in found if each.attributes.get("hanotex.outcome") == "refused")
    assert (said_no.name, said_no.failed) == ("ledger.submit", False)
    assert said_no.attributes["hanotex.refusal"] == "UNKNOWN_KEY"
    assert said_no.trace != TRACE
    assert one(found, "GET /v1/parties/{identifier}").attributes["http.response.status_code"] in (200, 404)
    assert one(found, "GET /v1/sign-in/oidc/{provider}/callback").parent == ""
    assert one(found, "_OTHER").attributes["http.response.status_code"] == 404
    steps = [each for each in found if each.name == "follower.step"]
    assert sum(each.attributes["hanotex.events"] for each in steps) >= 2
    assert all(each.attributes["hanotex.events"] for each in steps)
    attempts = [each for each in found if each.name == "webhook.attempt"]
    assert len(attempts) >= 2
    assert attempts[0].kind == 3
    assert attempts[0].attributes == {"hanotex.outcome": "arrived", "http.response.status_code": 204}


def one(found: list[Told], name: str, **fitting: str) -> Told:
    (only,) = (each for each in found if each.name == name and all(getattr(each, a) == b for a, b in fitting.items()))
    return only


@exported
def test_a_collector_that_says_nothing_holds_nobody_up(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        place = f"http://127.0.0.1:{silent.getsockname()[1]}/v1/traces"
        with Served(tmp_path / "home", telemetry_endpoint=place) as served:
            begun = time.monotonic()
            for _ in range(20):
                assert served.client.get("/health").status_code == 200
            # Each would take three seconds if it waited.
            assert time.monotonic() - begun < 15
            begun = time.monotonic()
        assert time.monotonic() - begun < 15


@exported
def test_a_request_that_fails_says_so_by_its_status_and_not_by_its_message(
    tmp_path: Path, collector: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Served(tmp_path / "home", telemetry_endpoint=endpoint(collector)) as served:

        def broken() -> Any:
            raise RuntimeError("message-of-somebody")

        monkeypatch.setattr(served.ledger, "status", broken)
        assert served.client.get("/v1/status").status_code == 500
    failed = one(spans(collector), "GET /v1/status")
    assert (failed.failed, failed.attributes["error.type"]) == (True, "500")
    assert b"message-of-somebody" not in b"".join(message.body for message in collector.came)


def test_nothing_is_sent_and_nothing_imported_where_no_collector_is_named(
    tmp_path: Path, collector: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even by the web framework, whose own telemetry tells of paths, queries and errors' messages."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.port}")
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.functional.serving import Served\n"
        "with Served(Path(sys.argv[1])) as served:\n"
        "    assert served.client.get('/health').status_code == 200\n"
        "assert not {'opentelemetry.sdk', 'opentelemetry.exporter', 'opentelemetry.proto'} & set(sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "home")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert collector.came == []


def test_a_collector_without_the_packages_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    monkeypatch.delitem(sys.modules, "api.observability.export", raising=False)
    with pytest.raises(BadSettings) as refused:
        open_tracing(Settings(telemetry_endpoint="http://127.0.0.1:4318/v1/traces"))
    assert "requirements-telemetry.txt" in refused.value.sentence.vi
    assert "requirements-telemetry.txt" in refused.value.sentence.en


@pytest.mark.parametrize(
    "wrong", ["collector:4318", "ftp://collector/", "http://", "http://me:secret@collector/", "http://["]
)
def test_what_is_no_place_for_traces_is_refused(wrong: str) -> None:
    with pytest.raises(BadSettings) as refused:
        load(None, {"HANOTEX_TELEMETRY_ENDPOINT": wrong})
    assert "telemetry_endpoint" in refused.value.sentence.en
    assert "secret" not in str(refused.value)
