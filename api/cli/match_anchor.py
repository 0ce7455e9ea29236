"""`hanotex match anchor`: fix the log of ranking runs on the ledger by hand, where no service holds it."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, ConnectionFile, Home, Json, SettingsFile
from api.cli.keys import keystore_file
from api.cli.market_home import told_settings
from api.cli.tables import catch_up
from api.connection import connect, open_embedded
from api.databases import open_databases
from ledger.port import Ledger
from marketplace.projection import Projection

_SEAL_SECONDS = 10.0


def anchor(
    key: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Khóa trong keys/ của --home / A key in the home's keys/."),
    ] = None,
    home: Home = DEFAULT_HOME,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Neo các lần xếp hạng lên sổ cái. / Anchor the ranking runs, with the key of an operator or witness."""
    from api.anchoring import AnchorRefused, Anchors, anchor_signer, story_keys
    from api.intake import Intakes
    from marketplace.ranking.anchors import MayNotAnchor

    told = told_settings(home, connection, settings)
    with (
        output.user_errors(),
        open_embedded(told.home) if told.connection is None else connect(told.connection) as opened,
        open_databases(told) as databases,
    ):
        if opened.operator is None:
            output.fail("Ở đây không có khóa niêm phong của sổ cái", "The key that seals the ledger is not here")
        named = told.anchor_key if key is None else keystore_file(told.folder, key)
        if key is not None and named is not None and not named.exists():
            output.fail(f"Không có khóa {key} trong {named.parent}", f"There is no key {key} in {named.parent}")
        catch_up(Projection(databases.tables), databases.tables, opened.ledger)
        intakes = Intakes(databases.service, opened.trust.ledger, opened.operator)
        try:
            signer = anchor_signer(named, told.folder, opened.operator)
            of = Anchors(
                opened.ledger,
                opened.trust.ledger,
                databases.service,
                databases.tables,
                signer,
                intakes,
                demonstration=story_keys(told.folder) if key is None else None,
            )
            row = of.anchor()
            if row is not None:
                _await_seal(opened.ledger, row.accepted_at)
        except MayNotAnchor as error:
            output.fail(
                f"Khóa 0x{error.address.hex()} không phải của bên vận hành hay bên làm chứng → --key TÊN, hoặc"
                " keys/anchor.json",
                f"This key may not anchor ({error.reason}) → --key NAME, or keys/anchor.json",
            )
        except AnchorRefused as error:
            raise error.refused from None
        finally:
            intakes.close()
    if row is None:
        output.fail("Chưa có lần xếp hạng nào để neo", "There is no ranking run to anchor")
    answer = {"size": row.size, "root": "0x" + row.root.hex(), "record": "0x" + row.record.hex(), "at": row.accepted_at}
    if json:
        output.print_json(answer)
    else:
        output.out.print(
            output.both(f"Sổ cái đã neo {row.size} lần xếp hạng.", f"{row.size} ranking runs are anchored.")
        )
        output.out.print(output.table(answer))


def _await_seal(ledger: Ledger, accepted: int) -> None:
    """Return once others see it: they read what is sealed."""
    until = time.monotonic() + _SEAL_SECONDS
    while ledger.status().sealed_at < accepted and time.monotonic() < until:
        time.sleep(0.1)
