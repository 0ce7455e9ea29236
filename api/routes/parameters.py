"""Parameters that several routes take: ids, times, cursors."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query
from sqlalchemy.orm import Session

from api.dependencies import Serving
from api.problems import NotServed
from api.reading import AsOf
from api.service import Service
from ledger.port import Status
from marketplace import lists

MOST_ITEMS = 200
_SKEW = 5  # seconds that a client's clock may be ahead
# What a query makes of `T05:30:30+07:00`: a plus sign in it stands for a space.
_PLUS_LOST = re.compile(r"(T[0-9:.,]+) ([0-9]{2}:?[0-9]{2})")
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
    lost = _PLUS_LOST.search(text)
    try:
        found = datetime.fromisoformat(text if lost is None else f"{text[: lost.start()]}{lost[1]}+{lost[2]}")
        if found.tzinfo is not None and found.timestamp() >= 0:
            return int(found.timestamp())
    except (ValueError, OverflowError):
        pass
    raise NotServed("MALFORMED", field=field)


def as_of(service: Serving, at: TimeQuery = None, block: BlockQuery = None) -> AsOf:
    """What a question is to be read as of: now, where neither a time nor a block is named."""
    if at is not None and block is not None:
        raise NotServed("MALFORMED", field="block")
    status = service.ledger.status()
    if at is not None:
        asked, now = read_time(at, "at"), max(status.now, int(service.clock()))
        if asked > now + _SKEW:
            raise NotServed("NOT_YET", field="at", asked=str(asked), now=str(now))
        return AsOf(service.ledger, asked)
    if block is not None:
        expect_reached(status, block, "block")
        return AsOf(service.ledger, _time_of(service, status, block), block)
    return AsOf(service.ledger, status.now)


def expect_reached(status: Status, block: int, field: str) -> None:
    """What was accepted and is not sealed stands in the block after the last. Raises `NotServed` NOT_YET."""
    if block > status.height + 1:
        raise NotServed("NOT_YET", field=field, asked=str(block), height=str(status.height))


# In a thread, as it asks the engine.
Then = Annotated[AsOf, Depends(as_of)]


def _time_of(service: Service, status: Status, block: int) -> int:
    """When a block is read at: the time of the last event up to it, or now for one that is not sealed yet."""
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
