"""The moderators' queue, and their decisions. Nobody decides on what is their own organisation's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue.answers import names_of, own_entry, own_line
from api.dependencies import Serving, changing_tables, reading_tables
from api.models.catalogue import DecisionGiven, OwnEntry, OwnPage
from api.models.people import Id
from api.policy import Identity, allowed
from api.problems.declared import CHANGING, READING, declared
from api.routes.parameters import Limit
from api.tables import EntryRow, VersionRow
from marketplace.catalogue import entries
from marketplace.catalogue.entries import EntryState

router = APIRouter(prefix="/v1/catalogue/moderation", tags=["catalogue"])
EntryId = Annotated[Id, Path()]


@router.get(
    "",
    operation_id="list_moderation",
    summary="Versions that wait for a moderator, whoever's they are",
    response_model=OwnPage,
    responses=declared(*READING, "TOO_MANY_REQUESTS"),
    dependencies=[allowed("catalogue.moderate")],
)
def listed(service: Serving, after: Id | None = None, limit: Limit = 50) -> OwnPage:
    last = (VersionRow.entry == EntryRow.id) & (VersionRow.number == EntryRow.version)
    query = select(EntryRow, VersionRow.content).join(VersionRow, last)
    query = query.where(EntryRow.pending == EntryState.IN_MODERATION, EntryRow.id > (after or ""))
    with reading_tables(service) as session:
        rows = session.execute(query.order_by(EntryRow.id).limit(limit + 1)).all()
        names = names_of(session, {entry.organisation for entry, _ in rows})
    return OwnPage(
        entries=[own_line(entry, content, names.get(entry.organisation, "")) for entry, content in rows[:limit]],
        next=rows[limit - 1][0].id if len(rows) > limit else None,
    )


@router.post(
    "/{entry}",
    operation_id="moderate_entry",
    summary="Publish a version, send it back with a reason, hide what is shown, or show it again",
    response_model=OwnEntry,
    responses=declared(*CHANGING, "ENTRY_NOT_FOUND", "ENTRY_STATE", "ENTRY_CHANGED", "OWN_ENTRY"),
)
def decide(
    service: Serving, entry: EntryId, given: DecisionGiven, who: Annotated[Identity, allowed("catalogue.moderate")]
) -> OwnEntry:
    now = service.identities.now
    with changing_tables(service) as session, Session(service.tables) as tables:
        row = entries.the_entry(session, entry)
        entries.moderate(
            *(session, row, given.version, given.outcome),
            moderator=who.account,
            organisation=who.organisation,
            now=now,
            reason=given.reason,
        )
        return own_entry(session, tables, row, now)
