"""`hanotex rebuild` and `hanotex digest`: the tables derived from the ledger's events."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, Tables, open_reading, place, tables_url
from api.follower import DUTY
from api.leadership import Leadership, TablesInUse
from api.migrations import open_tables
from ledger.port import Ledger
from marketplace.projection import Projection

_OTHERS_SECONDS = 20.0


def rebuild(
    home: Home = DEFAULT_HOME, connection: ConnectionFile = None, tables: Tables = "", json: Json = False
) -> None:
    """Dựng lại mọi bảng từ sự kiện. / Drop every derived table and fill it again from the events."""
    _project(home, connection, tables, json, anew=True)


def digest(
    home: Home = DEFAULT_HOME, connection: ConnectionFile = None, tables: Tables = "", json: Json = False
) -> None:
    """Tóm lược của mọi bảng dẫn xuất. / The digest of every derived table, brought up to the sealed head first."""
    _project(home, connection, tables, json, anew=False)


def _project(home: Home, connection: ConnectionFile, tables: str, json: bool, *, anew: bool) -> None:
    with output.user_errors(), open_reading(home, connection) as opened:
        engine = open_tables(tables or tables_url(place(home, connection)))
        try:
            projection = Projection(engine)
            events = (
                _rebuild(projection, engine, opened.ledger) if anew else catch_up(projection, engine, opened.ledger)
            )
            position, digested = projection.position(), projection.digest()
        finally:
            engine.dispose()
    answer = {"events": events, "block": position.block, "log": position.log, "digest": "0x" + digested.hex()}
    if json:
        output.print_json(answer)
    else:
        output.out.print(output.table(answer))


def _rebuild(projection: Projection, engine: Engine, ledger: Ledger) -> int:
    with _writing(engine) as alone:
        if not alone:
            raise TablesInUse("another process follows the ledger into these tables")
        return projection.rebuild(ledger)


def catch_up(projection: Projection, engine: Engine, ledger: Ledger) -> int:
    """Take in what is new, or wait for the process that does; the number of events taken in here."""
    until = time.monotonic() + _OTHERS_SECONDS
    while True:
        with _writing(engine) as alone:
            if alone:
                return projection.catch_up(ledger)
        if not ledger.events(projection.position(), 1):
            return 0
        if time.monotonic() > until:
            raise TablesInUse("another process follows the ledger into these tables, and does not get on")
        time.sleep(0.1)


@contextmanager
def _writing(engine: Engine) -> Iterator[bool]:
    """Whether this process alone writes the tables meanwhile."""
    leadership = Leadership(engine, DUTY)
    try:
        yield leadership.take()
    finally:
        leadership.release()
