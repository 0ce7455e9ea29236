"""The life of an entry: written in versions, submitted, moderated, shown, hidden, withdrawn.

draft → in_moderation → published ↔ hidden → withdrawn; a moderator may send a version back (returned) with a reason.
An edit of what is published is a new version that goes the same way while the old one stays shown. Nobody moderates
what is their own organisation's. Each function works in the caller's transaction; `now` is UTC seconds.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.catalogue import content as contents
from marketplace.catalogue.content import BadContent, Content, Fault
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.catalogue.tables import REVISION, DecisionRow, EntryRow, RevisionRow, VersionRow
from marketplace.kept.columns import insert, new_id

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
SALT_BYTES = 32


class EntryState(StrEnum):
    """returned: sent back by a moderator. Until something is published, an entry has the state of its last version."""

    DRAFT = "draft"
    IN_MODERATION = "in_moderation"
    RETURNED = "returned"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    PUBLISH = "publish"
    RETURN = "return"
    HIDE = "hide"
    SHOW = "show"


# Their names where it is plain whose they are.
State, Outcome = EntryState, Decision

_UNPUBLISHED = frozenset({EntryState.DRAFT, EntryState.IN_MODERATION, EntryState.RETURNED})


def create(
    session: Session,
    organisation: str,
    content: Content,
    *,
    reference: str,
    author: str,
    now: int,
    note: str = "",
    salt: bytes | None = None,
) -> EntryRow:
    """A draft of a new entry. salt: 32 random bytes where None.

    Raises `CatalogueRefused` REFERENCE_TAKEN, and `BadContent` where the reference is none.
    """
    if not REFERENCE.fullmatch(reference):
        raise BadContent([Fault("reference", "WRONG_FORM", {"pattern": REFERENCE.pattern})])
    if by_reference(session, organisation, reference) is not None:
        raise CatalogueRefused("REFERENCE_TAKEN", reference=reference)
    entry = EntryRow(
        id=new_id(),
        organisation=organisation,
        kind=content.kind,
        reference=reference,
        state=EntryState.DRAFT,
        pending=EntryState.DRAFT,
        version=0,
        shown=0,
        hidden_by="",
        created_at=now,
        changed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        # Another transaction took it in the meantime.
        raise CatalogueRefused("REFERENCE_TAKEN", reference=reference) from None
    _write(session, entry, content, author, note, salt, now)
    return entry


def revise(
    session: Session,
    entry: EntryRow,
    content: Content,
    *,
    author: str,
    now: int,
    note: str = "",
    salt: bytes | None = None,
) -> bool:
    """Another version, to be submitted; whether it says anything else than the last one, without which nothing changes.

    What was in moderation is a draft again. Raises `CatalogueRefused` ENTRY_STATE, KIND_FIXED.
    """
    _expect(entry, *(set(EntryState) - {EntryState.WITHDRAWN}))
    if content.kind != entry.kind:
        raise CatalogueRefused("KIND_FIXED", kind=entry.kind, given=content.kind)
    if version(session, entry, entry.version).digest == contents.digest(contents.canonical(content)):
        return False
    _write(session, entry, content, author, note, salt, now)
    _pend(entry, EntryState.DRAFT, now)
    return True


def submit(entry: EntryRow, now: int) -> None:
    """Hand the last version to the moderators. Raises `CatalogueRefused` ENTRY_STATE."""
    if entry.state == EntryState.WITHDRAWN or entry.pending not in (EntryState.DRAFT, EntryState.RETURNED):
        raise _wrong_state(entry)
    _pend(entry, EntryState.IN_MODERATION, now)


def moderate(
    session: Session,
    entry: EntryRow,
    number: int,
    outcome: Decision,
    *,
    moderator: str,
    organisation: str,
    now: int,
    reason: str = "",
) -> None:
    """A moderator's decision. number: of the version that was read. organisation: the moderator's own.

    publish and return are of a version in moderation; hide and show of what is published. Raises `CatalogueRefused`
    OWN_ENTRY, ENTRY_STATE, ENTRY_CHANGED where another version came meanwhile.
    """
    if organisation == entry.organisation:
        raise CatalogueRefused("OWN_ENTRY")
    if outcome in (Decision.PUBLISH, Decision.RETURN):
        if entry.state == EntryState.WITHDRAWN or entry.pending != EntryState.IN_MODERATION:
            raise _wrong_state(entry)
        if number != entry.version:
            raise CatalogueRefused("ENTRY_CHANGED", version=entry.version, given=number)
        if outcome is Decision.RETURN:
            _pend(entry, EntryState.RETURNED, now)
        else:
            entry.shown, entry.pending, entry.changed_at = number, "", now
            if entry.state in _UNPUBLISHED:
                entry.state = EntryState.PUBLISHED
            changed_what_is_shown(session)
    elif number > entry.version:
        # A decision stands for good beside the version that it was made on.
        raise CatalogueRefused("ENTRY_CHANGED", version=entry.version, given=number)
    elif outcome is Decision.HIDE:
        hide(session, entry, "moderator", now)
    else:
        show(session, entry, "moderator", now)
    decision = DecisionRow(
        id=new_id(),
        entry=entry.id,
        version=number,
        outcome=outcome,
        reason=reason,
        moderator=moderator,
        organisation=organisation,
        at=now,
    )
    session.add(decision)
    session.flush()


def hide(session: Session, entry: EntryRow, by: str, now: int) -> None:
    """by: organisation or moderator. Raises `CatalogueRefused` ENTRY_STATE."""
    again = entry.state == EntryState.HIDDEN and by == "moderator" and entry.hidden_by == "organisation"
    if not again:
        _expect(entry, EntryState.PUBLISHED)
    entry.state, entry.hidden_by, entry.changed_at = EntryState.HIDDEN, by, now
    changed_what_is_shown(session)


def show(session: Session, entry: EntryRow, by: str, now: int) -> None:
    """What a moderator hid, only a moderator shows. Raises `CatalogueRefused` ENTRY_STATE."""
    _expect(entry, EntryState.HIDDEN)
    if entry.hidden_by != by:
        raise _wrong_state(entry)
    entry.state, entry.hidden_by, entry.changed_at = EntryState.PUBLISHED, "", now
    changed_what_is_shown(session)


def withdraw(session: Session, entry: EntryRow, now: int) -> None:
    """For good; its versions stay. Raises `CatalogueRefused` ENTRY_STATE."""
    _expect(entry, *(set(EntryState) - {EntryState.WITHDRAWN}))
    entry.state, entry.pending, entry.changed_at = EntryState.WITHDRAWN, "", now
    changed_what_is_shown(session)


# --- Reading -------------------------------------------------------------------------------------------------------


def the_entry(session: Session, identifier: str, *, hold: bool = True) -> EntryRow:
    """An entry by its id. hold: against others that change it. Raises `CatalogueRefused` ENTRY_NOT_FOUND."""
    entry = session.get(EntryRow, identifier, with_for_update=hold)
    if entry is None:
        raise CatalogueRefused("ENTRY_NOT_FOUND", entry=identifier)
    return entry


def by_reference(session: Session, organisation: str, reference: str, *, hold: bool = False) -> EntryRow | None:
    """hold: against others that change it."""
    mine = select(EntryRow).where(EntryRow.organisation == organisation, EntryRow.reference == reference)
    return session.scalars(mine.with_for_update() if hold else mine).one_or_none()


def version(session: Session, entry: EntryRow, number: int) -> VersionRow:
    """Raises `CatalogueRefused` ENTRY_NOT_FOUND."""
    row = session.get(VersionRow, (entry.id, number))
    if row is None:
        raise CatalogueRefused("ENTRY_NOT_FOUND", entry=entry.id, version=number)
    return row


def versions(session: Session, entry: EntryRow) -> Sequence[VersionRow]:
    """Oldest first."""
    mine = select(VersionRow).where(VersionRow.entry == entry.id)
    return session.scalars(mine.order_by(VersionRow.number)).all()


def decisions(session: Session, entry: EntryRow) -> Sequence[DecisionRow]:
    """Oldest first."""
    mine = select(DecisionRow).where(DecisionRow.entry == entry.id)
    return session.scalars(mine.order_by(DecisionRow.at, DecisionRow.id)).all()


def commitment(row: VersionRow) -> bytes:
    """What a record carries that says this version."""
    return contents.commitment(row.content.encode(), row.salt)


def revision(session: Session) -> int:
    """Grows with every change of what is published; 0 before the first."""
    return session.scalar(select(RevisionRow.number).where(RevisionRow.id == REVISION)) or 0


def changed_what_is_shown(session: Session) -> None:
    counted: Any = insert(session, RevisionRow).values(id=REVISION, number=1)
    more = {"number": RevisionRow.number + 1}
    session.flush()
    session.execute(counted.on_conflict_do_update(index_elements=["id"], set_=more))


# --- Within --------------------------------------------------------------------------------------------------------


def _write(
    session: Session, entry: EntryRow, content: Content, author: str, note: str, salt: bytes | None, now: int
) -> None:
    text = contents.canonical(content)
    entry.version += 1
    row = VersionRow(
        entry=entry.id,
        number=entry.version,
        content=text.decode(),
        salt=secrets.token_bytes(SALT_BYTES) if salt is None else salt,
        digest=contents.digest(text),
        author=author,
        note=note,
        at=now,
    )
    session.add(row)
    session.flush()


def _pend(entry: EntryRow, state: EntryState, now: int) -> None:
    entry.pending, entry.changed_at = state, now
    if entry.state in _UNPUBLISHED:
        entry.state = state


def _expect(entry: EntryRow, *states: EntryState) -> None:
    if entry.state not in states:
        raise _wrong_state(entry)


def _wrong_state(entry: EntryRow) -> CatalogueRefused:
    return CatalogueRefused("ENTRY_STATE", state=str(entry.state), pending=str(entry.pending))
