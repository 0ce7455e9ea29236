"""What each kind of instrument requires of its subject, members and terms: asked when proposed and at effect."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import AssetKind, Exclusivity, Gate, GrantRule, InstrumentKind, MemberRole, RightStage, State
from tests.model.asset import WITHOUT_RIGHTS
from tests.model.encumbrance import root, share_moved, standing
from tests.model.ledger import ZERO, Model, refuse
from tests.model.scope import covered, within

S = State
K = InstrumentKind
GRANTS = (K.LICENCE, K.SUBLICENCE)
ON_ASSETS = (K.LICENCE, K.ASSIGNMENT, K.PLEDGE)
AGREEMENTS = (K.COOPERATION, K.MEMORANDUM)
# Rights whose transfer the registrar of industrial property, or of plant varieties, enters.
REGISTERED_TRANSFER = {
    AssetKind.PATENT,
    AssetKind.UTILITY_SOLUTION,
    AssetKind.INDUSTRIAL_DESIGN,
    AssetKind.LAYOUT_DESIGN,
    AssetKind.TRADEMARK,
    AssetKind.PLANT_VARIETY,
}


def members(terms: c.Terms, role: int) -> list[bytes]:
    return [member.party for member in terms.members if member.member_role == role]


def parties(terms: c.Terms) -> list[bytes]:
    return list(dict.fromkeys(member.party for member in terms.members))


def current_grantors(model: Model, record: bytes) -> list[bytes]:
    """Once a licence is in effect the asset's holders stand in place of its grantors (reading 78)."""
    instrument = model.instruments[record]
    if instrument.terms.instrument_kind == K.LICENCE and instrument.order:
        return list(model.assets[instrument.terms.subject].holders)
    return members(instrument.terms, MemberRole.GRANTOR)


def current_members(model: Model, record: bytes) -> list[bytes]:
    terms = model.instruments[record].terms
    if terms.instrument_kind != K.LICENCE:
        return parties(terms)
    others = [member.party for member in terms.members if member.member_role != MemberRole.GRANTOR]
    return list(dict.fromkeys([*current_grantors(model, record), *others]))


# --- check 9 ---------------------------------------------------------------------------------------------------------


def require_subject(model: Model, terms: c.Terms) -> None:
    subject, kind = terms.subject, terms.instrument_kind
    if kind in ON_ASSETS:
        model.require(subject, model.assets)
    elif kind == K.SUBLICENCE:
        parent = model.instruments.get(subject)
        if parent is None or parent.terms.instrument_kind not in GRANTS:
            raise refuse("RECORD_NOT_FOUND", record=subject)
    elif kind == K.SOLUTION_CONTRACT:
        model.require(subject, model.proposals)
    elif any(subject):
        model.require(subject, model.entries)


def require_subject_state(model: Model, terms: c.Terms) -> None:
    """Readings 17 and 67."""
    subject = terms.subject
    if terms.instrument_kind == K.SOLUTION_CONTRACT:
        model.state_in(subject, S.SELECTED)
    elif terms.instrument_kind not in AGREEMENTS:
        while subject in model.instruments:
            model.state_in(subject, S.EFFECTIVE)
            subject = model.instruments[subject].terms.subject
        model.state_in(subject, S.ACTIVE)


# --- check 10 --------------------------------------------------------------------------------------------------------


def require_terms(model: Model, terms: c.Terms) -> None:
    """From SIGNATORY_MISSING to SUBLICENCE_TOO_WIDE."""
    _signatories(model, terms)
    kind = terms.instrument_kind
    if kind in GRANTS:
        asset_kind = model.assets[root(model, terms.subject)].kind
        if asset_kind in (AssetKind.TRADE_NAME, AssetKind.GEOGRAPHICAL_INDICATION):
            raise refuse("NOT_LICENSABLE", asset_kind=asset_kind)
    if kind in (K.ASSIGNMENT, K.PLEDGE) and model.assets[terms.subject].kind == AssetKind.GEOGRAPHICAL_INDICATION:
        raise refuse("NOT_ASSIGNABLE", asset_kind=int(AssetKind.GEOGRAPHICAL_INDICATION))
    if kind not in AGREEMENTS:
        entitled = _entitled(model, terms)
        for grantor in members(terms, MemberRole.GRANTOR):
            if grantor not in entitled:
                raise refuse("NO_TITLE", party=grantor)
    if kind in (K.ASSIGNMENT, K.PLEDGE):
        share_moved(model, terms)
    if kind in GRANTS:
        asset = root(model, terms.subject)
        held = model.assets[asset]
        if held.kind not in WITHOUT_RIGHTS and not covered(held.rights, terms.scope):
            raise refuse("RIGHT_NOT_IN_FORCE", record=asset)
    if kind == K.SUBLICENCE:
        _within_parent(terms, model.instruments[terms.subject].terms)


