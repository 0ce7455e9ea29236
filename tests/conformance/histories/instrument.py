"""Commands of the Instrument table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import EscrowAction, Gate, InstrumentEnd, InstrumentKind, MemberRole, PilotStage, Role, Ruling, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn
from tests.conformance.histories.terms import draw_terms
from tests.model.agreement import current_members, members, parties
from tests.model.records import Instrument

S = State
K = InstrumentKind


def draw(author: Author) -> Drawn:
    model = author.model
    waiting = author.in_state(model.instruments, S.PROPOSED, S.SIGNED)
    if not waiting or author.chance(4):
        return _propose(author)
    if not author.chance(3):
        return _forward(author, author.pick(waiting[-6:]))
    record = author.one(model.instruments, S.EFFECTIVE, S.SUSPENDED)
    if author.chance(3):
        contracts = [
            each
            for each in author.in_state(model.instruments, S.EFFECTIVE)
            if model.instruments[each].terms.instrument_kind == K.SOLUTION_CONTRACT
        ]
        if contracts or author.chance(8):
            return _milestone(author, author.pick(contracts or [record]))
    if record not in model.instruments:
        return author.on(c.EffectInstrument, record, [party("buyer")])
    return _afterwards(author, record)


def _propose(author: Author) -> Drawn:
    terms = draw_terms(author)
    everyone = author.shuffled(parties(terms))
    by = everyone if not author.chance(3) else everyone[: author.pick((1, 2))]
    signing = tuple(by)
    if author.chance(15):
        signing = author.pick((tuple(everyone), (*by, party("buyer")), (*by, by[0])))
    return author.create(c.ProposeInstrument, by, terms=terms, signing=signing)


def _forward(author: Author, record: bytes) -> Drawn:
    """What a proposed or signed instrument waits for, mostly."""
    model = author.model
    held = model.instruments[record]
    if author.chance(12):
        return _afterwards(author, record)
    if model.reads(record) == S.PROPOSED:
        return _sign(author, record, held)
    if held.terms.effect_by and model.now >= held.terms.effect_by:
        return _end(author, record, held) if not author.chance(4) else _effect(author, record, held)
    if author.chance(12):
        return _effect(author, record, held)
    if Gate.ESCROW in held.gates and held.funded < 10_000:
        return _escrow(author, record, EscrowAction.FUNDED)
    for gate in (Gate.IP_REGISTER, Gate.TRANSFER_REGISTER):
        if gate in held.gates and gate not in held.registered:
            return _certify(author, record, gate)
    return _effect(author, record, held)


def _sign(author: Author, record: bytes, held: Instrument) -> Drawn:
    terms = held.terms
    left = [one for one in parties(terms) if one not in held.signed] or parties(terms)
    if author.chance(6):
        left = [*left, *held.signed[:1]]
    if author.chance(12):
        terms = replace(terms, text=text("other"))
    by = left if not author.chance(4) else left[:1]
    signing = (*by, by[0]) if author.chance(25) else tuple(by)
    return author.on(c.SignInstrument, record, by, terms=terms, signing=signing)


def _effect(author: Author, record: bytes, held: Instrument) -> Drawn:
    return author.on(c.EffectInstrument, record, [author.pick(parties(held.terms))])


def _certify(author: Author, record: bytes, gate: Gate) -> Drawn:
    role = Role.IP_REGISTRAR if gate == Gate.IP_REGISTER else Role.TRANSFER_REGISTRAR
    return author.on(
        c.CertifyInstrument, record, [author.by_role(role)], gate=int(gate), certificate=text("certificate")
    )


def _escrow(author: Author, record: bytes, action: EscrowAction) -> Drawn:
    shares = (10_000, 10_000, 5_000) if action == EscrowAction.FUNDED else (10_000, 1, 1, 1)
    bps = author.pick(shares)
    agent = party("bank") if not author.chance(20) else author.by_role(Role.OWNER)
    return author.on(c.AttestEscrow, record, [agent], escrow_action=int(action), bps=bps, evidence=text("evidence"))


def _milestone(author: Author, record: bytes) -> Drawn:
    model = author.model
    held = model.instruments.get(record)
    subject = held.terms.subject if held else NOBODY
    certified = [
        each
        for each, certificate in model.certificates.items()
        if (model.reads(each) in (S.ISSUED, S.UPHELD) or author.chance(8))
        and model.pilots[certificate.pilot].proposal == subject
        and model.pilots[certificate.pilot].stage == PilotStage.ROLLOUT
        and (model.pilots[certificate.pilot].paying_certificate == ZERO or author.chance(8))
    ]
    certificate = author.pick(certified) if certified and not author.chance(8) else author.one(model.certificates)
    return author.on(
        c.AttestMilestone,
        record,
        [author.by_role(Role.ESCROW_AGENT)],
        milestone=author.label("first", "second"),
        certificate=certificate,
        bps=author.pick((1, 4_000, 10_000)),
        evidence=text("evidence"),
    )


def _amend(author: Author, record: bytes, held: Instrument) -> Drawn:
    terms = held.terms
    acts = author.pick((terms.scope.acts,) * 6 + (8,))
    scope = replace(terms.scope, end=terms.scope.end - author.pick((0, 0, 1)), acts=acts)
    changed = replace(terms, scope=scope, sub_depth=author.pick((0, terms.sub_depth, terms.sub_depth, 2)))
    if author.chance(12):
        changed = replace(changed, consent_waived=not terms.consent_waived, text=text("amended"))
    if author.chance(12):
        changed = replace(changed, state_capital=not terms.state_capital)
    return author.on(c.AmendInstrument, record, author.shuffled(current_members(author.model, record)), terms=changed)


def _end(author: Author, record: bytes, held: Instrument) -> Drawn:
    state = author.model.reads(record)
    end = InstrumentEnd.RESCINDED if state in (S.PROPOSED, S.SIGNED) else author.pick(tuple(InstrumentEnd))
    if author.chance(12):
        end = author.pick(tuple(InstrumentEnd))
    by = current_members(author.model, record)
    if state == S.PROPOSED or author.chance(8):
        by = by[:1]
    if held.terms.instrument_kind == K.PLEDGE and end == InstrumentEnd.TERMINATED and not author.chance(6):
        by = members(held.terms, MemberRole.GRANTEE)
    return author.on(c.EndInstrument, record, by, instrument_end=int(end), reason=text("reason"))


def _rule(author: Author, record: bytes, held: Instrument) -> Drawn:
    rulings = [Ruling.SUSPEND, Ruling.SUSPEND, *Ruling]
    if author.model.reads(record) == S.SUSPENDED:
        rulings = [Ruling.RESUME] * 4 + [Ruling.TERMINATE]
    if held.terms.instrument_kind == K.PLEDGE:
        rulings += [Ruling.ENFORCE] * 4
    return author.on(
        c.RuleOnInstrument,
        record,
        [author.by_role(Role.ARBITER)],
        ruling=int(author.pick(rulings)),
        decision=text("decision"),
    )


def _afterwards(author: Author, record: bytes) -> Drawn:
    held = author.model.instruments[record]
    kind = author.pick(("amend", "amend", "certify", "rule", "end", "escrow", "effect", "sign"))
    if kind in ("effect", "sign") and not author.chance(4):
        kind = author.pick(("amend", "certify", "escrow", "rule"))
    if kind == "escrow" and (not any(held.terms.escrow_agent) or author.chance(2)):
        funded = [each for each, other in author.model.instruments.items() if other.funded]
        ended = author.in_state(funded, S.TERMINATED, S.RESCINDED, S.EXPIRED)
        record = author.pick((ended if author.chance(2) else funded) or [record])
        held = author.model.instruments[record]
    if kind == "amend":
        return _amend(author, record, held)
    if kind == "certify":
        return _certify(author, record, author.pick((Gate.IP_REGISTER, Gate.TRANSFER_REGISTER)))
    if kind == "rule":
        return _rule(author, record, held)
    if kind == "end":
        return _end(author, record, held)
    if kind == "escrow":
        return _escrow(author, record, author.pick((EscrowAction.RELEASED, EscrowAction.REFUNDED, EscrowAction.FUNDED)))
    return _sign(author, record, held) if kind == "sign" else _effect(author, record, held)
