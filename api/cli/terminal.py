"""What reaches a terminal: no sign that it would obey, nor one that turns the line round, whoever said it.

C1 controls, `U+202E` and its like are as harmful as escape sequences, and JSON lets them stand as they are.
"""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console

from ledger.proof.summaries.spelling import printable


def json_of(value: Any) -> str:
    """The JSON that reads back as the value, letters as they are and what cannot be seen by its number."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(sign if sign == "\n" or sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)


def lines_of(text: str) -> str:
    """Text for people, in its lines."""
    return "\n".join(map(printable, text.split("\n")))


class Terminal(Console):
    """A console that shows lines alone."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(lines_of(each) if isinstance(each, str) else each for each in objects), **options)
