"""What stands on a subject, and how shares move."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import Exclusivity, InstrumentKind, State
from tests.model.ledger import Model, refuse
from tests.model.scope import overlap

S = State
K = InstrumentKind


def root(model: Model, subject: bytes) -> bytes:
    """The asset at the root of a chain of licences."""
    while subject in model.instruments:
        subject = model.instruments[subject].terms.subject
    return subject


def standing(model: Model, subject: bytes, *kinds: int) -> list[bytes]:
    """Instruments of these kinds that stand on the subject, in order of effect."""
    found = [
        record
        for record, other in model.instruments.items()
        if other.order
        and other.terms.subject == subject
        and other.terms.instrument_kind in kinds
        and model.reads(record) in (S.EFFECTIVE, S.SUSPENDED)
    ]
    return sorted(found, key=lambda record: model.instruments[record].order)


def excluding(model: Model, subject: bytes) -> list[bytes]:
    """Exclusive and sole grants that stand on the subject, in order of effect."""
    return [
        record
        for record in standing(model, subject, K.LICENCE, K.SUBLICENCE)
        if model.instruments[record].terms.exclusivity != Exclusivity.NON_EXCLUSIVE
    ]


def require_room(model: Model, terms: c.Terms) -> None:
    """GRANT_CONFLICT, STALE_ENCUMBRANCE and LIST_FULL, at effect."""
    subject, kind = terms.subject, terms.instrument_kind
    if kind in (K.LICENCE, K.SUBLICENCE):
        others = excluding(model, subject)
        for other in others:
            if overlap(model.instruments[other].terms.scope, terms.scope):
                raise refuse("GRANT_CONFLICT", subject=subject, existing=other)
        current = model.encumbrance.get(subject, 0)
        if terms.exclusivity != Exclusivity.NON_EXCLUSIVE:
            if terms.encumbrance_version != current:
                raise refuse("STALE_ENCUMBRANCE", current=current, acknowledged=terms.encumbrance_version)
            if len(others) >= 64:
                raise refuse("LIST_FULL", record=subject, max=64)
    if kind == K.PLEDGE and len(standing(model, subject, K.PLEDGE)) >= 16:
        raise refuse("LIST_FULL", record=subject, max=16)


def encumber(model: Model, terms: c.Terms) -> int:
    """The subject's encumbrance version after a grant or pledge took effect or was ended."""
    if terms.instrument_kind in (K.LICENCE, K.SUBLICENCE, K.PLEDGE):
        model.encumbrance[terms.subject] = model.encumbrance.get(terms.subject, 0) + 1
    return encumbrance_said(model, terms)


def encumbrance_said(model: Model, terms: c.Terms) -> int:
    """What an event says of it: nothing where the kind touches nothing (reading 76)."""
    touches = terms.instrument_kind in (K.LICENCE, K.SUBLICENCE, K.ASSIGNMENT, K.PLEDGE)
    return model.encumbrance.get(terms.subject, 0) if touches else 0


def shares_said(model: Model, terms: c.Terms) -> tuple[c.Share, ...]:
    if terms.instrument_kind not in (K.LICENCE, K.ASSIGNMENT, K.PLEDGE):
        return ()
    return tuple(c.Share(party=party, bps=bps) for party, bps in model.assets[terms.subject].holders.items())


def share_moved(model: Model, terms: c.Terms) -> None:
    """SHARE_EXCEEDED: the first whose moves together exceed what it holds."""
    holders = model.assets[terms.subject].holders
    for move in terms.moves:
        moved = sum(other.bps for other in terms.moves if other.from_ == move.from_)
        has = holders.get(move.from_, 0)
        if moved > has:
            raise refuse("SHARE_EXCEEDED", party=move.from_, has=has, moved=moved)


def move_shares(model: Model, terms: c.Terms) -> None:
    """Reading 73; at most 16 holders are left."""
    asset = model.assets[terms.subject]
    holders = dict(asset.holders)
    for move in terms.moves:
        holders[move.from_] -= move.bps
        holders[move.to] = holders.get(move.to, 0) + move.bps
    left = {party: bps for party, bps in holders.items() if bps}
    if len(left) > 16:
        raise refuse("LIST_FULL", record=terms.subject, max=16)
    model.assets[terms.subject] = replace(asset, holders=left)
