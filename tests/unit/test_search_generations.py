"""An index is built apart, swapped whole under those who read it, and whatever is killed leaves the one before."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.matching.glossary import Glossary
from marketplace.profiles import Technology
from marketplace.search import AlreadyBuilding, NoIndex, Search, build
from tests.unit.listings import FIELD, OWNERS

GLOSSARY = Glossary([])


def generations(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if each.name.startswith("g-")}


def titles(search: Search) -> list[str]:
    return [hit.id for hit in search.page("").hits]


def test_there_is_no_index_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(NoIndex) as refused:
        Search.open(tmp_path / "search", GLOSSARY)
    assert refused.value.folder == tmp_path / "search"


def test_an_open_generation_answers_as_before_and_is_removed_when_nobody_reads_it(tmp_path: Path) -> None:
    first = build(tmp_path, FIELD[:2], OWNERS, state="one")
    reader = Search.open(tmp_path, GLOSSARY)
    second = build(tmp_path, FIELD, OWNERS, state="two")
    assert generations(tmp_path) == {first, second}
    assert titles(reader) == ["T001", "T002"]
    assert not reader.is_current
    reader.close()
    third = build(tmp_path, FIELD[:1], OWNERS, state="three")
    assert generations(tmp_path) == {third}
    newest = Search.open(tmp_path, GLOSSARY)
    assert (newest.generation, newest.state, newest.listings, newest.is_current) == (third, "three", 1, True)
    newest.close()


def _killed_on_the_way() -> Iterator[Technology]:
    yield FIELD[0]
    os.kill(os.getpid(), signal.SIGKILL)


def _build_and_be_killed(folder: Path) -> None:
    build(folder, _killed_on_the_way(), OWNERS)


def test_a_builder_that_is_killed_leaves_the_generation_before(tmp_path: Path) -> None:
    kept = build(tmp_path, FIELD, OWNERS)
    builder = multiprocessing.get_context("fork").Process(target=_build_and_be_killed, args=(tmp_path,))
    builder.start()
    builder.join(20)
    assert builder.exitcode == -signal.SIGKILL
    assert len(generations(tmp_path)) == 2
    reader = Search.open(tmp_path, GLOSSARY)
    assert (reader.generation, reader.listings) == (kept, len(FIELD))
    reader.close()
    # The half of it goes with the next one.
    mended = build(tmp_path, FIELD, OWNERS)
    assert generations(tmp_path) == {mended}


def test_a_source_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    kept = build(tmp_path, FIELD, OWNERS)

    def broken() -> Iterator[Technology]:
        yield FIELD[0]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        build(tmp_path, broken(), OWNERS)
    assert generations(tmp_path) == {kept}


def test_only_one_builds_at_a_time(tmp_path: Path) -> None:
    refusals = []

    def meanwhile() -> Iterator[Technology]:
        yield FIELD[0]
        with pytest.raises(AlreadyBuilding) as refused:
            build(tmp_path, FIELD, OWNERS, wait=False)
        refusals.append(refused.value.folder)

    made = build(tmp_path, meanwhile(), OWNERS)
    assert refusals == [tmp_path]
    assert generations(tmp_path) == {made}


def test_a_mangled_pointer_is_no_index_and_the_next_build_mends_it(tmp_path: Path) -> None:
    build(tmp_path, FIELD, OWNERS)
    (tmp_path / "current").write_text("../../etc")
    with pytest.raises(NoIndex):
        Search.open(tmp_path, GLOSSARY)
    mended = build(tmp_path, FIELD, OWNERS)
    assert generations(tmp_path) == {mended}


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    build(tmp_path, FIELD, OWNERS, told.append)
    assert told == [len(FIELD)]


def test_readers_in_other_threads_see_one_generation_or_the_next(tmp_path: Path) -> None:
    build(tmp_path, FIELD[:1], OWNERS)
    until = time.monotonic() + 1.0
    sizes = set()
    while time.monotonic() < until:
        reader = Search.open(tmp_path, GLOSSARY)
        build(tmp_path, FIELD[: 1 + len(sizes) % 3], OWNERS)
        sizes.add((reader.listings, len(titles(reader))))
        reader.close()
    assert all(listed == shown for listed, shown in sizes)
