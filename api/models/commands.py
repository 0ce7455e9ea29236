"""Every signed command as a model of its own, and their union, told apart by `command`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.models.values import Bytes, Seconds, Version, Word, member
from ledger import eip712
from ledger.commands import COMMANDS, Command
from ledger.wire import ENVELOPE

_EXACTLY = ConfigDict(extra="forbid", strict=True)


def _first_line(described: type) -> str:
    return (described.__doc__ or "").strip().splitlines()[0]


def _made(name: str, doc: str, members: Any) -> type[BaseModel]:
    """Members whose name Python reserves stand under an alias."""
    fields: dict[str, Any] = {
        attribute: (member(annotation, struct_model), Field(alias=eip712.member_name(attribute)))
        for attribute, annotation in members
    }
    return create_model(name, __config__=_EXACTLY, __doc__=doc, **fields)


@cache
def struct_model(struct: Any) -> type[BaseModel]:
    """The model of a struct: exactly its members, under their signed names."""
    return _made(struct.__name__, _first_line(struct), eip712.members(struct))


def fields_model(command: type[Command]) -> type[BaseModel]:
    """The model of a command's `fields`."""
    return _made(f"{command.__name__}Fields", _first_line(command), eip712.members(command)[len(ENVELOPE) :])


def signed_model(name: str) -> type[BaseModel]:
    """The model of a signed command."""
    command = COMMANDS[name]
    members: dict[str, Any] = {
        "ledger": (Word, ...),
        "command": (Literal[name], ...),
        "record": (Word, ...),
        "expected_version": (Version, ...),
        "not_after": (Seconds, ...),
        "fields": (fields_model(command), ...),
        "signatures": (
            Annotated[list[Bytes], Field(description="65 bytes each: r || s || v, over the command's digest")],
            ...,
        ),
    }
    return create_model(f"Signed{command.__name__}", __config__=_EXACTLY, __doc__=_first_line(command), **members)


MODELS: Mapping[str, type[BaseModel]] = {name: signed_model(name) for name in COMMANDS}
# A union that mypy cannot know: it is made from the catalogue.
SignedCommand: Any = Annotated[Union[tuple(MODELS.values())], Field(discriminator="command")]  # noqa: UP007
