"""What the model keeps of each kind of record: only what a rule or a reader asks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger import commands as c
from ledger.enums import Kind, State


@dataclass(frozen=True)
class Entry:
    """What every record has."""

    kind: Kind
    state: State
    version: int
    head: bytes
    authority_version: int = 1


@dataclass(frozen=True)
class Key:
    party: bytes
    powers: int
    valid_from: int
    valid_to: int
    revoked_at: int = 0

    def ended(self, now: int) -> bool:
        return bool(self.revoked_at) or self.valid_to <= now


@dataclass(frozen=True)
class Grant:
    fields: int
    valid_from: int
    valid_to: int
    revoked: bool = False

    def ended(self, now: int) -> bool:
        return self.revoked or self.valid_to <= now


@dataclass(frozen=True)
class Party:
    country: int
    threshold: int
    parent: bytes = bytes(32)
    roles: Mapping[int, Grant] = field(default_factory=dict)
    interests: frozenset[bytes] = frozenset()


@dataclass(frozen=True)
class Asset:
    """holders: basis points by party, in their order."""

    kind: int
    holders: Mapping[bytes, int]
    grant_rule: int
    fields: int
    rights: tuple[c.Right, ...]
    tier: int = 0


@dataclass(frozen=True)
class Listing:
    asset: bytes
    broker: bytes
    until: int = 0


@dataclass(frozen=True)
class Appraisal:
    kind: int
    subject: bytes
    issuer: bytes
    valid_until: int
    verdict: int


@dataclass(frozen=True)
class Instrument:
    """registered: gates that a registrar certified; order: when it took effect among all, 0 where it has not."""

    terms: c.Terms
    signed: tuple[bytes, ...]
    gates: tuple[int, ...]
    registered: frozenset[int] = frozenset()
    funded: int = 0
    released: int = 0
    refunded: int = 0
    paid: int = 0
    order: int = 0


@dataclass(frozen=True)
class RoyaltyPeriod:
    instrument: bytes
    start: int
    end: int


@dataclass(frozen=True)
class Problem:
    """nonce: what its later drafts repeat."""

    owner: bytes
    nonce: bytes
    using_unit: bytes
    accountable_office: bytes
    fields: int
    commit_by: int = 0
    reveal_by: int = 0
    reviewers: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """last_reviews: the appraisal last accepted for it, by kind."""

    problem: bytes
    provider: bytes
    seal: bytes
    last_reviews: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Pilot:
    """values: measured under the present KPIs, by code; certificate: the one that is not superseded, zero if none."""

    stage: int
    proposal: bytes
    verifier: bytes
    end: int
    kpi_version: int = 0
    kpis: tuple[c.Kpi, ...] = ()
    pass_weight: int = 0
    values: Mapping[bytes, int] = field(default_factory=dict)
    certificate: bytes = bytes(32)
    paying_certificate: bytes = bytes(32)


@dataclass(frozen=True)
class Certificate:
    pilot: bytes
    outcome: int


@dataclass(frozen=True)
class Document:
    sender: bytes
    recipient: bytes
    content: bytes
    due_by: int = 0
    extended: bool = False
