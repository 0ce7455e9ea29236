"""The catalogue as everybody sees it: what is published, with what of it the ledger proves; events; code lists."""

from __future__ import annotations

import json
from datetime import date, datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue.answers import line_of, names_of, shown_entry
from api.dependencies import Serving, reading_tables
from api.models.catalogue import (
    Both,
    CodeAnswer,
    CodeList,
    CodeLists,
    EntriesPage,
    EntryAnswer,
    EventLine,
    EventsAnswer,
    ExhibitorAnswer,
    ExhibitorsAnswer,
    Reference,
)
from api.models.people import Id
from api.policy import allowed
from api.problems import NotServed
from api.problems.declared import declared
from api.routes.parameters import Limit
from api.tables import OrganisationRow
from ledger.proof.times import VIET_NAM
from marketplace.catalogue.codes import CODES, EntryKind
from marketplace.catalogue.published import shown_rows

router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"], dependencies=[allowed("catalogue.read")])
EntryId = Annotated[Id, Path()]
_READ = declared("TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE")
_MOST_EVENTS = 200
_AT_ONCE = 50  # rows that are looked at in one query: many in a row may be shown no more


@router.get(
    "/entries",
    operation_id="list_entries",
    summary="What is published, by kind, organisation or reference",
    response_model=EntriesPage,
    responses=_READ,
)
def listed(
    service: Serving,
    kind: Annotated[EntryKind | None, Query()] = None,
    organisation: Annotated[Id | None, Query()] = None,
    reference: Annotated[Reference | None, Query()] = None,
    after: Id | None = None,
    limit: Limit = 50,
) -> EntriesPage:
    kinds = None if kind is None else frozenset({kind})
    with reading_tables(service) as session, Session(service.tables) as tables:
        shown = shown_rows(
            *(session, tables, service.identities.now),
            kinds=kinds,
            organisation=organisation,
            reference=reference,
            after=after or "",
            at_once=max(limit + 1, _AT_ONCE),
        )
        rows = list(islice(shown, limit + 1))
        names = names_of(session, {row.organisation for row in rows})
    return EntriesPage(
        entries=[line_of(row, names) for row in rows[:limit]], next=rows[limit - 1].id if len(rows) > limit else None
    )


@router.get(
    "/entries/{entry}",
    operation_id="get_entry",
    summary="A published entry: its content and salt, and what the ledger proves of it",
    description=(
        "The commitment is over `salt` and the RFC 8785 bytes of `content` (docs/specs/commands.md): whoever has both "
        "can check it against the records in `ledger`. A vetted solution shows its reviews in force and every "
        "acceptance certificate, failures, disputed and revoked ones included."
    ),
    response_model=EntryAnswer,
    responses=declared("ENTRY_NOT_FOUND", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
)
def one(service: Serving, entry: EntryId) -> EntryAnswer:
    with reading_tables(service) as session, Session(service.tables) as tables:
        return shown_entry(session, tables, entry, service.identities.now)


@router.get(
    "/entries/{entry}/exhibitors",
    operation_id="list_exhibitors",
    summary="Who and what a published event shows; entries that are not shown themselves are left out",
    response_model=ExhibitorsAnswer,
    responses=declared("ENTRY_NOT_FOUND", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
)
def exhibitors(service: Serving, entry: EntryId) -> ExhibitorsAnswer:
    now = service.identities.now
    with reading_tables(service) as session, Session(service.tables) as tables:
        given = shown_entry(session, tables, entry, now).content.get("exhibitors", [])
        entries = [each["entry"] for each in given if "entry" in each]
        shown = {row.id: row for row in shown_rows(session, tables, now, identifiers=entries)}
        names = names_of(session, {each.organisation for each in shown.values()})
        parties = _names_of_parties(session, [bytes.fromhex(each["party"][2:]) for each in given if "party" in each])
    found = []
    for each in given:
        if "entry" in each and each["entry"] not in shown:
            continue
        row = shown.get(each.get("entry", ""))
        found.append(
            ExhibitorAnswer(
                entry=None if row is None else line_of(row, names),
                party=each.get("party"),
                organisation_name=parties.get(each.get("party", "")) if row is None else names.get(row.organisation),
                stand=each.get("stand"),
            )
        )
    return ExhibitorsAnswer(exhibitors=found)


@router.get(
    "/events",
    operation_id="list_market_events",
    summary="Published events that have not ended by a day, the next one first",
    response_model=EventsAnswer,
    responses=_READ,
)
def events(
    service: Serving,
    since: Annotated[
        str | None, Query(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A day; today in Hanoi where left out")
    ] = None,
) -> EventsAnswer:
    day = _day(since) if since is not None else _today(service.identities.now)
    with reading_tables(service) as session, Session(service.tables) as tables:
        rows = list(shown_rows(session, tables, service.identities.now, kinds=frozenset({"event"})))
        names = names_of(session, {row.organisation for row in rows})
    found = []
    for row in rows:
        content = json.loads(row.content)
        if content["ends_on"] >= day:
            line = EventLine(
                **dict(line_of(row, names)),
                starts_on=content["starts_on"],
                ends_on=content["ends_on"],
                place=Both(**content["place"]),
            )
            found.append(line)
    return EventsAnswer(events=sorted(found, key=lambda each: (each.starts_on, each.id))[:_MOST_EVENTS])


@router.get(
    "/codes",
    operation_id="list_catalogue_codes",
    summary="The code lists of entries, with what each code is called",
    response_model=CodeLists,
    responses=declared("TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"),
)
def codes() -> CodeLists:
    return CodeLists(
        lists=[
            CodeList(
                name=name, codes=[CodeAnswer(code=code, vi=label.vi, en=label.en) for code, label in found.items()]
            )
            for name, found in CODES.items()
        ]
    )


def _today(now: int) -> str:
    return datetime.fromtimestamp(now, VIET_NAM).date().isoformat()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotServed("MALFORMED", field="since") from None


def _names_of_parties(session: Session, parties: list[bytes]) -> dict[str, str]:
    named = select(OrganisationRow.party, OrganisationRow.name).where(OrganisationRow.party.in_(parties))
    return {"0x" + party.hex(): name for party, name in session.execute(named) if party is not None}
