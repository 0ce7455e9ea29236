"""The catalogue's side of a load: an organisation with the service for each party, and an entry for each row.

Contents and salts are kept as drafts before any command is sent, so that nothing the ledger commits to can be lost;
they are shown once the records that they are bound to stand there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.loading.contents import Said
from api.people import new_organisation
from api.tables import OrganisationRow
from marketplace.catalogue import binding, entries
from marketplace.catalogue import content as contents
from marketplace.catalogue.entries import Outcome, State
from marketplace.catalogue.tables import EntryRow
from marketplace.profiles import Organisation

_AUTHOR = "hanotex market load"


@dataclass(frozen=True, slots=True)
class Placed:
    """What an entry says and whose it is. party: of its organisation, by which that is found.

    asset, listing, problem: records that it is bound to; a profile is bound to its party.
    """

    reference: str
    party: bytes
    said: Said
    asset: bytes | None = None
    listing: bytes | None = None
    problem: bytes | None = None


class Shelf:
    """database: the service's tables; tables: those derived from the ledger."""

    def __init__(self, database: Engine, tables: Engine) -> None:
        self._database, self._tables = database, tables

    def committed(self, party: bytes, reference: str, commitment: bytes) -> Said | None:
        """What an entry said when a record was made to carry this commitment; None where no version has it."""
        with Session(self._database) as session:
            entry = self._entry(session, party, reference)
            for row in entries.versions(session, entry) if entry else ():
                if entries.commitment(row) == commitment:
                    return Said(contents.stored(row.content), row.salt)
        return None

    def keep(self, organisations: Mapping[bytes, Organisation], placed: Sequence[Placed], now: int) -> None:
        """Keep organisations, by their parties, and contents that are not kept yet, as drafts; durable on return."""
        with Session(self._database) as session, session.begin():
            for party, organisation in organisations.items():
                if _organisation(session, party) is None:
                    new_organisation(session, _name(organisation), party, now)
            for each in placed:
                entry = self._entry(session, each.party, each.reference)
                if entry is None:
                    owner = _expected(session, each.party)
                    _create(session, owner.id, each, now)
                elif entry.state != State.WITHDRAWN and _version(session, entry, each.said) is None:
                    entries.revise(session, entry, each.said.content, author=_AUTHOR, now=now, salt=each.said.salt)

    def show(self, placed: Sequence[Placed], moderators: tuple[bytes, bytes], now: int) -> int:
        """Bind every entry to its records and publish what is not shown; the number of entries that this changed.

        moderators: parties, the second of which looks at what is the first one's own.
        """
        changed = 0
        with Session(self._database) as session, Session(self._tables) as tables, session.begin():
            first, second = (_expected(session, party).id for party in moderators)
            for each in placed:
                entry = self._entry(session, each.party, each.reference)
                if entry is None or entry.state in (State.WITHDRAWN, State.HIDDEN):
                    continue
                moderator = first if entry.organisation != first else second
                bound = _bind(session, tables, entry, each, now)
                changed += _publish(session, entry, each.said, moderator, now) or bound
        return changed

    def _entry(self, session: Session, party: bytes, reference: str) -> EntryRow | None:
        owner = _organisation(session, party)
        return None if owner is None else entries.by_reference(session, owner.id, reference)


def _create(session: Session, organisation: str, placed: Placed, now: int) -> None:
    entries.create(
        session,
        organisation,
        placed.said.content,
        reference=placed.reference,
        author=_AUTHOR,
        now=now,
        salt=placed.said.salt,
    )


def _bind(session: Session, tables: Session, entry: EntryRow, placed: Placed, now: int) -> bool:
    """Whether it was bound otherwise."""
    profile = entry.kind == "organisation"
    wanted = (placed.asset, placed.listing, placed.problem, placed.party if profile else None)
    if (entry.asset, entry.listing, entry.problem, entry.party) == wanted:
        return False
    binding.bind(
        session,
        tables,
        entry,
        placed.party,
        asset=placed.asset,
        listing=placed.listing,
        problem=placed.problem,
        profile=profile,
        now=now,
    )
    return True


def _publish(session: Session, entry: EntryRow, said: Said, moderator: str, now: int) -> bool:
    """Whether another version is shown now. What somebody else has written since, or sent back, is left alone."""
    if entry.pending not in (State.DRAFT, State.IN_MODERATION) or entry.version != _version(session, entry, said):
        return False
    if entry.pending == State.DRAFT:
        entries.submit(entry, now)
    entries.moderate(session, entry, entry.version, Outcome.PUBLISH, moderator=_AUTHOR, organisation=moderator, now=now)
    return True


def _version(session: Session, entry: EntryRow, said: Said) -> int | None:
    """The number of the version that says it under the same commitment; None where none does."""
    wanted = said.commitment
    versions = entries.versions(session, entry)
    return next((row.number for row in versions if entries.commitment(row) == wanted), None)


def _organisation(session: Session, party: bytes) -> OrganisationRow | None:
    return session.scalar(select(OrganisationRow).where(OrganisationRow.party == party))


def _expected(session: Session, party: bytes) -> OrganisationRow:
    found = _organisation(session, party)
    assert found is not None, "every party of a load has an organisation"
    return found


def _name(organisation: Organisation) -> str:
    return organisation.names.get("vi") or organisation.names.get("en") or organisation.id
