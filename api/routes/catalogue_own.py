"""An organisation's own entries: written, submitted, bound, hidden and withdrawn. The moderator reads them too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue.answers import names_of, own_entry, own_line, party_of, versions_of
from api.dependencies import Serving, changing_tables, reading_tables
from api.models.catalogue import (
    BindingGiven,
    EntryGiven,
    OwnEntry,
    OwnPage,
    Reference,
    VersionGiven,
    VersionsAnswer,
)
from api.models.people import Id
from api.people import the_organisation
from api.policy import Identity, allowed
from api.problems.declared import CHANGING, READING, declared
from api.routes.organisations import OrganisationId
from api.routes.parameters import Limit
from api.service import Service
from api.tables import EntryRow, VersionRow
from marketplace.catalogue import binding, entries
from marketplace.catalogue.codes import EntryKind
from marketplace.catalogue.content import read_content
from marketplace.catalogue.entries import EntryState
from marketplace.catalogue.refusals import CatalogueRefused

router = APIRouter(prefix="/v1/organisations/{organisation}/catalogue", tags=["catalogue"])
EntryId = Annotated[Id, Path()]
Writer = Annotated[Identity, allowed("catalogue.write")]
_READ = declared(*READING, "ENTRY_NOT_FOUND", "TOO_MANY_REQUESTS")
_CHANGE = declared(*CHANGING, "ENTRY_NOT_FOUND", "ENTRY_STATE")


@router.get(
    "/entries",
    operation_id="list_own_entries",
    summary="The organisation's entries, drafts and withdrawn ones included",
    response_model=OwnPage,
    responses=declared(*READING, "TOO_MANY_REQUESTS"),
    dependencies=[allowed("catalogue.own")],
)
def listed(
    service: Serving,
    organisation: OrganisationId,
    kind: Annotated[EntryKind | None, Query()] = None,
    state: Annotated[EntryState | None, Query()] = None,
    pending: Annotated[
        EntryState | None, Query(description="The state of the last version where it is not shown")
    ] = None,
    reference: Annotated[Reference | None, Query()] = None,
    after: Id | None = None,
    limit: Limit = 50,
) -> OwnPage:
    last = (VersionRow.entry == EntryRow.id) & (VersionRow.number == EntryRow.version)
    query = select(EntryRow, VersionRow.content).join(VersionRow, last).where(EntryRow.organisation == organisation)
    for column, value in (
        (EntryRow.kind, kind),
        (EntryRow.state, state),
        (EntryRow.pending, pending),
        (EntryRow.reference, reference),
    ):
        query = query if value is None else query.where(column == value)
    query = query if after is None else query.where(EntryRow.id > after)
    with reading_tables(service) as session:
        rows = session.execute(query.order_by(EntryRow.id).limit(limit + 1)).all()
        name = names_of(session, [organisation]).get(organisation, "")
    return OwnPage(
        entries=[own_line(entry, content, name) for entry, content in rows[:limit]],
        next=rows[limit - 1][0].id if len(rows) > limit else None,
    )


@router.post(
    "/entries",
    operation_id="make_entry",
    summary="Draft a new entry",
    status_code=201,
    response_model=OwnEntry,
    responses=declared(*CHANGING, "NOT_FOUND", "BAD_ENTRY", "REFERENCE_TAKEN"),
)
def make(service: Serving, organisation: OrganisationId, given: EntryGiven, who: Writer) -> OwnEntry:
    content = read_content(given.content)
    now = service.identities.now
    with changing_tables(service) as session:
        owner = the_organisation(session, organisation)
        entry = entries.create(
            *(session, owner.id, content), reference=given.reference, author=who.account, now=now, note=given.note
        )
        return _answer(service, session, entry)


@router.get(
    "/entries/{entry}",
    operation_id="get_own_entry",
    summary="An entry of the organisation with its last version and the moderators' decisions",
    response_model=OwnEntry,
    responses=_READ,
    dependencies=[allowed("catalogue.own")],
)
def one(service: Serving, organisation: OrganisationId, entry: EntryId) -> OwnEntry:
    with reading_tables(service) as session:
        return _answer(service, session, _the_entry(session, organisation, entry, hold=False))


@router.get(
    "/entries/{entry}/versions",
    operation_id="list_entry_versions",
    summary="Every version of an entry, newest first, with what it changed",
    response_model=VersionsAnswer,
    responses=_READ,
    dependencies=[allowed("catalogue.own")],
)
def versions(service: Serving, organisation: OrganisationId, entry: EntryId) -> VersionsAnswer:
    with reading_tables(service) as session:
        return VersionsAnswer(versions=versions_of(session, _the_entry(session, organisation, entry, hold=False)))


@router.put(
    "/entries/{entry}",
    operation_id="revise_entry",
    summary="Another version: what is shown stays until it is published",
    response_model=OwnEntry,
    responses={**_CHANGE, **declared(*CHANGING, "ENTRY_NOT_FOUND", "ENTRY_STATE", "KIND_FIXED", "BAD_ENTRY")},
)
def revise(
    service: Serving, organisation: OrganisationId, entry: EntryId, given: VersionGiven, who: Writer
) -> OwnEntry:
    content = read_content(given.content)
    now = service.identities.now
    with changing_tables(service) as session:
        row = _the_entry(session, organisation, entry)
        entries.revise(session, row, content, author=who.account, now=now, note=given.note)
        return _answer(service, session, row)


@router.post(
    "/entries/{entry}/submit",
    operation_id="submit_entry",
    summary="Hand the last version to the moderators",
    response_model=OwnEntry,
    responses=_CHANGE,
    dependencies=[allowed("catalogue.write")],
)
def submit(service: Serving, organisation: OrganisationId, entry: EntryId) -> OwnEntry:
    with changing_tables(service) as session:
        row = _the_entry(session, organisation, entry)
        entries.submit(row, service.identities.now)
        return _answer(service, session, row)


@router.put(
    "/entries/{entry}/binding",
    operation_id="bind_entry",
    summary="Bind an entry to records that the organisation's party holds; what is left out is unbound",
    description=(
        "Bound to a listing, an entry is shown only while the ledger has that as published or reserved. The answer "
        "says of each record whether it carries the commitment to this version."
    ),
    response_model=OwnEntry,
    responses=declared(*CHANGING, "ENTRY_NOT_FOUND", "ENTRY_STATE", "BINDING_NOT_HELD", "BINDING_NOT_FITTING"),
    dependencies=[allowed("catalogue.bind")],
)
def bind(service: Serving, organisation: OrganisationId, entry: EntryId, given: BindingGiven) -> OwnEntry:
    with changing_tables(service) as session, Session(service.tables) as tables:
        row = _the_entry(session, organisation, entry)
        binding.bind(
            *(session, tables, row, party_of(session, organisation)),
            asset=_word(given.asset),
            listing=_word(given.listing),
            problem=_word(given.problem),
            profile=given.profile,
            now=service.identities.now,
        )
        return _answer(service, session, row)


@router.post(
    "/entries/{entry}/hide",
    operation_id="hide_entry",
    summary="Show a published entry no more, until it is shown again",
    response_model=OwnEntry,
    responses=_CHANGE,
    dependencies=[allowed("catalogue.withdraw")],
)
def hide(service: Serving, organisation: OrganisationId, entry: EntryId) -> OwnEntry:
    with changing_tables(service) as session:
        row = _the_entry(session, organisation, entry)
        entries.hide(session, row, "organisation", service.identities.now)
        return _answer(service, session, row)


@router.post(
    "/entries/{entry}/show",
    operation_id="show_entry",
    summary="Show again what the organisation itself hid",
    response_model=OwnEntry,
    responses=_CHANGE,
    dependencies=[allowed("catalogue.withdraw")],
)
def show(service: Serving, organisation: OrganisationId, entry: EntryId) -> OwnEntry:
    with changing_tables(service) as session:
        row = _the_entry(session, organisation, entry)
        entries.show(session, row, "organisation", service.identities.now)
        return _answer(service, session, row)


@router.post(
    "/entries/{entry}/withdraw",
    operation_id="withdraw_entry",
    summary="Withdraw an entry for good; its versions stay with the organisation",
    response_model=OwnEntry,
    responses=_CHANGE,
    dependencies=[allowed("catalogue.withdraw")],
)
def withdraw(service: Serving, organisation: OrganisationId, entry: EntryId) -> OwnEntry:
    with changing_tables(service) as session:
        row = _the_entry(session, organisation, entry)
        entries.withdraw(session, row, service.identities.now)
        return _answer(service, session, row)


def _the_entry(session: Session, organisation: str, entry: str, *, hold: bool = True) -> EntryRow:
    """hold: to change it. Raises `CatalogueRefused` ENTRY_NOT_FOUND, also of another organisation's."""
    row = entries.the_entry(session, entry, hold=hold)
    if row.organisation != organisation:
        raise CatalogueRefused("ENTRY_NOT_FOUND", entry=entry)
    return row


def _answer(service: Service, session: Session, entry: EntryRow) -> OwnEntry:
    with Session(service.tables) as tables:
        return own_entry(session, tables, entry, service.identities.now)


def _word(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text[2:])
