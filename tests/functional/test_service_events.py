"""The stream of events: everything once, in order, from where a client left off, and an end when the service stops."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from ledger.enums import Role
from ledger.port import all_events
from tests.conformance.cast import key
from tests.functional.serving import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.await_answer("/v1/status", lambda answer: len(stream(running)) >= 7)
        yield running


def stream(served: Served, **parameters: Any) -> list[dict[str, str]]:
    """What a stream tells until it ends."""
    headers = parameters.pop("headers", {})
    told = {"follow": "false", **parameters}
    with served.client.stream("GET", "/v1/events", params=told, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return list(parsed(answer.iter_lines()))


def parsed(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """Each event's members; comments are left out."""
    event: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            event |= {name: value} if name else {}
        elif event:
            yield event
            event = {}


def test_every_sealed_event_is_told_in_order(served: Served) -> None:
    told = stream(served)
    sealed = list(all_events(served.ledger))
    assert [each["id"] for each in told] == [f"{event.position.block}:{event.position.log}" for event in sealed]
    assert [each["event"] for each in told][:2] == ["genesis", "register_party"]
    first = json.loads(told[1]["data"])
    assert first["position"] == told[1]["id"]
    assert first["signed"]["command"] == "register_party"


def test_a_stream_goes_on_from_the_last_event_that_was_seen(served: Served) -> None:
    whole = stream(served)
    for place in range(len(whole)):
        seen = whole[place]["id"]
        assert stream(served, after=seen) == whole[place + 1 :]
        assert stream(served, headers={"Last-Event-ID": seen}) == whole[place + 1 :]
        assert stream(served, headers={"Last-Event-ID": seen}, after="0:0") == whole[place + 1 :]
    assert stream(served, limit=3) == whole[:3]
    assert stream(served, after=whole[2]["id"], limit=2) == whole[3:5]


def test_an_event_is_told_as_it_comes(served: Served) -> None:
    got: list[dict[str, str]] = []

    def listen() -> None:
        with (
            httpx.Client(base_url=served.url, timeout=30) as client,
            client.stream("GET", "/v1/events", params={"after": "now", "limit": 2}) as answer,
        ):
            got.extend(parsed(answer.iter_lines()))

    listener = threading.Thread(target=listen)
    listener.start()
    time.sleep(0.5)
    commands = [served.signed(served.asset("alice", f"told {n}"), key("alice")) for n in range(2)]
    for signed in commands:
        served.post(signed)
    listener.join(20)
    assert [json.loads(each["data"])["digest"] for each in got] == ["0x" + each.digest.hex() for each in commands]


def test_a_stream_ends_when_the_service_stops(tmp_path: Path) -> None:
    ended = threading.Event()
    with Served(tmp_path / "home") as running:
        running.await_ready()

        def listen() -> None:
            with (
                httpx.Client(base_url=running.url, timeout=30) as client,
                client.stream("GET", "/v1/events") as answer,
            ):
                for _ in answer.iter_lines():
                    pass
            ended.set()

        listener = threading.Thread(target=listen)
        listener.start()
        time.sleep(0.5)
        begun = time.monotonic()
        running.stop()
        assert time.monotonic() - begun < 4
        assert ended.wait(5)
        listener.join()


def test_quiet_streams_ask_nothing_and_have_a_bound(tmp_path: Path) -> None:
    with Served(tmp_path / "home", streams_each=30) as served:
        asked = 0

        def count(*_: object) -> None:
            nonlocal asked
            asked += 1

        def asked_in(seconds: float) -> int:
            before = asked
            time.sleep(seconds)
            return asked - before

        sa.event.listen(served.service.tables, "before_cursor_execute", count)
        alone = asked_in(1.5)
        with ExitStack() as several:
            for _ in range(30):
                line = several.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=30))
                line.sendall(b"GET /v1/events?after=now HTTP/1.1\r\nHost: x\r\n\r\n")
                assert line.recv(15) == b"HTTP/1.1 200 OK"
            assert asked_in(1.5) < alone + 15
            refused = served.client.get("/v1/events")
            assert (refused.status_code, refused.json()["code"]) == (503, "TOO_BUSY")
            assert int(refused.headers["retry-after"]) > 0
        served.await_answer("/v1/events?follow=false", lambda answer: answer.status_code == 200)
