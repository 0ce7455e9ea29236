"""Every sealed event as it comes: server-sent events, resumable from a position."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from api.dependencies import Serving
from api.feed import Feed
from api.models.documents import event_document, place
from api.models.records import EventModel
from api.places import Places
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import READING, declared
from api.routes.parameters import expect_reached
from api.service import Service
from ledger.events import BEFORE_ALL, Position
from ledger.state import AnyEvent
from marketplace.projection import events

router = APIRouter(prefix="/v1", tags=["events"])
_AT_ONCE = 100
# A stream with nothing to tell says so this often, so that lines on the way do not take it for dead.
_QUIET_SECONDS = 15.0
_LOOK_SECONDS = 1.0
_PLACE = re.compile(r"([0-9]{1,15}):([0-9]{1,9})")

AfterPlace = Annotated[
    str | None,
    Query(max_length=32, description="Events after this position, `block:log`; `now`: only those to come"),
]
LastEventId = Annotated[str | None, Header(max_length=32, description="As `after`, from a stream that broke off")]


@router.get(
    "/events",
    operation_id="stream_events",
    summary="Every sealed event after a position, oldest first, then each as it comes",
    description=(
        "Server-sent events: `id` is the position `block:log`, `event` the command's name, `data` the event. Without "
        "a position from the first one. A client that sends the last `id` it saw misses nothing and is told nothing "
        "twice."
    ),
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A stream of events",
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    # What `data` holds. OpenAPI 3.2 will call it `itemSchema`.
                    "x-item-schema": {"$ref": f"#/components/schemas/{EventModel.__name__}"},
                    "example": 'id: 17:3\nevent: raise_tier\ndata: {"position":"17:3","name":"raise_tier"}\n\n',
                }
            },
        },
        **declared(*READING, "NOT_YET", "TOO_BUSY"),
    },
)
async def stream(
    request: Request,
    service: Serving,
    identity: Annotated[Identity, allowed("events.read")],
    after: AfterPlace = None,
    last_event_id: LastEventId = None,
    follow: Annotated[bool, Query(description="false: end with the last event that there is")] = True,
    limit: Annotated[int | None, Query(ge=1, description="End after so many events")] = None,
) -> StreamingResponse:
    feed: Feed = request.app.state.feed
    if last_event_id:
        # Told by some service of this ledger, which may be ahead of this one: a client that comes back waits.
        start = _start(last_event_id, "last-event-id")
    elif after == "now":
        start = await feed.now()
    else:
        start = _start(after, "after")
        if start != BEFORE_ALL:
            expect_reached(await run_in_threadpool(service.ledger.status), start.block, "after")
    who = ["address " + service.identities.origins.address(request)]
    if not identity.is_anonymous:
        who.append("identity " + identity.account)
    return _Stream(
        request.app.state.streams,
        who,
        _told(service, feed, start, follow=follow, limit=limit),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Stream(StreamingResponse):
    """Has a place from its making to its end, also where its client went away before it began."""

    def __init__(self, places: Places, who: Sequence[str], content: AsyncIterator[bytes], **more: Any) -> None:
        places.take(*who)
        super().__init__(content, **more)
        self._places = places
        self._who = who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._places.leave(*self._who)


def _start(text: str | None, field: str) -> Position:
    if text is None:
        return BEFORE_ALL
    found = _PLACE.fullmatch(text)
    if found is None:
        raise NotServed("MALFORMED", field=field)
    return Position(int(found[1]), int(found[2]))


async def _told(
    service: Service, feed: Feed, position: Position, *, follow: bool, limit: int | None
) -> AsyncIterator[bytes]:
    left, quiet = limit, 0.0
    while not service.draining:
        count = _AT_ONCE if left is None else min(_AT_ONCE, left)
        page = await run_in_threadpool(_page, service, position, count)
        if page:
            # In one piece: each piece that a client who has gone does not take is a warning in the log.
            yield b"".join(_event(event, service.trust.ledger) for event in page)
            position, quiet = page[-1].position, 0.0
        left = None if left is None else left - len(page)
        if left == 0 or (not follow and len(page) < count):
            return
        # Nothing is asked of the tables until the one look for all streams has seen more in them.
        while not page and not service.draining and not await feed.beyond(position, _LOOK_SECONDS):
            quiet += _LOOK_SECONDS
            if quiet >= _QUIET_SECONDS:
                quiet = 0.0
                yield b": nothing new\n\n"


def _page(service: Service, after: Position, limit: int) -> list[AnyEvent]:
    with Session(service.tables) as session:
        return events(session, after, limit)


def _event(event: AnyEvent, ledger: bytes) -> bytes:
    document = event_document(event, ledger)
    data = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return f"id: {place(event.position)}\nevent: {document['name']}\ndata: {data}\n\n".encode()
