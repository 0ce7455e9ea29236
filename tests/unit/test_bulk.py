"""Rows written many at once: what they say reads back, and what is wrong with them is told as of any statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError

from ledger import wire
from marketplace import tables as t
from marketplace.bulk import insert_rows
from marketplace.canonical import canonical_text
from marketplace.database import open_database
from marketplace.event_rows import outcome_to_json
from tests.unit.market import story

DIGESTS = Path(__file__).resolve().parents[1] / "vectors" / "digests.json"
COLUMNS = ("id", "author", "namespace", "digest", "size")


def _anchor(number: int) -> dict[str, Any]:
    """Every byte there is stands in eight of them, the ones that a text would have to escape too."""
    every = bytes((32 * number + place) % 256 for place in range(32))
    return {"id": every, "author": every, "namespace": b"\\N\t\n".ljust(32, b"\0"), "digest": every, "size": 1 << 63}


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    opened = open_database(database)
    t.Base.metadata.create_all(opened)
    yield opened
    opened.dispose()


def test_rows_read_back_as_they_were(engine: Engine) -> None:
    anchors = [_anchor(number) for number in range(8)]
    with engine.begin() as connection:
        insert_rows(connection, t.AnchorRow, anchors)
        insert_rows(connection, t.AnchorRow, [])
    columns = [getattr(t.AnchorRow, name) for name in COLUMNS]
    with engine.connect() as connection:
        found = connection.execute(select(*columns).order_by(t.AnchorRow.id)).all()
    assert found == [tuple(anchor[name] for name in COLUMNS) for anchor in anchors]


def test_a_row_that_is_there_already_is_an_error_like_any_other_and_the_transaction_is_undone(engine: Engine) -> None:
    with engine.begin() as connection:
        insert_rows(connection, t.AnchorRow, [_anchor(0)])
    with engine.connect() as connection:
        connection.execute(delete(t.AnchorRow))
        with pytest.raises(IntegrityError):
            insert_rows(connection, t.AnchorRow, [_anchor(1), _anchor(2), _anchor(1)])
    with engine.connect() as connection:
        assert list(connection.scalars(select(t.AnchorRow.id))) == [_anchor(0)["id"]]


def test_a_row_without_a_value_for_a_column_is_not_written(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(KeyError):
        insert_rows(connection, t.AnchorRow, [_anchor(0), {"id": bytes(32)}])
    with engine.connect() as connection:
        assert connection.scalar(select(t.AnchorRow.id)) is None


def test_the_text_of_every_command_and_outcome_is_that_of_the_standard() -> None:
    documents = [vector["signed"] for vector in json.loads(DIGESTS.read_text())]
    events = story().market.events
    documents += [events[0].genesis.document, *(outcome_to_json(event.outcome) for event in events[1:])]  # type: ignore[union-attr]
    documents += [{"b": [True, False, None, -1], "a": 'Đ"\\/\x01\n\x7f\u2028😀', "B": (1 << 53) - 1}]
    assert {vector["command"] for vector in documents if "command" in vector} == set(wire.COMMANDS)
    for document in documents:
        assert canonical_text(document).encode() == rfc8785.dumps(document)