def _entitled(model: Model, terms: c.Terms) -> list[bytes]:
    """Who may stand as grantor."""
    if terms.instrument_kind == K.SUBLICENCE:
        return members(model.instruments[terms.subject].terms, MemberRole.GRANTEE)
    if terms.instrument_kind == K.SOLUTION_CONTRACT:
        return [model.problems[model.proposals[terms.subject].problem].owner]
    return list(model.assets[terms.subject].holders)


def _signatories(model: Model, terms: c.Terms) -> None:
    kind, subject = terms.instrument_kind, terms.subject

    def need(role: MemberRole, *needed: bytes) -> None:
        for party in needed:
            if party not in members(terms, role):
                raise refuse("SIGNATORY_MISSING", party=party)

    def need_grantee() -> None:
        if not members(terms, MemberRole.GRANTEE):
            raise refuse("SIGNATORY_MISSING", party=ZERO)

    def need_pledgees() -> None:
        for pledge in standing(model, subject, K.PLEDGE):
            need(MemberRole.CONSENTING, *members(model.instruments[pledge].terms, MemberRole.GRANTEE))

    if kind == K.LICENCE:
        _licensors(model, terms)
        need_grantee()
    elif kind == K.SUBLICENCE:
        parent = model.instruments[subject].terms
        need(MemberRole.GRANTOR, *members(parent, MemberRole.GRANTEE))
        if not parent.consent_waived:
            need(MemberRole.CONSENTING, *current_grantors(model, subject))
        need_grantee()
    elif kind == K.ASSIGNMENT:
        need(MemberRole.GRANTOR, *model.assets[subject].holders)
        need(MemberRole.GRANTEE, *(move.to for move in terms.moves))
        need_pledgees()
    elif kind == K.PLEDGE:
        need(MemberRole.GRANTOR, *model.assets[subject].holders)
        need_grantee()
        need(MemberRole.GRANTEE, *(move.to for move in terms.moves))
        need_pledgees()
    elif kind == K.SOLUTION_CONTRACT:
        proposal = model.proposals[subject]
        need(MemberRole.GRANTOR, model.problems[proposal.problem].owner)
        need(MemberRole.GRANTEE, proposal.provider)
    elif len(members(terms, MemberRole.MEMBER)) < 2:
        raise refuse("SIGNATORY_MISSING", party=ZERO)


def _licensors(model: Model, terms: c.Terms) -> None:
    """Reading 30."""
    asset = model.assets[terms.subject]
    grantors = members(terms, MemberRole.GRANTOR)
    absent = [holder for holder in asset.holders if holder not in grantors]
    shares = sum(bps for holder, bps in asset.holders.items() if holder in grantors)
    if asset.grant_rule == GrantRule.MAJORITY:
        enough = shares > 5_000
    elif asset.grant_rule == GrantRule.EACH and terms.exclusivity == Exclusivity.NON_EXCLUSIVE:
        enough = shares > 0
    else:
        enough = not absent
    if not enough:
        raise refuse("SIGNATORY_MISSING", party=absent[0])


def _within_parent(terms: c.Terms, parent: c.Terms) -> None:
    dimensions = within(terms.scope, parent.scope)
    dimensions["exclusivity"] = terms.exclusivity <= parent.exclusivity
    dimensions["sub_depth"] = terms.sub_depth < parent.sub_depth
    for dimension, fine in dimensions.items():
        if not fine:
            raise refuse("SUBLICENCE_TOO_WIDE", dimension=dimension)


# --- gates -----------------------------------------------------------------------------------------------------------


def has_registered_right(model: Model, asset: bytes) -> bool:
    held = model.assets[asset]
    granted = any(right.right_stage == RightStage.GRANTED for right in held.rights)
    return held.kind in REGISTERED_TRANSFER and granted


def gates(model: Model, terms: c.Terms) -> tuple[int, ...]:
    """The gates required as things stand now, in the catalogue's order; asked again each time (reading 75)."""
    found = []
    if terms.instrument_kind == K.ASSIGNMENT and has_registered_right(model, terms.subject):
        found.append(Gate.IP_REGISTER)
    countries = {model.parties[party].country for party in parties(terms)}
    state_transfer = terms.state_capital and not any(terms.task_result)
    if terms.instrument_kind in (*GRANTS, K.ASSIGNMENT) and (len(countries) > 1 or state_transfer):
        found.append(Gate.TRANSFER_REGISTER)
    if any(terms.escrow_agent):
        found.append(Gate.ESCROW)
    return tuple(int(gate) for gate in found)
