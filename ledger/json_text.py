"""JSON text from outside, read within bounds of size and depth, so that no text can exhaust the reader."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

MAX_DEPTH = 32
# Possessive, and content with a string that never closes: so that each byte is looked at once, whatever the text.
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{\]}]', re.DOTALL)


def read(text: bytes, most: int) -> Any:
    """The JSON value in `text` (UTF-8) of at most `most` bytes; raises `ValueError` with the reason.

    Nested at most 32 deep, no member twice in an object.
    """
    if len(text) > most:
        raise ValueError(f"larger than {most} bytes")
    # Before the parser, which recurses in C: beyond a depth that the process may have raised, it would not return.
    check_depth(text)
    return json.loads(text.decode(), object_pairs_hook=once)


def check_encoding(text: bytes) -> None:
    """Raise `ValueError` for what is not UTF-8, and for a byte order mark or a zero byte.

    Given bytes, `json.loads` takes UTF-16 and UTF-32 as well, in which `check_depth` sees no brackets where they are.
    """
    text.decode()
    if text.startswith(codecs.BOM_UTF8) or b"\0" in text:
        raise ValueError("not UTF-8 without a mark")


def check_depth(text: bytes) -> None:
    """Raise `ValueError` where lists and objects nest deeper than 32. text: UTF-8."""
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        token = match[0]
        if token in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError(f"nested deeper than {MAX_DEPTH}")
        elif token in b"]}":
            depth -= 1


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members, as an `object_pairs_hook`; raises `ValueError` where a member stands twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members
