"""What tests of every folder may ask for: a database, on each kind that the tables can stand in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.database import POSTGRESQL, SQLITE, file_url
from tests.functional import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """One server for the whole run."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL: not installed (`make postgresql` installs Debian's)")
    with postgresql.server(programs) as running:
        yield running


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == SQLITE:
        return file_url(tmp_path / "database.sqlite")
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    return server.new_database()
