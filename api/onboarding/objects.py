"""Plain values as the objects of a PDF: `{"/Type": "/Page"}` rather than a constructor for each part of it."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic


def pdf(value: Any) -> Any:
    """A dictionary's keys and texts that begin with a slash are names; other texts are strings."""
    if isinstance(value, dict):
        return generic.DictionaryObject({generic.pdf_name(key): pdf(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return generic.ArrayObject(map(pdf, value))
    if isinstance(value, bool):
        return generic.BooleanObject(value)
    if isinstance(value, int):
        return generic.NumberObject(value)
    if isinstance(value, float):
        return generic.FloatObject(round(value, 2))
    if isinstance(value, str):
        return generic.pdf_name(value) if value.startswith("/") else generic.pdf_string(value)
    return value


def stream(content: bytes, members: dict[str, Any] | None = None) -> generic.StreamObject:
    """A compressed stream."""
    made = generic.StreamObject(pdf(members or {}), stream_data=content)
    made.compress()
    return made
