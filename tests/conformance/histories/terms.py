"""Terms of every kind of instrument: mostly what the kind asks for, now and then one thing short of it."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import Exclusivity, GrantRule, InstrumentKind, MemberRole, State
from tests.conformance.cast import LAOS, party, text
from tests.conformance.histories.author import NOBODY, YEAR, ZERO, Author
from tests.model.agreement import current_grantors, members
from tests.model.encumbrance import standing

S = State
K = InstrumentKind
R = MemberRole
KINDS = (K.LICENCE, K.LICENCE, K.LICENCE, K.SUBLICENCE, K.SUBLICENCE, K.ASSIGNMENT, K.PLEDGE, K.COOPERATION)
KINDS += (K.MEMORANDUM, K.SOLUTION_CONTRACT)
# Takers of rights; two of them hold assets too.
TAKERS = ("buyer", "maker", "university")

Listed = list[tuple[bytes, MemberRole]]


def draw_terms(author: Author) -> c.Terms:
    model = author.model
    kind = author.pick(KINDS)
    if author.in_state(model.proposals, S.SELECTED) and author.chance(5):
        kind = K.SOLUTION_CONTRACT
    terms = {
        K.LICENCE: _licence,
        K.SUBLICENCE: _sublicence,
        K.ASSIGNMENT: _assignment,
        K.PLEDGE: _pledge,
        K.SOLUTION_CONTRACT: _solution_contract,
    }.get(kind, _agreement)(author, kind)
    return _odd(author, terms) if author.chance(5) else terms


def _terms(author: Author, kind: InstrumentKind, subject: bytes, listed: Listed, scope: c.Scope) -> c.Terms:
    abroad = author.chance(8)
    return c.Terms(
        instrument_kind=int(kind),
        subject=subject,
        members=tuple(c.Member(party=one, member_role=role) for one, role in dict.fromkeys(listed)),
        scope=scope,
        exclusivity=0,
        sub_depth=0,
        consent_waived=author.chance(3),
        encumbrance_version=0,
        moves=(),
        escrow_agent=party("bank") if author.chance(5) else ZERO,
        effect_by=author.pick((0, 0, 0, 0, 0, author.now + 60)),
        state_capital=abroad,
        task_result=text("task") if author.chance(3) else ZERO,
        text=text("terms"),
    )


def _odd(author: Author, terms: c.Terms) -> c.Terms:
    """The same with one thing wrong."""
    kind = author.pick(("fewer", "more", "twice", "late", "nobody", "subject", "agent", "depth"))
    if kind == "fewer" and len(terms.members) > 1:
        left = list(terms.members)
        left.pop(author.pick(range(len(left))))
        return replace(terms, members=tuple(left))
    if kind == "more":
        more = c.Member(party=author.party("buyer", "office", "maker"), member_role=R.GRANTOR)
        return replace(terms, members=(*terms.members, more))
    if kind == "twice":
        return replace(terms, members=(*terms.members, terms.members[0]))
    if kind == "late":
        return replace(terms, effect_by=author.now)
    if kind == "nobody":
        return replace(terms, members=(*terms.members, c.Member(party=NOBODY, member_role=R.CONSENTING)))
    if kind == "subject":
        return replace(terms, subject=author.any_record())
    if kind == "agent":
        return replace(terms, escrow_agent=author.pick((NOBODY, party("buyer"))))
    return replace(terms, sub_depth=4)


def _scope(author: Author) -> c.Scope:
    start = author.now + author.pick((-60, -60, 0, 0, 0, YEAR))
    return c.Scope(
        acts=author.pick((0, 0, 1, 9, 8)),
        fields=author.pick((0, 0, 1 << 16, 0xFFFF << 16, 1 << 33)),
        countries=author.pick((0,) * 9 + (1 << LAOS,)),
        provinces=author.pick((1, 2, 3, 2, 1, 2**64 - 1, 0)),
        start=start,
        end=start + author.pick((90, 300, YEAR, YEAR, YEAR)),
    )


def _holders(author: Author, asset: bytes) -> list[bytes]:
    held = author.model.assets.get(asset)
    return list(held.holders) if held else [party("maker")]


def _licence(author: Author, kind: InstrumentKind) -> c.Terms:
    asset = author.one(author.model.assets, S.ACTIVE)
    grantors = _holders(author, asset)
    held = author.model.assets.get(asset)
    if held and held.grant_rule == GrantRule.EACH and author.chance(2):
        grantors = [author.pick(grantors)]
    listed = [(one, R.GRANTOR) for one in grantors] + [(author.party(*TAKERS), R.GRANTEE)]
    current = author.model.encumbrance.get(asset, 0)
    return replace(
        _terms(author, kind, asset, listed, _scope(author)),
        exclusivity=int(author.pick((*Exclusivity, Exclusivity.NON_EXCLUSIVE))),
        sub_depth=author.pick((0, 1, 2, 2)),
        encumbrance_version=current + author.pick((0,) * 8 + (1,)),
    )


def _sublicence(author: Author, kind: InstrumentKind) -> c.Terms:
    model = author.model
    parents = [
        record
        for record in author.in_state(model.instruments, S.EFFECTIVE)
        if model.instruments[record].terms.sub_depth >= 1
    ]
    subject = author.pick(parents) if parents and not author.chance(12) else author.one(model.instruments, S.EFFECTIVE)
    held = model.instruments.get(subject)
    if held is None:
        return replace(_licence(author, K.LICENCE), instrument_kind=int(kind), subject=subject)
    parent = held.terms
    listed = [(one, R.GRANTOR) for one in members(parent, R.GRANTEE)]
    if not parent.consent_waived:
        listed += [(one, R.CONSENTING) for one in current_grantors(model, subject)]
    listed.append((author.party(*TAKERS), R.GRANTEE))
    scope = parent.scope
    if author.chance(3):
        scope = replace(scope, end=scope.end - 1, start=scope.start + author.pick((0, 1, -1)))
    if author.chance(8):
        scope = replace(scope, acts=1, fields=author.pick((scope.fields, 1 << 3)))
    if author.chance(12):
        scope = replace(scope, provinces=author.pick((4, 1)), countries=author.pick((0, 1)))
    exclusivity = author.pick(tuple(Exclusivity))
    if not author.chance(6):
        exclusivity = min(parent.exclusivity or Exclusivity.NON_EXCLUSIVE, exclusivity)
    return replace(
        _terms(author, kind, subject, listed, scope),
        exclusivity=int(exclusivity),
        sub_depth=max(0, parent.sub_depth - 1),
        encumbrance_version=model.encumbrance.get(subject, 0),
    )


def _pledgees(author: Author, asset: bytes) -> Listed:
    model = author.model
    return [
        (one, R.CONSENTING)
        for pledge in standing(model, asset, K.PLEDGE)
        for one in members(model.instruments[pledge].terms, R.GRANTEE)
    ]


def _assignment(author: Author, kind: InstrumentKind) -> c.Terms:
    return _of_shares(author, kind, author.party("university", "maker", "institute", "buyer"))


def _pledge(author: Author, kind: InstrumentKind) -> c.Terms:
    return _of_shares(author, kind, author.party("buyer", "buyer", "bank"))


def _of_shares(author: Author, kind: InstrumentKind, taker: bytes) -> c.Terms:
    asset = author.one(author.model.assets, S.ACTIVE)
    holders = _holders(author, asset)
    held = author.model.assets.get(asset)
    giver = author.pick(holders)
    has = held.holders[giver] if held else 10_000
    bps = author.pick((has, max(1, has // 2), min(10_000, has + 1)) if author.chance(4) else (has, max(1, has // 2)))
    moves = [c.Move(from_=giver, to=taker, bps=bps)]
    if author.chance(6):
        moves.append(c.Move(from_=author.pick((giver, taker, NOBODY)), to=taker, bps=1))
    listed = [(one, R.GRANTOR) for one in holders] + [(taker, R.GRANTEE)] + _pledgees(author, asset)
    return replace(_terms(author, kind, asset, listed, _scope(author)), moves=tuple(moves))


def _solution_contract(author: Author, kind: InstrumentKind) -> c.Terms:
    model = author.model
    subject = author.one(model.proposals, S.SELECTED)
    held = model.proposals.get(subject)
    owner = model.problems[held.problem].owner if held else party("office")
    provider = held.provider if held else party("startup")
    terms = _terms(author, kind, subject, [(owner, R.GRANTOR), (provider, R.GRANTEE)], _scope(author))
    return replace(terms, escrow_agent=author.pick((party("bank"), party("bank"), ZERO)))


def _agreement(author: Author, kind: InstrumentKind) -> c.Terms:
    subject = author.pick((ZERO, ZERO, author.any_record(), NOBODY))
    aliases = author.pick((("university", "buyer"), ("institute", "maker", "office"), ("operator", "startup")))
    if author.chance(10):
        aliases = aliases[:1]
    return _terms(author, kind, subject, [(party(alias), R.MEMBER) for alias in aliases], _scope(author))
