"""What somebody means by a name: an entry of the catalogue, by its id, its reference, or a record it is bound to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.ranking.asking import Subject
from marketplace.catalogue import entries, published, to_profiles
from marketplace.catalogue.codes import TECHNOLOGY_KINDS
from marketplace.catalogue.content import Content as Said
from marketplace.catalogue.content import canonical, digest
from marketplace.catalogue.entries import State
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.matching.runs.document import Content
from marketplace.profiles import Fund, Need, Technology

KINDS: Mapping[str, frozenset[str]] = {
    "need": frozenset({"need"}),
    "technology": frozenset(TECHNOLOGY_KINDS),
    "fund": frozenset({"fund"}),
}
UNKEPT = "unkept"  # the reference, in a run, of what is not an entry


class NoSubject(Exception):
    """No entry that may be asked about has this name, or several have. found: their ids."""

    def __init__(self, name: str, found: list[str]) -> None:
        super().__init__(name)
        self.name, self.found = name, found


def find_subject(
    session: Session, tables: Session, what: str, name: str, *, now: int, organisation: str, record: bytes | None = None
) -> Subject:
    """The entry that a name means, as it is shown; where it is the asking organisation's own and shown to nobody, its
    last version. what: of `KINDS`; record: the id of a record that the name stands for. Raises `NoSubject`.
    """
    named = [EntryRow.id == name, EntryRow.reference == name]
    if record is not None:
        bound = (EntryRow.asset, EntryRow.listing, EntryRow.problem, EntryRow.party)
        named += [column == record for column in bound]
    chosen = select(EntryRow).where(or_(*named), EntryRow.kind.in_(KINDS[what]), EntryRow.state != State.WITHDRAWN)
    rows = session.scalars(chosen.order_by(EntryRow.id)).all()
    shown = [row for row in rows if published.is_shown(session, tables, row, now)]
    own = [row for row in rows if row not in shown and organisation and row.organisation == organisation]
    found = shown or own
    # Anybody may call an entry of their own by another's id: the id means that one all the same.
    found = [row for row in found if row.id == name] or found
    if len(found) != 1:
        raise NoSubject(name, [row.id for row in found])
    (row,) = found
    number = row.shown if shown else row.version
    return subject_of(row, entries.version(session, row, number), open=bool(shown))


def subject_of(row: EntryRow, version: VersionRow, *, open: bool) -> Subject:
    """An entry at one version of it."""
    profile = profile_of(json.loads(version.content), row.kind, row.id, row.reference, row.organisation)
    return Subject(profile, Content(row.kind, row.id, row.reference, version.number, version.digest), "", open)


def unkept_need(said: Said, organisation: str) -> Subject:
    """A need that is asked about and not kept in the catalogue: nobody but the asking organisation sees it."""
    text = canonical(said)
    return unkept(text.decode(), "need", organisation)


def unkept(text: str, kind: str, organisation: str) -> Subject:
    """text: canonical JSON of a content."""
    profile = profile_of(json.loads(text), kind, UNKEPT, UNKEPT, organisation)
    return Subject(profile, Content(kind, "", UNKEPT, 0, digest(text.encode())), text, open=False)


def profile_of(
    content: Mapping[str, Any], kind: str, identifier: str, reference: str, organisation: str
) -> Need | Technology | Fund:
    if kind == "need":
        return to_profiles.need(content, identifier, organisation)
    if kind == "fund":
        return to_profiles.fund(content, identifier, organisation)
    return to_profiles.technology(content, identifier, reference, organisation)
