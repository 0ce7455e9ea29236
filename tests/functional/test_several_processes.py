"""Two API processes over one geth and one PostgreSQL: either takes commands, one follows, the other takes over."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger import wire
from ledger.commands import RegisterParty
from ledger.enums import PartyKind
from ledger.genesis import Genesis
from ledger.wire import SignedCommand
from tests.conformance.cast import VIET_NAM, genesis, key, party, sign, text
from tests.functional.geth_node import GETH, GethNode
from tests.functional.network_homes import network_homes
from tests.functional.postgresql import Server

pytestmark = pytest.mark.skipif(GETH is None, reason="geth: GETH names no binary")

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 90.0  # seconds


def _await(what: Callable[[], Any], says: str) -> Any:
    until = time.monotonic() + _PATIENCE
    while not (found := what()):
        assert time.monotonic() < until, f"not in time: {says}"
        time.sleep(0.1)
    return found


class Process:
    """`hanotex serve` over a home, as a process of its own."""

    def __init__(self, home: Path, database: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environment = os.environ | {"HANOTEX_DATABASE": database, "HANOTEX_PUBLIC_READING": "on"}
        environment["HANOTEX_SEALING_KEY"] = str(home.parent / "service.key")
        command = [sys.executable, "-m", "api.cli.main", "serve", "--connection", str(home / "connection.json")]
        self._log = (home.parent / f"{home.name}-{self.port}.log").open("wb")
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)

    def ready(self) -> bool:
        try:
            return self._client.get("/ready").status_code == 200
        except httpx.TransportError:
            assert self._process.poll() is None, "the process ended"
            return False

    def submit(self, signed: SignedCommand) -> httpx.Response:
        return self._client.post("/v1/commands", json=wire.command_to_json(signed))

    def parties(self) -> set[str]:
        return {entry["id"] for entry in self._client.get("/v1/parties?limit=200").json()["items"]}

    def leads(self) -> bool:
        return 'hanotex_leads{duty="follower"} 1.0' in self._client.get("/metrics").text

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        self._client.close()
        self._process.kill()
        self._process.wait()
        self._log.close()


@contextmanager
def _started(homes: list[Path], database: str) -> Iterator[list[Process]]:
    with ExitStack() as opened:
        processes = []
        for home in homes:
            processes.append(Process(home, database))
            opened.callback(processes[-1].close)
        for process in processes:
            _await(process.ready, "ready")
        yield processes


def _register(document: Genesis, name: str) -> SignedCommand:
    command = RegisterParty(
        record=party(name),
        expected_version=0,
        not_after=document.at + 86_400,
        party_kind=PartyKind.ENTERPRISE,
        profile=text(name),
        country=VIET_NAM,
        parent=bytes(32),
        keys=(key(name).address,),
        threshold=1,
    )
    return sign(document.ledger, command, [key(name)])


def test_two_processes_share_a_database_and_one_takes_over(tmp_path: Path, postgresql_server: Server) -> None:
    database, document = postgresql_server.new_database(), genesis(int(time.time()) - 30)
    (tmp_path / "geth").mkdir()
    node = GethNode(tmp_path / "geth")
    try:
        homes = network_homes(node, tmp_path / "ledger", document)
        with _started(homes, database) as processes:
            names = [f"party {number}" for number in range(8)]
            signed = {name: _register(document, name) for name in names}
            answers = [processes[number % 2].submit(signed[name]) for number, name in enumerate(names)]
            assert {answer.status_code for answer in answers} <= {201, 202}
            expected = {"0x" + party(name).hex() for name in names}
            for process in processes:
                _await(lambda process=process: process.parties() >= expected, "either lists every party")
            # What came in at one is answered by the other with the first intake and the first receipt.
            again = processes[1].submit(signed["party 0"])
            assert (again.status_code, again.json()["intake"]) == (201, answers[0].json()["intake"])
            leading = [process.leads() for process in processes]
            assert sorted(leading) == [False, True]
            processes[leading.index(True)].kill()
            other = processes[leading.index(False)]
            begun = time.monotonic()
            _await(other.leads, "the other leads")
            assert time.monotonic() - begun < 5
            assert other.submit(_register(document, "late")).status_code in (201, 202)
            _await(lambda: "0x" + party("late").hex() in other.parties(), "what came afterwards is listed")
        digests = {
            _digest(homes[0], database),
            _digest(homes[1], database),
            _digest(homes[0], f"sqlite:///{tmp_path / 'beside.sqlite'}"),
        }
        assert len(digests) == 1
    finally:
        node.close()


def _digest(home: Path, tables: str) -> str:
    arguments = ["digest", "--connection", str(home / "connection.json"), "--tables", tables, "--json"]
    ran = CliRunner().invoke(app, arguments, catch_exceptions=False)
    digest: str = json.loads(ran.stdout)["digest"]
    return digest
