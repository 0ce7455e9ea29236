"""`hanotex backup` and `hanotex restore`: an embedded home and the service's tables as one directory, and back."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from api import backup as backups
from api.cli import output
from api.cli.home import DEFAULT_HOME, Home, Json, SettingsFile, Tables
from api.databases import is_there, service_url
from api.settings import BadSettings, load
from marketplace.database import open_database

Database = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="HANOTEX_DATABASE",
        metavar="URL",
        help="Cơ sở dữ liệu của dịch vụ, thay cho service.sqlite / The service's database.",
    ),
]


def backup(
    folder: Annotated[Path, typer.Argument(help="Thư mục mới để ghi vào / A new directory to write to.")],
    home: Annotated[
        Path | None, typer.Option(help="Thư mục sổ cái / The ledger's home.", show_default="var/home")
    ] = None,
    settings: SettingsFile = None,
    database: Database = "",
    with_keys: Annotated[
        bool,
        typer.Option("--with-keys", help="Kèm khóa: ai có bản này hành động được thay đơn vị vận hành. / Keys too."),
    ] = False,
    json: Json = False,
) -> None:
    """Sao lưu khi dịch vụ vẫn chạy; không kèm khóa. / Back up, in use or not; without keys unless asked for.

    Whoever holds a backup with keys can act as the operator: keep it as you keep the keys.
    """
    try:
        told = load(settings, os.environ, home=home, database=database or None)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)
    with output.user_errors(), ExitStack() as opened:
        service = None
        if is_there(service_url(told)):
            service = open_database(service_url(told))
            opened.callback(service.dispose)
        manifest = backups.back_up(told.home, service, folder, int(time.time()), with_keys=with_keys)
    _say(manifest, json)
    if not json and not with_keys:
        output.out.print(
            output.both(
                "Không kèm khóa: sao lưu riêng thư mục keys/; thiếu nó thì chỉ đọc được.",
                "Without the keys: keep keys/ elsewhere; without it a restored ledger can only be read.",
            )
        )


def restore(
    folder: Annotated[Path, typer.Argument(help="Bản sao lưu / The backup.")],
    home: Home = DEFAULT_HOME,
    database: Database = "",
    tables: Tables = "",
    json: Json = False,
) -> None:
    """Khôi phục vào thư mục mới và kiểm tra. / Restore into a new home, and check that it is what was backed up."""
    with output.user_errors():
        manifest = backups.restore(folder, home, database or None, tables or None)
    _say(manifest, json)
    if not json:
        said = ("", "") if manifest.keys else (" Đặt lại keys/ trước khi ghi.", " Put keys/ back before writing.")
        output.out.print(
            output.both(f"Đã khôi phục và đối chiếu.{said[0]}", f"Restored, and compared with the backup.{said[1]}")
        )


def _say(manifest: backups.Manifest, json: bool) -> None:
    document = manifest.document
    if json:
        output.print_json(document)
        return
    shown: dict[str, Any] = {name: document[name] for name in ("ledger", "at", "height", "digest", "revision", "keys")}
    shown["rows"] = sum(manifest.rows.values())
    shown["files"] = len(manifest.files)
    output.out.print(output.table(shown))
