"""Signed commands: the typed messages of the catalogue (docs/specs/commands.md).

A command is a frozen value whose members, in order, are those of its EIP-712 primary type: `record`,
`expected_version`, `not_after`, then the fields of its table. `register_asset` is signed as `RegisterAsset`.
Nothing here checks a rule; the ledger does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, ClassVar

from ledger import enums as e
from ledger.types import (
    Acts,
    Address,
    After,
    Bps,
    Commitment,
    Countries,
    Country,
    Currency,
    Digest,
    Fields,
    FieldType,
    Flag,
    Id,
    Integer,
    Label,
    Listed,
    NumberUpToCount,
    Office,
    Optional,
    Provinces,
    RequiredWhen,
    RightNumber,
    ShareBps,
    Time,
    Version,
)

PartyKind = Annotated[int, FieldType("uint8", "enum", enum=e.PartyKind)]
PartyState = Annotated[int, FieldType("uint8", "enum", enum=e.PartyState)]
Role = Annotated[int, FieldType("uint8", "enum", enum=e.Role)]
AssetKind = Annotated[int, FieldType("uint8", "enum", enum=e.AssetKind)]
GrantRule = Annotated[int, FieldType("uint8", "enum", enum=e.GrantRule)]
RightStage = Annotated[int, FieldType("uint8", "enum", enum=e.RightStage)]
AssetEnd = Annotated[int, FieldType("uint8", "enum", enum=e.AssetEnd)]
InstrumentKind = Annotated[int, FieldType("uint8", "enum", enum=e.InstrumentKind)]
MemberRole = Annotated[int, FieldType("uint8", "enum", enum=e.MemberRole)]
Exclusivity = Annotated[int, FieldType("uint8", "enum", enum=e.Exclusivity)]
EscrowAction = Annotated[int, FieldType("uint8", "enum", enum=e.EscrowAction)]
InstrumentEnd = Annotated[int, FieldType("uint8", "enum", enum=e.InstrumentEnd)]
Ruling = Annotated[int, FieldType("uint8", "enum", enum=e.Ruling)]
ListingMove = Annotated[int, FieldType("uint8", "enum", enum=e.ListingMove)]
ReviewOutcome = Annotated[int, FieldType("uint8", "enum", enum=e.ReviewOutcome)]
AppraisalKind = Annotated[int, FieldType("uint8", "enum", enum=e.AppraisalKind)]
Verdict = Annotated[int, FieldType("uint8", "enum", enum=e.Verdict)]
Approach = Annotated[int, FieldType("uint8", "enum", enum=e.Approach)]
Purpose = Annotated[int, FieldType("uint8", "enum", enum=e.Purpose)]
RoyaltyAnswer = Annotated[int, FieldType("uint8", "enum", enum=e.RoyaltyAnswer)]
ProblemMove = Annotated[int, FieldType("uint8", "enum", enum=e.ProblemMove)]
ProposalMove = Annotated[int, FieldType("uint8", "enum", enum=e.ProposalMove)]
Comparator = Annotated[int, FieldType("uint8", "enum", enum=e.Comparator)]
Missing = Annotated[int, FieldType("uint8", "enum", enum=e.Missing)]
PilotStage = Annotated[int, FieldType("uint8", "enum", enum=e.PilotStage)]
PilotMove = Annotated[int, FieldType("uint8", "enum", enum=e.PilotMove)]
Outcome = Annotated[int, FieldType("uint8", "enum", enum=e.Outcome)]
CertificateRuling = Annotated[int, FieldType("uint8", "enum", enum=e.CertificateRuling)]
DocumentMove = Annotated[int, FieldType("uint8", "enum", enum=e.DocumentMove)]


class RegisterGate(IntEnum):
    """The gates that a registrar certifies; `escrow` is attested instead and is BAD_ENUM here."""

    IP_REGISTER = e.Gate.IP_REGISTER
    TRANSFER_REGISTER = e.Gate.TRANSFER_REGISTER


Gate = Annotated[int, FieldType("uint8", "enum", enum=RegisterGate)]


# --- Structs -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A holder's part of an asset, in basis points."""

    party: Id
    bps: ShareBps


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One right or application: where and when it holds, and its public number."""

    office: Annotated[Office, Optional()]
    number: Annotated[RightNumber, Optional()]
    right_stage: RightStage
    countries: Countries
    provinces: Provinces
    start: Time
    end: Annotated[Time, After("start")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a grant covers: acts x fields x territories x [start, end)."""

    acts: Acts
    fields: Fields
    countries: Countries
    provinces: Provinces
    start: Time
    end: Annotated[Time, After("start")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A party of an instrument and what it is there for. Every member signs."""

    party: Id
    member_role: MemberRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Shares that pass from a holder to another party when an instrument takes effect."""

    from_: Id
    to: Id
    bps: ShareBps


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything the members of an instrument agree to. `terms_digest` is its EIP-712 struct hash."""

    instrument_kind: InstrumentKind
    subject: Annotated[
        Id,
        RequiredWhen(
            "instrument_kind",
            (
                e.InstrumentKind.LICENCE,
                e.InstrumentKind.SUBLICENCE,
                e.InstrumentKind.ASSIGNMENT,
                e.InstrumentKind.PLEDGE,
                e.InstrumentKind.SOLUTION_CONTRACT,
            ),
            else_optional=True,
        ),
    ]
    members: Annotated[tuple[Member, ...], Listed(16)]
    scope: Scope
    exclusivity: Annotated[
        Exclusivity, RequiredWhen("instrument_kind", (e.InstrumentKind.LICENCE, e.InstrumentKind.SUBLICENCE))
    ]
    sub_depth: Annotated[int, FieldType("uint8", "number", 0, 4)]
    consent_waived: Flag
    encumbrance_version: Version
    moves: Annotated[
        tuple[Move, ...],
        Listed(16),
        RequiredWhen("instrument_kind", (e.InstrumentKind.ASSIGNMENT, e.InstrumentKind.PLEDGE)),
    ]
    escrow_agent: Annotated[Id, Optional()]
    effect_by: Time
    state_capital: Flag
    task_result: Annotated[Commitment, Optional()]
    text: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of an evaluation: its score out of 1,000 and its weight."""

    code: Label
    score: Annotated[int, FieldType("uint16", "number", 0, 1_000)]
    weight: Bps


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One measure of a pilot: what counts as met, what it weighs, and what its absence means.

    unit: UCUM. target, baseline: integers at `scale` decimals.
    """

    code: Label
    unit: Label
    scale: Annotated[int, FieldType("uint8", "number", 0, 18)]
    comparator: Comparator
    target: Integer
    baseline: Integer
    weight: Bps
    mandatory: Flag
    missing: Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measured value of one KPI, an integer in that KPI's scale."""

    code: Label
    value: Integer


# --- Commands ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command carries before its own fields."""

    kind: ClassVar[e.Kind]
    power: ClassVar[e.Power]
    creates: ClassVar[bool] = False
    authority: ClassVar[bool] = False
    event: ClassVar[str]

    record: Id
    expected_version: Version
    not_after: Time


# --- Party ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterParty(Command):
    """Announce an organisation and prove its keys."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    creates = True
    event = "PartyRegistered"

    party_kind: PartyKind
    profile: Commitment
    country: Country
    parent: Annotated[Id, Optional()]
    keys: Annotated[tuple[Address, ...], Listed(16)]
    threshold: Annotated[int, FieldType("uint8", "number"), NumberUpToCount("keys")]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateParty(Command):
    """New profile, or another parent."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    event = "PartyUpdated"

    profile: Commitment
    parent: Annotated[Id, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveParty(Command):
    """Admit, suspend, readmit or close a party."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    authority = True
    event = "PartyMoved"

    party_state: PartyState
    reason: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey(Command):
    """Add a key, or change k of n."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    event = "KeyAdded"

    key: Address
    powers: Annotated[int, FieldType("uint8", "number", 1, e.ALL_POWERS)]
    valid_from: Time
    valid_to: Annotated[Time, After("valid_from")]
    threshold: Annotated[int, FieldType("uint8", "number")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey(Command):
    """End a key at this instant."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    authority = True
    event = "KeyRevoked"

    key: Address
    threshold: Annotated[int, FieldType("uint8", "number")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(Command):
    """Give a role for a time and a scope."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    event = "RoleGranted"

    role: Role
    fields: Fields
    valid_from: Time
    valid_to: Annotated[Time, After("valid_from")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeRole(Command):
    """End a role at this instant."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    authority = True
    event = "RoleRevoked"

    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInterest(Command):
    """A reviewer, valuer or verifier steps aside."""

    kind = e.Kind.PARTY
    power = e.Power.KEYS
    event = "InterestDeclared"

    subject: Id


# --- Asset ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAsset(Command):
    """Declare a right or technology and who holds it."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    creates = True
    event = "AssetRegistered"

    nonce: Digest
    asset_kind: AssetKind
    title: Commitment
    holders: Annotated[tuple[Share, ...], Listed(16)]
    grant_rule: GrantRule
    fields: Fields
    rights: Annotated[tuple[Right, ...], Listed(16), Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseTier(Command):
    """State how well the claim is proved."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    event = "TierRaised"

    tier: Annotated[int, FieldType("uint8", "number", 1, 3)]
    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRights(Command):
    """Replace the list of rights: a grant, renewal or restriction."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    event = "RightsRecorded"

    rights: Annotated[tuple[Right, ...], Listed(16)]
    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGrantRule(Command):
    """Change who must grant a licence."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    event = "GrantRuleSet"

    grant_rule: GrantRule


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeAsset(Command):
    """Freeze an asset on a claim."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    authority = True
    event = "AssetDisputed"

    claim: Commitment
    claimant: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDispute(Command):
    """End the freeze, and correct title where decided."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    authority = True
    event = "DisputeResolved"

    decision: Commitment
    holders: Annotated[tuple[Share, ...], Listed(16), Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAsset(Command):
    """Record the end of the right."""

    kind = e.Kind.ASSET
    power = e.Power.TITLE
    authority = True
    event = "AssetEnded"

    asset_end: AssetEnd
    evidence: Commitment


# --- Listing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftListing(Command):
    """Prepare an offer."""

    kind = e.Kind.LISTING
    power = e.Power.MARKET
    creates = True
    event = "ListingDrafted"

    nonce: Digest
    asset: Id
    broker: Annotated[Id, Optional()]
    offer: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListing(Command):
    """Publish a listing, or send it back."""

    kind = e.Kind.LISTING
    power = e.Power.MARKET
    event = "ListingReviewed"

    review_outcome: ReviewOutcome
    reason: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveListing(Command):
    """Submit, pause, resume, reserve or close a listing."""

    kind = e.Kind.LISTING
    power = e.Power.MARKET
    event = "ListingMoved"

    listing_move: ListingMove
    until: Annotated[Time, RequiredWhen("listing_move", (e.ListingMove.RESERVED,))]
    reason: Annotated[Commitment, Optional()]


# --- Appraisal -----------------------------------------------------------------------------------------------------

_EVALUATION = (e.AppraisalKind.TECHNOLOGY_EVALUATION,)
_VALUATION = (e.AppraisalKind.VALUATION,)
_REVIEWS = (e.AppraisalKind.TECHNICAL_REVIEW, e.AppraisalKind.SECURITY_REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAppraisal(Command):
    """Evaluate, value, or review."""

    kind = e.Kind.APPRAISAL
    power = e.Power.MARKET
    creates = True
    event = "AppraisalIssued"

    nonce: Digest
    appraisal_kind: AppraisalKind
    subject: Id
    report: Commitment
    valid_until: Time
    verdict: Annotated[Verdict, RequiredWhen("appraisal_kind", _REVIEWS, else_optional=True)]
    trl: Annotated[
        int, FieldType("uint8", "number", 1, 9), RequiredWhen("appraisal_kind", _EVALUATION, else_optional=True)
    ]
    criteria: Annotated[
        tuple[Criterion, ...], Listed(24), RequiredWhen("appraisal_kind", _EVALUATION, else_optional=True)
    ]
    approach: Annotated[Approach, RequiredWhen("appraisal_kind", _VALUATION, else_optional=True)]
    purpose: Annotated[Purpose, RequiredWhen("appraisal_kind", _VALUATION, else_optional=True)]
    valued_at: Annotated[Time, RequiredWhen("appraisal_kind", _VALUATION, else_optional=True)]
    currency: Annotated[Currency, RequiredWhen("appraisal_kind", _VALUATION, else_optional=True)]
    range: Annotated[Commitment, RequiredWhen("appraisal_kind", _VALUATION, else_optional=True)]
    supersedes: Annotated[Id, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAppraisal(Command):
    """Take an appraisal back."""

    kind = e.Kind.APPRAISAL
    power = e.Power.MARKET
    event = "AppraisalWithdrawn"

    reason: Commitment


# --- Instrument -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeInstrument(Command):
    """Put terms to all who must sign."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    creates = True
    event = "InstrumentProposed"

    nonce: Digest
    terms: Terms
    signing: Annotated[tuple[Id, ...], Listed(16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInstrument(Command):
    """Agree to the same terms, repeated in full."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "InstrumentSigned"

    terms: Terms
    signing: Annotated[tuple[Id, ...], Listed(16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyInstrument(Command):
    """Enter a registrar's certificate."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "InstrumentCertified"

    gate: Gate
    certificate: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestEscrow(Command):
    """Attest money held, paid on, or returned, in basis points of the agreed sum."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "EscrowAttested"

    escrow_action: EscrowAction
    bps: ShareBps
    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestMilestone(Command):
    """Attest payment of a milestone against a certificate, in basis points of the agreed sum."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "MilestoneAttested"

    milestone: Label
    certificate: Id
    bps: ShareBps
    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectInstrument(Command):
    """Make it take effect, in one step."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "InstrumentEffected"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendInstrument(Command):
    """Replace the terms with narrower or equal ones."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "InstrumentAmended"

    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class EndInstrument(Command):
    """End it by agreement, or withdraw it."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    event = "InstrumentEnded"

    instrument_end: InstrumentEnd
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnInstrument(Command):
    """The arbiter suspends, resumes, ends or enforces it."""

    kind = e.Kind.INSTRUMENT
    power = e.Power.TITLE
    authority = True
    event = "InstrumentRuledOn"

    ruling: Ruling
    decision: Commitment


# --- Royalty period ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRoyalty(Command):
    """State what is owed for a period; again after it was contested."""

    kind = e.Kind.ROYALTY_PERIOD
    power = e.Power.MARKET
    creates = True
    event = "RoyaltyReported"

    nonce: Digest
    instrument: Id
    start: Time
    end: Annotated[Time, After("start")]
    amount: Commitment
    report: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRoyalty(Command):
    """Accept or contest a report."""

    kind = e.Kind.ROYALTY_PERIOD
    power = e.Power.TITLE
    event = "RoyaltyAnswered"

    royalty_answer: RoyaltyAnswer
    reason: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnRoyalty(Command):
    """The arbiter settles a contested report."""

    kind = e.Kind.ROYALTY_PERIOD
    power = e.Power.TITLE
    authority = True
    event = "RoyaltyRuledOn"

    decision: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestPayment(Command):
    """The bank attests payment."""

    kind = e.Kind.ROYALTY_PERIOD
    power = e.Power.TITLE
    event = "PaymentAttested"

    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRoyalty(Command):
    """An audit opinion on a paid period."""

    kind = e.Kind.ROYALTY_PERIOD
    power = e.Power.MARKET
    event = "RoyaltyAudited"

    opinion: Commitment


# --- Problem -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftProblem(Command):
    """Write down a problem, or correct the draft."""

    kind = e.Kind.PROBLEM
    power = e.Power.MARKET
    creates = True
    event = "ProblemDrafted"

    nonce: Digest
    statement: Commitment
    using_unit: Annotated[Commitment, Optional()]
    accountable_office: Annotated[Commitment, Optional()]
    fields: Fields
    provinces: Provinces
    budget: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishProblem(Command):
    """Call for proposals."""

    kind = e.Kind.PROBLEM
    power = e.Power.MARKET
    event = "ProblemPublished"

    commit_by: Time
    reveal_by: Annotated[Time, After("commit_by")]
    reviewers: Annotated[tuple[Id, ...], Listed(8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseProblem(Command):
    """End the time for handing in."""

    kind = e.Kind.PROBLEM
    power = e.Power.MARKET
    event = "ProblemClosed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveProblem(Command):
    """Evaluate, award, end without award, or cancel a problem."""

    kind = e.Kind.PROBLEM
    power = e.Power.MARKET
    event = "ProblemMoved"

    problem_move: ProblemMove
    proposal: Annotated[Id, RequiredWhen("problem_move", (e.ProblemMove.AWARDED,))]
    reason: Annotated[Commitment, Optional()]


# --- Proposal ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitProposal(Command):
    """Hand in a sealed proposal."""

    kind = e.Kind.PROPOSAL
    power = e.Power.MARKET
    creates = True
    event = "ProposalCommitted"

    nonce: Digest
    problem: Id
    seal: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealProposal(Command):
    """Open the seal."""

    kind = e.Kind.PROPOSAL
    power = e.Power.MARKET
    event = "ProposalRevealed"

    content: Commitment
    salt: Digest
    assets: Annotated[tuple[Id, ...], Listed(8), Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveProposal(Command):
    """Shortlist, fail or withdraw a proposal."""

    kind = e.Kind.PROPOSAL
    power = e.Power.MARKET
    event = "ProposalMoved"

    proposal_move: ProposalMove
    reason: Annotated[Commitment, Optional()]


# --- Pilot ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPilot(Command):
    """Agree a sandbox and its verifier."""

    kind = e.Kind.PILOT
    power = e.Power.MARKET
    creates = True
    event = "PilotPlanned"

    nonce: Digest
    pilot_stage: PilotStage
    proposal: Id
    verifier: Id
    provinces: Provinces
    start: Time
    end: Annotated[Time, After("start")]
    plan: Commitment
    limits: Commitment
    exit_plan: Commitment
    permit: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinePilot(Command):
    """Freeze the KPIs, or change them by agreement."""

    kind = e.Kind.PILOT
    power = e.Power.MARKET
    event = "PilotBaselined"

    kpis: Annotated[tuple[Kpi, ...], Listed(24)]
    pass_weight: ShareBps
    method: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePilot(Command):
    """Enter measured values."""

    kind = e.Kind.PILOT
    power = e.Power.MARKET
    event = "PilotMeasured"

    values: Annotated[tuple[Measurement, ...], Listed(24), Optional()]
    final: Flag
    evidence: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePilot(Command):
    """Start, complete or abort a pilot."""

    kind = e.Kind.PILOT
    power = e.Power.MARKET
    event = "PilotMoved"

    pilot_move: PilotMove
    reason: Annotated[Commitment, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPilot(Command):
    """The regulator stops the test."""

    kind = e.Kind.PILOT
    power = e.Power.TITLE
    authority = True
    event = "PilotStopped"

    reason: Commitment


# --- Certificate ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate(Command):
    """Certify the result of a pilot."""

    kind = e.Kind.CERTIFICATE
    power = e.Power.TITLE
    creates = True
    event = "CertificateIssued"

    nonce: Digest
    pilot: Id
    outcome: Outcome
    report: Commitment
    supersedes: Annotated[Id, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeCertificate(Command):
    """Contest a certificate."""

    kind = e.Kind.CERTIFICATE
    power = e.Power.TITLE
    event = "CertificateDisputed"

    claim: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnCertificate(Command):
    """The arbiter decides on a contested certificate."""

    kind = e.Kind.CERTIFICATE
    power = e.Power.TITLE
    authority = True
    event = "CertificateRuledOn"

    certificate_ruling: CertificateRuling
    decision: Commitment


# --- Document ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDocument(Command):
    """Send a document to an office."""

    kind = e.Kind.DOCUMENT
    power = e.Power.DOCUMENTS
    creates = True
    event = "DocumentSubmitted"

    nonce: Digest
    recipient: Id
    content: Commitment
    in_reply_to: Annotated[Id, Optional()]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDocument(Command):
    """Receive, refuse, process or answer a document."""

    kind = e.Kind.DOCUMENT
    power = e.Power.DOCUMENTS
    event = "DocumentMoved"

    document_move: DocumentMove
    evidence: Commitment
    number: Annotated[Commitment, RequiredWhen("document_move", (e.DocumentMove.REGISTERED,), else_optional=True)]
    due_by: Annotated[Time, RequiredWhen("document_move", (e.DocumentMove.REGISTERED, e.DocumentMove.EXTENDED))]
    to: Annotated[Id, RequiredWhen("document_move", (e.DocumentMove.FORWARDED,))]


# --- Anchor --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorDigest(Command):
    """Fix one digest in a namespace."""

    kind = e.Kind.ANCHOR
    power = e.Power.MARKET
    creates = True
    event = "DigestAnchored"

    nonce: Digest
    namespace: Label
    digest: Digest
    size: Annotated[int, FieldType("uint64", "number")]


def command_name(command: type[Command]) -> str:
    """The catalogue's name: `RegisterAsset` -> `register_asset`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in command.__name__).lstrip("_")


# Every command of the catalogue, in its order.
COMMANDS: dict[str, type[Command]] = {
    command_name(command): command
    for command in (
        RegisterParty,
        UpdateParty,
        MoveParty,
        AddKey,
        RevokeKey,
        GrantRole,
        RevokeRole,
        DeclareInterest,
        RegisterAsset,
        RaiseTier,
        RecordRights,
        SetGrantRule,
        DisputeAsset,
        ResolveDispute,
        EndAsset,
        DraftListing,
        ReviewListing,
        MoveListing,
        IssueAppraisal,
        WithdrawAppraisal,
        ProposeInstrument,
        SignInstrument,
        CertifyInstrument,
        AttestEscrow,
        AttestMilestone,
        EffectInstrument,
        AmendInstrument,
        EndInstrument,
        RuleOnInstrument,
        ReportRoyalty,
        AnswerRoyalty,
        RuleOnRoyalty,
        AttestPayment,
        AuditRoyalty,
        DraftProblem,
        PublishProblem,
        CloseProblem,
        MoveProblem,
        CommitProposal,
        RevealProposal,
        MoveProposal,
        PlanPilot,
        BaselinePilot,
        MeasurePilot,
        MovePilot,
        StopPilot,
        IssueCertificate,
        DisputeCertificate,
        RuleOnCertificate,
        SubmitDocument,
        MoveDocument,
        AnchorDigest,
    )
}


def commands_of(kind: e.Kind) -> tuple[type[Command], ...]:
    """The commands that move records of a kind, in the catalogue's order."""
    return tuple(command for command in COMMANDS.values() if command.kind == kind)
