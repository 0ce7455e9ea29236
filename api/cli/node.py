"""`hanotex node`: a view of the chain file itself, read in this process beside the one that writes it.

An embedded chain has one operator: what is seen here is that operator's word, whoever looks.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli import output
from api.cli.home import DEFAULT_HOME, Home, Json, names
from api.cli.records import history, record
from api.connection import NoLedgerHere, read_embedded
from ledger import readable
from ledger.commands import command_name
from ledger.engines.embedded import EmbeddedProvider
from ledger.events import BEFORE_ALL, Event, Position

app = typer.Typer(
    help="Đọc trực tiếp tệp chuỗi, chỉ đọc / Read the chain file itself, read-only.", no_args_is_help=True
)
SINGLE_OPERATOR = ("Chuỗi có một đơn vị vận hành duy nhất.", "This chain has a single operator.")

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
            raise NoLedgerHere(f"{home} holds no chain")
        provider = EmbeddedProvider.open_read_only(chain)
        try:
            height = int(_ask(provider, "eth_blockNumber"), 16)
            found = [_block(provider, number) for number in range(height, max(-1, height - last), -1)]
        finally:
            provider.close()
    if json:
        output.print_json(found)
        return
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


@app.command("events")
def events(
    after: Annotated[int, typer.Option(help="Sau khối này / After this block.")] = -1,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Nhiều nhất / At most.")] = 100,
    home: Home = DEFAULT_HOME,
    json: Json = False,
) -> None:
    """Các sự kiện đã niêm phong. / Sealed events, oldest first."""
    start = BEFORE_ALL if after < 0 else Position(after, 1 << 31)
    with output.user_errors(), read_embedded(home) as opened:
        found = [_event(event, names(home)) for event in opened.ledger.events(start, limit)]
    if json:
        output.print_json(found)
        return
    for event in found:
        place = f"{event['block']}.{event['log']}"
        output.out.print(f"[bold]{place:>10}[/bold]  {output.moment(event['at'])}  {event['event']}  {event['record']}")


def _event(event: Any, known: readable.Names) -> dict[str, Any]:
    place = {"block": event.position.block, "log": event.position.log}
    who = {"record": readable.identifier(event.record, known), "head": "0x" + event.head.hex()}
    if not isinstance(event, Event):
        return {**place, "event": "GenesisRecorded", "at": event.genesis.at, **who}
    return {
        **place,
        "event": event.command.event,
        "command": command_name(type(event.command)),
        "at": event.at,
        **who,
        "version": event.version,
        "digest": "0x" + event.digest.hex(),
    }
