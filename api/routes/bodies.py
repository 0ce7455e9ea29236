"""A signed command in a request's body, parsed as every other reader of the wire parses it; answers that are files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from api.problems import NotServed
from ledger import wire
from ledger.wire import SignedCommand

# The description of the service has a schema of this name: the union of all signed commands.
SCHEMA = "SignedCommand"
SIGNED_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{SCHEMA}"}}},
    }
}

# What is kept byte for byte says so: clients made from the description hand it on as bytes, and parse nothing.
AS_FILE: dict[str, Any] = {
    "Content-Disposition": {"schema": {"type": "string"}, "description": "A file, and a name for it", "required": True}
}


async def _signed(request: Request) -> SignedCommand:
    """Raises `Refused` MALFORMED or UNKNOWN_COMMAND, and `NotServed`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotServed("UNSUPPORTED_MEDIA_TYPE")
    return wire.command_from_text(await request.body())


Signed = Annotated[SignedCommand, Depends(_signed)]
