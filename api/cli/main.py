"""The `hanotex` command: its verbs put together."""

from __future__ import annotations

import typer

from api.cli import (
    backup,
    chain,
    database,
    doctor,
    documents,
    keys,
    lookups,
    market,
    market_files,
    market_load,
    market_search,
    match,
    node,
    organisation,
    records,
    scenario,
    serve,
    tables,
    worker,
)
from api.cli.certificate import certificate
from api.cli.sign import sign
from api.cli.usage import AnsweringCommand
from api.cli.verify import verify

app = typer.Typer(
    name="hanotex",
    help="Sổ cái tài sản trí tuệ HanoTEX. / The HanoTEX ledger of intellectual property.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(scenario.app, name="scenario")
app.add_typer(keys.app, name="keys")
app.add_typer(node.app, name="node")
app.add_typer(chain.app, name="chain")
app.add_typer(documents.app, name="documents")
app.add_typer(database.app, name="database")
app.add_typer(organisation.app, name="organisation")
app.add_typer(market.app, name="market")
market.app.command("load")(market_load.load)
market.app.command("search")(market_search.search)
app.add_typer(match.app, name="match")
market.app.command("import")(market_files.take)
market.app.command("export")(market_files.give)
app.command("record")(records.record)
app.command("history")(records.history)
app.command("count")(lookups.count)
app.command("right")(lookups.right)
app.command("search")(lookups.search)
app.command("sign")(sign)
app.command("certificate")(certificate)
app.command("verify", cls=AnsweringCommand)(verify)
app.command("rebuild")(tables.rebuild)
app.command("digest")(tables.digest)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)

if __name__ == "__main__":
    app()
