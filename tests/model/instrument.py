"""The model's rules of the Instrument table, for licences."""

from __future__ import annotations

from ledger import commands as c
from ledger import eip712
from ledger.enums import (
    AssetKind,
    EscrowAction,
    Exclusivity,
    Gate,
    GrantRule,
    InstrumentEnd,
    MemberRole,
    RightStage,
    Role,
    Ruling,
    State,
)
from tests.model.asset import WITHOUT_RIGHTS
from tests.model.ledger import Instrument, Model, Signers, refuse

S = State
ALL64, ALL256, ALL32 = 2**64 - 1, 2**256 - 1, 2**32 - 1
ZERO = bytes(32)


def acts(scope: c.Scope) -> int:
    return scope.acts or ALL32


def fields(scope: c.Scope) -> int:
    return scope.fields or ALL64


def places(value: c.Scope | c.Right) -> int:
    """Countries and provinces as one set of bits: everywhere when neither is named."""
    if not value.countries and not value.provinces:
        return ALL256 << 64 | ALL64
    return value.countries << 64 | value.provinces


def overlap(a: c.Scope, b: c.Scope) -> bool:
    in_time = a.start < b.end and b.start < a.end
    return bool(acts(a) & acts(b) and fields(a) & fields(b) and places(a) & places(b)) and in_time


def covered(rights: tuple[c.Right, ...], scope: c.Scope) -> bool:
    granted = [right for right in rights if right.right_stage == RightStage.GRANTED]
    points = {scope.start} | {right.end for right in granted if scope.start < right.end < scope.end}
    for point in points:
        running = 0
        for right in granted:
            if right.start <= point < right.end:
                running |= places(right)
        if places(scope) & ~running:
            return False
    return True


def members(terms: c.Terms, role: int) -> list[bytes]:
    return [member.party for member in terms.members if member.member_role == role]


def parties(terms: c.Terms) -> list[bytes]:
    return list(dict.fromkeys(member.party for member in terms.members))


def current_members(model: Model, terms: c.Terms) -> list[bytes]:
    """After effect the asset's holders stand in place of the grantors."""
    others = [member.party for member in terms.members if member.member_role != MemberRole.GRANTOR]
    return list(dict.fromkeys([*model.assets[terms.subject].holders, *others]))


def licensable(model: Model, terms: c.Terms) -> None:
    """What propose and effect both ask, from SIGNATORY_MISSING to RIGHT_NOT_IN_FORCE."""
    asset = model.assets[terms.subject]
    grantors = members(terms, MemberRole.GRANTOR)
    absent = [holder for holder in asset.holders if holder not in grantors]
    shares = sum(bps for holder, bps in asset.holders.items() if holder in grantors)
    rule = asset.grant_rule
    if rule == GrantRule.MAJORITY:
        enough = shares > 5_000
    elif rule == GrantRule.EACH and terms.exclusivity == Exclusivity.NON_EXCLUSIVE:
        enough = shares > 0
    else:
        enough = not absent
    if not enough:
        raise refuse("SIGNATORY_MISSING", party=absent[0])
    if not members(terms, MemberRole.GRANTEE):
        raise refuse("SIGNATORY_MISSING", party=ZERO)
    if asset.kind in (AssetKind.TRADE_NAME, AssetKind.GEOGRAPHICAL_INDICATION):
        raise refuse("NOT_LICENSABLE", asset_kind=asset.kind)
    for grantor in grantors:
        if grantor not in asset.holders:
            raise refuse("NO_TITLE", party=grantor)
    if asset.kind not in WITHOUT_RIGHTS and not covered(asset.rights, terms.scope):
        raise refuse("RIGHT_NOT_IN_FORCE", record=terms.subject)


def signing(model: Model, signers: Signers, named: tuple[bytes, ...], of: list[bytes]) -> None:
    for signer in signers.parties:
        model.not_read_only(signer)
        if signer not in named:
            raise refuse("NOT_AUTHORISED", party=signer)
    for party in named:
        if party not in of:
            raise refuse("NOT_AUTHORISED", party=party)
    for party in named:
        if party not in signers.parties:
            raise refuse("SIGNATURE_MISSING", party=party, role=0)


def no_duplicates(entries: list[bytes]) -> None:
    for i, party in enumerate(entries):
        if party in entries[:i]:
            raise refuse("DUPLICATE_PARTY", party=party)


