"""The signed command in a request's body, parsed as every other reader of the wire parses it."""

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


async def _signed(request: Request) -> SignedCommand:
    """Raises `Refused` MALFORMED or UNKNOWN_COMMAND, and `NotServed`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotServed("UNSUPPORTED_MEDIA_TYPE")
    return wire.command_from_text(await request.body())


Signed = Annotated[SignedCommand, Depends(_signed)]
