"""The opening day in SQLite and in PostgreSQL: the same tables to the byte, whatever the batches, rebuilt or not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from api.connection import read_embedded
from api.follower import DUTY
from api.leadership import Leadership
from api.migrations import DERIVED, open_tables
from ledger.port import all_events
from ledger.state import AnyEvent, fold
from marketplace import tables as t
from marketplace.database import POSTGRESQL, file_url, open_database
from marketplace.projection import Projection, history
from tests.command_line import hanotex


@pytest.fixture(scope="module")
def day(opening_day: Path) -> Sequence[AnyEvent]:
    with read_embedded(opening_day) as opened:
        return list(all_events(opened.ledger))


@pytest.fixture(scope="module")
def in_sqlite(day: Sequence[AnyEvent], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The digest of the whole day in one batch."""
    engine = open_tables(file_url(tmp_path_factory.mktemp("tables") / "tables.sqlite"))
    projection = Projection(engine)
    projection.apply(day)
    digest = projection.digest()
    engine.dispose()
    return digest


@pytest.mark.parametrize("batch", [1, 7, 1000])
def test_the_day_has_one_digest(day: Sequence[AnyEvent], in_sqlite: bytes, database: str, batch: int) -> None:
    engine = open_tables(database)
    projection = Projection(engine)
    for start in range(0, len(day), batch):
        projection.apply(day[start : start + batch])
    assert projection.digest() == in_sqlite
    engine.dispose()


def test_the_database_tested_orders_letters_otherwise_than_bytes(database: str) -> None:
    engine = open_database(database)
    if engine.dialect.name == POSTGRESQL:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 'đ' < 'e' AND 'a' < 'B'"))
    engine.dispose()


def test_every_record_of_the_day_reads_back_as_it_was(day: Sequence[AnyEvent], database: str) -> None:
    engine = open_tables(database)
    Projection(engine).apply(day)
    records = fold(day)
    with Session(engine) as session:
        for record in session.scalars(select(t.RecordRow.id)):
            assert tuple(history(session, record)) == records.history(record)
        ends = list(session.scalars(select(t.RightRow.end).order_by(t.RightRow.end)))
        assert ends == sorted(ends)
        fields = list(session.scalars(select(t.AssetRow.fields).order_by(t.AssetRow.fields)))
        assert fields == sorted(fields)
        late = select(t.RightRow.end).where(t.RightRow.end > 1 << 63)
        assert sorted(session.scalars(late)) == [end for end in ends if end > 1 << 63]
    engine.dispose()


def test_rebuild_and_digest_take_any_database(opening_day: Path, in_sqlite: bytes, database: str) -> None:
    """On the command line; what is not of the derived tables outlives a rebuild."""
    engine = open_database(database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n INTEGER)"))
    for verb in ("digest", "rebuild", "digest"):
        ran = hanotex(verb, "--home", opening_day, "--tables", database, "--json")
        assert ran.exit_code == 0, ran.output
        assert json.loads(ran.stdout)["digest"] == "0x" + in_sqlite.hex()
    assert set(inspect(engine).get_table_names()) == {*DERIVED.metadata.tables, DERIVED.revision_table, "kept"}
    engine.dispose()


def test_nothing_is_rebuilt_under_the_process_that_follows(opening_day: Path, in_sqlite: bytes, database: str) -> None:
    engine = open_tables(database)
    leadership = Leadership(engine, DUTY)
    assert leadership.take()
    with read_embedded(opening_day) as opened:
        Projection(engine).catch_up(opened.ledger)
    rebuilt = hanotex("rebuild", "--home", opening_day, "--tables", database)
    assert (rebuilt.exit_code, "hanotex worker" in rebuilt.stderr) == (1, True)
    digested = hanotex("digest", "--home", opening_day, "--tables", database, "--json")
    assert json.loads(digested.stdout)["digest"] == "0x" + in_sqlite.hex()
    leadership.release()
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://nobody:hunter2@example.org/tables", "nonsense", "sqlite://"])
def test_another_database_is_refused_without_repeating_a_password(opening_day: Path, url: str) -> None:
    ran = hanotex("digest", "--home", opening_day, "--tables", url)
    assert (ran.exit_code, "→" in ran.stderr, "hunter2" in ran.stderr) == (1, True, False)
