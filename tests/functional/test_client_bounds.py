"""The Python client against a server that means harm, or is broken: every answer has an end, and a typed one."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

import pytest

from api.client import BeyondBound, Client, ServiceProblem, UnexpectedAnswer, sending

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def hostile(answer: Answer) -> Iterator[Client]:
    """A client of a server that answers every request in this way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Said to nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with Client(f"http://127.0.0.1:{server.server_port}", timeout=5) as client:
                yield client
        finally:
            server.shutdown()
            thread.join()


def told(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def endless(start: bytes, part: bytes, kind: str = "application/json", pause: float = 0.0) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        told(start, kind=kind)(request)
        while True:
            request.wfile.write(part)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize("status", [200, 500])
def test_a_compressed_answer_is_not_opened(status: int) -> None:
    bomb = gzip.compress(b"[" + b" " * (1 << 20))
    with hostile(told(bomb, status, Content_Encoding="gzip")) as client:
        with pytest.raises(UnexpectedAnswer, match="Content-Encoding: gzip"):
            client.health()
        with pytest.raises(UnexpectedAnswer, match="Content-Encoding: gzip"):
            list(client.stream_events())


def test_compressed_answers_are_not_asked_for() -> None:
    asked = list[str]()

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.headers["Accept-Encoding"])
        told(b"{}")(request)

    with hostile(answer) as client:
        client.health()
    assert asked == ["identity"]


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_BYTES", 1 << 20)
    with hostile(endless(b"[", b" " * (1 << 16))) as client, pytest.raises(BeyondBound) as beyond:
        client.health()
    assert (beyond.value.bound, beyond.value.most) == ("answer_bytes", 1 << 20)


def test_an_answer_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.2)
    with hostile(endless(b"[", b" ", pause=0.02)) as client, pytest.raises(BeyondBound) as beyond:
        client.health()
    assert beyond.value.bound == "answer_seconds"


@pytest.mark.parametrize(("start", "part"), [(b"data: ", b"x" * (1 << 16)), (b"", b"data:\n" * (1 << 14))])
def test_an_event_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, start: bytes, part: bytes) -> None:
    monkeypatch.setattr(sending, "EVENT_BYTES", 1 << 20)
    with hostile(endless(start, part, "text/event-stream")) as client, pytest.raises(BeyondBound) as beyond:
        list(client.stream_events())
    assert (beyond.value.bound, beyond.value.most) == ("event_bytes", 1 << 20)


@pytest.mark.parametrize("status", [200, 500])
def test_values_within_values_without_end_are_no_answer(status: int) -> None:
    nested = b"[" * 200_000
    kind = "application/json" if status == 200 else "application/problem+json"
    with hostile(told(nested, status, kind)) as client, pytest.raises(UnexpectedAnswer):
        client.health()
    with (
        hostile(told(b"data: " + nested + b"\n\n", kind="text/event-stream")) as client,
        pytest.raises(UnexpectedAnswer),
    ):
        list(client.stream_events())


def test_pages_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PAGES", 20)
    numbers = count()

    def page(following: Callable[[], Any]) -> Answer:
        return lambda request: told(json.dumps({"items": [1], "next": following()}).encode())(request)

    with hostile(page(lambda: "again")) as client, pytest.raises(UnexpectedAnswer, match="next: 'again'"):
        list(client.all_parties())
    with hostile(page(lambda: str(next(numbers) % 3))) as client, pytest.raises(UnexpectedAnswer, match="next: '0'"):
        list(client.all_parties())
    for wrong in (7, ["a"], "x" * 5000):
        with hostile(page(lambda wrong=wrong: wrong)) as client, pytest.raises(UnexpectedAnswer):  # type: ignore[misc]
            list(client.all_parties())
    with hostile(page(lambda: str(next(numbers)))) as client, pytest.raises(BeyondBound) as beyond:
        list(client.all_parties())
    assert (beyond.value.bound, beyond.value.most) == ("pages", 20)


@pytest.mark.parametrize("wait", ["3601", "9" * 400])
def test_events_are_not_waited_for_as_long_as_a_server_likes(wait: str) -> None:
    problem = {
        "code": "OVERLOADED", "values": {}, "status": 503,
        "title_vi": "", "title_en": "", "advice_vi": "", "advice_en": "",
    }  # fmt: skip
    answer = told(json.dumps(problem).encode(), 503, "application/problem+json", Retry_After=wait)
    with hostile(answer) as client, pytest.raises(ServiceProblem):
        next(client.follow_events())


def test_a_server_that_asks_for_no_wait_is_not_asked_without_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = {
        "code": "OVERLOADED", "values": {}, "status": 503,
        "title_vi": "", "title_en": "", "advice_vi": "", "advice_en": "",
    }  # fmt: skip
    waited = list[float]()

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise KeyboardInterrupt

    answer = told(json.dumps(problem).encode(), 503, "application/problem+json", Retry_After="0")
    with hostile(answer) as client:
        monkeypatch.setattr("api.client.client.time.sleep", sleep)
        with pytest.raises(KeyboardInterrupt):
            next(client.follow_events())
    assert waited == [0.25, 0.5, 1.0]


def test_a_redirect_is_not_followed() -> None:
    asked = list[str]()

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        told(b"", 302, Location="/elsewhere")(request)

    with hostile(answer) as client:
        with pytest.raises(UnexpectedAnswer):
            client.health()
        with pytest.raises(UnexpectedAnswer):
            list(client.stream_events())
    assert asked == ["/health", "/v1/events"]
