"""What several functional tests read and none changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from tests.functional.peopled import Peopled

OPENING_DAY = Path(__file__).resolve().parents[2] / "examples" / "opening-day" / "scenario.yaml"


class Played(NamedTuple):
    """home: what the day left. report: what the runner said of it."""

    home: Path
    report: dict[str, Any]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The opening day, played once for all. Whoever writes in its home copies it first."""
    home = tmp_path_factory.mktemp("opening-day") / "home"
    arguments = ["scenario", "run", str(OPENING_DAY), "--home", str(home), "--json"]
    run = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return Played(home, json.loads(run.stdout))


@pytest.fixture(scope="session")
def opening_day(played: Played) -> Path:
    """The home that the opening day left. Whoever writes there copies it first."""
    assert played.report["summary"]["steps"]["failed"] == 0
    return played.home


@pytest.fixture(scope="package")
def peopled(opening_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    """One service for all that send it arbitrary requests. Whatever they do to it, it serves the next."""
    with Peopled(opening_day, tmp_path_factory.mktemp("peopled")) as running:
        yield running
