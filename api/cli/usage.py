"""Exit code 64 for mistakes of the caller, where 1 and 2 are answers (EX_USAGE of sysexits.h)."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

from api.cli.terminal import json_of, lines_of

EX_USAGE = 64


def usage_error(vi: str, en: str, *, json: bool) -> typer.Exit:
    """Say what the caller got wrong, and answer the exit to raise.

    On standard error; with `json` as JSON on standard output: `error` is "usage", `sentences` as in an answer.
    """
    if json:
        answer = {"error": "usage", "sentences": {"vi": [vi], "en": [en]}}
        typer.echo(json_of(answer))
    else:
        typer.echo(lines_of(f"✗ {vi}\n✗ {en}"), err=True)
    return typer.Exit(EX_USAGE)


class AnsweringCommand(TyperCommand):
    """A command whose exit codes are answers: an option or argument that cannot be read ends with 64."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """As typer's, with this exit code; with `--json` among the arguments the error is JSON as well."""
        json = "--json" in args
        try:
            return super().parse_args(context, args)
        except typer.TyperException as error:
            what = _culprit(error)
            said = getattr(error, "format_message", error.__str__)()
            raise usage_error(
                f"{what} thiếu hoặc không đúng. → Xem {context.command_path} --help",
                f"{said} → See {context.command_path} --help",
                json=json,
            ) from None


def _culprit(error: typer.TyperException) -> str:
    """The option or argument that an error is about, as people type it."""
    parameter = getattr(error, "param", None)
    option = getattr(error, "option_name", None) or next(iter(getattr(parameter, "opts", ())), None)
    if option and option.startswith("-"):
        return f"Tùy chọn {option}"
    return f"Tham số {option.upper()}" if option else "Tham số"
