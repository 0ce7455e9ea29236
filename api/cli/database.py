"""`hanotex database`: the revisions of the tables, of the service's own and of those derived from events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from api.cli import output
from api.cli.home import ConnectionFile, Json, SettingsFile
from api.databases import is_there, service_url, tables_url
from api.migrations import DERIVED, SERVICE, downgrade, head, revision, upgrade
from api.sealing import Sealing, kept_keys
from api.settings import BadSettings, Settings, load
from marketplace.database import database_url, open_database

app = typer.Typer(help="Phiên bản của các bảng / The revisions of the tables.", no_args_is_help=True)
Home = Annotated[Path | None, typer.Option("--home", help="Thư mục sổ cái / The ledger's home.")]


class Tables(StrEnum):
    """service: what nothing can make again. derived: what is filled from events."""

    SERVICE = "service"
    DERIVED = "derived"


_LINEAGES = {Tables.SERVICE: SERVICE, Tables.DERIVED: DERIVED}


@app.command("status")
def status(
    home: Home = None, connection: ConnectionFile = None, settings: SettingsFile = None, json: Json = False
) -> None:
    """Các bảng đang ở phiên bản nào. / At which revision the tables are; exit code 1 where it is not the last one."""
    answer = []
    with output.user_errors():
        for tables in Tables:
            url = _url(_told(home, connection, settings), tables)
            at = None
            if is_there(url):
                with _opened(url) as engine:
                    at = revision(engine, _LINEAGES[tables])
            place = database_url(url).render_as_string(hide_password=True)
            answer.append({"tables": tables, "revision": at, "head": head(_LINEAGES[tables]), "database": place})
    if json:
        output.print_json(answer)
    else:
        output.out.print("\n\n".join(output.table(each) for each in answer))
    if any(each["revision"] != each["head"] for each in answer):
        raise typer.Exit(1)


@app.command("upgrade")
def upgrade_tables(home: Home = None, connection: ConnectionFile = None, settings: SettingsFile = None) -> None:
    """Đưa các bảng lên phiên bản cuối. / Bring the tables up to the last revision; `serve` and `worker` do so too."""
    with output.user_errors():
        for tables in Tables:
            with _opened(_url(_told(home, connection, settings), tables)) as engine:
                upgrade(engine, _LINEAGES[tables])
    output.out.print(output.both("Các bảng đã ở phiên bản cuối.", "The tables are at the last revision."))


@app.command("downgrade")
def downgrade_tables(
    tables: Annotated[Tables, typer.Argument(help="service | derived")],
    to: Annotated[str, typer.Argument(metavar="REVISION", help="Phiên bản, hoặc -1 / A revision, or -1.")],
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
) -> None:
    """Đưa các bảng về phiên bản cũ; phần thêm sau bị mất. / Back to an older revision; what was added since is lost."""
    with output.user_errors(), _opened(_url(_told(home, connection, settings), tables)) as engine:
        downgrade(engine, _LINEAGES[tables], to)
        at = revision(engine, _LINEAGES[tables])
    output.out.print(output.both(f"{tables}: {at or '–'}", "Run the version of this program that goes with it."))


@app.command("reseal")
def reseal_secrets(
    home: Home = None, connection: ConnectionFile = None, settings: SettingsFile = None, json: Json = False
) -> None:
    """Niêm phong lại mọi bí mật bằng khóa mới nhất. / Seal every secret anew under the newest sealing key.

    That is the first line of the sealing key's file; the lines after it open what was sealed before. The service may
    run meanwhile; what was cut off is taken up again. Exit code 1 where something opens under none of the keys.
    """
    # Here, so that the other verbs do not wait for what reads forms.
    from api.resealing import reseal

    told = _told(home, connection, settings)
    try:
        sealing = Sealing(*kept_keys(told.sealing_file))
    except (OSError, ValueError) as error:
        output.fail(f"Không đọc được khóa niêm phong: {error}", f"The sealing key cannot be read: {error}")
    with output.user_errors(), _opened(service_url(told)) as engine:
        upgrade(engine, SERVICE)
        found = reseal(engine, sealing)
    if json:
        output.print_json(asdict(found))
    else:
        output.out.print(
            output.both(
                f"{found.sealed} bí mật, niêm phong lại {found.older}, không mở được {found.broken}.",
                f"{found.sealed} secrets, {found.older} sealed anew, {found.broken} that no key opens.",
            )
        )
    if found.broken:
        output.fail(
            "Đặt lại khóa đã niêm phong chúng vào tệp rồi chạy lại; chưa bỏ khóa nào.",
            "Put the key that they were sealed under back into the file and run this again; take no key out yet.",
        )


def _told(home: Path | None, connection: Path | None, settings: Path | None) -> Settings:
    try:
        return load(settings, os.environ, home=home, connection=connection)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)


def _url(told: Settings, tables: Tables) -> str:
    return service_url(told) if tables is Tables.SERVICE else tables_url(told)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()
