"""An entry's whole life on both databases, and what happens where two do the same thing at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from api.dump import read_tables, write_tables
from api.migrations import DERIVED, SERVICE, head, open_upgraded
from api.people import new_organisation
from marketplace.catalogue import entries
from marketplace.catalogue.content import Content, read_content
from marketplace.catalogue.entries import Decision
from marketplace.catalogue.files import FileFormat, read_rows, write_rows
from marketplace.catalogue.importing import Import, Taken, exported
from marketplace.catalogue.published import published, revision
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.database import file_url, open_database, writing

MARKET = Path(__file__).resolve().parents[2] / "examples" / "market"
AUTHOR = "a" * 32


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_upgraded(database, SERVICE, DERIVED)
    yield opened
    opened.dispose()


@pytest.fixture
def organisations(engine: Engine) -> tuple[str, str]:
    with Session(engine) as session, session.begin():
        owner, operator = (new_organisation(session, name, None, 1).id for name in ("Viện", "Vận hành"))
        return owner, operator


def pump(**more: Any) -> Content:
    return read_content({"kind": "know_how", "title": {"vi": "Máy bơm"}, **more})


def made(engine: Engine, owner: str, reference: str = "T1") -> str:
    with Session(writing(engine)) as session, session.begin():
        return entries.create(session, owner, pump(), reference=reference, author=AUTHOR, now=1).id


def test_an_entry_lives_alike_on_both(engine: Engine, organisations: tuple[str, str]) -> None:
    owner, operator = organisations
    identifier = made(engine, owner)
    with Session(writing(engine)) as session, session.begin():
        entry = entries.the_entry(session, identifier)
        entries.revise(session, entry, pump(trl=8), author=AUTHOR, now=2)
        entries.submit(entry, 3)
        by = {"moderator": "m" * 32, "organisation": operator, "now": 4}
        entries.moderate(session, entry, 2, Decision.PUBLISH, **by)  # type: ignore[arg-type]
    with Session(engine) as session:
        (shown,) = published(session, session, 5)
        assert (shown.version, shown.content["trl"], revision(session, session)) == (2, 8, "1.0.0")
    with Session(writing(engine)) as session, session.begin():
        entries.withdraw(session, entries.the_entry(session, identifier), 6)
        assert list(published(session, session, 7)) == []


def test_a_file_goes_in_and_comes_out_alike_on_both(engine: Engine, organisations: tuple[str, str]) -> None:
    with open(MARKET / "needs.jsonl", encoding="utf-8", newline="") as lines:
        rows = list(read_rows(lines, FileFormat.JSONL))
    for expected in (Taken.CREATED, Taken.UNCHANGED):
        with Session(writing(engine)) as session, session.begin():
            taken = Import(organisations[0], AUTHOR).take(session, rows, 1)
        assert {each.taken for each in taken} == {expected}
    with Session(engine) as session:
        text = list(write_rows(exported(session, organisations[0]), FileFormat.JSONL))
    again = [(row.reference, row.content) for row in read_rows(text, FileFormat.JSONL)]
    assert again == sorted(((row.reference, row.content) for row in rows), key=lambda each: each[0])


def at_once(*work: Any) -> list[Any]:
    """What each gave or raised, begun together."""
    ready = threading.Barrier(len(work))

    def run(one: Any) -> Any:
        ready.wait()
        try:
            return one()
        except CatalogueRefused as refused:
            return refused.code

    with ThreadPoolExecutor(len(work)) as pool:
        return [each.result() for each in [pool.submit(run, one) for one in work]]


def test_of_two_that_take_a_reference_at_once_one_is_told_so(engine: Engine, organisations: tuple[str, str]) -> None:
    told = at_once(*(lambda: made(engine, organisations[0]) for _ in range(4)))
    assert sorted(each == "REFERENCE_TAKEN" for each in told) == [False, True, True, True]
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == 1


def test_of_two_that_revise_at_once_each_makes_a_version(engine: Engine, organisations: tuple[str, str]) -> None:
    identifier = made(engine, organisations[0])

    def revise(trl: int) -> None:
        with Session(writing(engine)) as session, session.begin():
            entries.revise(session, entries.the_entry(session, identifier), pump(trl=trl), author=AUTHOR, now=2)

    assert at_once(*(lambda trl=trl: revise(trl) for trl in range(1, 5))) == [None] * 4
    with Session(engine) as session:
        found = session.scalars(select(VersionRow.number).order_by(VersionRow.number)).all()
    assert list(found) == [1, 2, 3, 4, 5]


def test_every_publication_counts_though_many_come_at_once(engine: Engine, organisations: tuple[str, str]) -> None:
    owner, operator = organisations
    identifiers = [made(engine, owner, f"T{number}") for number in range(4)]

    def publish(identifier: str) -> None:
        with Session(writing(engine)) as session, session.begin():
            entry = entries.the_entry(session, identifier)
            entries.submit(entry, 2)
            by = {"moderator": "m" * 32, "organisation": operator, "now": 3}
            entries.moderate(session, entry, 1, Decision.PUBLISH, **by)  # type: ignore[arg-type]

    at_once(*(lambda identifier=identifier: publish(identifier) for identifier in identifiers))
    with Session(engine) as session:
        assert entries.revision(session) == 4


def test_a_dump_carries_the_catalogue_into_another_database(
    engine: Engine, organisations: tuple[str, str], tmp_path: Path
) -> None:
    identifier = made(engine, organisations[0])
    folder = tmp_path / "dump"
    folder.mkdir()
    rows = write_tables(engine, folder)
    assert (rows["catalogue_entries"], rows["catalogue_versions"]) == (1, 1)
    other = open_database(file_url(tmp_path / "other.sqlite"))
    read_tables(other, folder, head(SERVICE), rows)
    with Session(engine) as before, Session(other) as after:
        first, second = (each.get_one(VersionRow, (identifier, 1)) for each in (before, after))
        assert (second.content, second.salt, second.digest) == (first.content, first.salt, first.digest)
    other.dispose()