def rules(model: Model, command: c.Command, signers: Signers) -> tuple[State, list[bytes]]:
    if isinstance(command, c.ProposeInstrument):
        return _propose(model, command, signers), []
    record = command.record
    instrument = model.instruments[record]
    terms = instrument.terms
    state = model.instrument_state(record)
    if isinstance(command, c.SignInstrument):
        model.state_in(record, state, S.PROPOSED)
        signing(model, signers, command.signing, parties(terms))
        no_duplicates(list(command.signing))
        expected, given = eip712.terms_digest(terms), eip712.terms_digest(command.terms)
        if expected != given:
            raise refuse("TERMS_MISMATCH", expected=expected, given=given)
        for party in command.signing:
            if party in instrument.signed:
                raise refuse("ALREADY_SIGNED", party=party)
        instrument.signed += command.signing
        return _signed_state(instrument), []
    if isinstance(command, c.CertifyInstrument):
        model.state_in(record, state, S.SIGNED, S.EFFECTIVE)
        registrar = Role.IP_REGISTRAR if command.gate == Gate.IP_REGISTER else Role.TRANSFER_REGISTRAR
        model.with_role(signers, registrar)
        open_gate = command.gate in instrument.gates and command.gate not in instrument.registered
        if not (open_gate if state == S.SIGNED else command.gate not in instrument.registered):
            raise refuse("GATE_CLOSED", gate=command.gate)
        instrument.registered.add(command.gate)
        return model.entries[record].state, []
    if isinstance(command, c.AttestEscrow):
        _escrow(model, command, signers, instrument, state)
        return model.entries[record].state, []
    if isinstance(command, c.EffectInstrument):
        return _effect(model, record, instrument, signers, state)
    if isinstance(command, c.AmendInstrument):
        model.state_in(record, state, S.EFFECTIVE)
        model.called_for(signers, current_members(model, terms))
        _narrower(terms, command.terms)
        instrument.terms = command.terms
        return state, []
    if isinstance(command, c.EndInstrument):
        return _end(model, command, instrument, signers, state)
    assert isinstance(command, c.RuleOnInstrument)
    return _rule(model, command, terms, signers, state)


def _propose(model: Model, command: c.ProposeInstrument, signers: Signers) -> State:
    terms = command.terms
    signing(model, signers, command.signing, parties(terms))
    if terms.subject not in model.assets:
        raise refuse("RECORD_NOT_FOUND", record=terms.subject)
    model.state_in(terms.subject, model.asset_state(terms.subject), S.ACTIVE)
    for member in terms.members:
        model.require_party(member.party)
    if any(terms.escrow_agent):
        model.require_party(terms.escrow_agent)
    if terms.effect_by and model.now >= terms.effect_by:
        raise refuse("TOO_LATE", deadline=terms.effect_by, now=model.now)
    for i, member in enumerate(terms.members):
        if member in terms.members[:i]:
            raise refuse("DUPLICATE_PARTY", party=member.party)
    no_duplicates(list(command.signing))
    licensable(model, terms)
    countries = {model.parties[party].country for party in parties(terms)}
    gates = []
    if len(countries) > 1 or (terms.state_capital and not any(terms.task_result)):
        gates.append(int(Gate.TRANSFER_REGISTER))
    if any(terms.escrow_agent):
        gates.append(int(Gate.ESCROW))
    instrument = Instrument(terms, list(command.signing), gates)
    model.instruments[command.record] = instrument
    return _signed_state(instrument)


def _signed_state(instrument: Instrument) -> State:
    return S.SIGNED if set(instrument.signed) == set(parties(instrument.terms)) else S.PROPOSED


def _escrow(model: Model, command: c.AttestEscrow, signers: Signers, instrument: Instrument, state: State) -> None:
    action = command.escrow_action
    allowed = {
        EscrowAction.FUNDED: (S.SIGNED,),
        EscrowAction.RELEASED: (S.EFFECTIVE, S.EXPIRED, S.TERMINATED),
        EscrowAction.REFUNDED: (S.RESCINDED, S.TERMINATED),
    }[EscrowAction(action)]
    model.state_in(command.record, state, *allowed)
    for signer in signers.parties:
        model.not_read_only(signer)
        if not model.holds(signer, Role.ESCROW_AGENT):
            raise refuse("ROLE_REQUIRED", party=signer, role=int(Role.ESCROW_AGENT))
        if signer != instrument.terms.escrow_agent:
            raise refuse("NOT_AUTHORISED", party=signer)
    if action == EscrowAction.RELEASED and instrument.refunded:
        raise refuse("ESCROW_SETTLED", as_=int(EscrowAction.REFUNDED))
    if action == EscrowAction.REFUNDED and instrument.released:
        raise refuse("ESCROW_SETTLED", as_=int(EscrowAction.RELEASED))
    held = instrument.funded - instrument.released - instrument.refunded
    available = 10_000 - instrument.funded if action == EscrowAction.FUNDED else held
    if command.bps > available:
        raise refuse("ESCROW_EXCEEDED", available=available, asked=command.bps)
    name = {1: "funded", 2: "released", 3: "refunded"}[action]
    setattr(instrument, name, getattr(instrument, name) + command.bps)


def standing(model: Model, subject: bytes) -> list[bytes]:
    """Exclusive and sole grants that stand on the subject, in order of effect."""
    found = [
        record
        for record, other in model.instruments.items()
        if other.terms.subject == subject
        and other.terms.exclusivity != Exclusivity.NON_EXCLUSIVE
        and model.instrument_state(record) in (S.EFFECTIVE, S.SUSPENDED)
    ]
    return sorted(found, key=lambda record: model.instruments[record].order)


