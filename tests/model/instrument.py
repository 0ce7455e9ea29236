"""The model's rules of the Instrument table; what the kinds require stands in `agreement`, money in `escrow`."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger import eip712
from ledger.enums import Gate, InstrumentEnd, InstrumentKind, MemberRole, Role, Ruling, State
from tests.model.agreement import (
    GRANTS,
    current_members,
    gates,
    has_registered_right,
    members,
    parties,
    require_subject,
    require_subject_state,
    require_terms,
)
from tests.model.encumbrance import (
    encumber,
    encumbrance_said,
    move_shares,
    require_room,
    share_moved,
    shares_said,
    standing,
)
from tests.model.escrow import attest_escrow, attest_milestone
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import Instrument
from tests.model.scope import same, within

S = State
K = InstrumentKind
TOUCHING = (K.LICENCE, K.SUBLICENCE, K.ASSIGNMENT, K.PLEDGE)
IN_EFFECT = (S.EFFECTIVE, S.SUSPENDED)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.ProposeInstrument):
        return _propose(model, command, signers)
    if isinstance(command, c.SignInstrument):
        return _sign(model, command, signers)
    if isinstance(command, c.CertifyInstrument):
        return _certify(model, command, signers)
    if isinstance(command, c.AttestEscrow):
        return attest_escrow(model, command, signers)
    if isinstance(command, c.AttestMilestone):
        return attest_milestone(model, command, signers)
    if isinstance(command, c.EffectInstrument):
        return _effect(model, command, signers)
    if isinstance(command, c.AmendInstrument):
        return _amend(model, command, signers)
    if isinstance(command, c.EndInstrument):
        return _end(model, command, signers)
    assert isinstance(command, c.RuleOnInstrument)
    return _rule(model, command, signers)


# --- Proposing and signing -------------------------------------------------------------------------------------------


def _named_to_sign(model: Model, signers: Signers, named: tuple[bytes, ...], of: list[bytes]) -> None:
    """Reading 24."""
    model.each_signer(signers, named)
    for party in named:
        if party not in of:
            raise refuse("NOT_AUTHORISED", party=party)
    for party in named:
        if party not in signers.parties:
            raise refuse("SIGNATURE_MISSING", party=party, role=0)


def _no_duplicates(entries: tuple[bytes, ...]) -> None:
    for i, party in enumerate(entries):
        if party in entries[:i]:
            raise refuse("DUPLICATE_PARTY", party=party)


def _signed_state(instrument: Instrument) -> State:
    return S.SIGNED if set(instrument.signed) == set(parties(instrument.terms)) else S.PROPOSED


def _propose(model: Model, command: c.ProposeInstrument, signers: Signers) -> Effect:
    terms = command.terms
    _named_to_sign(model, signers, command.signing, parties(terms))
    require_subject(model, terms)
    require_subject_state(model, terms)
    for member in terms.members:
        model.require(member.party, model.parties)
    for move in terms.moves:
        model.require(move.from_, model.parties)
        model.require(move.to, model.parties)
    if any(terms.escrow_agent):
        model.require(terms.escrow_agent, model.parties)
    if terms.effect_by:
        model.before(terms.effect_by)
    for i, member in enumerate(terms.members):
        if member in terms.members[:i]:
            raise refuse("DUPLICATE_PARTY", party=member.party)
    _no_duplicates(command.signing)
    require_terms(model, terms)
    instrument = Instrument(terms, command.signing, gates(model, terms))
    model.instruments[command.record] = instrument
    bits = sum(1 << (gate - 1) for gate in instrument.gates)
    return Effect(_signed_state(instrument), says={"terms_digest": eip712.terms_digest(terms), "gates": bits})


def _sign(model: Model, command: c.SignInstrument, signers: Signers) -> Effect:
    record = command.record
    instrument = model.instruments[record]
    model.state_in(record, S.PROPOSED)
    _named_to_sign(model, signers, command.signing, parties(instrument.terms))
    _no_duplicates(command.signing)
    expected, given = eip712.terms_digest(instrument.terms), eip712.terms_digest(command.terms)
    if expected != given:
        raise refuse("TERMS_MISMATCH", expected=expected, given=given)
    for party in command.signing:
        if party in instrument.signed:
            raise refuse("ALREADY_SIGNED", party=party)
    instrument = replace(instrument, signed=(*instrument.signed, *command.signing))
    model.instruments[record] = instrument
    return Effect(_signed_state(instrument))


# --- Gates and effect ------------------------------------------------------------------------------------------------


def _certify(model: Model, command: c.CertifyInstrument, signers: Signers) -> Effect:
    record, gate = command.record, Gate(command.gate)
    instrument = model.instruments[record]
    state = model.state_in(record, S.SIGNED, S.EFFECTIVE)
    registrar = Role.IP_REGISTRAR if gate == Gate.IP_REGISTER else Role.TRANSFER_REGISTRAR
    model.each_signer(signers, None, registrar)
    if state == S.SIGNED:
        takes = gate in gates(model, instrument.terms)
    else:
        voluntary = (*GRANTS, K.PLEDGE) if gate == Gate.IP_REGISTER else GRANTS
        takes = instrument.terms.instrument_kind in voluntary
    if not takes or gate in instrument.registered:
        raise refuse("GATE_CLOSED", gate=int(gate))
    model.instruments[record] = replace(instrument, registered=instrument.registered | {int(gate)})
    stands = state == S.EFFECTIVE and gate == Gate.IP_REGISTER
    return Effect(state, says={"registered_at": model.now if stands else 0})


def _effect(model: Model, command: c.EffectInstrument, signers: Signers) -> Effect:
    record = command.record
    instrument = model.instruments[record]
    terms = instrument.terms
    model.state_in(record, S.SIGNED)
    model.each_signer(signers, parties(terms))
    require_subject_state(model, terms)
    if terms.effect_by:
        model.before(terms.effect_by)
    for gate in gates(model, terms):
        met = instrument.funded == 10_000 if gate == Gate.ESCROW else gate in instrument.registered
        if not met:
            raise refuse("GATE_OPEN", gate=gate)
    require_terms(model, terms)
    require_room(model, terms)
    if terms.instrument_kind == K.ASSIGNMENT:
        move_shares(model, terms)
    model.effects += 1
    model.instruments[record] = replace(instrument, order=model.effects)
    says = {"encumbrance_version": encumber(model, terms), "shares": shares_said(model, terms)}
    return Effect(S.EFFECTIVE, _touched(terms), says)


def _touched(terms: c.Terms) -> tuple[bytes, ...]:
    return (terms.subject,) if terms.instrument_kind in TOUCHING else ()


# --- Amending and ending ---------------------------------------------------------------------------------------------


def _amend(model: Model, command: c.AmendInstrument, signers: Signers) -> Effect:
    record, new = command.record, command.terms
    instrument = model.instruments[record]
    old = instrument.terms
    model.state_in(record, S.EFFECTIVE)
    model.called_for(signers, current_members(model, record))

    def kept(*names: str) -> dict[str, bool]:
        return {name: getattr(old, name) == getattr(new, name) for name in names}

    narrowed = not same(old.scope, new.scope) or new.sub_depth != old.sub_depth
    dimensions = {
        **kept("instrument_kind", "subject", "members"),
        **within(new.scope, old.scope),
        **kept("exclusivity"),
        "sub_depth": new.sub_depth <= old.sub_depth,
        **kept("moves", "escrow_agent", "effect_by", "state_capital", "task_result"),
        "sublicences": not (narrowed and standing(model, record, K.SUBLICENCE)),
    }
    for dimension, fine in dimensions.items():
        if not fine:
            raise refuse("AMENDMENT_TOO_WIDE", dimension=dimension)
    model.instruments[record] = replace(instrument, terms=new)
    return Effect(S.EFFECTIVE, says={"terms_digest": eip712.terms_digest(new)})


def _end(model: Model, command: c.EndInstrument, signers: Signers) -> Effect:
    record = command.record
    terms = model.instruments[record].terms
    terminated = command.instrument_end == InstrumentEnd.TERMINATED
    state = model.state_in(record, *(IN_EFFECT if terminated else (S.PROPOSED, S.SIGNED, S.EFFECTIVE)))
    past = bool(terms.effect_by) and model.now >= terms.effect_by
    if state == S.PROPOSED or (state == S.SIGNED and past):
        model.each_signer(signers, parties(terms))
    elif terms.instrument_kind == K.PLEDGE and terminated:
        model.called_for(signers, list(dict.fromkeys(members(terms, MemberRole.GRANTEE))))
    else:
        model.called_for(signers, current_members(model, record))
    if state not in IN_EFFECT:
        return Effect(S.RESCINDED, says={"encumbrance_version": encumbrance_said(model, terms)})
    if terms.instrument_kind == K.ASSIGNMENT:
        raise refuse("NOT_REVERSIBLE", record=record)
    says = {"encumbrance_version": encumber(model, terms)}
    return Effect(S.TERMINATED if terminated else S.RESCINDED, _touched(terms), says)


def _rule(model: Model, command: c.RuleOnInstrument, signers: Signers) -> Effect:
    record, ruling = command.record, Ruling(command.ruling)
    instrument = model.instruments[record]
    terms = instrument.terms
    pledge = terms.instrument_kind == K.PLEDGE
    allowed = {
        Ruling.SUSPEND: (S.EFFECTIVE,),
        Ruling.RESUME: (S.SUSPENDED,),
        Ruling.TERMINATE: IN_EFFECT,
        Ruling.RESCIND: (S.PROPOSED, S.SIGNED, *IN_EFFECT),
        Ruling.ENFORCE: IN_EFFECT if pledge else (),
    }[ruling]
    state = model.state_in(record, *allowed)
    model.each_signer(signers, None, Role.ARBITER)
    ends = ruling in (Ruling.TERMINATE, Ruling.RESCIND, Ruling.ENFORCE)
    if ruling == Ruling.ENFORCE:
        model.state_in(terms.subject, S.ACTIVE)
        if has_registered_right(model, terms.subject) and Gate.IP_REGISTER not in instrument.registered:
            raise refuse("GATE_OPEN", gate=int(Gate.IP_REGISTER))
        share_moved(model, terms)
        move_shares(model, terms)
    elif ends and state in IN_EFFECT and terms.instrument_kind == K.ASSIGNMENT:
        raise refuse("NOT_REVERSIBLE", record=record)
    touches = ends and state in IN_EFFECT
    if touches:
        encumber(model, terms)
    to = {1: S.SUSPENDED, 2: S.EFFECTIVE, 3: S.TERMINATED, 4: S.RESCINDED, 5: S.TERMINATED}[ruling]
    says = {"encumbrance_version": encumbrance_said(model, terms), "shares": shares_said(model, terms)}
    return Effect(to, _touched(terms) if touches else (), says)
