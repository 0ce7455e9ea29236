"""An entry and the records of the ledger that it is bound to: what may be bound, and what a reader is told of it.

A record says what an entry says where its commitment is that of the entry's version: then nothing was changed since the
record was signed. Everything here is read from the derived tables, as time has it now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, literal, select
from sqlalchemy.orm import Session

from ledger.enums import AssetKind
from ledger.enums import State as RecordState
from marketplace import tables as t
from marketplace.catalogue import entries
from marketplace.catalogue.codes import TECHNOLOGY_KINDS
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.catalogue.tables import EntryRow, VersionRow


@dataclass(frozen=True, slots=True)
class Bound:
    """A record that an entry is bound to, as it reads now. noun: asset, listing, problem or party.

    held: whether it still is a record of the entry's organisation. commitment: what it carries of the content; matches:
    whether that is the version's. tier: of an asset's evidence, None of others.
    """

    noun: str
    id: bytes
    state: RecordState | None
    held: bool
    commitment: bytes
    matches: bool
    tier: int | None = None


def bind(
    session: Session,
    tables: Session,
    entry: EntryRow,
    party: bytes | None,
    *,
    asset: bytes | None,
    listing: bytes | None,
    problem: bytes | None,
    profile: bool,
    now: int,
) -> None:
    """Bind an entry to records of its organisation's party, and to no other: what is None is unbound.

    asset: one that the party holds a share of; it may be left out where a listing is given. profile: whether an
    organisation's entry is what the party itself carries. Raises `CatalogueRefused` ENTRY_STATE, BINDING_NOT_FITTING
    where an entry of the kind is not bound so, BINDING_NOT_HELD where the record is not the party's.
    """
    if entry.state == entries.EntryState.WITHDRAWN:
        raise CatalogueRefused("ENTRY_STATE", state=entry.state, pending=entry.pending)
    _expect_fitting(entry, asset=asset or listing, problem=problem, party=profile or None)
    if listing is not None:
        row = tables.get(t.ListingRow, listing)
        if row is None or asset not in (None, row.asset):
            raise _not_held("listing", listing)
        asset = row.asset
    if asset is not None:
        held = tables.get(t.AssetRow, asset)
        if held is None or not _holds(tables, asset, party):
            raise _not_held("asset" if listing is None else "listing", listing or asset)
        if (found := AssetKind(held.asset_kind).name.lower()) != entry.kind:
            raise CatalogueRefused("BINDING_NOT_FITTING", kind=entry.kind, record=f"asset: {found}")
    if problem is not None:
        owned = tables.get(t.ProblemRow, problem)
        if owned is None or party is None or owned.owner != party:
            raise _not_held("problem", problem)
    if profile and (party is None or tables.get(t.PartyRow, party) is None):
        raise _not_held("party", party or b"")
    entry.asset, entry.listing, entry.problem = asset, listing, problem
    entry.party = party if profile else None
    entry.changed_at = now
    if entry.state == entries.EntryState.PUBLISHED:
        entries.changed_what_is_shown(session)


def bound(tables: Session, entry: EntryRow, version: VersionRow, party: bytes | None, now: int) -> list[Bound]:
    """What an entry is bound to, as it reads now. party: of the entry's organisation."""
    given = {"asset": entry.asset, "listing": entry.listing, "problem": entry.problem, "party": entry.party}
    states = read_states(tables, [each for each in given.values() if each is not None], now)
    said = entries.commitment(version)
    found = []
    for noun, identifier in given.items():
        if identifier is None:
            continue
        carried, held, tier = _carried(tables, noun, identifier, party)
        found.append(Bound(noun, identifier, states.get(identifier), held, carried, carried == said, tier))
    return found


def read_states(tables: Session, records: Iterable[bytes], now: int) -> dict[bytes, RecordState]:
    """Records' states as time has them now; without those that are not there."""
    row = t.RecordRow
    read = case((row.turns_at <= literal(now, row.turns_at.type), row.turns_to), else_=row.state)
    return {
        identifier: RecordState(state)
        for identifier, state in tables.execute(select(row.id, read).where(row.id.in_(list(records))))
    }


def _carried(tables: Session, noun: str, identifier: bytes, party: bytes | None) -> tuple[bytes, bool, int | None]:
    """(the commitment that a record carries, whether it is the party's, its tier); zeros where it is not there."""
    if noun == "asset":
        asset = tables.get(t.AssetRow, identifier)
        return (
            (bytes(32), False, None) if asset is None else (asset.title, _holds(tables, identifier, party), asset.tier)
        )
    if noun == "listing":
        listing = tables.get(t.ListingRow, identifier)
        return (
            (bytes(32), False, None) if listing is None else (listing.offer, _holds(tables, listing.asset, party), None)
        )
    if noun == "problem":
        problem = tables.get(t.ProblemRow, identifier)
        return (bytes(32), False, None) if problem is None else (problem.statement, problem.owner == party, None)
    row = tables.get(t.PartyRow, identifier)
    return (bytes(32), False, None) if row is None else (row.profile, identifier == party, None)


def _holds(tables: Session, asset: bytes, party: bytes | None) -> bool:
    if party is None:
        return False
    share = select(t.HolderRow.bps).where(t.HolderRow.asset == asset, t.HolderRow.party == party)
    return tables.scalars(share.limit(1)).first() is not None


def _expect_fitting(entry: EntryRow, *, asset: object, problem: object, party: object) -> None:
    for noun, given, fits in (
        ("asset", asset, entry.kind in TECHNOLOGY_KINDS),
        ("problem", problem, entry.kind == "need"),
        ("party", party, entry.kind == "organisation"),
    ):
        if given is not None and not fits:
            raise CatalogueRefused("BINDING_NOT_FITTING", kind=entry.kind, record=noun)


def _not_held(noun: str, record: bytes) -> CatalogueRefused:
    return CatalogueRefused("BINDING_NOT_HELD", noun=noun, record="0x" + record.hex())
