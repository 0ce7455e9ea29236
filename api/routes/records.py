"""Every noun of the catalogue alike: its records page by page, one record as it is or was, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from api.dependencies import Serving
from api.models.documents import as_of_document, entry_document, listed_document, record_document
from api.models.records import RECORD_MODELS, HistoryPage, Page, StateName
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import READING, declared
from api.reading import AsOf
from api.routes.parameters import (
    After,
    Limit,
    PartyQuery,
    RecordId,
    Then,
    cursor,
    key_cursor,
    read_key,
    read_version,
    record_id,
)
from api.service import Service
from ledger.enums import Kind, State
from ledger.state import AnyEvent, accepted_at, fold_record
from marketplace import lists
from marketplace.projection import history

NOUNS: Mapping[str, Kind] = {
    "parties": Kind.PARTY,
    "assets": Kind.ASSET,
    "listings": Kind.LISTING,
    "appraisals": Kind.APPRAISAL,
    "instruments": Kind.INSTRUMENT,
    "royalty-periods": Kind.ROYALTY_PERIOD,
    "problems": Kind.PROBLEM,
    "proposals": Kind.PROPOSAL,
    "pilots": Kind.PILOT,
    "certificates": Kind.CERTIFICATE,
    "documents": Kind.DOCUMENT,
    "anchors": Kind.ANCHOR,
}
# Up to this version a record's history is also asked of the ledger itself, which has what is not sealed yet. It tells
# the whole of it each time, so that a longer one is told as the tables have it, about a second later.
_SHORT = 1000

StateQuery: Any = Annotated[StateName | None, Query(description="Those that read so now")]
router = APIRouter(prefix="/v1", dependencies=[allowed("records.read")])


def _add(noun: str, kind: Kind) -> None:
    """The routes of one noun."""
    name = kind.name.lower()

    def listed(
        service: Serving,
        after: After = None,
        limit: Limit = 50,
        state: StateQuery = None,
        party: PartyQuery = None,
    ) -> Response:
        now = AsOf(service.ledger, service.ledger.status().now)
        with Session(service.tables) as session:
            found = lists.page(
                session,
                kind,
                now.at,
                after=None if after is None else read_key(after),
                limit=limit + 1,
                state=None if state is None else State[str(state).upper()],
                party=None if party is None else record_id(party),
            )
        return JSONResponse(
            {
                "items": [listed_document(each) for each in found[:limit]],
                "next": key_cursor(found[limit - 1].key) if len(found) > limit else None,
                "as_of": as_of_document(now),
            }
        )

    def one(service: Serving, then: Then, identifier: RecordId) -> Response:
        record = record_id(identifier)
        events = service.ledger.history(record)
        if not events or fold_record(record, events[:1]).kind != kind:  # type: ignore[union-attr]  # one event
            raise _not_found(record)
        found = fold_record(record, then.until_then(events))
        if found is None:
            raise NotServed("NOT_RECORDED_YET", record="0x" + record.hex(), created_at=str(accepted_at(events[0])))
        return JSONResponse(record_document(found, then))

    def told(service: Serving, identifier: RecordId, after: After = None, limit: Limit = 50) -> Response:
        record, since = record_id(identifier), 0 if after is None else read_version(after)
        found = _history(service, kind, record, since, limit + 1)
        shown = [entry_document(record, event, service.trust.ledger) for event in found[:limit]]
        more = cursor(str(shown[-1]["version"])) if len(found) > limit else None
        return JSONResponse({"items": shown, "next": more})

    route = {"tags": [noun]}
    reading: dict[str, Any] = {**route, "responses": declared(*READING)}
    of_one: dict[str, Any] = {
        **route,
        "responses": declared(*READING, "RECORD_NOT_FOUND", "NOT_RECORDED_YET", "NOT_YET"),
    }
    router.add_api_route(
        f"/{noun}",
        listed,
        operation_id=f"list_{noun.replace('-', '_')}",
        summary=f"Records of kind {name}, in the order of creation",
        response_model=Page,
        **reading,
    )
    router.add_api_route(
        f"/{noun}/{{identifier}}",
        one,
        operation_id=f"get_{name}",
        summary=f"One {name.replace('_', ' ')}, as it is or as it was",
        response_model=RECORD_MODELS[kind],
        **of_one,
    )
    router.add_api_route(
        f"/{noun}/{{identifier}}/history",
        told,
        operation_id=f"get_{name}_history",
        summary="Every command that moved or touched it, oldest first",
        response_model=HistoryPage,
        **of_one,
    )


for _noun, _kind in NOUNS.items():
    _add(_noun, _kind)


def _not_found(record: bytes) -> NotServed:
    return NotServed("RECORD_NOT_FOUND", record="0x" + record.hex())


def _history(service: Service, kind: Kind, record: bytes, after: int, limit: int) -> list[AnyEvent]:
    """Events from the version after `after`; those not sealed yet are told of a short history."""
    with Session(service.tables) as session:
        header = lists.header(session, record)
        found = [] if header is None else list(history(session, record, after, limit))
    if header is None or (header.version <= _SHORT and len(found) < limit):
        # Version n is the n-th event of the record.
        whole = service.ledger.history(record)
        found = list(whole[after : after + limit])
        if not whole or fold_record(record, whole[:1]).kind != kind:  # type: ignore[union-attr]  # one event
            raise _not_found(record)
    elif header.kind != kind:
        raise _not_found(record)
    return found
