"""Structs of the catalogue as models, made from their annotations."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.models.values import member
from ledger import eip712

EXACTLY = ConfigDict(extra="forbid", strict=True)


def first_line(described: type) -> str:
    return (described.__doc__ or "").strip().splitlines()[0]


def made(name: str, doc: str, members: Any) -> type[BaseModel]:
    """Members whose name Python reserves stand under an alias."""
    fields: dict[str, Any] = {
        attribute: (member(annotation, struct_model), Field(alias=eip712.member_name(attribute)))
        for attribute, annotation in members
    }
    return create_model(name, __config__=EXACTLY, __doc__=doc, **fields)


@cache
def struct_model(struct: Any) -> type[BaseModel]:
    """The model of a struct: exactly its members, under their signed names."""
    return made(struct.__name__, first_line(struct), eip712.members(struct))
