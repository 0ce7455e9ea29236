"""What an account keeps of the catalogue: searches to come back to, entries and organisations that it follows."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.catalogue.answers import names_of
from api.catalogue.news import news_of
from api.dependencies import Serving, changing_tables, reading_tables
from api.models.catalogue import (
    Both,
    FollowAnswer,
    FollowsAnswer,
    Narrowing,
    NewsAnswer,
    SearchAnswer,
    SearchesAnswer,
    SearchGiven,
)
from api.models.people import Id
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.tables import DecisionRow, EntryRow, FollowRow, SavedSearchRow
from marketplace.catalogue.entries import Decision
from marketplace.catalogue.published import shown_rows
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.kept.columns import insert, new_id

router = APIRouter(prefix="/v1/account", tags=["catalogue"])
Oneself = Annotated[Identity, allowed("catalogue.follow")]
SubjectKind = Annotated[Literal["entry", "organisation"], Path()]
Subject = Annotated[Id, Path(description="An entry's or an organisation's id")]
_MOST_SEARCHES, _MOST_FOLLOWS = 100, 1000
_READ = declared(*READING, "TOO_MANY_REQUESTS")
_CHANGE = declared(*CHANGING, "NOT_FOUND")


# --- Searches ------------------------------------------------------------------------------------------------------


@router.get(
    "/searches",
    operation_id="list_saved_searches",
    summary="The searches that one saved, the oldest first",
    response_model=SearchesAnswer,
    responses=_READ,
)
def searches(service: Serving, who: Oneself) -> SearchesAnswer:
    mine = select(SavedSearchRow).where(SavedSearchRow.account == who.account)
    with reading_tables(service) as session:
        rows = session.scalars(mine.order_by(SavedSearchRow.created_at, SavedSearchRow.id)).all()
    return SearchesAnswer(searches=[_search(row) for row in rows])


@router.post(
    "/searches",
    operation_id="save_search",
    summary="Save a search",
    status_code=201,
    response_model=SearchAnswer,
    responses=declared(*CHANGING, "TOO_MANY_KEPT"),
)
def save(service: Serving, given: SearchGiven, who: Oneself) -> SearchAnswer:
    now = service.identities.now
    with changing_tables(service) as session:
        kept = select(func.count()).select_from(SavedSearchRow).where(SavedSearchRow.account == who.account)
        _expect_room(session.scalar(kept) or 0, _MOST_SEARCHES)
        row = SavedSearchRow(
            id=new_id(),
            account=who.account,
            name=given.name,
            query=given.query,
            facets=given.facets.model_dump_json(exclude_defaults=True),
            notify=given.notify,
            created_at=now,
            seen_at=now,
        )
        session.add(row)
        return _search(row)


@router.get(
    "/searches/{search}/news",
    operation_id="list_search_news",
    summary="What a saved search finds that was published since it was last looked at",
    description="Among the 500 nearest. Looking does not count as having seen: say so at `/seen`.",
    response_model=NewsAnswer,
    responses=declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS", "SEARCH_STARTING", "SEARCH_CHANGED"),
)
def news(service: Serving, search: Annotated[Id, Path()], who: Oneself) -> NewsAnswer:
    with reading_tables(service) as session, Session(service.tables) as tables:
        row = _the_search(session, search, who, hold=False)
        return NewsAnswer(entries=news_of(service, session, tables, _search(row)))


@router.post(
    "/searches/{search}/seen",
    operation_id="see_saved_search",
    summary="Remember that the search was looked at now",
    response_model=SearchAnswer,
    responses=_CHANGE,
)
def seen(service: Serving, search: Annotated[Id, Path()], who: Oneself) -> SearchAnswer:
    with changing_tables(service) as session:
        row = _the_search(session, search, who)
        row.seen_at = service.identities.now
        return _search(row)


@router.delete(
    "/searches/{search}",
    operation_id="delete_saved_search",
    summary="Forget a saved search",
    status_code=204,
    response_class=Response,
    responses=_CHANGE,
)
def forget(service: Serving, search: Annotated[Id, Path()], who: Oneself) -> Response:
    with changing_tables(service) as session:
        session.delete(_the_search(session, search, who))
    return Response(status_code=204)


# --- Follows -------------------------------------------------------------------------------------------------------


@router.get(
    "/follows",
    operation_id="list_follows",
    summary="What one follows, and how much of it was published since one last looked",
    response_model=FollowsAnswer,
    responses=_READ,
)
def follows(service: Serving, who: Oneself) -> FollowsAnswer:
    mine = select(FollowRow).where(FollowRow.account == who.account).order_by(FollowRow.at, FollowRow.subject)
    with reading_tables(service) as session, Session(service.tables) as tables:
        rows = session.scalars(mine).all()
        followed = [row.subject for row in rows if row.subject_kind == "entry"]
        titles = {
            each.id: Both(**json.loads(each.content)["title"])
            for each in shown_rows(session, tables, service.identities.now, identifiers=followed)
        }
        names = names_of(session, (row.subject for row in rows if row.subject_kind == "organisation"))
        return FollowsAnswer(follows=[_follow(session, row, titles, names) for row in rows])


@router.put(
    "/follows/{subject_kind}/{subject}",
    operation_id="follow",
    summary="Follow a published entry or an organisation; once followed, remember that it was looked at now",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "ENTRY_NOT_FOUND", "NOT_FOUND", "TOO_MANY_KEPT"),
)
def follow(service: Serving, subject_kind: SubjectKind, subject: Subject, who: Oneself) -> Response:
    now = service.identities.now
    with changing_tables(service) as session, Session(service.tables) as tables:
        _expect_there(session, tables, subject_kind, subject, now)
        kept = select(func.count()).select_from(FollowRow).where(FollowRow.account == who.account)
        if session.get(FollowRow, (who.account, subject_kind, subject)) is None:
            _expect_room(session.scalar(kept) or 0, _MOST_FOLLOWS)
        row = {"account": who.account, "subject_kind": subject_kind, "subject": subject, "at": now, "seen_at": now}
        added = insert(session, FollowRow).values(**row)
        keys = ["account", "subject_kind", "subject"]
        session.execute(added.on_conflict_do_update(index_elements=keys, set_={"seen_at": now}))
    return Response(status_code=204)


@router.delete(
    "/follows/{subject_kind}/{subject}",
    operation_id="unfollow",
    summary="Follow it no more",
    status_code=204,
    response_class=Response,
    responses=_CHANGE,
)
def unfollow(service: Serving, subject_kind: SubjectKind, subject: Subject, who: Oneself) -> Response:
    with changing_tables(service) as session:
        row = session.get(FollowRow, (who.account, subject_kind, subject))
        if row is None:
            raise NotServed("NOT_FOUND")
        session.delete(row)
    return Response(status_code=204)


def _expect_there(session: Session, tables: Session, kind: str, subject: str, now: int) -> None:
    """Raises `CatalogueRefused` ENTRY_NOT_FOUND, `NotServed` NOT_FOUND."""
    if kind == "entry" and not any(True for _ in shown_rows(session, tables, now, identifiers=[subject])):
        raise CatalogueRefused("ENTRY_NOT_FOUND", entry=subject)
    if kind == "organisation" and not any(True for _ in shown_rows(session, tables, now, organisation=subject)):
        raise NotServed("NOT_FOUND")


def _expect_room(kept: int, most: int) -> None:
    if kept >= most:
        raise NotServed("TOO_MANY_KEPT", most=most)


def _the_search(session: Session, search: str, who: Identity, *, hold: bool = True) -> SavedSearchRow:
    """hold: to change it. Raises `NotServed` NOT_FOUND, also of another's."""
    row = session.get(SavedSearchRow, search, with_for_update=hold)
    if row is None or row.account != who.account:
        raise NotServed("NOT_FOUND")
    return row


def _search(row: SavedSearchRow) -> SearchAnswer:
    return SearchAnswer(
        id=row.id,
        name=row.name,
        query=row.query,
        facets=Narrowing.model_validate_json(row.facets),
        notify=row.notify,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )


def _follow(session: Session, row: FollowRow, titles: dict[str, Both], names: dict[str, str]) -> FollowAnswer:
    news = select(func.count()).select_from(DecisionRow)
    news = news.where(DecisionRow.outcome == Decision.PUBLISH, DecisionRow.at > row.seen_at)
    if row.subject_kind == "entry":
        name = titles.get(row.subject)
        news = news.where(DecisionRow.entry == row.subject)
    else:
        name = Both(vi=names[row.subject]) if row.subject in names else None
        theirs = select(EntryRow.id).where(EntryRow.organisation == row.subject)
        news = news.where(DecisionRow.entry.in_(theirs))
    return FollowAnswer(
        subject_kind="entry" if row.subject_kind == "entry" else "organisation",
        subject=row.subject,
        name=name,
        at=row.at,
        seen_at=row.seen_at,
        news=session.scalar(news) or 0,
    )
