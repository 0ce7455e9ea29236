"""The market's records: offers, opinions, problems and the way from a proposal to a certificate."""

from __future__ import annotations

from dataclasses import dataclass

from ledger import commands as c
from ledger.commands import Criterion, Kpi, Measurement
from ledger.enums import Kind
from ledger.records.record import Bps, Level, Met, Record
from ledger.types import Commitment, Currency, Digest, Fields, Flag, Id, Provinces, Time, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Record):
    """An offer of an asset. broker: zero if none; until: 0 unless it was reserved."""

    kind = Kind.LISTING

    asset: Id
    broker: Id
    offer: Commitment
    until: Time = 0
    reason: Commitment = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Record):
    """An opinion on an asset or a proposal. What its kind does not ask for is zero unless its issuer gave it.

    issuer: the party that signed it. currency: ISO 4217 number. superseded_by: zero while nothing has replaced it.
    """

    kind = Kind.APPRAISAL

    appraisal_kind: c.AppraisalKind
    subject: Id
    issuer: Id
    report: Commitment
    valid_until: Time
    verdict: c.Verdict
    trl: Level
    criteria: tuple[Criterion, ...]
    approach: c.Approach
    purpose: c.Purpose
    valued_at: Time
    currency: Currency
    range: Commitment
    supersedes: Id
    superseded_by: Id = bytes(32)
    reason: Commitment = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Record):
    """What an owner wants solved, and by when. fields, provinces: bitmaps as signed. proposal: the one awarded.

    commit_by, reveal_by: 0 while it is a draft; reviewers: those named when it was published.
    """

    kind = Kind.PROBLEM

    owner: Id
    statement: Commitment
    using_unit: Commitment
    accountable_office: Commitment
    fields: Fields
    provinces: Provinces
    budget: Commitment
    commit_by: Time = 0
    reveal_by: Time = 0
    reviewers: tuple[Id, ...] = ()
    proposal: Id = bytes(32)
    reason: Commitment = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Record):
    """A provider's answer to a problem: sealed, then opened. content, salt: zero while it is sealed."""

    kind = Kind.PROPOSAL

    problem: Id
    provider: Id
    seal: Digest
    content: Commitment = bytes(32)
    salt: Digest = bytes(32)
    assets: tuple[Id, ...] = ()
    reason: Commitment = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot(Record):
    """A test of a proposal in [start, end). provinces: bitmap as signed; permit: zero where none is needed.

    kpi_version: how many times the KPIs were set. values: the last one of each KPI since then, in the order in which
    each was first entered.
    """

    kind = Kind.PILOT

    pilot_stage: c.PilotStage
    proposal: Id
    verifier: Id
    provinces: Provinces
    start: Time
    end: Time
    plan: Commitment
    limits: Commitment
    exit_plan: Commitment
    permit: Commitment
    kpi_version: Version = 0
    kpis: tuple[Kpi, ...] = ()
    pass_weight: Bps = 0
    method: Commitment = bytes(32)
    values: tuple[Measurement, ...] = ()
    evidence: Commitment = bytes(32)
    reason: Commitment = bytes(32)

    def value(self, code: bytes) -> int | None:
        """The last value of a KPI, in its scale; None while there is none."""
        return next((each.value for each in self.values if each.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Record):
    """The result of a pilot. met: bit i for the i-th KPI of the baseline; owner_signed: else the provider did.

    superseded_by: the certificate that replaced it, paid_by: the contract of which it paid a milestone; zero if none.
    """

    kind = Kind.CERTIFICATE

    pilot: Id
    outcome: c.Outcome
    met: Met
    owner_signed: Flag
    report: Commitment
    supersedes: Id
    superseded_by: Id = bytes(32)
    paid_by: Id = bytes(32)
    claim: Commitment = bytes(32)
    decision: Commitment = bytes(32)
