"""Every signed command as a model of its own, and their union, told apart by `command`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, Field, create_model

from api.models.structs import EXACTLY, first_line, made, struct_model
from api.models.values import Bytes, Word, member
from ledger import eip712
from ledger.commands import COMMANDS, Command
from ledger.wire import ENVELOPE


def fields_model(command: type[Command]) -> type[BaseModel]:
    """The model of a command's `fields`."""
    return made(f"{command.__name__}Fields", first_line(command), eip712.members(command)[len(ENVELOPE) :])


def signed_model(name: str) -> type[BaseModel]:
    """The model of a signed command."""
    command = COMMANDS[name]
    envelope = {
        name: (member(annotation, struct_model), ...) for name, annotation in eip712.members(command)[: len(ENVELOPE)]
    }
    members: dict[str, Any] = {
        "ledger": (Word, ...),
        "command": (Literal[name], ...),
        **envelope,
        "fields": (fields_model(command), ...),
        "signatures": (
            Annotated[list[Bytes], Field(description="65 bytes each: r || s || v, over the command's digest")],
            ...,
        ),
    }
    return create_model(f"Signed{command.__name__}", __config__=EXACTLY, __doc__=first_line(command), **members)


MODELS: Mapping[str, type[BaseModel]] = {name: signed_model(name) for name in COMMANDS}
# A union that mypy cannot know: it is made from the catalogue.
SignedCommand: Any = Annotated[Union[tuple(MODELS.values())], Field(discriminator="command")]  # noqa: UP007
