"""What one accepted command makes of a record. No rule is checked: the ledger accepted it, so it was allowed.

One function per command; `TRANSITIONS` is the table. A record that is only touched keeps its state and takes over
what the event says of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger import eip712
from ledger.enums import (
    ALL_POWERS,
    AssetEnd,
    EscrowAction,
    Gate,
    InstrumentEnd,
    PartyState,
    Role,
    Ruling,
    State,
)
from ledger.events import Event, GenesisEvent, Touched
from ledger.records import WITHOUT_END, AnyRecord, Asset, GateCertificate, Instrument, Party, PartyKey, RoleGrant
from ledger.scope import ALL_FIELDS

_PARTY_STATES = {
    PartyState.ACTIVE: State.ACTIVE,
    PartyState.SUSPENDED: State.SUSPENDED,
    PartyState.CLOSED: State.CLOSED,
}
_ASSET_ENDS = {
    AssetEnd.LAPSED: State.LAPSED,
    AssetEnd.EXPIRED: State.EXPIRED,
    AssetEnd.INVALIDATED: State.INVALIDATED,
}
_INSTRUMENT_ENDS = {InstrumentEnd.TERMINATED: State.TERMINATED, InstrumentEnd.RESCINDED: State.RESCINDED}
_RULINGS = {
    Ruling.SUSPEND: State.SUSPENDED,
    Ruling.RESUME: State.EFFECTIVE,
    Ruling.TERMINATE: State.TERMINATED,
    Ruling.RESCIND: State.RESCINDED,
    Ruling.ENFORCE: State.TERMINATED,
}


def _head(event: Event) -> dict[str, Any]:
    """What a new version changes in every record."""
    return {"version": event.version, "head": event.head, "at": event.at}


def _first(event: Event) -> dict[str, Any]:
    return {"id": event.record, "created_at": event.at, **_head(event)}


def _lasting_key(address: bytes, at: int) -> PartyKey:
    return PartyKey(address=address, powers=ALL_POWERS, valid_from=at, valid_to=WITHOUT_END)


def founded(event: GenesisEvent) -> Party:
    """The regulator of the genesis document: active at version 1, all powers, its role without end."""
    genesis = event.genesis
    everything = RoleGrant(role=Role.REGULATOR, fields=ALL_FIELDS, valid_from=genesis.at, valid_to=WITHOUT_END)
    return Party(
        id=event.record,
        state=State.ACTIVE,
        version=1,
        head=event.head,
        created_at=genesis.at,
        at=genesis.at,
        party_kind=genesis.party_kind,
        profile=genesis.profile,
        country=genesis.country,
        parent=bytes(32),
        keys=tuple(_lasting_key(key, genesis.at) for key in genesis.keys),
        threshold=genesis.threshold,
        roles=(everything,),
    )


# --- Party ---------------------------------------------------------------------------------------------------------


def _register_party(_: None, event: Event, command: c.RegisterParty) -> Party:
    return Party(
        **_first(event),
        state=State.PENDING,
        party_kind=command.party_kind,
        profile=command.profile,
        country=command.country,
        parent=command.parent,
        keys=tuple(_lasting_key(key, event.at) for key in command.keys),
        threshold=command.threshold,
    )


def _update_party(party: Party, event: Event, command: c.UpdateParty) -> Party:
    return replace(party, **_head(event), profile=command.profile, parent=command.parent)


def _move_party(party: Party, event: Event, command: c.MoveParty) -> Party:
    state = _PARTY_STATES[PartyState(command.party_state)]
    return replace(party, **_head(event), state=state, reason=command.reason)


def _add_key(party: Party, event: Event, command: c.AddKey) -> Party:
    key = PartyKey(address=command.key, powers=command.powers, valid_from=command.valid_from, valid_to=command.valid_to)
    return replace(party, **_head(event), keys=(*party.keys, key), threshold=command.threshold)


def _revoke_key(party: Party, event: Event, command: c.RevokeKey) -> Party:
    revoked_at = event.outcome.get("revoked_at", event.at)
    keys = tuple(replace(key, revoked_at=revoked_at) if key.address == command.key else key for key in party.keys)
    return replace(party, **_head(event), keys=keys, threshold=command.threshold)


def _grant_role(party: Party, event: Event, command: c.GrantRole) -> Party:
    grant = RoleGrant(
        role=command.role, fields=command.fields, valid_from=command.valid_from, valid_to=command.valid_to
    )
    others = [each for each in party.roles if each.role != command.role]
    return replace(party, **_head(event), roles=tuple(sorted([*others, grant], key=lambda each: each.role)))


def _revoke_role(party: Party, event: Event, command: c.RevokeRole) -> Party:
    revoked_at = event.outcome.get("revoked_at", event.at)
    roles = tuple(replace(each, revoked_at=revoked_at) if each.role == command.role else each for each in party.roles)
    return replace(party, **_head(event), roles=roles)


def _declare_interest(party: Party, event: Event, command: c.DeclareInterest) -> Party:
    known = command.subject in party.interests
    interests = party.interests if known else (*party.interests, command.subject)
    return replace(party, **_head(event), interests=interests)


# --- Asset ---------------------------------------------------------------------------------------------------------


def _register_asset(_: None, event: Event, command: c.RegisterAsset) -> Asset:
    return Asset(
        **_first(event),
        state=State.REGISTERED,
        asset_kind=command.asset_kind,
        title=command.title,
        holders=command.holders,
        grant_rule=command.grant_rule,
        fields=command.fields,
        rights=command.rights,
    )


def _raise_tier(asset: Asset, event: Event, command: c.RaiseTier) -> Asset:
    return replace(asset, **_head(event), state=State.ACTIVE, tier=command.tier, evidence=command.evidence)


def _record_rights(asset: Asset, event: Event, command: c.RecordRights) -> Asset:
    return replace(asset, **_head(event), rights=command.rights, evidence=command.evidence)


def _set_grant_rule(asset: Asset, event: Event, command: c.SetGrantRule) -> Asset:
    return replace(asset, **_head(event), grant_rule=command.grant_rule)


def _dispute_asset(asset: Asset, event: Event, command: c.DisputeAsset) -> Asset:
    return replace(asset, **_head(event), state=State.DISPUTED, claim=command.claim, claimant=command.claimant)


def _resolve_dispute(asset: Asset, event: Event, command: c.ResolveDispute) -> Asset:
    holders = command.holders or asset.holders
    return replace(asset, **_head(event), state=State.ACTIVE, holders=holders, decision=command.decision)


def _end_asset(asset: Asset, event: Event, command: c.EndAsset) -> Asset:
    state = _ASSET_ENDS[AssetEnd(command.asset_end)]
    return replace(asset, **_head(event), state=state, evidence=command.evidence)


# --- Instrument ----------------------------------------------------------------------------------------------------


def _signing_state(terms: c.Terms, signed: tuple[bytes, ...]) -> State:
    return State.SIGNED if {member.party for member in terms.members} <= set(signed) else State.PROPOSED


def _propose_instrument(_: None, event: Event, command: c.ProposeInstrument) -> Instrument:
    return Instrument(
        **_first(event),
        state=_signing_state(command.terms, command.signing),
        terms=command.terms,
        terms_digest=event.outcome.get("terms_digest") or eip712.terms_digest(command.terms),
        signed=command.signing,
        gates=event.outcome.get("gates", 0),
    )


def _sign_instrument(instrument: Instrument, event: Event, command: c.SignInstrument) -> Instrument:
    signed = (*instrument.signed, *command.signing)
    return replace(instrument, **_head(event), state=_signing_state(instrument.terms, signed), signed=signed)


def _certify_instrument(instrument: Instrument, event: Event, command: c.CertifyInstrument) -> Instrument:
    entered = GateCertificate(gate=Gate(command.gate), certificate=command.certificate)
    certificates = (*instrument.certificates, entered)
    registered_at = event.outcome.get("registered_at", 0) or instrument.registered_at
    return replace(instrument, **_head(event), certificates=certificates, registered_at=registered_at)


def _attest_escrow(instrument: Instrument, event: Event, command: c.AttestEscrow) -> Instrument:
    total = EscrowAction(command.escrow_action).name.lower()
    totals = {total: getattr(instrument, total) + command.bps}
    totals.update({name: event.outcome[name] for name in ("funded", "released", "refunded") if name in event.outcome})
    return replace(instrument, **_head(event), **totals)


def _effect_instrument(instrument: Instrument, event: Event, _: c.EffectInstrument) -> Instrument:
    return replace(instrument, **_head(event), state=State.EFFECTIVE, effective_at=event.at)


def _amend_instrument(instrument: Instrument, event: Event, command: c.AmendInstrument) -> Instrument:
    terms_digest = event.outcome.get("terms_digest") or eip712.terms_digest(command.terms)
    return replace(instrument, **_head(event), terms=command.terms, terms_digest=terms_digest)


def _end_instrument(instrument: Instrument, event: Event, command: c.EndInstrument) -> Instrument:
    state = _INSTRUMENT_ENDS[InstrumentEnd(command.instrument_end)]
    return replace(instrument, **_head(event), state=state, ended_at=event.at, reason=command.reason)


def _rule_on_instrument(instrument: Instrument, event: Event, command: c.RuleOnInstrument) -> Instrument:
    ruling = Ruling(command.ruling)
    ended = ruling not in (Ruling.SUSPEND, Ruling.RESUME)
    return replace(
        instrument,
        **_head(event),
        state=_RULINGS[ruling],
        ended_at=event.at if ended else instrument.ended_at,
        reason=command.decision,
    )


Transition = Callable[[Any, Event, Any], AnyRecord]
TRANSITIONS: dict[type[c.Command], Transition] = {
    c.RegisterParty: _register_party,
    c.UpdateParty: _update_party,
    c.MoveParty: _move_party,
    c.AddKey: _add_key,
    c.RevokeKey: _revoke_key,
    c.GrantRole: _grant_role,
    c.RevokeRole: _revoke_role,
    c.DeclareInterest: _declare_interest,
    c.RegisterAsset: _register_asset,
    c.RaiseTier: _raise_tier,
    c.RecordRights: _record_rights,
    c.SetGrantRule: _set_grant_rule,
    c.DisputeAsset: _dispute_asset,
    c.ResolveDispute: _resolve_dispute,
    c.EndAsset: _end_asset,
    c.ProposeInstrument: _propose_instrument,
    c.SignInstrument: _sign_instrument,
    c.CertifyInstrument: _certify_instrument,
    c.AttestEscrow: _attest_escrow,
    c.EffectInstrument: _effect_instrument,
    c.AmendInstrument: _amend_instrument,
    c.EndInstrument: _end_instrument,
    c.RuleOnInstrument: _rule_on_instrument,
}


def moved(record: AnyRecord | None, event: Event) -> AnyRecord:
    """The record that the command names, after it; `record` is None for a create."""
    return TRANSITIONS[type(event.command)](record, event, event.command)


def touched(record: AnyRecord, event: Event, touch: Touched) -> AnyRecord:
    """A record that the command touched: a new version, and what the event says of it."""
    changes: dict[str, Any] = {"version": touch.version, "head": touch.head, "at": event.at}
    if isinstance(record, Asset | Instrument) and "encumbrance_version" in event.outcome:
        changes["encumbrance_version"] = event.outcome["encumbrance_version"]
    if isinstance(record, Asset) and event.outcome.get("shares"):
        changes["holders"] = tuple(event.outcome["shares"])
    return replace(record, **changes)
