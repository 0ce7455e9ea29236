"""Records of a kind, page by page, as the derived tables have them: by state as read at a time, and by party.

Pages follow a key, so that the last costs what the first does and records that come meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, union
from sqlalchemy.orm import Session

from ledger.enums import Kind, State
from marketplace import tables as t


class Key(NamedTuple):
    """Where a page ends: when the record was created (UTC seconds), and its id."""

    created_at: int
    id: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """A record's header. state: as read at the time asked for; stored_state: as the last command left it."""

    id: bytes
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: bytes
    created_at: int
    at: int

    @property
    def key(self) -> Key:
        return Key(self.created_at, self.id)


def page(
    session: Session,
    kind: Kind,
    at: int,
    *,
    after: Key | None = None,
    limit: int = 50,
    state: State | None = None,
    party: bytes | None = None,
) -> list[Listed]:
    """Records in the order of creation. at: what time has made of their states by then (UTC seconds).

    party: those that a party holds, takes part in, or is answerable for; of parties, itself and those under it.
    """
    row = t.RecordRow
    # Compared as digits: a whole number of 64 bits is more than either database's own type.
    turned = row.turns_at <= literal(at, row.turns_at.type)
    read = case((turned, row.turns_to), else_=row.state)
    chosen = select(row, read.label("read")).where(row.kind == int(kind))
    if after is not None:
        later = and_(row.created_at == after.created_at, row.id > after.id)
        chosen = chosen.where(or_(row.created_at > after.created_at, later))
    if state is not None:
        chosen = chosen.where(read == int(state))
    if party is not None:
        chosen = chosen.where(row.id.in_(_OF_PARTY[kind](party)))
    found = session.execute(chosen.order_by(row.created_at, row.id).limit(limit))
    return [_listed(each, now) for each, now in found]


def holder_of_right(session: Session, office: bytes, number: bytes) -> bytes | None:
    """The asset that holds a pair of office and number (label bytes), or None."""
    right = t.RightRow
    held = select(right.asset).where(right.office == office, right.number == number, right.held)
    return session.scalars(held.limit(1)).first()


def last_time(session: Session, block: int) -> int | None:
    """When the last event up to a block was accepted (UTC seconds); None before the first."""
    last = select(t.EventRow.at).where(t.EventRow.block <= block).order_by(t.EventRow.block.desc()).limit(1)
    return session.scalars(last).first()


def header(session: Session, record: bytes) -> t.RecordRow | None:
    return session.get(t.RecordRow, record)


def _listed(row: t.RecordRow, read: int) -> Listed:
    return Listed(row.id, Kind(row.kind), State(read), State(row.state), row.version, row.head, row.created_at, row.at)


# --- Whose records -------------------------------------------------------------------------------------------------

Ids = Any  # a statement that selects ids


def _where(key: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(key).where(*conditions)


def _any(*selects: Select[Any]) -> Ids:
    """A party's records by several relations, each of which an index answers."""
    return union(*selects)


def _assets(party: bytes) -> Select[Any]:
    return _where(t.HolderRow.asset, t.HolderRow.party == party)


def _instruments(party: bytes) -> Select[Any]:
    return _where(t.MemberRow.instrument, t.MemberRow.party == party)


def _proposals(party: bytes) -> Select[Any]:
    return _where(t.ProposalRow.id, t.ProposalRow.provider == party)


def _pilots(party: bytes) -> Sequence[Select[Any]]:
    return (
        _where(t.PilotRow.id, t.PilotRow.verifier == party),
        _where(t.PilotRow.id, t.PilotRow.proposal.in_(_proposals(party))),
    )


_OF_PARTY: Mapping[Kind, Callable[[bytes], Ids]] = {
    Kind.PARTY: lambda party: _where(t.PartyRow.id, or_(t.PartyRow.id == party, t.PartyRow.parent == party)),
    Kind.ASSET: _assets,
    Kind.LISTING: lambda party: _any(
        _where(t.ListingRow.id, t.ListingRow.broker == party),
        _where(t.ListingRow.id, t.ListingRow.asset.in_(_assets(party))),
    ),
    Kind.APPRAISAL: lambda party: _where(t.AppraisalRow.id, t.AppraisalRow.issuer == party),
    Kind.INSTRUMENT: _instruments,
    Kind.ROYALTY_PERIOD: lambda party: _where(
        t.RoyaltyPeriodRow.id, t.RoyaltyPeriodRow.instrument.in_(_instruments(party))
    ),
    Kind.PROBLEM: lambda party: _any(
        _where(t.ProblemRow.id, t.ProblemRow.owner == party),
        _where(t.ReviewerRow.problem, t.ReviewerRow.party == party),
    ),
    Kind.PROPOSAL: _proposals,
    Kind.PILOT: lambda party: _any(*_pilots(party)),
    Kind.CERTIFICATE: lambda party: _any(
        *(_where(t.CertificateRow.id, t.CertificateRow.pilot.in_(each)) for each in _pilots(party))
    ),
    Kind.DOCUMENT: lambda party: _any(
        _where(t.DocumentRow.id, t.DocumentRow.sender == party),
        _where(t.RecipientRow.document, t.RecipientRow.party == party),
    ),
    Kind.ANCHOR: lambda party: _where(t.AnchorRow.id, t.AnchorRow.author == party),
}
