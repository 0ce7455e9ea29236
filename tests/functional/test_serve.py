"""`hanotex serve` as a process: it says where it serves, finishes what it has begun, and can be opened again."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.connection import open_embedded
from ledger import wire
from ledger.genesis import genesis_from_document
from tests.conformance.cast import genesis, key
from tests.functional.participants import Participants

ROOT = Path(__file__).resolve().parents[2]
_RUN = "from api.cli.main import app\napp()"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, "serve", "--home", str(home), "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "HANOTEX_PUBLIC_READING": "1", **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until = time.monotonic() + 60
            while True:
                try:
                    if client.get("/ready").status_code == 200:
                        break
                except httpx.ConnectError:
                    pass
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert time.monotonic() < until
                time.sleep(0.1)
            yield process, client
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    open_embedded(tmp_path / "home", genesis(int(time.time()) - 5)).close()
    return tmp_path / "home"


class Cast(Participants):
    def __init__(self, home: Path) -> None:
        self.genesis = genesis_from_document(json.loads((home / "genesis.json").read_text()))


def test_it_finishes_what_it_has_begun_and_leaves_without_an_error(home: Path) -> None:
    cast = Cast(home)
    commands = [cast.signed(cast.register(f"party {n}"), key(f"party {n}")) for n in range(24)]
    answers: list[int] = []
    with serving(home) as (process, client):
        url = str(client.base_url)

        def send(signed: wire.SignedCommand) -> None:
            try:
                answer = httpx.post(f"{url}/v1/commands", json=wire.command_to_json(signed), timeout=30)
                answers.append(answer.status_code)
            except httpx.TransportError:
                answers.append(0)  # not taken any more

        senders = [threading.Thread(target=send, args=(signed,)) for signed in commands]
        for sender in senders:
            sender.start()
        time.sleep(0.15)
        process.send_signal(signal.SIGTERM)
        for sender in senders:
            sender.join()
        assert process.wait(30) == 0
        assert process.stderr is not None
        lines = process.stderr.read().splitlines()
    assert set(answers) <= {201, 0}
    with open_embedded(home) as opened:
        recorded = sum(opened.ledger.receipt(signed.digest) is not None for signed in commands)
        assert recorded >= answers.count(201)
        assert opened.intents is not None
        assert opened.intents.unresolved() == []
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    assert {line["operation"] for line in logged if line["message"] == "answered"} >= {"service.look"}
    assert not any("Traceback" in line for line in lines)


def test_a_second_process_is_told_who_writes(home: Path) -> None:
    with serving(home):
        second = CliRunner().invoke(app, ["serve", "--home", str(home), "--port", "0"])
        assert second.exit_code == 1
        assert "Another process is writing this ledger" in second.output


def test_a_port_that_is_taken_is_told_before_the_ledger_is_opened(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(app, ["serve", "--home", str(home), "--port", str(port)])
    assert answer.exit_code == 1
    assert f"Không lắng nghe được ở 127.0.0.1, cổng {port}" in answer.output
    assert f"Cannot listen on 127.0.0.1, port {port} (Address already in use): choose another" in answer.output
    assert "Phục vụ tại" not in answer.output
    assert not (home / "service.sqlite").exists()


def test_it_says_which_port_it_was_given(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, "serve", "--home", str(home), "--port", "0"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = re.search(r"Serving (http://127\.0\.0\.1:[1-9][0-9]+);", process.stderr.readline())
        assert said is not None
        assert httpx.get(f"{said[1]}/health").json() == {"status": "alive"}
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HANOTEX_MODE": "production"}, "https://"),
        ({"HANOTEX_PORT": "many"}, "port"),
        ({"HANOTEX_DATABASE": "oracle://x"}, "neither sqlite"),
    ],
)
def test_what_it_cannot_run_with_is_said_in_a_sentence(home: Path, environment: dict[str, str], said: str) -> None:
    answer = CliRunner().invoke(app, ["serve", "--home", str(home)], env={"HANOTEX_PORT": "0", **environment})
    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output
