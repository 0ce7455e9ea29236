"""Who may not judge whom (readings 53 to 55)."""

from __future__ import annotations

from collections.abc import Sequence

from tests.model.ledger import ZERO, Model, refuse


def related(model: Model, one: bytes, other: bytes) -> bool:
    def parent(party: bytes) -> bytes:
        return model.parties[party].parent if party in model.parties else ZERO

    if one == other or parent(one) == other or parent(other) == one:
        return True
    return parent(one) != ZERO and parent(one) == parent(other)


def require_independent(model: Model, party: bytes, with_: bytes) -> None:
    if related(model, party, with_):
        raise refuse("NOT_INDEPENDENT", party=party, with_=with_)


def has_interest(model: Model, party: bytes, *records: bytes) -> bool:
    return party in model.parties and not model.parties[party].interests.isdisjoint(records)


def no_conflict(model: Model, party: bytes, records: Sequence[bytes], parties: Sequence[bytes]) -> None:
    """With the first of the matter's records that the party declared an interest in, then of its parties."""
    for record in records:
        if has_interest(model, party, record):
            raise refuse("CONFLICT_OF_INTEREST", party=party, with_=record)
    for other in parties:
        if has_interest(model, party, other) or related(model, party, other):
            raise refuse("CONFLICT_OF_INTEREST", party=party, with_=other)
