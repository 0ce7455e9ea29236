"""The model's rules of the Party table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import PRIVILEGED_ROLES, PartyState, Power, Role, State
from tests.model.ledger import ALL_POWERS, NEVER, Grant, Key, Model, Party, Signers, refuse

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


def rules(model: Model, command: c.Command, signers: Signers) -> tuple[State, list[bytes]]:
    now = model.now
    record = command.record
    state = model.entries[record].state if record in model.entries else S.PENDING
    party = model.parties.get(record)

    if isinstance(command, c.RegisterParty):
        for signer in signers.parties:
            raise refuse("NOT_AUTHORISED", party=signer)
        for key in command.keys:
            if key not in signers.own_keys:
                raise refuse("SIGNATURE_MISSING", party=record, role=0)
        if any(command.parent):
            model.require_party(command.parent)
        for i, key in enumerate(command.keys):
            if key in model.keys or key in command.keys[:i]:
                raise refuse("KEY_TAKEN", key=key)
        for key in command.keys:
            model.keys[key] = Key(record, ALL_POWERS, now, NEVER)
        model.parties[record] = Party(command.country, command.threshold, command.parent)
        return S.PENDING, []

    assert party is not None
    if isinstance(command, c.MoveParty):
        return _move(model, command, signers, state)
    if isinstance(command, c.UpdateParty):
        model.state_in(record, state, S.ACTIVE)
        moved = command.parent != party.parent
        for signer in signers.parties:
            if signer != record and not (moved and model.holds(signer, Role.OPERATOR)):
                raise refuse("NOT_AUTHORISED", party=signer)
        if record not in signers.parties:
            raise refuse("SIGNATURE_MISSING", party=record, role=0)
        if moved and not any(model.holds(signer, Role.OPERATOR) for signer in signers.parties):
            raise refuse("SIGNATURE_MISSING", party=bytes(32), role=int(Role.OPERATOR))
        if any(command.parent):
            model.require_party(command.parent)
        party.parent = command.parent
        return state, []
    if isinstance(command, c.AddKey):
        return _add_key(model, command, signers, state)
    if isinstance(command, c.RevokeKey):
        return _revoke_key(model, command, signers, state)
    if isinstance(command, c.GrantRole):
        return _grant_role(model, command, signers, state)
    if isinstance(command, c.RevokeRole):
        model.state_in(record, state, S.ACTIVE, S.SUSPENDED)
        needed = Role.REGULATOR if command.role in PRIVILEGED_ROLES else Role.OPERATOR
        for signer in signers.parties:
            if not model.holds(signer, needed):
                raise refuse("ROLE_REQUIRED", party=signer, role=int(needed))
        grant = party.roles.get(command.role)
        if grant is None or grant.ended(now):
            raise refuse("ROLE_REQUIRED", party=record, role=command.role)
        grant.revoked = True
        return state, []
    assert isinstance(command, c.DeclareInterest)
    model.state_in(record, state, S.ACTIVE)
    for signer in signers.parties:
        if signer != record:
            raise refuse("NOT_AUTHORISED", party=signer)
    if command.subject not in model.entries:
        raise refuse("RECORD_NOT_FOUND", record=command.subject)
    party.interests.add(command.subject)
    return state, []


def _move(model: Model, command: c.MoveParty, signers: Signers, state: State) -> tuple[State, list[bytes]]:
    to = command.party_state
    allowed = {
        PartyState.ACTIVE: (S.PENDING, S.SUSPENDED),
        PartyState.SUSPENDED: (S.ACTIVE,),
        PartyState.CLOSED: (S.PENDING, S.ACTIVE, S.SUSPENDED),
    }[PartyState(to)]
    model.state_in(command.record, state, *allowed)
    privileged = any(model.holds(command.record, role) for role in PRIVILEGED_ROLES)
    roles = [Role.REGULATOR] if privileged else [Role.OPERATOR, Role.REGULATOR]
    closing = to == PartyState.CLOSED
    for signer in signers.parties:
        if any(model.holds(signer, role) for role in roles) or (closing and signer == command.record):
            continue
        if closing:
            raise refuse("NOT_AUTHORISED", party=signer)
        raise refuse("ROLE_REQUIRED", party=signer, role=int(roles[0]))
    return {1: S.ACTIVE, 2: S.SUSPENDED, 3: S.CLOSED}[to], []


def _key_holders(model: Model, record: bytes) -> list[Key]:
    return [key for key in model.keys.values() if key.party == record and not key.ended(model.now)]


def _threshold(model: Model, record: bytes, given: int, none_allowed: bool) -> None:
    count = sum(1 for key in _key_holders(model, record) if key.powers & Power.KEYS)
    low = 0 if none_allowed and count == 0 else 1
    if not low <= given <= count:
        raise refuse("NUMBER_RANGE", field="threshold", given=given, min=low, max=count)
    model.parties[record].threshold = given


def _add_key(model: Model, command: c.AddKey, signers: Signers, state: State) -> tuple[State, list[bytes]]:
    record = command.record
    own_act = record in signers.parties or not signers.parties
    model.state_in(record, state, S.ACTIVE, *(() if own_act else (S.SUSPENDED,)))
    for signer in signers.parties:
        called = (
            signer == record if own_act else model.holds(signer, Role.ARBITER) or model.holds(signer, Role.REGULATOR)
        )
        if not called:
            raise refuse("NOT_AUTHORISED", party=signer)
    if own_act and not signers.parties:
        raise refuse("SIGNATURE_MISSING", party=record, role=0)
    if not own_act:
        for role in (Role.ARBITER, Role.REGULATOR):
            if not any(model.holds(signer, role) for signer in signers.parties):
                raise refuse("SIGNATURE_MISSING", party=bytes(32), role=int(role))
    if not signers.own_keys:
        raise refuse("SIGNATURE_MISSING", party=record, role=0)
    if command.key in model.keys:
        raise refuse("KEY_TAKEN", key=command.key)
    if len(_key_holders(model, record)) >= 16:
        raise refuse("LIST_FULL", record=record, max=16)
    model.keys[command.key] = Key(record, command.powers, command.valid_from, command.valid_to)
    _threshold(model, record, command.threshold, none_allowed=False)
    return state, []


def _revoke_key(model: Model, command: c.RevokeKey, signers: Signers, state: State) -> tuple[State, list[bytes]]:
    record = command.record
    model.state_in(record, state, S.ACTIVE, S.SUSPENDED)
    by_regulator = any(model.holds(signer, Role.REGULATOR) for signer in signers.parties)
    for signer in signers.parties:
        if signer != record and not model.holds(signer, Role.REGULATOR):
            raise refuse("NOT_AUTHORISED", party=signer)
    key = model.keys.get(command.key)
    if key is None or key.party != record or key.ended(model.now):
        raise refuse("UNKNOWN_KEY", key=command.key)
    key.revoked_at = model.now
    _threshold(model, record, command.threshold, none_allowed=by_regulator)
    return state, []


def _grant_role(model: Model, command: c.GrantRole, signers: Signers, state: State) -> tuple[State, list[bytes]]:
    record, role = command.record, command.role
    model.state_in(record, state, S.ACTIVE)
    if role in (Role.OPERATOR, Role.REGULATOR):
        needed = [Role.REGULATOR]
    else:
        needed = [Role.OPERATOR, Role.REGULATOR] if role in PRIVILEGED_ROLES else [Role.OPERATOR]
    for signer in signers.parties:
        if not any(model.holds(signer, one) for one in needed):
            raise refuse("ROLE_REQUIRED", party=signer, role=int(needed[0]))
    for one in needed:
        if not any(model.holds(signer, one) for signer in signers.parties):
            raise refuse("SIGNATURE_MISSING", party=bytes(32), role=int(one))
    roles = model.parties[record].roles
    for held in sorted(roles):
        if not roles[held].ended(model.now) and incompatible(role, held):
            raise refuse("ROLE_INCOMPATIBLE", role=role, held=held)
    roles[role] = Grant(command.valid_from, command.valid_to)
    return state, []
