"""Rates that several processes keep together: none of them gives more because another one serves as well."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, create_engine, select, text, update
from sqlalchemy.orm import Session

from api.connection import open_embedded
from api.identity.shares import SharedBuckets
from api.migrations import SERVICE, open_upgraded
from api.problems import NotServed
from api.tables import RateRow
from tests.conformance.cast import genesis
from tests.functional.postgresql import Server

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60.0  # seconds
RATE, BURST, SHARE, ASKED = 4, 40, 1, 60


@pytest.fixture
def engine(postgresql_server: Server) -> Iterator[Engine]:
    opened = open_upgraded(postgresql_server.new_database(), SERVICE)
    yield opened
    opened.dispose()


def _subject(who: str) -> bytes:
    return hashlib.sha256(who.encode()).digest()


def _buckets(engine: Engine, rate: float = 0.001, burst: int = 12) -> SharedBuckets:
    return SharedBuckets(engine, _subject, rate, burst)


async def _taken(buckets: SharedBuckets, who: str, count: int) -> list[int]:
    """0 for each request that is answered, the seconds to wait for each that is not; all asked at once."""

    async def one() -> int:
        try:
            await buckets.take(who)
        except NotServed as refused:
            return int(refused.values["retry_after"]) if refused.code == "TOO_MANY_REQUESTS" else -1
        return 0

    return await asyncio.gather(*(one() for _ in range(count)))


def test_a_burst_is_given_once_whoever_gives_it(engine: Engine) -> None:
    async def asked() -> None:
        first, second = _buckets(engine), _buckets(engine)
        found = []
        for _ in range(10):
            found += await _taken(first, "a", 1) + await _taken(second, "a", 1)
        assert found[:12] == [0] * 12
        assert all(900 < seconds <= 1000 for seconds in found[12:])
        assert (await _taken(second, "b", 30)).count(0) == 12

    asyncio.run(asked())


def test_what_was_used_comes_back_at_the_rate_by_the_databases_clock(engine: Engine) -> None:
    async def asked() -> None:
        assert (await _taken(_buckets(engine, 1.0, 5), "a", 9)).count(0) == 5
        with Session(engine) as session, session.begin():
            session.execute(update(RateRow).values(full_at=RateRow.full_at - 3_000_000))
        found = await _taken(_buckets(engine, 1.0, 5), "a", 9)
        assert (found.count(0), set(found)) == (3, {0, 1})

    asyncio.run(asked())


def test_most_requests_are_counted_without_asking_the_database(engine: Engine) -> None:
    async def asked() -> None:
        buckets = _buckets(engine, 400.0, 1000)
        assert await _taken(buckets, "a", 1) == [0]
        with Session(engine) as session:
            assert session.scalars(select(RateRow.granted)).all() == [100]
            session.execute(text("DROP TABLE rates"))
            session.commit()
        assert await _taken(buckets, "a", 99) == [0] * 99

    asyncio.run(asked())


def test_where_the_database_does_not_answer_each_process_keeps_the_rate_alone(tmp_path: Path) -> None:
    nowhere = create_engine(f"postgresql+psycopg://hanotex@/none?host={tmp_path}")

    async def asked() -> None:
        found = await _taken(_buckets(nowhere), "a", 30)
        assert found.count(0) == 12
        assert min(set(found) - {0}) >= 900

    asyncio.run(asked())


def test_buckets_that_are_full_again_are_forgotten(engine: Engine) -> None:
    now = [0.0]

    async def asked() -> None:
        buckets = SharedBuckets(engine, _subject, 1.0, 2, lambda: now[0])
        for who in "abc":
            assert await _taken(buckets, who, 1) == [0]
        with Session(engine) as session, session.begin():
            session.execute(update(RateRow).values(full_at=0).where(RateRow.subject != _subject("a")))
        now[0] += 61.0
        assert await _taken(buckets, "d", 1) == [0]

    asyncio.run(asked())
    with Session(engine) as session:
        assert set(session.scalars(select(RateRow.subject))) == {_subject("a"), _subject("d")}


def test_two_processes_give_no_more_than_one_would(tmp_path: Path, postgresql_server: Server) -> None:
    with _serving_twice(tmp_path, postgresql_server.new_database()) as urls:
        begun = time.monotonic()
        with ThreadPoolExecutor(len(urls)) as pool:
            answered = list(pool.map(_answered, urls))
        seconds = time.monotonic() - begun
    assert BURST <= sum(answered) <= BURST + RATE * seconds + len(urls) * SHARE
    assert all(answered), "either answers"


def _answered(url: str) -> int:
    """How many requests of one address a process answers, of so many one after the other."""
    with httpx.Client(base_url=url, timeout=_PATIENCE, headers={"X-Forwarded-For": "203.0.113.7"}) as client:
        statuses = [client.get("/v1/sign-in/oidc").status_code for _ in range(ASKED)]
    assert set(statuses) <= {200, 429}
    return statuses.count(200)


@contextmanager
def _serving_twice(folder: Path, database: str) -> Iterator[list[str]]:
    """Two processes over one database, each beside a copy of one ledger, whose tables it does not share."""
    homes = [folder / "one", folder / "other"]
    open_embedded(homes[0], genesis(int(time.time()) - 5)).close()
    shutil.copytree(*homes)
    with ExitStack() as opened:
        urls = [opened.enter_context(_process(home, database, folder / "service.key")) for home in homes]
        for url in urls:
            _await(url)
        yield urls


@contextmanager
def _process(home: Path, database: str, sealing_key: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {
        "database": database,
        "tables": f"sqlite:///{home / 'tables.sqlite'}",
        "sealing_key": str(sealing_key),
        "worker": "off",
        "proxies": "127.0.0.1",
        "address_rate": str(RATE),
        "burst": str(BURST),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", "serve", "--home", str(home), "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {f"HANOTEX_{name.upper()}": value for name, value in told.items()},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _await(url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            if httpx.get(f"{url}/health").status_code == 200:
                return
        except httpx.TransportError:
            assert time.monotonic() < until, "the service did not start"
        time.sleep(0.1)
