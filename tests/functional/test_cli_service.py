"""`hanotex worker`, `hanotex database` and what `hanotex doctor` says of a service, as commands of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, update

from api.connection import read_embedded
from api.migrations import DERIVED, SERVICE, open_tables, open_upgraded
from api.sealing import Sealing
from api.tables import DeliveryRow, SubscriptionRow
from api.webhooks.addresses import Allowance
from api.webhooks.filters import Filter
from api.webhooks.outbox import State
from api.webhooks.subscriptions import Subscriptions
from ledger.events import BEFORE_ALL
from ledger.port import all_events
from marketplace.database import file_url
from marketplace.projection import Projection
from marketplace.tables import HaltRow
from tests.command_line import hanotex
from tests.functional.webhook_receiver import Receiver

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60.0  # seconds


def _await(what: Callable[[], Any], says: str) -> Any:
    until = time.monotonic() + _PATIENCE
    while not (found := what()):
        assert time.monotonic() < until, f"not in time: {says}"
        time.sleep(0.05)
    return found


@pytest.fixture
def home(opening_day: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(opening_day, copy)
    for file in copy.glob("tables.sqlite*"):
        file.unlink()
    return copy


@contextmanager
def _worker(home: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "api.cli.main", "worker", "--home", str(home), *arguments]
    log = (home.parent / f"worker-{time.monotonic_ns()}.log").open("wb")
    with log, subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stderr=log, stdout=log) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _findings(home: Path, **environment: str) -> dict[str, dict[str, Any]]:
    ran = hanotex("doctor", "--home", home, "--json", **environment)
    return {finding["name"]: finding for finding in json.loads(ran.stdout)}


def test_the_doctor_finds_fault_with_a_named_home_that_holds_no_ledger(tmp_path: Path) -> None:
    ran = hanotex("doctor", "--home", tmp_path / "nothere", "--json")
    (chain,) = [finding for finding in json.loads(ran.stdout) if finding["name"] == "chain"]
    assert (ran.exit_code, chain["ok"]) == (1, False)
    assert "không có sổ cái" in chain["said"]


def test_a_worker_follows_delivers_and_is_followed_when_it_is_killed(home: Path, database: str) -> None:
    """Two of them on one database; `doctor` sees what they do, and leaves everything as it is."""
    environment = {"HANOTEX_DATABASE": database, "HANOTEX_TABLES": database, "HANOTEX_WEBHOOK_ALLOW": "127.0.0.1/32"}
    engine = open_upgraded(database, SERVICE, DERIVED)
    with read_embedded(home) as opened:
        last = list(all_events(opened.ledger))[-1].position
    with Receiver() as receiver, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        with _worker(home, "--metrics-port", str(port), **environment) as first:
            _await(lambda: Projection(engine).position() == last, "the tables hold everything")
            metrics = _await(lambda: "1.0" in _gauge(port, "hanotex_leads") and _scraped(port), "the metrics say so")
            assert "hanotex_halted 0.0" in metrics
            with _worker(home, **environment) as second:
                first.kill()
                key = (home / "keys" / "service.key").read_text().strip()
                subscriptions = Subscriptions(engine, Sealing(bytes.fromhex(key)), Allowance.of("127.0.0.1/32"))
                subscriptions.create("ann", receiver.url, Filter(names=frozenset({"genesis"})), BEFORE_ALL, 1)
                _await(lambda: receiver.taken, "the second one delivers")
                found = _await(lambda: _both_lead(home, environment), "the second one follows as well")
                assert all(found[name]["ok"] for name in ("projection", "service tables", "derived tables"))
                second.send_signal(signal.SIGTERM)
                assert second.wait(30) == 0
    assert _findings(home, **environment)["worker"]["ok"] is None
    engine.dispose()


def _both_lead(home: Path, environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    found = _findings(home, **environment)
    return found if found["worker"]["ok"] and found["webhooks"]["ok"] else {}


def _scraped(port: int) -> str:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/metrics").text
    except httpx.TransportError:
        return ""


def _gauge(port: int, name: str) -> str:
    return "\n".join(line for line in _scraped(port).splitlines() if line.startswith(name))


def test_revisions_are_shown_gone_back_and_gone_up(home: Path, database: str) -> None:
    environment = {"HANOTEX_DATABASE": database, "HANOTEX_TABLES": database}
    missing = hanotex("database", "status", "--home", home, "--json", **environment)
    assert (missing.exit_code, [each["revision"] for each in json.loads(missing.stdout)]) == (1, [None, None])
    assert hanotex("database", "upgrade", "--home", home, **environment).exit_code == 0
    assert hanotex("database", "status", "--home", home, **environment).exit_code == 0
    assert hanotex("database", "downgrade", "service", "0001", "--home", home, **environment).exit_code == 0
    shown = json.loads(hanotex("database", "status", "--home", home, "--json", **environment).stdout)
    assert {each["tables"]: each["revision"] for each in shown}["service"] == "0001"
    found = _findings(home, **environment)
    assert (found["service tables"]["ok"], "database upgrade" in found["service tables"]["en"]) == (False, True)
    unknown = hanotex("database", "downgrade", "service", "7777", "--home", home, **environment)
    assert (unknown.exit_code, "7777" in unknown.stderr) == (1, True)


def test_the_doctor_makes_no_file(home: Path) -> None:
    here = {file.name for file in home.iterdir()}
    found = _findings(home)
    assert (found["projection"]["ok"], found["service tables"]["ok"], found["derived tables"]["ok"]) == (None,) * 3
    new = {file.name for file in home.iterdir()} - here
    assert {name for name in new if not name.endswith(("-wal", "-shm"))} == set()


def test_the_doctor_tells_of_a_halt_and_of_what_does_not_arrive(home: Path) -> None:
    tables = open_tables(file_url(home / "tables.sqlite"))
    with tables.begin() as connection:
        halt = {"id": 1, "at": 1_800_000_000, "record": bytes(32), "version": 5, "reason": "version 5: missing"}
        connection.execute(insert(HaltRow).values(halt))
    service = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
    subscriptions = Subscriptions(service, Sealing(bytes(32)), Allowance.of("127.0.0.1/32"))
    made, _ = subscriptions.create("ann", "http://127.0.0.1:1/", Filter(), BEFORE_ALL, 1)
    found = _findings(home)
    assert (found["worker"]["ok"], "version 5: missing" in found["worker"]["said"]) == (False, True)
    assert found["webhooks"]["ok"] is True
    with service.begin() as connection:
        connection.execute(update(SubscriptionRow).values(stopped="gone"))
    assert "1 dừng / stopped" in _findings(home)["webhooks"]["said"]
    with service.begin() as connection:
        connection.execute(update(SubscriptionRow).values(stopped=""))
        dead = {"state": State.DEAD, "attempts": 11, "due_at": 1, "status": 500, "trouble": "status"}
        place = {"subscription": made.id, "round": 1, "block": 1, "log": 0, "record": bytes(32), "delivered_at": 0}
        connection.execute(insert(DeliveryRow).values(place | dead))
    assert _findings(home)["webhooks"]["ok"] is False
    for engine in (tables, service):
        engine.dispose()
