"""What several functional tests read and none changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from tests.functional.peopled import Peopled

OPENING_DAY = Path(__file__).resolve().parents[2] / "examples" / "opening-day" / "scenario.yaml"


@pytest.fixture(scope="session")
def opening_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that the opening day left. Whoever writes there copies it first."""
    home = tmp_path_factory.mktemp("opening-day") / "home"
    play_opening_day(home)
    return home


def play_opening_day(home: Path) -> None:
    arguments = ["scenario", "run", str(OPENING_DAY), "--home", str(home), "--json"]
    played = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert json.loads(played.stdout)["summary"]["steps"]["failed"] == 0


@pytest.fixture(scope="package")
def peopled(opening_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    """One service for all that send it arbitrary requests. Whatever they do to it, it serves the next."""
    with Peopled(opening_day, tmp_path_factory.mktemp("peopled")) as running:
        yield running
