"""How tables came to be what they are: two lineages of revisions, each up and down, the same on both databases.

`service` makes the service's own tables, `derived` those filled from events. They may stand in one database or in two,
so each has a revision table of its own. A revision of `derived` may drop what it changes: the worker fills it again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData

from api import tables
from marketplace.database import POSTGRESQL, open_database, writing
from marketplace.tables import Base as Derived

_HERE = Path(__file__).parent
_LOCK = 0x48414E4F_4D494752  # "HANOMIGR": one process migrates, the others wait and find it done


class Lineage(NamedTuple):
    """name: its folder here. metadata: what its last revision must have made."""

    name: str
    metadata: MetaData

    @property
    def revision_table(self) -> str:
        return f"{self.name}_revision"


SERVICE = Lineage("service", tables.Base.metadata)
DERIVED = Lineage("derived", Derived.metadata)
LINEAGES = (SERVICE, DERIVED)


class UnknownRevision(Exception):
    """No revision that this program knows: the database was made by a later version of it."""


def open_tables(url: str) -> Engine:
    """An engine over the derived tables at a URL, brought up to date."""
    return open_upgraded(url, DERIVED)


def open_upgraded(url: str, *lineages: Lineage) -> Engine:
    """An engine over the database at a URL, with these tables brought up to date.

    Raises `UnknownDatabase`, `UnknownRevision`.
    """
    engine = open_database(url)
    try:
        for lineage in lineages:
            upgrade(engine, lineage)
    except BaseException:
        engine.dispose()
        raise
    return engine


def head(lineage: Lineage) -> str:
    """The last revision that this program knows."""
    found = _scripts(lineage).get_current_head()
    assert found is not None, "every lineage has a revision"
    return found


def revision(engine: Engine, lineage: Lineage) -> str | None:
    """The revision that a database is at; None where it has no tables of this lineage."""
    with engine.connect() as connection:
        return _revision(connection, lineage)


def upgrade(engine: Engine, lineage: Lineage, to: str = "head") -> None:
    """Bring a database up to a revision, in one transaction; raises `UnknownRevision`."""
    if to == "head" and revision(engine, lineage) == head(lineage):
        return
    with writing(engine).begin() as connection:
        if connection.dialect.name == POSTGRESQL:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        at = _revision(connection, lineage)
        if at is not None and at not in {each.revision for each in _scripts(lineage).walk_revisions()}:
            raise UnknownRevision(f"the {lineage.name} tables are at revision {at}, which this program does not know")
        if at is None and lineage is DERIVED:
            # Tables of before there were revisions; whatever they hold is made again from the events.
            lineage.metadata.drop_all(connection)
        try:
            command.upgrade(_config(connection, lineage), to)
        except CommandError as error:
            raise UnknownRevision(f"the {lineage.name} tables cannot be brought to {to}: {error}") from error


def downgrade(engine: Engine, lineage: Lineage, to: str) -> None:
    """Take a database back to a revision (`base`: to nothing), in one transaction. What a revision added is lost.

    Raises `UnknownRevision`.
    """
    with writing(engine).begin() as connection:
        try:
            command.downgrade(_config(connection, lineage), to)
        except CommandError as error:
            raise UnknownRevision(f"the {lineage.name} tables cannot go back to {to}: {error}") from error


def _revision(connection: Connection, lineage: Lineage) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": lineage.revision_table})
    return context.get_current_revision()


def _scripts(lineage: Lineage) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None, lineage))


def _config(connection: Connection | None, lineage: Lineage) -> Config:
    attributes: dict[str, Any] = {"connection": connection, "lineage": lineage}
    config = Config(attributes=attributes)
    config.set_main_option("script_location", _text(_HERE))
    config.set_main_option("version_locations", _text(_HERE / lineage.name))
    config.set_main_option("path_separator", "newline")
    return config


def _text(path: Path) -> str:
    """A path as a configuration file holds it, where % begins a reference."""
    return str(path).replace("%", "%%")
