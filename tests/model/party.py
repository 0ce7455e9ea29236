"""The model's rules of the Party table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import PRIVILEGED_ROLES, PartyState, Power, Role, State
from tests.model.ledger import ALL_POWERS, NEVER, ZERO, Effect, Model, Signers, refuse
from tests.model.records import Grant, Key, Party

S = State
REGISTRARS = {Role.IP_REGISTRAR, Role.TRANSFER_REGISTRAR}
AUTHORITIES = {Role.OPERATOR, Role.ARBITER, *REGISTRARS}
JUDGES = {Role.VALUER, Role.TECHNICAL_REVIEWER, Role.SECURITY_REVIEWER, Role.VERIFIER, Role.ESCROW_AGENT}


def incompatible(one: int, other: int) -> bool:
    if one == other:
        return False
    pair = {one, other}
    if pair & {Role.REGULATOR, Role.AUDITOR}:
        return True
    if pair == REGISTRARS:
        return False
    return bool(pair & AUTHORITIES) and pair <= (AUTHORITIES | JUDGES)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.RegisterParty):
        return _register(model, command, signers)
    if isinstance(command, c.UpdateParty):
        return _update(model, command, signers)
    if isinstance(command, c.MoveParty):
        return _move(model, command, signers)
    if isinstance(command, c.AddKey):
        return _add_key(model, command, signers)
    if isinstance(command, c.RevokeKey):
        return _revoke_key(model, command, signers)
    if isinstance(command, c.GrantRole):
        return _grant_role(model, command, signers)
    if isinstance(command, c.RevokeRole):
        return _revoke_role(model, command, signers)
    assert isinstance(command, c.DeclareInterest)
    record = command.record
    state = model.state_in(record, S.ACTIVE)
    for signer in signers.parties:
        if signer != record:
            raise refuse("NOT_AUTHORISED", party=signer)
    model.require(command.subject, model.entries)
    party = model.parties[record]
    model.parties[record] = replace(party, interests=party.interests | {command.subject})
    return Effect(state)


def _register(model: Model, command: c.RegisterParty, signers: Signers) -> Effect:
    for signer in signers.parties:
        raise refuse("NOT_AUTHORISED", party=signer)
    for key in command.keys:
        if key not in signers.own_keys:
            raise refuse("SIGNATURE_MISSING", party=command.record, role=0)
    if any(command.parent):
        model.require(command.parent, model.parties)
    for i, key in enumerate(command.keys):
        if key in model.keys or key in command.keys[:i]:
            raise refuse("KEY_TAKEN", key=key)
    for key in command.keys:
        model.keys[key] = Key(command.record, ALL_POWERS, model.now, NEVER)
    model.parties[command.record] = Party(command.country, command.threshold, command.parent)
    return Effect(S.PENDING)


def _update(model: Model, command: c.UpdateParty, signers: Signers) -> Effect:
    record, party = command.record, model.parties[command.record]
    state = model.state_in(record, S.ACTIVE)
    moved = command.parent != party.parent
    for signer in signers.parties:
        if signer != record and not (moved and model.holds(signer, Role.OPERATOR)):
            raise refuse("NOT_AUTHORISED", party=signer)
    if record not in signers.parties:
        raise refuse("SIGNATURE_MISSING", party=record, role=0)
    if moved and not any(model.holds(signer, Role.OPERATOR) for signer in signers.parties):
        raise refuse("SIGNATURE_MISSING", party=ZERO, role=int(Role.OPERATOR))
    if any(command.parent):
        model.require(command.parent, model.parties)
    model.parties[record] = replace(party, parent=command.parent)
    return Effect(state)


def _move(model: Model, command: c.MoveParty, signers: Signers) -> Effect:
    to = PartyState(command.party_state)
    allowed = {
        PartyState.ACTIVE: (S.PENDING, S.SUSPENDED),
        PartyState.SUSPENDED: (S.ACTIVE,),
        PartyState.CLOSED: (S.PENDING, S.ACTIVE, S.SUSPENDED),
    }[to]
    model.state_in(command.record, *allowed)
    privileged = any(model.holds(command.record, role) for role in PRIVILEGED_ROLES)
    roles = [Role.REGULATOR] if privileged else [Role.OPERATOR, Role.REGULATOR]
    closing = to == PartyState.CLOSED
    for signer in signers.parties:
        if any(model.holds(signer, role) for role in roles) or (closing and signer == command.record):
            continue
        if closing:
            raise refuse("NOT_AUTHORISED", party=signer)
        raise refuse("ROLE_REQUIRED", party=signer, role=int(roles[0]))
    return Effect({1: S.ACTIVE, 2: S.SUSPENDED, 3: S.CLOSED}[to])


def _unended_keys(model: Model, record: bytes) -> list[Key]:
    return [key for key in model.keys.values() if key.party == record and not key.ended(model.now)]


def _set_threshold(model: Model, record: bytes, given: int, none_allowed: bool) -> None:
    count = sum(1 for key in _unended_keys(model, record) if key.powers & Power.KEYS)
    low = 0 if none_allowed and count == 0 else 1
    if not low <= given <= count:
        raise refuse("NUMBER_RANGE", field="threshold", given=given, min=low, max=count)
    model.parties[record] = replace(model.parties[record], threshold=given)


def _add_key(model: Model, command: c.AddKey, signers: Signers) -> Effect:
    record = command.record
    own_act = record in signers.parties or not signers.parties
    state = model.state_in(record, S.ACTIVE, *(() if own_act else (S.SUSPENDED,)))
    for signer in signers.parties:
        recovers = model.holds(signer, Role.ARBITER) or model.holds(signer, Role.REGULATOR)
        if not (signer == record if own_act else recovers):
            raise refuse("NOT_AUTHORISED", party=signer)
    if own_act and not signers.parties:
        raise refuse("SIGNATURE_MISSING", party=record, role=0)
    if not own_act:
        for role in (Role.ARBITER, Role.REGULATOR):
            if not any(model.holds(signer, role) for signer in signers.parties):
                raise refuse("SIGNATURE_MISSING", party=ZERO, role=int(role))
    if not signers.own_keys:
        raise refuse("SIGNATURE_MISSING", party=record, role=0)
    if command.key in model.keys:
        raise refuse("KEY_TAKEN", key=command.key)
    if len(_unended_keys(model, record)) >= 16:
        raise refuse("LIST_FULL", record=record, max=16)
    model.keys[command.key] = Key(record, command.powers, command.valid_from, command.valid_to)
    _set_threshold(model, record, command.threshold, none_allowed=False)
    return Effect(state)


def _revoke_key(model: Model, command: c.RevokeKey, signers: Signers) -> Effect:
    record = command.record
    state = model.state_in(record, S.ACTIVE, S.SUSPENDED)
    by_regulator = any(model.holds(signer, Role.REGULATOR) for signer in signers.parties)
    for signer in signers.parties:
        if signer != record and not model.holds(signer, Role.REGULATOR):
            raise refuse("NOT_AUTHORISED", party=signer)
    key = model.keys.get(command.key)
    if key is None or key.party != record or key.ended(model.now):
        raise refuse("UNKNOWN_KEY", key=command.key)
    model.keys[command.key] = replace(key, revoked_at=model.now)
    _set_threshold(model, record, command.threshold, none_allowed=by_regulator)
    return Effect(state, says={"revoked_at": model.now})


def _grant_role(model: Model, command: c.GrantRole, signers: Signers) -> Effect:
    record, role = command.record, command.role
    state = model.state_in(record, S.ACTIVE)
    if role in (Role.OPERATOR, Role.REGULATOR):
        needed = [Role.REGULATOR]
    else:
        needed = [Role.OPERATOR, Role.REGULATOR] if role in PRIVILEGED_ROLES else [Role.OPERATOR]
    for signer in signers.parties:
        if not any(model.holds(signer, one) for one in needed):
            raise refuse("ROLE_REQUIRED", party=signer, role=int(needed[0]))
    for one in needed:
        if not any(model.holds(signer, one) for signer in signers.parties):
            raise refuse("SIGNATURE_MISSING", party=ZERO, role=int(one))
    party = model.parties[record]
    for held in sorted(party.roles):
        if not party.roles[held].ended(model.now) and incompatible(role, held):
            raise refuse("ROLE_INCOMPATIBLE", role=role, held=held)
    grant = Grant(command.fields, command.valid_from, command.valid_to)
    model.parties[record] = replace(party, roles={**party.roles, role: grant})
    return Effect(state)


def _revoke_role(model: Model, command: c.RevokeRole, signers: Signers) -> Effect:
    record = command.record
    state = model.state_in(record, S.ACTIVE, S.SUSPENDED)
    needed = Role.REGULATOR if command.role in PRIVILEGED_ROLES else Role.OPERATOR
    for signer in signers.parties:
        if not model.holds(signer, needed):
            raise refuse("ROLE_REQUIRED", party=signer, role=int(needed))
    party = model.parties[record]
    grant = party.roles.get(command.role)
    if grant is None or grant.ended(model.now):
        raise refuse("ROLE_REQUIRED", party=record, role=command.role)
    model.parties[record] = replace(party, roles={**party.roles, command.role: replace(grant, revoked=True)})
    return Effect(state, says={"revoked_at": model.now})
