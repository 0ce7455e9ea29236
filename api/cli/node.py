"""`hanotex node`: a view of the chain file itself, read in this process beside the one that writes it.

An embedded chain has one operator: what is seen here is that operator's word, whoever looks.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer
from rich.markup import escape

from api.cli import output
from api.cli.audit import audit
from api.cli.home import DEFAULT_HOME, Home, Json, names
from api.cli.records import GENESIS, NO_TRACE, entry_words, history, record
from api.cli.usage import AnsweringCommand
from api.connection import NoLedgerHere, read_embedded
from ledger import readable
from ledger.commands import command_name
from ledger.engines.embedded import EmbeddedProvider
from ledger.events import BEFORE_ALL, Event, Position

app = typer.Typer(
    help="Đọc trực tiếp tệp chuỗi, chỉ đọc / Read the chain file itself, read-only.", no_args_is_help=True
)
SINGLE_OPERATOR = ("Chuỗi có một đơn vị vận hành duy nhất.", "This chain has a single operator.")
_LAST_LOG = 1 << 31

app.command("audit", cls=AnsweringCommand)(audit)
app.command("record")(record)
app.command("history")(history)


@app.command("status")
def status(home: Home = DEFAULT_HOME, json: Json = False) -> None:
    """Trạng thái chuỗi. / Where the chain stands."""
    with output.user_errors(), read_embedded(home) as opened:
        found = opened.ledger.status()
    answer = {
        "ledger": "0x" + found.genesis.ledger.hex(),
        "engine": found.capabilities.engine,
        "single_operator": found.capabilities.single_operator,
        "rulebook": found.rulebook,
        "height": found.height,
        "sealed_at": found.sealed_at,
        "now": found.now,
    }
    if json:
        output.print_json(answer)
        return
    output.out.print(output.table(answer))
    output.out.print(output.both(*SINGLE_OPERATOR))


@app.command("blocks")
def blocks(
    last: Annotated[int, typer.Option(min=1, max=10_000, help="Số khối cuối / How many of the last blocks.")] = 20,
    home: Home = DEFAULT_HOME,
    json: Json = False,
) -> None:
    """Các khối đã niêm phong gần nhất. / The last sealed blocks, newest first."""
    with output.user_errors():
        chain = home / "chain.sqlite"
        if not chain.exists():
            raise NoLedgerHere(f"{home}: không có chuỗi / holds no chain")
        provider = EmbeddedProvider.open_read_only(chain)
        try:
            height = int(_ask(provider, "eth_blockNumber"), 16)
            found = [_block(provider, number) for number in range(height, max(-1, height - last), -1)]
        finally:
            provider.close()
    if json:
        output.print_json(found)
        return
    output.out.print(
        output.both(f"{len(found)} khối cuối, mới nhất trước", f"the last {len(found)} blocks, newest first")
    )
    output.out.print(f"[bold]{'khối':>8}[/bold]  {'niêm lúc / sealed at':<25}  {'lệnh':>5}     mã khối / block hash")
    for block in found:
        when = output.moment(block["at"])
        output.out.print(f"[bold]{block['number']:>8}[/bold]  {when}  {block['transactions']:>5} tx  {block['hash']}")
    output.out.print(output.both(*SINGLE_OPERATOR))


def _ask(provider: EmbeddedProvider, method: str, *parameters: Any) -> Any:
    answer: Any = provider.make_request(method, list(parameters))  # type: ignore[arg-type]  # one of its own methods
    if "error" in answer:
        raise OSError(answer["error"]["message"])
    return answer["result"]


def _block(provider: EmbeddedProvider, number: int) -> dict[str, Any]:
    block = _ask(provider, "eth_getBlockByNumber", hex(number), False)
    seal = _ask(provider, "hanotex_getSeal", hex(number)) if number else None
    return {
        "number": number,
        "hash": block["hash"],
        "at": int(block["timestamp"], 16),
        "state_root": block["stateRoot"],
        "transactions": len(block["transactions"]),
        "gas_used": int(block["gasUsed"], 16),
        "seal": seal["signature"] if seal else None,
    }


def _position(text: str) -> Position:
    """Where to go on from: `3` after all of block 3, `3.17` after its log 17."""
    found = re.fullmatch(r"(\d{1,18})(?:\.(\d{1,9}))?", text)
    if found is None:
        raise typer.BadParameter(f"“{text}” không phải khối hay khối.nhật ký / is neither a block nor block.log")
    return Position(int(found[1]), _LAST_LOG if found[2] is None else int(found[2]))


@app.command("events")
def events(
    after: Annotated[
        Position | None,
        typer.Option(parser=_position, metavar="BLOCK[.LOG]", help="Sau khối hay sự kiện này / After it."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Nhiều nhất / At most.")] = 100,
    home: Home = DEFAULT_HOME,
    json: Json = False,
) -> None:
    """Các sự kiện đã niêm phong, cũ nhất trước. / Sealed events, oldest first."""
    with output.user_errors(), read_embedded(home) as opened:
        found = opened.ledger.events(after or BEFORE_ALL, limit + 1)
        height = opened.ledger.status().height
    shown = [_event(event, names(home)) for event in found[:limit]]
    if json:
        output.print_json(shown)
        return
    if shown:
        _print_events(shown)
    elif after is not None:
        output.out.print(
            output.both(
                f"Không có sự kiện nào sau {_spelt(after)}; chuỗi đang ở khối {height}.",
                f"No events after {_spelt(after)}; the chain stands at block {height}.",
            )
        )
    if len(found) > limit:
        last = _spelt(found[limit - 1].position)
        output.out.print(
            output.both(
                f"Còn nữa: đọc tiếp bằng --after {last}, hoặc tăng --limit.",
                f"There are more: go on with --after {last}, or raise --limit.",
            )
        )
    output.out.print(output.both(*NO_TRACE))
    output.out.print(output.both(*SINGLE_OPERATOR))


def _spelt(position: Position) -> str:
    return str(position.block) if position.log == _LAST_LOG else f"{position.block}.{position.log}"


def _print_events(shown: list[dict[str, Any]]) -> None:
    output.out.print(output.both(f"{len(shown)} sự kiện, cũ nhất trước", f"{len(shown)} events, oldest first"))
    output.out.print(
        output.both(
            "Số đầu dòng: khối.nhật ký; nhật ký của việc triển khai hợp đồng cũng được đánh số nên số có thể nhảy.",
            "First column: block.log; the logs of the contracts' deployment are numbered too, so numbers may jump.",
        )
    )
    for event in shown:
        place = f"{event['block']}.{event['log']}"
        words = output.both(*entry_words(event["command"]))
        output.out.print(f"[bold]{place:>10}[/bold]  {output.moment(event['at'])}  {escape(event['record'])}  {words}")


def _event(event: Any, known: readable.Names) -> dict[str, Any]:
    place = {"block": event.position.block, "log": event.position.log}
    who = {"record": readable.identifier(event.record, known), "head": "0x" + event.head.hex()}
    if not isinstance(event, Event):
        return {**place, "event": "GenesisRecorded", "command": GENESIS, "at": event.genesis.at, **who}
    return {
        **place,
        "event": event.command.event,
        "command": command_name(type(event.command)),
        "at": event.at,
        **who,
        "version": event.version,
        "digest": "0x" + event.digest.hex(),
    }
