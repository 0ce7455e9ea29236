"""One leader among processes of a database, another within seconds of its death, and none without the database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest
from sqlalchemy import Engine, text

from api.leadership import Leadership, leads_somebody
from marketplace.database import open_database
from tests.functional.postgresql import Server

_processes = multiprocessing.get_context("spawn")
_PATIENCE = 20.0  # seconds


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_database(database)
    yield opened
    opened.dispose()


def _lead(url: str, told: Connection) -> None:
    leadership = Leadership(open_database(url), "follower")
    while not leadership.take():
        time.sleep(0.02)
    told.send(os.getpid())
    time.sleep(600)


def test_one_leads_until_it_lets_go(engine: Engine) -> None:
    first, second = Leadership(engine, "follower"), Leadership(engine, "follower")
    assert not leads_somebody(engine, "follower")
    assert first.take()
    assert first.take()
    assert not second.take()
    assert leads_somebody(engine, "follower")
    assert not leads_somebody(engine, "webhooks")
    assert (first.held, second.held) == (True, False)
    first.release()
    assert second.take()
    assert not first.take()
    second.release()
    assert not leads_somebody(engine, "follower")


def test_leaders_of_two_duties_do_not_meet(engine: Engine) -> None:
    first, second = Leadership(engine, "follower"), Leadership(engine, "webhooks")
    assert (first.take(), second.take()) == (True, True)
    first.release()
    second.release()


def test_a_leader_that_is_killed_is_followed_within_seconds(database: str) -> None:
    here, there = _processes.Pipe()
    processes = [_processes.Process(target=_lead, args=(database, there), daemon=True) for _ in range(3)]
    for process in processes:
        process.start()
    try:
        leaders = []
        for _ in processes:
            assert here.poll(_PATIENCE), "nobody leads"
            leader = here.recv()
            assert not here.poll(0.3), "two lead at once"
            leaders.append(leader)
            begun = time.monotonic()
            os.kill(leader, signal.SIGKILL)
            if len(leaders) < len(processes):
                assert here.poll(_PATIENCE)
                assert time.monotonic() - begun < 3
        assert set(leaders) == {process.pid for process in processes}
    finally:
        for process in processes:
            process.kill()
            process.join()


def test_a_leader_whose_connection_is_cut_knows_that_it_no_longer_leads(postgresql_server: Server) -> None:
    engine = open_database(postgresql_server.new_database())
    leadership, other = Leadership(engine, "follower"), Leadership(engine, "follower")
    assert leadership.take()
    with engine.connect() as connection:
        of_this = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND {of_this}"
        connection.execute(text(cut))
    assert not leadership.take()
    assert other.take()
    assert not leadership.take()
    other.release()
    assert leadership.take()
    leadership.release()
    engine.dispose()
