"""What will be signed, in a person's words: Vietnamese and English, every field of the command in both.

Driven by the annotations of `ledger.commands` and by the words that certificates use, so that what is read before
signing and what is shown afterwards are said alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Annotated, Any

from api import labels
from ledger import eip712, readable, readings
from ledger.commands import Command
from ledger.proof.decisions import DECISIONS, decided
from ledger.proof.facts import ShownRecord
from ledger.proof.scope_words import codes_in_words
from ledger.proof.shown import shown_state
from ledger.proof.summaries import summary
from ledger.proof.summaries.spelling import percent, printable, short_id
from ledger.proof.summaries.title import NAMELESS
from ledger.proof.times import LAST_SECOND, WITHOUT_END, local_time
from ledger.proof.words import KINDS, command_words, state_words
from ledger.records import AnyRecord, Certificate
from ledger.sentences import Sentence
from ledger.types import FieldType
from ledger.wire import ENVELOPE, SignedCommand

# What a certificate says to whoever reads it, and would mislead whoever signs.
_TO_READERS = (*NAMELESS, "Không chứng minh:", "Not shown:")
_PERCENT = frozenset({"bps", "weight", "pass_weight"})


def sentence(signed: SignedCommand, record: AnyRecord | None, now: int) -> Sentence:
    """record: what is moved, as it is now; None for a new one. now: UTC seconds."""
    vi, en = (printable(" ".join(_said(signed, record, now, language))) for language in (0, 1))
    return Sentence(vi, en)


def sentence_alone(signed: SignedCommand) -> Sentence:
    """Of the command alone, for whoever signs with no ledger at hand: not what the record is now."""
    vi, en = (
        printable(" ".join((_opening(signed, language), _named(signed.command, language), *_closing(signed, language))))
        for language in (0, 1)
    )
    return Sentence(vi, en)


def _named(command: Command, language: int) -> str:
    what = (("Bản ghi mới", "New record") if command.creates else ("Bản ghi", "Record"))[language]
    return f"{what}: {KINDS[command.kind][language]} {short_id(command.record)}."


def _opening(signed: SignedCommand, language: int) -> str:
    what = ": ".join((command_words(signed.name)[language], *(said[language] for said in decided(signed.command))))
    return f"{('Bạn sắp ký', 'You are about to sign')[language]}: {what}."


def _said(signed: SignedCommand, record: AnyRecord | None, now: int, language: int) -> Iterator[str]:
    command = signed.command
    yield _opening(signed, language)
    kind, identifier = KINDS[command.kind][language], short_id(command.record)
    if record is None:
        new = ("Bản ghi mới", "New record") if command.creates else ("Chưa có trên sổ cái", "Not on the ledger")
        yield f"{new[language]}: {kind} {identifier}."
    else:
        version = ("phiên bản", "version")[language]
        state = state_words(readings.state(record, now).name.lower(), record.kind)[language]
        yield f"{('Bản ghi', 'Record')[language]}: {kind} {identifier}, {version} {record.version}, {state}."
        yield from _summary(record, now, language)
    yield from _closing(signed, language)


def _closing(signed: SignedCommand, language: int) -> Iterator[str]:
    """Every field of the command, and what the signature is good for."""
    command = signed.command
    fields = "; ".join(_members(command, language))
    if fields:
        yield f"{('Nội dung', 'Content')[language]}: {fields}."
    until = local_time(command.not_after, language)
    expected = command.expected_version
    yield (
        f"Chữ ký chỉ dùng được cho sổ cái 0x{signed.ledger.hex()}, bản ghi ở phiên bản {expected}, đến {until}.",
        f"The signature is good for ledger 0x{signed.ledger.hex()}, the record at version {expected}, until {until}.",
    )[language]


def _summary(record: AnyRecord, now: int, language: int) -> tuple[str, ...]:
    """The lines of a certificate on what the record is. One of acceptance would need its pilot, and is left out."""
    if isinstance(record, Certificate):
        return ()
    state = shown_state(record, now)
    shown = ShownRecord(record.id, record.kind, record.version, record.head, (), False, state)
    return tuple(line for line in summary(shown, language) if not line.startswith(_TO_READERS))


def _members(value: Any, language: int) -> Iterator[str]:
    """`label: value` of each member but those that every command has."""
    own = dict(eip712.members(type(value)))
    skipped = frozenset(ENVELOPE) if isinstance(value, Command) else frozenset()
    for attribute, annotation in own.items():
        name = eip712.member_name(attribute)
        if name in skipped or (name == "provinces" and "countries" in own):
            continue
        if name == "countries" and "provinces" in own:
            codes = readable.struct(value)["territories"]
            yield f"{_label(type(value), 'territories', language)}: {codes_in_words('territories', codes, language)}"
        elif name in ("target", "baseline") and "scale" in own:
            number = readable.decimal(getattr(value, attribute), value.scale)
            yield f"{_label(type(value), name, language)}: {number}"
        else:
            said = _value(name, getattr(value, attribute), annotation, language)
            yield f"{_label(type(value), name, language)}: {said}"


def _label(owner: type, name: str, language: int) -> str:
    return labels.label(owner, name) if language == 0 else name.replace("_", " ")


def _value(name: str, value: Any, annotation: Any, language: int) -> str:
    struct, listed = eip712.element_struct(annotation)
    if listed:
        kind = None if struct else eip712.field_type(annotation)
        entries = [_struct(each, language) if kind is None else _atom(name, each, kind, language) for each in value]
        return ", ".join(entries) or "–"
    return _struct(value, language) if struct else _atom(name, value, eip712.field_type(annotation), language)


def _struct(value: Any, language: int) -> str:
    assert is_dataclass(value)
    return f"({'; '.join(_members(value, language))})"


def _atom(name: str, value: Any, kind: FieldType, language: int) -> str:
    if kind.shape == "bool":
        return (("không", "no"), ("có", "yes"))[bool(value)][language]
    if kind.shape == "enum" and kind.enum is not None:
        words = DECISIONS.get(name, {}).get(value)
        return words[language] if words else labels.enum_in(kind.enum, value, language)
    if kind.shape == "time":
        if value == 0:
            return "–"
        return WITHOUT_END[language] if value > LAST_SECOND else local_time(value, language)
    if kind.shape in ("acts", "fields", "provinces"):
        dimension = "territories" if kind.shape == "provinces" else kind.shape
        return codes_in_words(dimension, readable.member(value, _annotated(kind)), language)
    if kind.shape in ("id", "address"):
        return short_id(value) if any(value) else "–"
    if name in _PERCENT:
        return percent(value, language)
    shown = readable.member(value, _annotated(kind))
    return "–" if shown is None else str(shown)


def _annotated(kind: FieldType) -> Any:
    """An annotation as `ledger.readable` reads it."""
    return Annotated[int, kind]
