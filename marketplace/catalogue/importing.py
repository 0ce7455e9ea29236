"""Rows of a file taken into an organisation's catalogue, and its catalogue as rows.

Each row stands alone: taken, found to be there already, or refused with its faults. Taking the same file again changes
nothing, for a row is known by its reference and by the digest of what it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.catalogue import entries
from marketplace.catalogue.content import BadContent, Fault
from marketplace.catalogue.entries import EntryState
from marketplace.catalogue.files import Row
from marketplace.catalogue.tables import EntryRow, VersionRow

_AT_ONCE = 500


class Taken(StrEnum):
    """created: a new entry. revised: a new version of one. unchanged: it said that already. refused: see the faults."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a row. entry: its id, "" where it was refused."""

    number: int
    reference: str
    taken: Taken
    entry: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Import:
    """A file on its way in. submit: whether what it brings goes straight to the moderators.

    seen: reference → the row that had it, of the rows so far: one file says a thing once.
    """

    organisation: str
    author: str
    submit: bool = False
    note: str = ""
    seen: dict[str, int] = field(default_factory=dict)

    def take(self, session: Session, rows: Iterable[Row], now: int) -> list[Line]:
        """Take rows into the caller's transaction; a line each."""
        return [self._take(session, row, now) for row in rows]

    def _take(self, session: Session, row: Row, now: int) -> Line:
        if row.content is None:
            return Line(row.number, row.reference, Taken.REFUSED, faults=row.faults)
        if (before := self.seen.get(row.reference)) is not None:
            return self._refused(row, "REFERENCE_TWICE", row=before)
        self.seen[row.reference] = row.number
        entry = entries.by_reference(session, self.organisation, row.reference, hold=True)
        if entry is None:
            return self._create(session, row, now)
        if entry.state == EntryState.WITHDRAWN:
            return self._refused(row, "WITHDRAWN")
        if entry.kind != row.content.kind:
            return self._refused(row, "OTHER_KIND", kind=entry.kind)
        changed = entries.revise(session, entry, row.content, author=self.author, now=now, note=self.note)
        if changed:
            self._submit(entry, now)
        return Line(row.number, row.reference, Taken.REVISED if changed else Taken.UNCHANGED, entry.id)

    def _create(self, session: Session, row: Row, now: int) -> Line:
        assert row.content is not None
        try:
            entry = entries.create(
                *(session, self.organisation, row.content),
                reference=row.reference,
                author=self.author,
                now=now,
                note=self.note,
            )
        except BadContent as error:
            return Line(row.number, row.reference, Taken.REFUSED, faults=error.faults)
        self._submit(entry, now)
        return Line(row.number, row.reference, Taken.CREATED, entry.id)

    def _submit(self, entry: EntryRow, now: int) -> None:
        if self.submit:
            entries.submit(entry, now)

    def _refused(self, row: Row, code: str, /, **values: Any) -> Line:
        fault = Fault("reference", code, {"reference": row.reference, **values})
        return Line(row.number, row.reference, Taken.REFUSED, faults=(fault,))


def exported(session: Session, organisation: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(reference, content) of an organisation's entries by reference, withdrawn ones left out; the last versions."""
    last = (VersionRow.entry == EntryRow.id) & (VersionRow.number == EntryRow.version)
    chosen = select(EntryRow.reference, VersionRow.content).join(VersionRow, last)
    chosen = chosen.where(EntryRow.organisation == organisation, EntryRow.state != EntryState.WITHDRAWN)
    after = ""
    while True:
        page = session.execute(
            chosen.where(EntryRow.reference > after).order_by(EntryRow.reference).limit(_AT_ONCE)
        ).all()
        for reference, content in page:
            yield reference, json.loads(content)
        if len(page) < _AT_ONCE:
            return
        after = page[-1].reference
