"""`hanotex chain`: taking an embedded chain elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, Home, Json
from api.connection import NoLedgerHere
from ledger.engines.embedded import export_blocks, export_genesis

app = typer.Typer(help="Mang chuỗi sang nơi khác / Take the chain elsewhere.", no_args_is_help=True)


@app.callback()
def chain() -> None:
    """Mang chuỗi sang nơi khác. / Take the chain elsewhere."""


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="Thư mục nhận / The folder to write to.")],
    home: Home = DEFAULT_HOME,
    json: Json = False,
) -> None:
    """Xuất các khối đã niêm phong cho geth. / Write the sealed blocks for geth.

    genesis.json is for `geth init`, blocks.rlp for `geth import`. The chain may be in use meanwhile.
    """
    with output.user_errors():
        source = home / "chain.sqlite"
        if not source.exists():
            raise NoLedgerHere(f"{home} holds no chain")
        folder.mkdir(parents=True, exist_ok=True)
        export_genesis(source, folder / "genesis.json")
        count = export_blocks(source, folder / "blocks.rlp")
    if json:
        output.print_json({"blocks": count, "genesis": f"{folder}/genesis.json", "rlp": f"{folder}/blocks.rlp"})
        return
    output.out.print(
        output.both(
            f"Đã ghi khối 1 đến {count}: {folder}/genesis.json, {folder}/blocks.rlp.",
            f"Written: blocks 1 to {count}.",
        )
    )
    output.out.print(
        f"  geth init --datadir DIR {folder}/genesis.json && geth import --datadir DIR {folder}/blocks.rlp"
    )
