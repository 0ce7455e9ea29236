"""What a service that was killed leaves: its tables read as they are, and what `hanotex` itself says of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.cli.main import app
from api.tables import DraftRow, IntakeRow
from ledger.port import all_events
from ledger.proof.intake import Intake
from marketplace.database import file_url, open_database
from tests.functional.kill_audit import Left, Violation
from tests.functional.kill_grounds import Ground


def left_behind(ground: Ground, direct: frozenset[bytes]) -> Left:
    """Read once every process has stopped."""
    engine = open_database(ground.database)
    try:
        with Session(engine) as session:
            intakes = {row.digest: _document(ground, row) for row in session.scalars(select(IntakeRow))}
            drafts = {row.id: (row.state, row.digest) for row in session.scalars(select(DraftRow))}
    finally:
        engine.dispose()
    with ground.read() as opened:
        events = list(all_events(opened.ledger))
    return Left(ground.trust, events, intakes, direct, ground.subscriptions, drafts)


def _document(ground: Ground, row: IntakeRow) -> dict[str, Any]:
    return Intake(ground.trust.ledger, row.digest, row.received_at, row.operator, row.signature).document


def not_whole(ground: Ground) -> Iterator[Violation]:
    """What is half there, or does not follow."""
    with TemporaryDirectory() as beside:
        taken_in, anew = (
            _hanotex(ground, "digest", *_place(ground), "--tables", url)["digest"]
            for url in (ground.tables, file_url(Path(beside) / "anew.sqlite"))
        )
    if taken_in != anew:
        yield Violation(f"the tables' digest is {taken_in}; built anew it is {anew}")
    for finding in _hanotex(ground, "doctor"):
        if finding["ok"] is False:
            yield Violation(f"doctor: {finding['name']}: {finding['said']}")
    for file in ground.files:
        with closing(sqlite3.connect(file)) as database:
            for pragma in ("integrity_check", "foreign_key_check"):
                found = [row for row in database.execute(f"PRAGMA {pragma}") if row != ("ok",)]
                if found:
                    yield Violation(f"{file.name}: {pragma}: {found[:3]}")


def _place(ground: Ground) -> list[str]:
    return ["--home", str(ground.home)] if ground.connection is None else ["--connection", str(ground.connection)]


def _hanotex(ground: Ground, verb: str, *arguments: str) -> Any:
    place = {"HANOTEX_HOME": str(ground.home)}
    if ground.connection is not None:
        place = {"HANOTEX_CONNECTION": str(ground.connection)}
    ran = CliRunner().invoke(app, [verb, *arguments, "--json"], env=ground.environment | place)
    if not ran.stdout:
        raise AssertionError(f"hanotex {verb}: {ran.exception!r} {ran.output}")
    return json.loads(ran.stdout)
