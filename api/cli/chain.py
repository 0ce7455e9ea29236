"""`hanotex chain`: making an embedded chain, and taking it elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, Home, Json
from api.connection import NoLedgerHere, open_embedded, read_document
from ledger.engines.embedded import export_blocks, export_genesis
from ledger.genesis import genesis_from_document

app = typer.Typer(help="Lập chuỗi và mang sang nơi khác / Make a chain, take it elsewhere.", no_args_is_help=True)


@app.callback()
def chain() -> None:
    """Lập chuỗi và mang sang nơi khác. / Make a chain, take it elsewhere."""


@app.command("create")
def create(
    genesis: Annotated[Path, typer.Argument(help="Tài liệu khởi tạo, JSON / The genesis document, JSON.")],
    home: Annotated[Path, typer.Option("--home", help="Thư mục mới / A new home.")],
    json: Json = False,
) -> None:
    """Lập sổ cái từ tài liệu khởi tạo. / Make the ledger of a genesis document, with keys drawn at random.

    The document names the regulator's keys (docs/specs/commands.md): their owner draws them, and they never come here.
    A making that was cut off is taken up again.
    """
    with output.user_errors(), open_embedded(home, read_document(genesis, genesis_from_document)) as made:
        assert made.operator is not None, "an embedded chain has an operator"
        answer = {
            "ledger": "0x" + made.trust.ledger.hex(),
            "operator": "0x" + made.operator.address.hex(),
            "trust": f"{home}/trust.json",
        }
    if json:
        output.print_json(answer)
        return
    output.out.print(output.table(answer))
    output.out.print(
        output.both(
            f"Cất {home}/keys ở nơi khác nữa: thiếu nó thì không ai ghi được.",
            f"Keep {home}/keys elsewhere as well: without it nobody can write.",
        )
    )


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
            raise NoLedgerHere(f"{home}: không có chuỗi / holds no chain")
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
