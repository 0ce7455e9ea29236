"""What a saved search finds that was published since its owner last looked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue.answers import line_of, names_of
from api.models.catalogue import EntryLine, SearchAnswer
from api.problems import NotServed
from api.service import Service
from api.tables import DecisionRow
from marketplace.catalogue.entries import Decision
from marketplace.catalogue.published import shown_rows
from marketplace.search import BadCursor, Filters, NoIndex

_PAGES, _PAGE = 5, 100  # of hits that are looked through


def news_of(service: Service, session: Session, tables: Session, saved: SearchAnswer) -> list[EntryLine]:
    """The nearest first. Raises `NotServed` SEARCH_STARTING, SEARCH_CHANGED where the index is swapped meanwhile."""
    since = DecisionRow.at > saved.seen_at
    fresh = set(session.scalars(select(DecisionRow.entry).where(DecisionRow.outcome == Decision.PUBLISH, since)))
    if not fresh:
        return []
    found = [identifier for identifier in _found(service, saved) if identifier in fresh]
    rows = {row.id: row for row in shown_rows(session, tables, service.identities.now, identifiers=found)}
    names = names_of(session, {row.organisation for row in rows.values()})
    # The index may be a second behind: what is shown no more is not told.
    return [line_of(rows[identifier], names) for identifier in found if identifier in rows]


def _found(service: Service, saved: SearchAnswer) -> list[str]:
    """Ids of what the search finds, the nearest first."""
    facets = saved.facets
    filters = Filters(
        kinds=tuple(facets.kind),
        sectors=tuple(facets.sector),
        ipc=facets.ipc,
        trl_from=facets.trl_from,
        territory=facets.territory,
        owners=tuple(facets.owner),
        green=facets.green,
        strategic=facets.strategic,
        languages=tuple(facets.language),
    )
    found: list[str] = []
    after = None
    try:
        with service.index.reading() as reading:
            for _ in range(_PAGES):
                page = reading.page(saved.query, filters, after, _PAGE)
                found += [hit.id for hit in page.hits]
                after = page.next
                if after is None:
                    break
    except NoIndex:
        raise NotServed("SEARCH_STARTING") from None
    except BadCursor:
        raise NotServed("SEARCH_CHANGED") from None
    return found
