"""How the command line speaks: Vietnamese first, English beside it, JSON when asked; no traceback for users' errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.markup import escape

from api.cli.problems import USER_ERRORS, detail, problem
from api.cli.terminal import Terminal, json_of
from api.cli.times import moment as moment
from api.production.fault import Fault, NotForProduction
from ledger import readable, telling
from ledger.errors import Refused
from ledger.sentences import SENTENCES, advice

out = Terminal(highlight=False, soft_wrap=True)
err = Terminal(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    typer.echo(json_of(value))


def both(vi: str, en: str) -> str:
    """One line in both languages, for a console that reads markup."""
    return f"{escape(vi)}  [dim]{escape(en)}[/dim]"


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
    err.print(table(dict(telling.refusal_values(refused.code, readable.refusal(refused, names)))))
    err.print(f"→ {both(*next_step)}")


def print_problem(error: Exception) -> None:
    """One of `USER_ERRORS`: a sentence, the error's own words, and what to do next."""
    what, next_step = problem(error)
    both_said = both(f"Không thực hiện được: {what.vi}", f"This could not be done: {what.en}")
    err.print(f"[red]✗[/red] {both_said}")
    err.print(f"  {escape(detail(error))}")
    err.print(f"→ {both(*next_step)}")


def print_faults(faults: Iterable[Fault]) -> None:
    """What a service in production is refused for, and what to do about each."""
    what = both("Không chạy ở mode production với những điều sau:", "In production mode it does not run with this:")
    err.print(f"[red]✗[/red] {what}")
    for fault in faults:
        err.print(f"  [red]✗[/red] {both(*fault.what)}")
        err.print(f"    → {both(*fault.remedy)}")


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
    except NotForProduction as error:
        print_faults(error.faults)
        raise typer.Exit(1) from None
    except USER_ERRORS as error:
        print_problem(error)
        raise typer.Exit(1) from None
