"""Records, their lists and their histories, as they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from api.models.answers import Answer
from api.models.structs import first_line, made
from api.models.values import Seconds, Version, Word
from ledger import eip712
from ledger.enums import Kind, State
from ledger.records import RECORD_TYPES


def _one_of(names: Iterable[str]) -> Any:
    """A text that is one of a list made from the catalogue."""
    listed = tuple(names)

    def check(text: str) -> str:
        if text not in listed:
            raise PydanticCustomError("enum", "not one of those listed", {"expected": ", ".join(listed)})
        return text

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(listed)})]


KindName: Any = _one_of(kind.name.lower() for kind in Kind)
StateName: Any = _one_of(state.name.lower() for state in State)
Cursor = Annotated[str, Field(description="Opaque: give it back as `after`")]
Place = Annotated[str, Field(pattern=r"^[0-9]+:[0-9]+$", description="block:log", examples=["17:3"])]


class AsOfModel(Answer):
    """When a record was read: at the end of this second; of what was accepted up to this block, where one was named."""

    at: Seconds
    block: int | None = None


class Lines(Answer):
    """What a record is, in a few lines for people."""

    vi: list[str]
    en: list[str]


class Header(Answer):
    """state: as read at that time; stored_state: as the last command left it."""

    id: Word
    kind: KindName
    state: StateName
    stored_state: StateName
    version: Version
    head: Word
    created_at: Seconds
    at: Seconds


class Page(Answer):
    """next: the cursor of the following page; null where there is nothing more now."""

    items: list[Header]
    next: Cursor | None = None
    as_of: AsOfModel


class TouchedModel(Answer):
    record: Word
    version: Version
    head: Word


class EventModel(Answer):
    """One accepted command. signed: its wire form; of the genesis event the genesis document.

    signers[i] is the party of signatures[i]; outcome: what the ledger computed.
    """

    position: Place
    name: str
    record: Word
    version: Version
    head: Word
    digest: Word
    at: Seconds
    signers: list[Word]
    touched: list[TouchedModel]
    outcome: dict[str, Any]
    signed: dict[str, Any]


class Entry(Answer):
    """One version of a record. moved: by a command on the record itself; otherwise one on another record touched it."""

    version: Version
    head: Word
    moved: bool
    event: EventModel


class HistoryPage(Answer):
    items: list[Entry]
    next: Cursor | None = None


class DocumentReadings(Answer):
    """What time makes of a document. unopened_since: null where the office has opened it."""

    unopened_since: Seconds | None
    overdue: bool


def _record_model(kind: Kind) -> type[BaseModel]:
    """A record of a kind with its members in wire form, and what they say in words."""
    record = RECORD_TYPES[kind]
    name = record.__name__
    members: dict[str, Any] = {
        "as_of": (AsOfModel, ...),
        "record": (made(f"{name}Record", first_line(record), eip712.members(record)), ...),
        "words": (Lines, ...),
    }
    if kind == Kind.DOCUMENT:
        members["readings"] = (DocumentReadings, ...)
    return create_model(f"{name}Answer", __base__=Header, __doc__=first_line(record), **members)


RECORD_MODELS: Mapping[Kind, type[BaseModel]] = {kind: _record_model(kind) for kind in Kind}
