"""The `hanotex` command in this process, as somebody types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from api.cli.main import app


def hanotex(*arguments: str | Path, told: str | None = None, **environment: str) -> Any:
    """The result. told: what is typed where it asks. environment: variables beside those of this process."""
    words = [str(each) for each in arguments]
    return CliRunner().invoke(app, words, input=told, env=environment, catch_exceptions=False)
