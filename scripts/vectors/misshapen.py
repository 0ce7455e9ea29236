"""One well-formed command made wrong in one field, once for each code of check 2 that its fields can bring about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ledger import eip712
from ledger.commands import Command
from ledger.types import After, Listed, NumberUpToCount, Optional, RequiredWhen, find, integer_bits

# A bit that no version of a code list has published.
_UNPUBLISHED = {"acts": 1 << 30, "fields": 1 << 15, "provinces": 1 << 60, "countries": 1 << 255, "country": 999}
_LABELS = ("label", "office", "right_number")
_NOT_PRINTABLE = b"\x01".ljust(32, b"\0")


def codes(command: type[Command]) -> set[str]:
    """The codes of check 2 that some value of a command's fields brings about; the signatures' among them."""
    return {"LIST_LENGTH"} | {code for code, _ in _possible(command)}


def wrong(command: Command) -> dict[str, Command]:
    """code -> the same command with the first member wrong that brings it about."""
    found: dict[str, Command] = {}
    for code, changed in _wrong(command):
        found.setdefault(code, changed)
    return found


def _members(struct: Any) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    for name, annotation in eip712.members(struct):
        # Check 6 asks what `record` is; `expected_version` and `not_after` are numbers of their whole type.
        if name not in ("record", "expected_version", "not_after"):
            yield name, annotation, getattr(annotation, "__metadata__", ())


def _possible(struct: Any) -> Iterator[tuple[str, None]]:
    for _, annotation, metadata in _members(struct):
        inner, _ = eip712.element_struct(annotation)
        if inner:
            yield from _possible(inner)
        conditional = find(metadata, RequiredWhen)
        if conditional and not conditional.else_optional:
            yield "MALFORMED", None
        if find(metadata, Listed) or inner:
            if not find(metadata, Optional) and conditional:
                yield "FIELD_MISSING", None
            continue
        field = eip712.field_type(annotation)
        if field.shape in _UNPUBLISHED:
            yield "UNKNOWN_CODE", None
        if field.shape in _LABELS:
            yield "MALFORMED", None
        if field.shape == "enum":
            yield "BAD_ENUM", None
        if field.high is not None or find(metadata, NumberUpToCount):
            yield "NUMBER_RANGE", None
        if find(metadata, After):
            yield "BAD_INTERVAL", None
        if field.shape in ("id", "commitment", "label", "address") and not find(metadata, Optional):
            yield "FIELD_MISSING", None


def _wrong(struct: Any) -> Iterator[tuple[str, Any]]:
    for name, annotation, metadata in _members(type(struct)):
        value = getattr(struct, name)
        inner, listed = eip712.element_struct(annotation)
        if inner and (not listed or value):
            entry = value[0] if listed else value
            for code, changed in _wrong(entry):
                yield code, replace(struct, **{name: (changed, *value[1:]) if listed else changed})
            continue
        conditional = find(metadata, RequiredWhen)
        if conditional and not conditional.else_optional and not listed:
            needed = getattr(struct, conditional.of) in conditional.values
            if needed:
                yield "FIELD_MISSING", replace(struct, **{name: _zero(value)})
            else:
                yield "MALFORMED", replace(struct, **{name: b"\x11" * 32 if isinstance(value, bytes) else 1})
            continue
        if not find(metadata, Listed):
            for code, changed in _wrong_atom(struct, name, annotation, metadata):
                yield code, replace(struct, **{name: changed})


def _wrong_atom(struct: Any, name: str, annotation: Any, metadata: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    field, value = eip712.field_type(annotation), getattr(struct, name)
    after = find(metadata, After)
    if field.shape in _UNPUBLISHED:
        yield "UNKNOWN_CODE", _UNPUBLISHED[field.shape]
    if field.shape in _LABELS:
        yield "MALFORMED", _NOT_PRINTABLE
    if field.shape == "enum":
        yield "BAD_ENUM", 255
    if find(metadata, NumberUpToCount):
        yield "NUMBER_RANGE", 255
    elif field.high is not None and field.high + 1 < 1 << integer_bits(field.abi):
        yield "NUMBER_RANGE", field.high + 1
    if after:
        yield "BAD_INTERVAL", getattr(struct, after.start)
    optional = find(metadata, Optional) or find(metadata, RequiredWhen)
    if field.shape in ("id", "commitment", "label", "address") and not optional:
        yield "FIELD_MISSING", _zero(value)


def _zero(value: Any) -> Any:
    return bytes(len(value)) if isinstance(value, bytes) else type(value)()
