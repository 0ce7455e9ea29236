"""`hanotex rebuild` and `hanotex digest`: the tables derived from the ledger's events."""

from __future__ import annotations

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, Tables, open_reading, place, tables_url
from api.migrations import open_tables
from marketplace.projection import Projection


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
            events = projection.rebuild(opened.ledger) if anew else projection.catch_up(opened.ledger)
            position, digested = projection.position(), projection.digest()
        finally:
            engine.dispose()
    answer = {"events": events, "block": position.block, "log": position.log, "digest": "0x" + digested.hex()}
    if json:
        output.print_json(answer)
    else:
        output.out.print(output.table(answer))
