"""The market of a home or a connection, for verbs that ask it: its ledger to read, its tables, its embedder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import read_aliases
from api.cli.tables import catch_up
from api.connection import connect, read_embedded
from api.databases import open_databases
from api.settings import BadSettings, Settings, load
from ledger.port import Ledger
from marketplace.projection import Projection

if TYPE_CHECKING:
    from api.ranking.market import Market
    from marketplace.matching.embedding import Embedder

_RECORD = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class MarketHome:
    """settings, and what they name, opened."""

    settings: Settings
    ledger: Ledger
    database: Engine
    tables: Engine

    def record(self, name: str) -> bytes | None:
        """The record that a name stands for on the ledger, by its alias or its id; None where it stands for none."""
        if _RECORD.fullmatch(name):
            return bytes.fromhex(name[2:])
        return read_aliases(self.settings.folder).get(name)

    def embedder(self, name: str | None = None) -> Embedder:
        """Told of on standard error while it embeds what it has not embedded before. Raises `EmbedderUnavailable`."""
        from api.ranking.market import embedder_in

        return embedder_in(self.settings.folder, name or self.settings.embedder or None, _embedded)

    def market(self, session: Session, tables: Session, now: int) -> Market:
        from api.ranking.market import read_market
        from marketplace.matching.glossary import Glossary

        reader = cache(lambda: (self.embedder(), Glossary.load()))
        return read_market(session, tables, now, reader)


@contextmanager
def opened_market(home: Path, connection: Path | None, settings: Path | None) -> Iterator[MarketHome]:
    """The derived tables hold everything that is sealed. Raises what `output.user_errors` tells a user."""
    told = told_settings(home, connection, settings)
    with (
        read_embedded(told.home) if told.connection is None else connect(told.connection, reading=True) as opened,
        open_databases(told) as databases,
    ):
        catch_up(Projection(databases.tables), databases.tables, opened.ledger)
        yield MarketHome(told, opened.ledger, databases.service, databases.tables)


def told_settings(home: Path, connection: Path | None, settings: Path | None) -> Settings:
    """What a command is told; ends it where that cannot be read."""
    try:
        return load(settings, os.environ, home=home, connection=connection)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)


def _embedded(done: int, of: int) -> None:
    output.err.print(output.both(f"Tính vectơ của văn bản: {done}/{of}", f"Texts embedded: {done}/{of}"))
