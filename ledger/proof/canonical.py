"""Reading a file whose bytes must be exactly the RFC 8785 form of the JSON in them.

So no byte is free: spacing, order, spelling of numbers and escapes are all fixed.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import rfc8785

from ledger.json_text import check_depth, once
from ledger.proof.verdict import Contradiction

MAX_BYTES = 8 * 1024 * 1024


def read(document: bytes, *, canonical: bool = True) -> dict[str, Any]:
    """The JSON object in `document`; without floats, duplicate members and deep nesting.

    canonical: False for a file that people write, where spacing and order are free.
    Raises `Contradiction` TOO_LARGE or NOT_CANONICAL.
    """
    if len(document) > MAX_BYTES:
        raise Contradiction("TOO_LARGE", most=MAX_BYTES)
    try:
        check_depth(document)
        value = json.loads(
            document.decode("utf-8"),
            object_pairs_hook=once,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except (ValueError, RecursionError) as error:
        raise Contradiction("NOT_CANONICAL", why=_first_line(error)) from error
    if not isinstance(value, dict):
        raise Contradiction("NOT_CANONICAL", why="not an object")
    if canonical:
        try:
            same = rfc8785.dumps(value) == document
        except (rfc8785.CanonicalizationError, ValueError) as error:
            raise Contradiction("NOT_CANONICAL", why=_first_line(error)) from error
        if not same:
            raise Contradiction("NOT_CANONICAL", why="another spelling")
    return value


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a number that is not whole: {text[:32]}")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
