"""What the market shows now, as search and matching take it.

An entry is shown while it is published, and where it is bound to a listing, while that reads published or reserved on
the ledger. Read in pages by key, so that a hundred thousand entries never lie in memory at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from ledger.enums import Kind
from ledger.enums import State as RecordState
from marketplace import tables as t
from marketplace.catalogue import entries, to_profiles
from marketplace.catalogue.codes import TECHNOLOGY_KINDS
from marketplace.catalogue.entries import EntryState
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.profiles import Fund, Need, Organisation, Technology

SHOWN_LISTINGS = frozenset({RecordState.PUBLISHED, RecordState.RESERVED})
_AT_ONCE = 1000
# The service's own table of organisations, of which only names are read here.
_ORGANISATIONS = sa.table("organisations", sa.column("id"), sa.column("name"), sa.column("closed_at"))


@dataclass(frozen=True, slots=True)
class Published:
    """One entry as it is shown. organisation: its id with the service; reference: that organisation's name for it.

    digest: SHA-256 of the content. profile: its id is the entry's, an organisation's is that of the organisation; None
    for events and items of knowledge, which are searched and not matched. content: canonical JSON, parsed.
    """

    entry: str
    organisation: str
    reference: str
    kind: str
    version: int
    digest: bytes
    profile: Technology | Need | Fund | Organisation | None
    content: Mapping[str, Any]


def published(session: Session, tables: Session, now: int, kinds: frozenset[str] | None = None) -> Iterator[Published]:
    """Everything that is shown, in the order of entry ids. session: the service's tables; tables: the derived ones.

    kinds: only these. now: what time has made of the listings by then (UTC seconds).
    """
    return map(_published, shown_rows(session, tables, now, kinds=kinds))


def shown_rows(
    session: Session,
    tables: Session,
    now: int,
    *,
    kinds: frozenset[str] | None = None,
    organisation: str | None = None,
    reference: str | None = None,
    identifiers: Sequence[str] | None = None,
    after: str = "",
    at_once: int = _AT_ONCE,
) -> Iterator[Any]:
    """Rows of what is shown, in the order of entry ids after one; of whoever reads them only so many as are taken.

    Each has the entry's id, organisation, reference, kind, listing, asset and changed_at, and the shown version's
    number, digest and content (canonical text).
    """
    of_version = (VersionRow.entry == EntryRow.id) & (VersionRow.number == EntryRow.shown)
    columns = select(
        *(EntryRow.id, EntryRow.organisation, EntryRow.reference, EntryRow.kind, EntryRow.listing, EntryRow.asset),
        *(EntryRow.changed_at, VersionRow.number, VersionRow.digest, VersionRow.content),
    )
    open_ones = select(_ORGANISATIONS.c.id).where(_ORGANISATIONS.c.closed_at == 0)
    chosen = columns.join(VersionRow, of_version).where(EntryRow.state == EntryState.PUBLISHED)
    chosen = chosen.where(EntryRow.organisation.in_(open_ones))
    if kinds is not None and len(kinds) == 1:
        # Of several kinds the rows are picked here: by an index of kinds they would be sorted anew for every page.
        chosen = chosen.where(EntryRow.kind == next(iter(kinds)))
    if organisation is not None:
        chosen = chosen.where(EntryRow.organisation == organisation)
    if reference is not None:
        chosen = chosen.where(EntryRow.reference == reference)
    if identifiers is not None:
        chosen = chosen.where(EntryRow.id.in_(identifiers))
    while True:
        page = session.execute(chosen.where(EntryRow.id > after).order_by(EntryRow.id).limit(at_once)).all()
        off = _not_shown(tables, [each.listing for each in page if each.listing is not None], now)
        yield from (each for each in page if each.listing not in off and (kinds is None or each.kind in kinds))
        if len(page) < at_once:
            return
        after = page[-1].id


def is_shown(session: Session, tables: Session, entry: EntryRow, now: int) -> bool:
    """Whether the public sees it."""
    if entry.state != EntryState.PUBLISHED:
        return False
    closed = session.scalar(select(_ORGANISATIONS.c.closed_at).where(_ORGANISATIONS.c.id == entry.organisation))
    return not closed and (entry.listing is None or not _not_shown(tables, [entry.listing], now))


def organisations(session: Session, tables: Session, now: int) -> dict[str, Organisation]:
    """Whoever shows something, by id: as its own profile says, else by the name it has with the service."""
    shows = select(EntryRow.organisation).where(EntryRow.state == EntryState.PUBLISHED).distinct()
    named = select(_ORGANISATIONS.c.id, _ORGANISATIONS.c.name).where(_ORGANISATIONS.c.id.in_(shows))
    found = {each.id: Organisation(each.id, {"vi": each.name}) for each in session.execute(named)}
    for each in published(session, tables, now, frozenset({"organisation"})):
        if isinstance(each.profile, Organisation):
            found[each.organisation] = each.profile
    return found


def revision(session: Session, tables: Session) -> str:
    """Another text whenever what is shown may have changed: here, by a step of a listing on the ledger, or because an
    organisation left."""
    steps = select(func.coalesce(func.sum(t.RecordRow.version), 0)).where(t.RecordRow.kind == int(Kind.LISTING))
    closed = select(func.count()).select_from(_ORGANISATIONS).where(_ORGANISATIONS.c.closed_at > 0)
    return f"{entries.revision(session)}.{tables.scalar(steps)}.{session.scalar(closed)}"


def _not_shown(tables: Session, listings: list[bytes], now: int) -> set[bytes]:
    """Those of the listings that the ledger does not have as published or reserved."""
    if not listings:
        return set()
    row = t.RecordRow
    read = case((row.turns_at <= literal(now, row.turns_at.type), row.turns_to), else_=row.state)
    shown = select(row.id).where(row.id.in_(listings), read.in_([int(each) for each in SHOWN_LISTINGS]))
    return set(listings) - set(tables.scalars(shown))


def _published(row: Any) -> Published:
    content = json.loads(row.content)
    return Published(
        entry=row.id,
        organisation=row.organisation,
        reference=row.reference,
        kind=row.kind,
        version=row.number,
        digest=row.digest,
        profile=_profile(content, row),
        content=content,
    )


def _profile(content: Mapping[str, Any], row: Any) -> Technology | Need | Fund | Organisation | None:
    if row.kind in TECHNOLOGY_KINDS:
        return to_profiles.technology(content, row.id, row.reference, row.organisation)
    if row.kind == "need":
        return to_profiles.need(content, row.id, row.organisation)
    if row.kind == "fund":
        return to_profiles.fund(content, row.id, row.organisation)
    if row.kind == "organisation":
        return to_profiles.organisation(content, row.organisation)
    return None
