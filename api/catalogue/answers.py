"""Entries, versions and what stands behind them, as they are answered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.models.catalogue import (
    AcceptanceAnswer,
    Both,
    BoundAnswer,
    DecisionAnswer,
    Difference,
    EntryAnswer,
    EntryLine,
    Noun,
    OwnEntry,
    OwnLine,
    ReviewInForce,
    VersionAnswer,
    VersionShown,
)
from api.tables import EntryRow, OrganisationRow, VersionRow
from marketplace.catalogue import entries
from marketplace.catalogue.binding import Bound, bound
from marketplace.catalogue.codes import VETTED_KINDS, EntryKind
from marketplace.catalogue.differences import differences
from marketplace.catalogue.published import is_shown
from marketplace.catalogue.refusals import CatalogueRefused
from marketplace.catalogue.vetting import Acceptance, Review, vetting


def names_of(session: Session, organisations: Iterable[str]) -> dict[str, str]:
    """Organisations' names by id."""
    named = select(OrganisationRow.id, OrganisationRow.name).where(OrganisationRow.id.in_(set(organisations)))
    return {each.id: each.name for each in session.execute(named)}


def party_of(session: Session, organisation: str) -> bytes | None:
    return session.scalar(select(OrganisationRow.party).where(OrganisationRow.id == organisation))


def line_of(row: Any, names: dict[str, str]) -> EntryLine:
    """row: of `shown_rows`."""
    return EntryLine(
        id=row.id,
        organisation=row.organisation,
        organisation_name=names.get(row.organisation, ""),
        kind=row.kind,
        reference=row.reference,
        version=row.number,
        title=Both(**json.loads(row.content)["title"]),
    )


def shown_entry(session: Session, tables: Session, identifier: str, now: int) -> EntryAnswer:
    """What everybody sees of an entry. Raises `CatalogueRefused` ENTRY_NOT_FOUND, also of what is not shown."""
    entry = session.get(EntryRow, identifier)
    if entry is None or not is_shown(session, tables, entry, now):
        raise CatalogueRefused("ENTRY_NOT_FOUND", entry=identifier)
    vetted = entry.kind in VETTED_KINDS and entry.asset is not None
    behind = vetting(tables, entry.asset, now) if vetted and entry.asset is not None else None
    shown = version_shown(session, tables, entry, entry.shown, now)
    return EntryAnswer(
        id=entry.id,
        organisation=entry.organisation,
        organisation_name=names_of(session, [entry.organisation]).get(entry.organisation, ""),
        kind=cast(EntryKind, entry.kind),
        reference=entry.reference,
        vetted=vetted,
        reviews=[] if behind is None else [_review(each) for each in behind.reviews],
        certificates=[] if behind is None else [_certificate(each) for each in behind.certificates],
        **dict(shown),
    )


def version_shown(session: Session, tables: Session, entry: EntryRow, number: int, now: int) -> VersionShown:
    row = entries.version(session, entry, number)
    return VersionShown(
        version=row.number,
        content=json.loads(row.content),
        salt=_hex(row.salt),
        digest=_hex(row.digest),
        commitment=_hex(entries.commitment(row)),
        ledger=[_bound(each) for each in bound(tables, entry, row, party_of(session, entry.organisation), now)],
    )


def own_line(entry: EntryRow, content: str, name: str) -> OwnLine:
    """content: of the last version."""
    return OwnLine(
        id=entry.id,
        organisation=entry.organisation,
        organisation_name=name,
        kind=cast(EntryKind, entry.kind),
        reference=entry.reference,
        version=entry.version,
        title=Both(**json.loads(content)["title"]),
        state=entries.EntryState(entry.state),
        pending=cast(Any, entry.pending),
        shown=entry.shown,
        hidden_by=cast(Any, entry.hidden_by),
        created_at=entry.created_at,
        changed_at=entry.changed_at,
    )


def own_entry(session: Session, tables: Session, entry: EntryRow, now: int) -> OwnEntry:
    last = entries.version(session, entry, entry.version)
    name = names_of(session, [entry.organisation]).get(entry.organisation, "")
    return OwnEntry(
        **dict(own_line(entry, last.content, name)),
        visible=is_shown(session, tables, entry, now),
        last=version_shown(session, tables, entry, entry.version, now),
        decisions=[
            DecisionAnswer(
                version=each.version,
                outcome=entries.Decision(each.outcome),
                reason=each.reason,
                moderator=each.moderator,
                organisation=each.organisation,
                at=each.at,
            )
            for each in entries.decisions(session, entry)
        ],
    )


def versions_of(session: Session, entry: EntryRow) -> list[VersionAnswer]:
    """Newest first, each with what it changed."""
    found = []
    before: dict[str, Any] = {}
    for row in entries.versions(session, entry):
        content = json.loads(row.content)
        found.append(_version(row, content, before))
        before = content
    return found[::-1]


def _version(row: VersionRow, content: dict[str, Any], before: dict[str, Any]) -> VersionAnswer:
    return VersionAnswer(
        version=row.number,
        digest=_hex(row.digest),
        author=row.author,
        note=row.note,
        at=row.at,
        content=content,
        differences=[Difference(**each._asdict()) for each in differences(before, content)] if before else [],
    )


def _bound(each: Bound) -> BoundAnswer:
    return BoundAnswer(
        noun=cast(Noun, each.noun),
        record=_hex(each.id),
        state=None if each.state is None else each.state.name.lower(),
        held=each.held,
        commitment=_hex(each.commitment),
        matches=each.matches,
        tier=each.tier,
    )


def _review(each: Review) -> ReviewInForce:
    return ReviewInForce(
        appraisal=_hex(each.id),
        kind=each.kind.name.lower(),
        proposal=None if each.proposal is None else _hex(each.proposal),
        issuer=_hex(each.issuer),
        verdict=None if each.verdict is None else each.verdict.name.lower(),
        valid_until=each.valid_until,
    )


def _certificate(each: Acceptance) -> AcceptanceAnswer:
    return AcceptanceAnswer(
        certificate=_hex(each.id),
        outcome=each.outcome.name.lower(),
        state=each.state.name.lower(),
        stage=each.stage.name.lower(),
        pilot=_hex(each.pilot),
        proposal=_hex(each.proposal),
        problem=_hex(each.problem),
        owner=_hex(each.owner),
        provider=_hex(each.provider),
        verifier=_hex(each.verifier),
        owner_signed=each.owner_signed,
        kpis=each.kpis,
        met=each.met,
        supersedes=_hex(each.supersedes) if any(each.supersedes) else None,
        superseded_by=_hex(each.superseded_by) if any(each.superseded_by) else None,
        issued_at=each.issued_at,
    )


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
