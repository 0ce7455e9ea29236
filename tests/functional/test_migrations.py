"""Revisions of tables: up, down and up again on both databases, and they make what the program reads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from api.migrations import DERIVED, LINEAGES, SERVICE, Lineage, UnknownRevision, downgrade, head, revision, upgrade
from marketplace.database import file_url, open_database
from marketplace.projection import Projection, open_tables
from tests.unit.chain import Chain

lineages = pytest.mark.parametrize("lineage", LINEAGES, ids=lambda lineage: lineage.name)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_database(database)
    yield opened
    opened.dispose()


def _differences(engine: Engine, lineage: Lineage) -> list[object]:
    """What the last revision left otherwise than the program reads it."""
    others = {table for other in LINEAGES if other is not lineage for table in other.metadata.tables}

    def ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or not (name in others or str(name).endswith("_revision"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_server_default": True})
        return list(compare_metadata(context, lineage.metadata))


def _tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if not name.endswith("_revision")}


@lineages
def test_the_last_revision_makes_the_tables_that_the_program_reads(engine: Engine, lineage: Lineage) -> None:
    upgrade(engine, lineage)
    assert revision(engine, lineage) == head(lineage)
    assert _tables(engine) == set(lineage.metadata.tables)
    assert _differences(engine, lineage) == []


@lineages
def test_every_revision_goes_down_and_up_again(engine: Engine, lineage: Lineage) -> None:
    upgrade(engine, lineage)
    while (at := revision(engine, lineage)) is not None:
        before = _tables(engine)
        downgrade(engine, lineage, "-1")
        upgrade(engine, lineage, at)
        assert _tables(engine) == before
        downgrade(engine, lineage, "-1")
    assert _tables(engine) == set()
    upgrade(engine, lineage)
    assert _differences(engine, lineage) == []


def test_both_lineages_stand_in_one_database(engine: Engine) -> None:
    for lineage in LINEAGES:
        upgrade(engine, lineage)
    assert not set(SERVICE.metadata.tables) & set(DERIVED.metadata.tables)
    for lineage in LINEAGES:
        assert _differences(engine, lineage) == []
    downgrade(engine, DERIVED, "base")
    assert _tables(engine) == set(SERVICE.metadata.tables)
    assert _differences(engine, SERVICE) == []


def test_no_table_of_the_service_refers_to_one_that_a_rebuild_drops() -> None:
    for table in SERVICE.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.target_fullname.split(".")[0] in SERVICE.metadata.tables


@lineages
def test_processes_that_start_together_migrate_once(database: str, lineage: Lineage) -> None:
    engines = [open_database(database) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda engine: upgrade(engine, lineage), engines))
    assert _differences(engines[0], lineage) == []
    for engine in engines:
        engine.dispose()


def test_a_new_file_that_another_writes_just_then_is_waited_for(tmp_path: Path) -> None:
    """To change how a file is logged SQLite does not wait for the lock, whatever its busy timeout."""
    other = sqlite3.connect(tmp_path / "tables.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE something (x)")
    later = threading.Timer(0.5, other.execute, ("COMMIT",))
    later.start()
    engine = open_database(file_url(tmp_path / "tables.sqlite"))
    upgrade(engine, DERIVED)
    assert revision(engine, DERIVED) == head(DERIVED)
    engine.dispose()
    later.join()
    other.close()


@lineages
def test_tables_of_a_later_version_are_left_alone(engine: Engine, lineage: Lineage) -> None:
    upgrade(engine, lineage)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {lineage.revision_table} SET version_num = '9999'"))
    with pytest.raises(UnknownRevision, match="9999"):
        upgrade(engine, lineage)
    assert _tables(engine) == set(lineage.metadata.tables)


def test_tables_of_before_there_were_revisions_are_made_anew(tmp_path: Path) -> None:
    old = open_tables(tmp_path / "tables.sqlite")
    Projection(old).apply(Chain().events)
    old.dispose()
    engine = open_database(file_url(tmp_path / "tables.sqlite"))
    upgrade(engine, DERIVED)
    assert Projection(engine).apply(Chain().events) == len(Chain().events)
    engine.dispose()


def test_a_revision_that_fails_leaves_everything_as_it_was(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE intakes (digest INTEGER)"))
    with pytest.raises(Exception, match="intakes"):
        upgrade(engine, SERVICE)
    assert _tables(engine) == {"intakes"}
    assert revision(engine, SERVICE) is None
