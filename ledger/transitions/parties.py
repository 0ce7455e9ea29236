"""Parties: admission, keys, roles, interests."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import ALL_POWERS, PartyState, Role, State
from ledger.events import Event, GenesisEvent
from ledger.records import WITHOUT_END, Party, PartyKey, RoleGrant
from ledger.scope import ALL_FIELDS
from ledger.transitions import versions

_STATES = {
    PartyState.ACTIVE: State.ACTIVE,
    PartyState.SUSPENDED: State.SUSPENDED,
    PartyState.CLOSED: State.CLOSED,
}


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


def _register_party(_: None, event: Event, command: c.RegisterParty) -> Party:
    return Party(
        **versions.first(event),
        state=State.PENDING,
        party_kind=command.party_kind,
        profile=command.profile,
        country=command.country,
        parent=command.parent,
        keys=tuple(_lasting_key(key, event.at) for key in command.keys),
        threshold=command.threshold,
    )


def _update_party(party: Party, event: Event, command: c.UpdateParty) -> Party:
    return replace(party, **versions.following(event), profile=command.profile, parent=command.parent)


def _move_party(party: Party, event: Event, command: c.MoveParty) -> Party:
    state = _STATES[PartyState(command.party_state)]
    return replace(party, **versions.following(event), state=state, reason=command.reason)


def _add_key(party: Party, event: Event, command: c.AddKey) -> Party:
    key = PartyKey(address=command.key, powers=command.powers, valid_from=command.valid_from, valid_to=command.valid_to)
    return replace(party, **versions.following(event), keys=(*party.keys, key), threshold=command.threshold)


def _revoke_key(party: Party, event: Event, command: c.RevokeKey) -> Party:
    revoked_at = event.outcome.get("revoked_at", event.at)
    keys = tuple(replace(key, revoked_at=revoked_at) if key.address == command.key else key for key in party.keys)
    return replace(party, **versions.following(event), keys=keys, threshold=command.threshold)


def _grant_role(party: Party, event: Event, command: c.GrantRole) -> Party:
    grant = RoleGrant(
        role=command.role, fields=command.fields, valid_from=command.valid_from, valid_to=command.valid_to
    )
    others = [each for each in party.roles if each.role != command.role]
    return replace(
        party, **versions.following(event), roles=tuple(sorted([*others, grant], key=lambda each: each.role))
    )


def _revoke_role(party: Party, event: Event, command: c.RevokeRole) -> Party:
    revoked_at = event.outcome.get("revoked_at", event.at)
    roles = tuple(replace(each, revoked_at=revoked_at) if each.role == command.role else each for each in party.roles)
    return replace(party, **versions.following(event), roles=roles)


def _declare_interest(party: Party, event: Event, command: c.DeclareInterest) -> Party:
    known = command.subject in party.interests
    interests = party.interests if known else (*party.interests, command.subject)
    return replace(party, **versions.following(event), interests=interests)


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.RegisterParty: _register_party,
    c.UpdateParty: _update_party,
    c.MoveParty: _move_party,
    c.AddKey: _add_key,
    c.RevokeKey: _revoke_key,
    c.GrantRole: _grant_role,
    c.RevokeRole: _revoke_role,
    c.DeclareInterest: _declare_interest,
}
