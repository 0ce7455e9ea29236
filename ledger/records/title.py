"""Parties, and what they hold and owe: assets, instruments, royalty periods."""

from __future__ import annotations

from dataclasses import dataclass

from ledger import commands as c
from ledger.commands import Right, Share, Terms
from ledger.enums import Gate, Kind
from ledger.records.record import Bps, Gates, Powers, Record, StoredGate, Threshold, Tier
from ledger.types import Address, Commitment, Country, Digest, Fields, Id, Label, Time, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyKey:
    """A key a party holds or held. powers: sum of `Power`; revoked_at: 0 while it is not revoked."""

    address: Address
    powers: Powers
    valid_from: Time
    valid_to: Time
    revoked_at: Time = 0

    def is_valid(self, at: int) -> bool:
        """Whether it signs at that time (reading 12)."""
        return self.valid_from <= at < self.valid_to and not (self.revoked_at and self.revoked_at <= at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """A role given for a time. fields: bitmap as signed; revoked_at: 0 while it is not revoked."""

    role: c.Role
    fields: Fields
    valid_from: Time
    valid_to: Time
    revoked_at: Time = 0

    def is_held(self, at: int) -> bool:
        return self.valid_from <= at < self.valid_to and not (self.revoked_at and self.revoked_at <= at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Record):
    """An organisation or a registered inventor. country: bit number of the code list; parent: zero if none.

    roles: at most one grant per role, in the order of the roles' numbers. interests: records it declared one in.
    """

    kind = Kind.PARTY

    party_kind: c.PartyKind
    profile: Commitment
    country: Country
    parent: Id
    keys: tuple[PartyKey, ...]
    threshold: Threshold
    roles: tuple[RoleGrant, ...] = ()
    interests: tuple[Id, ...] = ()
    reason: Commitment = bytes(32)

    def key(self, address: bytes) -> PartyKey | None:
        return next((key for key in self.keys if key.address == address), None)

    def holds(self, role: int, at: int) -> bool:
        """Whether the role is held at that time."""
        return any(grant.role == role and grant.is_held(at) for grant in self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Record):
    """A right or technology. holders: shares in basis points, 10,000 together. fields: bitmap as signed.

    encumbrance_version counts the licences and pledges on it that took effect or ended.
    """

    kind = Kind.ASSET

    asset_kind: c.AssetKind
    title: Commitment
    holders: tuple[Share, ...]
    grant_rule: c.GrantRule
    fields: Fields
    rights: tuple[Right, ...]
    tier: Tier = 0
    evidence: Commitment = bytes(32)
    claim: Commitment = bytes(32)
    claimant: Id = bytes(32)
    decision: Commitment = bytes(32)
    encumbrance_version: Version = 0

    def share(self, party: bytes) -> int:
        """Basis points that a party holds."""
        return next((share.bps for share in self.holders if share.party == party), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCertificate:
    """A registrar's certificate, and the gate that it was entered for."""

    gate: StoredGate
    certificate: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A payment that a bank attested against a certificate. bps: of the agreed sum; at: UTC seconds."""

    milestone: Label
    certificate: Id
    bps: Bps
    evidence: Commitment
    at: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Record):
    """A legal act. `terms` are the current ones; terms_digest is their struct hash.

    signed: the parties that signed, in order. gates: bit `gate - 1` for each gate required; certificates: the
    registrars' certificates by gate, in the order entered. funded, released, refunded, paid: basis points of the
    agreed sum; `milestones` make up what was paid. effective_at, ended_at, registered_at: UTC seconds, 0 while it has
    not come to that.
    """

    kind = Kind.INSTRUMENT

    terms: Terms
    terms_digest: Digest
    signed: tuple[Id, ...]
    gates: Gates = 0
    certificates: tuple[GateCertificate, ...] = ()
    funded: Bps = 0
    released: Bps = 0
    refunded: Bps = 0
    paid: Bps = 0
    milestones: tuple[Milestone, ...] = ()
    effective_at: Time = 0
    ended_at: Time = 0
    registered_at: Time = 0
    encumbrance_version: Version = 0
    reason: Commitment = bytes(32)

    @property
    def exclusivity(self) -> int:
        return self.terms.exclusivity

    def is_met(self, gate: Gate) -> bool:
        """Whether a required gate is met: certified, or fully funded."""
        return self.funded == 10_000 if gate == Gate.ESCROW else any(each.gate == gate for each in self.certificates)

    @property
    def open_gates(self) -> tuple[Gate, ...]:
        return tuple(gate for gate in Gate if self.gates >> (gate - 1) & 1 and not self.is_met(gate))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyPeriod(Record):
    """What is owed for [start, end) under a licence, as last reported. evidence: the bank's; opinion: the auditor's."""

    kind = Kind.ROYALTY_PERIOD

    instrument: Id
    start: Time
    end: Time
    amount: Commitment
    report: Commitment
    reason: Commitment = bytes(32)
    decision: Commitment = bytes(32)
    evidence: Commitment = bytes(32)
    opinion: Commitment = bytes(32)
