"""Where a verb finds its ledger: a home with an embedded chain, or a connection file; and the aliases kept there."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import output
from api.connection import Connection, connect, read_document, read_embedded
from ledger.readable import Names
from marketplace.database import file_url

_HOME_HELP = "Thư mục sổ cái / The ledger's home."
ConnectionFile = Annotated[
    Path | None, typer.Option("--connection", help="connection.json, thay cho --home / instead of a home.")
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", envvar="HANOTEX_SETTINGS", help="Tệp TOML / Settings, TOML.")
]
Json = Annotated[bool, typer.Option("--json", help="Trả lời bằng JSON / Answer in JSON.")]
Tables = Annotated[
    str,
    typer.Option(
        "--tables",
        envvar="HANOTEX_TABLES",
        metavar="URL",
        help="Cơ sở dữ liệu của các bảng dẫn xuất, thay cho tables.sqlite / The derived tables' database.",
    ),
]
DEFAULT_HOME = Path("var/home")
_HOMES = DEFAULT_HOME.parent
ALIASES = "aliases.json"
TABLES = "tables.sqlite"


def _the_only_one(context: typer.Context, home: Path) -> Path:
    """The home that is named, else var/home, else the only one beside it: which is said, as nobody named it."""
    source = context.get_parameter_source("home")
    named = source is not None and source.name != "DEFAULT"
    if named or context.resilient_parsing or context.params.get("connection") or _holds_ledger(home):
        return home
    others = [each for each in sorted(_HOMES.glob("*")) if _holds_ledger(each)] if home == DEFAULT_HOME else []
    if len(others) != 1:
        return home
    output.err.print(
        output.both(
            f"Dùng {others[0]}, sổ cái duy nhất trong {_HOMES}; --home chọn thư mục khác.",
            f"Using {others[0]}, the only ledger in {_HOMES}; --home chooses another.",
        )
    )
    return others[0]


def _holds_ledger(home: Path) -> bool:
    return (home / "genesis.json").is_file()


Home = Annotated[Path, typer.Option("--home", envvar="HANOTEX_HOME", help=_HOME_HELP, callback=_the_only_one)]
# For a verb that makes something in a home: nothing is made where nobody said.
NamedHome = Annotated[Path, typer.Option("--home", envvar="HANOTEX_HOME", help=_HOME_HELP)]
_RECORD = re.compile(r"0x[0-9a-fA-F]{64}")


def open_reading(home: Path, connection: Path | None) -> Connection:
    """A ledger to read from: the sealed blocks of a home, beside whoever writes it, or a connection."""
    return read_embedded(home) if connection is None else connect(connection)


def place(home: Path, connection: Path | None) -> Path:
    """The directory that aliases and tables stand in."""
    return home if connection is None else connection.parent


def tables_url(folder: Path) -> str:
    """The database of the derived tables of a home."""
    return file_url(folder / TABLES)


def write_aliases(folder: Path, aliases: Mapping[str, bytes]) -> None:
    shown = {alias: "0x" + record.hex() for alias, record in sorted(aliases.items())}
    # Moved to its place whole: a cut-off leaves the aliases that were there.
    making = folder / (ALIASES + ".new")
    making.write_text(json.dumps(shown, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(making, folder / ALIASES)


def read_aliases(folder: Path) -> dict[str, bytes]:
    """Record ids by alias; raises `BadConnection` where the file says something else."""
    file = folder / ALIASES
    if not file.exists():
        return {}
    return read_document(file, _aliases)


def _aliases(said: Any) -> dict[str, bytes]:
    if not isinstance(said, dict):
        raise ValueError("it is no object of aliases")
    for alias, record in said.items():
        if not isinstance(record, str) or not _RECORD.fullmatch(record):
            raise ValueError(f"“{alias}” stands for no record id")
    return {alias: bytes.fromhex(record[2:]) for alias, record in said.items()}


def names(folder: Path) -> Names:
    """Aliases by record id."""
    return {record: alias for alias, record in read_aliases(folder).items()}.get


def record_id(text: str, folder: Path) -> bytes:
    """A record's id from its hex, from a `did:nda:0x…`, or from an alias kept in `folder`."""
    known = read_aliases(folder)
    if text in known:
        return known[text]
    if match := re.fullmatch(r"(?:did:nda:)?0x([0-9a-fA-F]{40})", text):
        return bytes(12) + bytes.fromhex(match[1])
    if not _RECORD.fullmatch(text):
        raise typer.BadParameter(
            f"“{text}” không phải mã 32 byte, cũng không phải bí danh đã biết / is neither an id nor a known alias"
        )
    return bytes.fromhex(text[2:])