def _effect(
    model: Model, record: bytes, instrument: Instrument, signers: Signers, state: State
) -> tuple[State, list[bytes]]:
    terms = instrument.terms
    model.state_in(record, state, S.SIGNED)
    for signer in signers.parties:
        model.not_read_only(signer)
        if signer not in parties(terms):
            raise refuse("NOT_AUTHORISED", party=signer)
    model.state_in(terms.subject, model.asset_state(terms.subject), S.ACTIVE)
    if terms.effect_by and model.now >= terms.effect_by:
        raise refuse("TOO_LATE", deadline=terms.effect_by, now=model.now)
    for gate in instrument.gates:
        met = instrument.funded == 10_000 if gate == Gate.ESCROW else gate in instrument.registered
        if not met:
            raise refuse("GATE_OPEN", gate=gate)
    licensable(model, terms)
    excluding = standing(model, terms.subject)
    for other in excluding:
        if overlap(model.instruments[other].terms.scope, terms.scope):
            raise refuse("GRANT_CONFLICT", subject=terms.subject, existing=other)
    current = model.encumbrance.get(terms.subject, 0)
    if terms.exclusivity != Exclusivity.NON_EXCLUSIVE:
        if terms.encumbrance_version != current:
            raise refuse("STALE_ENCUMBRANCE", current=current, acknowledged=terms.encumbrance_version)
        if len(excluding) >= 64:
            raise refuse("LIST_FULL", record=terms.subject, max=64)
    model.encumbrance[terms.subject] = current + 1
    model.effects += 1
    instrument.order = model.effects
    return S.EFFECTIVE, [terms.subject]


def _narrower(old: c.Terms, new: c.Terms) -> None:
    def same(name: str) -> bool:
        return bool(getattr(old, name) == getattr(new, name))

    o, n = old.scope, new.scope
    checks = {
        "instrument_kind": same("instrument_kind"),
        "subject": same("subject"),
        "members": same("members"),
        "acts": not acts(n) & ~acts(o),
        "fields": not fields(n) & ~fields(o),
        "countries": not (places(n) >> 64) & ~(places(o) >> 64),
        "provinces": not (places(n) & ALL64) & ~(places(o) & ALL64),
        "start": n.start >= o.start,
        "end": n.end <= o.end,
        "exclusivity": same("exclusivity"),
        "sub_depth": new.sub_depth <= old.sub_depth,
        "moves": same("moves"),
        "escrow_agent": same("escrow_agent"),
        "effect_by": same("effect_by"),
        "state_capital": same("state_capital"),
        "task_result": same("task_result"),
    }
    for dimension, fine in checks.items():
        if not fine:
            raise refuse("AMENDMENT_TOO_WIDE", dimension=dimension)


def _end(
    model: Model, command: c.EndInstrument, instrument: Instrument, signers: Signers, state: State
) -> tuple[State, list[bytes]]:
    terms = instrument.terms
    terminated = command.instrument_end == InstrumentEnd.TERMINATED
    allowed = (S.EFFECTIVE, S.SUSPENDED) if terminated else (S.PROPOSED, S.SIGNED, S.EFFECTIVE)
    model.state_in(command.record, state, *allowed)
    past = bool(terms.effect_by) and model.now >= terms.effect_by
    had_effect = state in (S.EFFECTIVE, S.SUSPENDED)
    called = current_members(model, terms) if had_effect else parties(terms)
    if state == S.PROPOSED or (state == S.SIGNED and past):
        for signer in signers.parties:
            model.not_read_only(signer)
            if signer not in called:
                raise refuse("NOT_AUTHORISED", party=signer)
    else:
        model.called_for(signers, called)
    if had_effect:
        model.encumbrance[terms.subject] += 1
    return (S.TERMINATED if terminated else S.RESCINDED), [terms.subject] if had_effect else []


def _rule(
    model: Model, command: c.RuleOnInstrument, terms: c.Terms, signers: Signers, state: State
) -> tuple[State, list[bytes]]:
    allowed = {
        Ruling.SUSPEND: (S.EFFECTIVE,),
        Ruling.RESUME: (S.SUSPENDED,),
        Ruling.TERMINATE: (S.EFFECTIVE, S.SUSPENDED),
        Ruling.RESCIND: (S.PROPOSED, S.SIGNED, S.EFFECTIVE, S.SUSPENDED),
        Ruling.ENFORCE: (),
    }[Ruling(command.ruling)]
    model.state_in(command.record, state, *allowed)
    model.with_role(signers, Role.ARBITER)
    if command.ruling == Ruling.SUSPEND:
        return S.SUSPENDED, []
    if command.ruling == Ruling.RESUME:
        return S.EFFECTIVE, []
    to = S.TERMINATED if command.ruling == Ruling.TERMINATE else S.RESCINDED
    if state in (S.PROPOSED, S.SIGNED):
        return to, []
    model.encumbrance[terms.subject] += 1
    return to, [terms.subject]
