"""All records of a ledger as they were at a time, for verbs that ask about many of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli import times
from api.cli.home import open_reading
from ledger.port import all_events
from ledger.state import Records, fold

At = Annotated[
    int | None,
    typer.Option(
        parser=times.argument,
        metavar="TIME",
        help="Đọc như lúc đó, hết giây đó; không có múi giờ là giờ Hà Nội / As of that second; Hanoi time unless"
        " an offset is given.",
    ),
]


@dataclass(frozen=True, slots=True)
class AsOf:
    """Records folded from what is sealed. at: the second whose end they are read at (UTC)."""

    records: Records
    at: int


def read(home: Path, connection: Path | None, at: int | None) -> AsOf:
    """As of `at`, or of now. Raises what `output.user_errors` tells a user."""
    with open_reading(home, connection) as opened:
        until = opened.ledger.status().now if at is None else at
        return AsOf(fold(all_events(opened.ledger), until=until), until)
