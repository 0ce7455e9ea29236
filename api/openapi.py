"""The service's description (OpenAPI 3.1), made from its routes and models. It is committed; this is what makes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from api.app import routed
from api.models import catalogue
from api.models.answers import IntakeModel, ProblemModel
from api.models.commands import SignedCommand
from api.openapi_policy import add_policy
from api.problems import PROBLEMS, declared
from api.routes import bodies
from marketplace.catalogue import content

FILE = Path(__file__).parents[1] / "docs" / "specs" / "openapi.json"
_REF = "#/components/schemas/{model}"
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")
_ABOUT = (
    "The HTTP service over a HanoTEX ledger (docs/specs/service.md). Commands, receipts and refusals are in the wire "
    "form of docs/specs/wire.md: whole numbers of more than 32 bits are decimal strings, bytes lower-case hex. Every "
    "error is a problem (RFC 9457) whose `type` is a page that says, in Vietnamese and English, what to do next."
)


def description() -> dict[str, Any]:
    """The document as it is committed."""
    app = routed()
    app.description = _ABOUT
    made: dict[str, Any] = app.openapi()
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    for operation in operations(made):
        # Said by the framework of every route with parameters; the service answers 400 with a problem.
        said = operation["responses"].get("422", {})
        if "application/json" in said.get("content", {}):
            del operation["responses"]["422"]
    union = TypeAdapter(SignedCommand).json_schema(ref_template=_REF)
    schemas |= union.pop("$defs")
    schemas[bodies.SCHEMA] = union
    contents = content.schema(_REF.format(model="Content{model}"))
    schemas |= {f"Content{name}": made for name, made in contents.pop("$defs").items()}
    schemas[catalogue.CONTENT_SCHEMA] = contents
    _refer(made)
    _add(schemas, declared.SCHEMA, ProblemModel)
    _add(schemas, IntakeModel.__name__, IntakeModel)
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    add_policy(app, made)
    made["components"]["examples"] = {code: declared.example(code) for code in sorted(PROBLEMS)}
    return made


def text() -> str:
    """The committed file's content."""
    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a description."""
    for path in document["paths"].values():
        yield from path.values()


def _refer(value: Any) -> None:
    """Put a reference where a model names a schema that it does not make itself."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, dict) and (name := inner.pop("x-schema", None)):
            inner.clear()
            inner["$ref"] = _REF.format(model=name)
        _refer(inner)


def _add(schemas: dict[str, Any], name: str, model: type[BaseModel]) -> None:
    made = model.model_json_schema(ref_template=_REF)
    schemas |= made.pop("$defs", {})
    schemas[name] = made
