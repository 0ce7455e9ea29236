"""Parameters that several routes take: ids, times, cursors."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query
from sqlalchemy.orm import Session

from api.dependencies import Serving
from api.problems import NotServed
from api.reading import AsOf
from api.service import Service
from marketplace import lists

MOST_ITEMS = 200
_LAST_BLOCK = (1 << 53) - 1
_LAST_SECOND = (1 << 64) - 1
_LAST_WHOLE = (1 << 53) - 1  # within the databases' own type

RecordId = Annotated[
    str,
    Path(
        pattern="^(0x[0-9a-f]{64}|(did:nda:)?0x[0-9a-f]{40})$",
        description="A record's id; a party's may be its address or its did:nda",
    ),
]
PartyQuery = Annotated[
    str | None,
    Query(
        pattern="^(0x[0-9a-f]{64}|(did:nda:)?0x[0-9a-f]{40})$",
        description="Those that this party holds, takes part in or is answerable for",
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="Entries of a page")]
After = Annotated[str | None, Query(max_length=128, description="The cursor `next` of the page before")]
TimeQuery = Annotated[
    str | None,
    Query(
        max_length=40,
        description="As of the end of this second: UTC seconds, or ISO 8601 with an offset",
        examples=["1795651200", "2026-11-26T07:00:00+07:00"],
    ),
]
BlockQuery = Annotated[int | None, Query(ge=0, le=_LAST_BLOCK, description="As of this block, in place of a time")]


def record_id(text: str) -> bytes:
    """The id that a path or a query names."""
    return bytes.fromhex(text.removeprefix("did:nda:")[2:]).rjust(32, b"\0")


def read_time(text: str, field: str) -> int:
    """UTC seconds; raises `NotServed` MALFORMED."""
    if text.isascii() and text.isdigit() and int(text) <= _LAST_SECOND:
        return int(text)
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None and found.timestamp() >= 0:
            return int(found.timestamp())
    except (ValueError, OverflowError):
        pass
    raise NotServed("MALFORMED", field=field)


def as_of(service: Serving, at: TimeQuery = None, block: BlockQuery = None) -> AsOf:
    """What a question is to be read as of: now, where neither a time nor a block is named."""
    if at is not None and block is not None:
        raise NotServed("MALFORMED", field="block")
    if at is not None:
        return AsOf(service.ledger, read_time(at, "at"))
    if block is not None:
        return AsOf(service.ledger, _time_of(service, block), block)
    return AsOf(service.ledger, service.ledger.status().now)


# In a thread, as it asks the engine.
Then = Annotated[AsOf, Depends(as_of)]


def _time_of(service: Service, block: int) -> int:
    """When a block is read at: the time of the last event up to it, or now for one that is not sealed yet."""
    status = service.ledger.status()
    if block > status.height:
        return status.now
    with Session(service.tables) as session:
        return lists.last_time(session, block) or status.genesis.at


# --- Cursors -------------------------------------------------------------------------------------------------------


def cursor(*parts: str) -> str:
    """Opaque to clients, so that what pages follow may change."""
    return base64.urlsafe_b64encode(":".join(parts).encode()).decode().rstrip("=")


def cursor_parts(text: str, count: int) -> list[str]:
    """What `cursor` was given; raises `NotServed` MALFORMED of `after`."""
    try:
        parts = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode().split(":")
    except (binascii.Error, ValueError):
        parts = []
    if len(parts) != count or not all(part.isascii() and part.isalnum() and len(part) <= 64 for part in parts):
        raise NotServed("MALFORMED", field="after")
    return parts


def key_cursor(key: lists.Key) -> str:
    return cursor(str(key.created_at), key.id.hex())


def read_key(text: str) -> lists.Key:
    created_at, identifier = cursor_parts(text, 2)
    try:
        key = lists.Key(int(created_at), bytes.fromhex(identifier))
    except ValueError:
        raise NotServed("MALFORMED", field="after") from None
    if key.created_at > _LAST_WHOLE:
        raise NotServed("MALFORMED", field="after")
    return key


def read_version(text: str) -> int:
    """The version that a page of a history ended with."""
    (version,) = cursor_parts(text, 1)
    if not version.isdigit() or int(version) > _LAST_WHOLE:
        raise NotServed("MALFORMED", field="after")
    return int(version)
