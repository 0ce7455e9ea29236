"""What the service answers before any route does: health, unknown paths, bodies out of bounds, and who may ask."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.observability.logs import JsonLines
from tests.functional.serving import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", body_seconds=1.0) as running:
        yield running


def test_the_process_is_alive_and_becomes_ready(served: Served) -> None:
    assert served.client.get("/health").json() == {"status": "alive"}
    served.await_ready()
    assert served.client.get("/ready").json() == {
        "ready": True,
        "engine": "ok",
        "projection": "ok",
        "database": "ok",
        "commands": "taken",
        "stopping": False,
    }


def test_metrics_are_in_the_form_of_prometheus(served: Served) -> None:
    answer = served.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'hanotex_requests_total{operation="service.look",status="200"}' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/health/", 404, "NOT_FOUND"),
        ("GET", "/problems/NO_SUCH_CODE", 404, "NOT_FOUND"),
        ("DELETE", "/health", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_what_is_not_there_is_a_problem(served: Served, method: str, path: str, status: int, code: str) -> None:
    answer = served.client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"/problems/{code}"
    assert answer.json()["instance"] == f"urn:hanotex:request:{answer.headers['x-request-id']}"
    assert served.client.get(answer.json()["type"]).status_code == 200


def test_a_body_that_is_no_json_is_told_as_one(served: Served) -> None:
    headers = {"Content-Type": "application/json"}
    answer = served.client.post("/v1/commands/prepare", content=b"{", headers=headers).json()
    assert (answer["code"], answer["values"]["field"]) == ("MALFORMED", "body")


def test_a_problem_speaks_vietnamese_unless_english_is_asked_for(served: Served) -> None:
    vi, en = (served.client.get("/nothing", headers={"Accept-Language": tag}).json() for tag in ("fr, vi, en", "en-GB"))
    assert vi["title"] == vi["title_vi"] == en["title_vi"]
    assert en["title"] == en["title_en"] == vi["title_en"]


def test_a_request_id_of_the_client_is_kept_if_it_is_one(served: Served) -> None:
    kept = served.client.get("/health", headers={"X-Request-Id": "order-2026-0017"})
    made = served.client.get("/health", headers={"X-Request-Id": 'a"}\tb'})
    assert kept.headers["x-request-id"] == "order-2026-0017"
    assert made.headers["x-request-id"] != 'a"}\tb'


def test_a_body_that_says_it_is_too_large_is_refused_unread(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        line.sendall(b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 10737418240\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"BODY_TOO_LARGE" in answer


def test_a_body_that_never_says_how_large_it_is_is_cut_off(served: Served) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1 << 33:
            sent += 1 << 16
            yield bytes(1 << 16)

    try:
        answer = served.client.post("/health", content=endless())
        assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
    except httpx.WriteError:
        # The line was closed while the client still wrote.
        pass
    assert sent < 1 << 27


def test_a_body_that_trickles_is_given_up(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        line.sendall(b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        line.settimeout(10)
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_it_stops_in_order(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Served(tmp_path / "home") as running:
        running.await_ready()
        begun = time.monotonic()
        running.stop()
        assert time.monotonic() - begun < 5
        with pytest.raises(httpx.ConnectError):
            running.client.get("/health")
    left = {thread.name for thread in set(threading.enumerate()) - before}
    assert not left & {"follower", "intents", "server"}


def test_a_log_line_holds_no_query_no_body_and_no_address(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        served.client.get("/health?name=Nguyen", headers={"Authorization": "Bearer hush"})
        time.sleep(0.2)
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "api.requests"]
    assert lines
    said = json.loads(lines[-1])
    assert (said["operation"], said["status"], said["method"]) == ("service.look", 400, "GET")
    assert not {"Nguyen", "hush", "127.0.0.1"} & set(lines[-1].replace('"', " ").split())
