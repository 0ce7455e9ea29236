"""Reading a file whose bytes must be exactly the RFC 8785 form of the JSON in them.

So no byte is free: spacing, order, spelling of numbers and escapes are all fixed.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import rfc8785

from ledger.proof.verdict import Contradiction

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
# Possessive, and content with a string that never closes: so that each byte is looked at once, whatever the file.
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{\]}]', re.DOTALL)


def read(document: bytes, *, canonical: bool = True) -> dict[str, Any]:
    """The JSON object in `document`; without floats, duplicate members and deep nesting.

    canonical: False for a file that people write, where spacing and order are free.
    Raises `Contradiction` TOO_LARGE or NOT_CANONICAL.
    """
    if len(document) > MAX_BYTES:
        raise Contradiction("TOO_LARGE", most=MAX_BYTES)
    _check_depth(document)
    try:
        value = json.loads(
            document.decode("utf-8"),
            object_pairs_hook=_members,
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


def _check_depth(document: bytes) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(document):
        token = match[0]
        if token in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Contradiction("NOT_CANONICAL", why=f"nested deeper than {MAX_DEPTH}")
        elif token in b"]}":
            depth -= 1


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a number that is not whole: {text[:32]}")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
