"""`hanotex scenario run`: a scenario against a fresh ledger, every answer compared."""

from __future__ import annotations

import shlex
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api import fresh
from api.cli import output
from api.cli.home import Json, write_aliases
from api.cli.served import served
from api.party_keys import PartyKeys, key_name
from ledger.enums import Kind
from ledger.port import Ledger
from ledger.records import Party
from ledger.scenario import check, report
from ledger.scenario.cast import Cast
from ledger.scenario.clock import LedgerClock
from ledger.scenario.document import ScenarioError
from ledger.scenario.format import Scenario, load
from ledger.scenario.randomness import SystemRandomness
from ledger.scenario.results import Outcome, Result, Summary
from ledger.scenario.runner import Runner
from ledger.state import accepted_at

app = typer.Typer(help="Kịch bản nghiệp vụ / Business scenarios.", no_args_is_help=True)
_SEAL_SECONDS = 10


@app.command("run")
def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp kịch bản YAML / The scenario, YAML.")],
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help="Thư mục sổ cái mới, nếu không thì tạm; không đọc HANOTEX_HOME / A new home, else temporary.",
        ),
    ] = None,
    connection: Annotated[
        Path | None, typer.Option(help="Mạng để lập sổ cái mới / The network for the fresh ledger: a connection.json.")
    ] = None,
    keep_key: Annotated[
        list[str] | None,
        typer.Option(metavar="ALIAS", help="Giữ khóa thứ nhất của bên này trong keys/ / Keep this party's first key."),
    ] = None,
    keep_keys: Annotated[
        bool, typer.Option("--keep-keys", help="Giữ khóa của mọi bên trong keys/ / Keep every party's keys.")
    ] = False,
    json: Json = False,
) -> None:
    """Chạy một kịch bản. / Run a scenario on a fresh ledger; exit code 1 if an answer is not as expected."""
    with output.user_errors(), ExitStack() as stack:
        scenario = _read(file)
        if home is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hanotex-")))
        elif (home / "genesis.json").exists():
            output.fail(
                f"{home} đã có sổ cái; kịch bản cần thư mục mới → --home THƯ_MỤC_MỚI, hoặc bỏ --home để chạy tạm",
                f"{home} holds a ledger; a new home is needed → --home NEW_FOLDER, or no --home for a temporary one",
            )
        else:
            folder = home
        kept = keep_key or []
        if strangers := set(kept) - {party.alias for party in scenario.parties}:
            who = ", ".join(sorted(strangers))
            output.fail(f"Kịch bản không có bên {who}", f"The scenario has no party {who}")
        network = fresh.embedded() if connection is None else fresh.network(connection)
        results = _run(scenario, network, folder, kept, every_key=keep_keys, told=not json)
    summary = Summary.of(results)
    if json:
        output.print_json(
            {
                "scenario": scenario.name,
                "title": {"vi": scenario.vi, "en": scenario.en},
                "summary": summary.as_json,
                "results": [result.as_json for result in results],
            }
        )
    else:
        for vi, en in report.totals(summary):
            output.out.print(output.both(vi, en))
        _print_whereabouts(home)
    if summary.failed:
        raise typer.Exit(1)


def _read(file: Path) -> Scenario:
    """The scenario in a file, once every name in it means something; else all that is wrong, and exit code 1."""
    try:
        scenario = load(file)
        wrong = list(check.faults(scenario))
    except ScenarioError as error:
        wrong = [error]
    for fault in wrong:
        fault.file = fault.file or file.name
        output.err.print(f"[red]✗[/red] {output.both(*fault.sentence)}")
    if wrong:
        raise typer.Exit(1)
    return scenario


def _run(
    scenario: Scenario, network: fresh.Network, folder: Path, kept: Iterable[str], *, every_key: bool, told: bool
) -> list[Result]:
    """Play, and where it is to be told print each result as it comes. kept: whose first key stays in the home."""
    if told:
        output.out.print(f"[bold]{escape(scenario.vi)}[/bold]  [dim]{escape(scenario.en)}[/dim]")
    cast = Cast(scenario, SystemRandomness(), network.tick)
    with closing(fresh.make(network, folder, cast.genesis(int(time.time())))) as ledger:
        runner = Runner(cast, ledger, LedgerClock(ledger, network.tick), served(folder, ledger))
        results = []
        for result in runner.run():
            results.append(result)
            if told:
                _print(result)
        write_aliases(folder, cast.aliases)
        keys = PartyKeys(folder / "keys")
        for alias in kept:
            keys.keep(key_name(alias), cast.keys.key(alias, 1).secret)
        if every_key:
            _keep_all(keys, cast)
        _wait_for_seal(ledger, accepted_at(cast.events[-1]))
    return results


def _keep_all(keys: PartyKeys, cast: Cast) -> None:
    """For whoever goes on where the story ends: the keys of every party, those that it changed to among them."""
    for party in cast.records.of_kind(Kind.PARTY):
        for key in party.keys if isinstance(party, Party) else ():
            alias, _, number = (cast.keys.name(key.address) or "").partition("#")
            if alias:
                keys.keep(key_name(alias, int(number)), cast.keys.key(alias, int(number)).secret)


def _print_whereabouts(home: Path | None) -> None:
    """Where the ledger of the story is and what reads it, or that it is gone."""
    if home is None:
        output.out.print(
            output.both(
                "Sổ cái tạm, đã xóa. → Giữ lại: thêm --home THƯ_MỤC_MỚI",
                "The ledger was temporary and is deleted; --home NEW_FOLDER keeps it",
            )
        )
        return
    output.out.print(output.both(f"Sổ cái ở {home}", f"The ledger is in {home}"))
    output.out.print(f"→ [bold]hanotex count --home {escape(shlex.quote(str(home)))}[/bold]")


def _wait_for_seal(ledger: Ledger, accepted: int) -> None:
    """Return once the block of the last command is sealed, so that other processes see all of the story."""
    deadline = time.monotonic() + _SEAL_SECONDS
    while ledger.status().sealed_at < accepted and time.monotonic() < deadline:
        time.sleep(0.1)


def _print(result: Result) -> None:
    colour = "green" if result.outcome == Outcome.PASSED else "red"
    vi, en = report.headline(result)
    output.out.print(f"[{colour}]{escape(vi[0])}[/{colour}]{escape(vi[1:])}  [dim]{escape(en)}[/dim]")
    for said_vi, said_en in report.reasons(result):
        output.out.print(f"    {output.both(said_vi, said_en)}")
