"""How the command line speaks: Vietnamese first, English beside it, JSON when asked; no traceback for users' errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import SQLAlchemyError

from api.connection import AnotherLedgerHere, BadConnection, NoLedgerHere
from ledger import readable
from ledger.engines.embedded import ChainDamaged, ChainInUse, GenesisDiffers, NotAChain, StorageFailed
from ledger.errors import LedgerError, Refused
from ledger.keystore import KeystoreError
from ledger.scenario.document import ScenarioError
from ledger.sentences import SENTENCES, advice
from ledger.state import HistoryBroken
from marketplace.projection import WrongLedger

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_LAST_SECOND = 253_402_300_799  # of the year 9999, the last that a date can be written for

USER_ERRORS = (
    NoLedgerHere,
    AnotherLedgerHere,
    BadConnection,
    ChainInUse,
    ChainDamaged,
    GenesisDiffers,
    NotAChain,
    StorageFailed,
    ScenarioError,
    HistoryBroken,
    WrongLedger,
    KeystoreError,
    LedgerError,
    SQLAlchemyError,
    OSError,
)

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def both(vi: str, en: str) -> str:
    """One line in both languages, for a console that reads markup."""
    return f"{escape(vi)}  [dim]{escape(en)}[/dim]"


def moment(seconds: int) -> str:
    """A ledger time for people, in Hanoi's: `2026-11-23 20:40:05 (+07)`; "no end" for times beyond dates."""
    if seconds == 0:
        return "–"
    if seconds > _LAST_SECOND:
        return "không hạn / no end"
    return datetime.fromtimestamp(seconds, UTC).astimezone(HANOI).strftime("%Y-%m-%d %H:%M:%S (+07)")


def table(rows: Mapping[str, Any]) -> str:
    """Names and values side by side, one pair a line, in the console's markup; long values are never cut."""
    width = max((len(name) for name in rows), default=0)
    return "\n".join(
        f"[bold]{escape(name.ljust(width))}[/bold]  {escape(_shown(name, value))}" for name, value in rows.items()
    )


_TIMES = frozenset(
    {"at", "created_at", "start", "end", "valid_from", "valid_to", "revoked_at", "effective_at", "ended_at"}
    | {"registered_at", "effect_by", "sealed_at", "now", "not_before", "deadline", "not_after"}
)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and name in _TIMES:
        return moment(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(key, entry)}" for key, entry in value.items()) or "–"
    if isinstance(value, list | tuple):
        return "; ".join(_shown(name, entry) for entry in value) or "–"
    return "–" if value is None else str(value)


def print_refusal(refused: Refused, names: readable.Names = readable.nameless) -> None:
    """Code, sentence, values by name, and what to do next."""
    sentence, next_step = SENTENCES[refused.code], advice(refused.code)
    err.print(f"[red]✗ {refused.code}[/red]  {both(*sentence)}")
    err.print(table(readable.refusal(refused, names)))
    err.print(f"→ {both(*next_step)}")


def fail(vi: str, en: str, code: int = 1) -> NoReturn:
    err.print(f"[red]✗[/red] {both(vi, en)}")
    raise typer.Exit(code)


@contextmanager
def user_errors() -> Iterator[None]:
    """Turn what a user can put right into a sentence and exit code 1."""
    try:
        yield
    except Refused as refused:
        print_refusal(refused)
        raise typer.Exit(1) from None
    except USER_ERRORS as error:
        kind = type(error).__name__
        err.print(
            f"[red]✗[/red] {both('Không thực hiện được', 'This could not be done')}: {escape(str(error) or kind)}"
        )
        raise typer.Exit(1) from None
