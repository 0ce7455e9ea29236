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
    Commitment,
    Countries,
    Country,
    Digest,
    Fields,
    FieldType,
    Flag,
    Id,
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


def command_name(command: type[Command]) -> str:
    """The catalogue's name: `RegisterAsset` -> `register_asset`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in command.__name__).lstrip("_")


PARTY_COMMANDS: tuple[type[Command], ...] = (
    RegisterParty,
    UpdateParty,
    MoveParty,
    AddKey,
    RevokeKey,
    GrantRole,
    RevokeRole,
    DeclareInterest,
)
ASSET_COMMANDS: tuple[type[Command], ...] = (
    RegisterAsset,
    RaiseTier,
    RecordRights,
    SetGrantRule,
    DisputeAsset,
    ResolveDispute,
    EndAsset,
)
INSTRUMENT_COMMANDS: tuple[type[Command], ...] = (
    ProposeInstrument,
    SignInstrument,
    CertifyInstrument,
    AttestEscrow,
    EffectInstrument,
    AmendInstrument,
    EndInstrument,
    RuleOnInstrument,
)
COMMANDS: dict[str, type[Command]] = {
    command_name(command): command for command in (*PARTY_COMMANDS, *ASSET_COMMANDS, *INSTRUMENT_COMMANDS)
}
