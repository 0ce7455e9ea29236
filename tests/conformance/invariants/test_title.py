"""Invariants 1 to 9, 21 and 25: who holds what, who may grant it, and what stands on it."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger import eip712
from ledger.enums import AssetKind, Exclusivity, Gate, GrantRule, InstrumentKind, MemberRole, RightStage, Ruling, State
from tests.conformance import samples
from tests.conformance.cast import party
from tests.conformance.samples import EVIDENCE, YEAR, ZERO
from tests.conformance.world import World

K = InstrumentKind
EXCLUSIVE = int(Exclusivity.EXCLUSIVE)
NON_EXCLUSIVE = int(Exclusivity.NON_EXCLUSIVE)


def shares(world: World, asset: bytes) -> dict[bytes, int]:
    """Who holds the asset, as its events and those that touched it say."""
    found = {share.party: share.bps for share in world.read(asset).holders}
    assert sum(found.values()) == 10_000
    return found


def test_invariant_01_shares_always_total_10000(world: World) -> None:
    short = samples.asset(world.now, (("university", 6_000), ("maker", 3_999)))
    two = ("university", "maker")
    world.refuse("NOT_WHOLE", world.create(c.RegisterAsset, "university", **short), *two, sum=9_999)
    asset = world.asset(("university", 6_000), ("maker", 4_000), asset_kind=AssetKind.SOFTWARE, tier=0)
    assert shares(world, asset) == {party("university"): 6_000, party("maker"): 4_000}

    whole = world.asset(asset_kind=AssetKind.KNOW_HOW, rights=())
    too_much = world.moving(K.ASSIGNMENT, whole, "university", "maker", 10_000)
    twice = (too_much.moves[0], replace(too_much.moves[0], bps=1))
    world.refuse(
        "SHARE_EXCEEDED",
        world.propose(replace(too_much, moves=twice), *two),
        *two,
        party=party("university"),
        has=10_000,
        moved=10_001,
    )
    part = world.moving(K.ASSIGNMENT, whole, "university", "maker", 2_500, task_result=EVIDENCE)
    instrument = world.agreed(part, *two)
    certify = world.on(c.CertifyInstrument, instrument, gate=Gate.TRANSFER_REGISTER, certificate=EVIDENCE)
    world.accept(certify, "registrar")
    world.take_effect(instrument, "maker")
    assert shares(world, whole) == {party("university"): 7_500, party("maker"): 2_500}

    claim = world.on(c.DisputeAsset, whole, claim=EVIDENCE, claimant=party("buyer"))
    world.accept(claim, "arbiter", "buyer")
    decided = (c.Share(party=party("buyer"), bps=9_000),)
    resolve = world.on(c.ResolveDispute, whole, decision=EVIDENCE, holders=decided)
    world.refuse("NOT_WHOLE", resolve, "arbiter", sum=9_000)


def test_invariant_02_every_grantor_has_title_or_authority_at_that_instant(world: World) -> None:
    asset = world.asset(asset_kind=AssetKind.SOFTWARE, grant_rule=GrantRule.EACH)
    by_both = samples.licence(world.now, asset, ("university", "institute"), "buyer")
    three = ("university", "institute", "buyer")
    world.refuse("NO_TITLE", world.propose(by_both, *three), *three, party=party("institute"))

    waiting = world.agreed(world.licence(asset), "university", "buyer")
    moved = world.moving(K.ASSIGNMENT, asset, "university", "institute", 10_000)
    world.take_effect(world.agreed(moved, "university", "institute"), "institute")
    effect = world.on(c.EffectInstrument, waiting)
    world.refuse("SIGNATORY_MISSING", effect, "buyer", party=party("institute"))
    by_the_holder = samples.licence(world.now, asset, ("institute",), "buyer", sub_depth=1, consent_waived=True)
    licence = world.take_effect(world.agreed(by_the_holder, "institute", "buyer"), "buyer")
    assert world.read(licence).state == State.EFFECTIVE

    members = ((party("buyer"), MemberRole.GRANTOR), (party("university"), MemberRole.GRANTOR))
    listed = tuple(c.Member(party=one, member_role=int(role)) for one, role in members)
    grantee = c.Member(party=party("startup"), member_role=int(MemberRole.GRANTEE))
    sublicence = replace(
        samples.licence(world.now, licence, (), "startup", consent_waived=True),
        instrument_kind=int(K.SUBLICENCE),
        members=(*listed, grantee),
    )
    signing = ("buyer", "university", "startup")
    world.refuse("NO_TITLE", world.propose(sublicence, *signing), *signing, party=party("university"))
    held = replace(sublicence, members=(listed[0], grantee))
    world.take_effect(world.agreed(held, "buyer", "startup"), "startup")


def test_invariant_03_no_two_live_grants_break_the_table_and_of_two_racing_exclusives_one_wins(world: World) -> None:
    asset = world.asset()
    members = ("university", "buyer")
    first = world.agreed(world.licence(asset, exclusivity=EXCLUSIVE), *members)
    second = world.agreed(world.licence(asset, "startup", exclusivity=EXCLUSIVE), "university", "startup")
    open_to_all = world.agreed(world.licence(asset, "studio"), "university", "studio")
    world.take_effect(first, "buyer")
    for late, taker in ((second, "startup"), (open_to_all, "studio")):
        effect = world.on(c.EffectInstrument, late)
        world.refuse("GRANT_CONFLICT", effect, taker, subject=asset, existing=first)
        assert world.read(late).state == State.SIGNED

    other = world.asset()
    world.licensed(other)
    unaware = world.agreed(world.licence(other, exclusivity=EXCLUSIVE), *members)
    effect = world.on(c.EffectInstrument, unaware)
    world.refuse("STALE_ENCUMBRANCE", effect, "buyer", current=1, acknowledged=0)
    aware = world.agreed(world.licence(other, exclusivity=EXCLUSIVE, encumbrance_version=1), *members)
    world.take_effect(aware, "buyer")
    assert world.read(other).encumbrance_version == 2


def test_invariant_04_a_licence_lies_within_the_life_of_granted_rights_wherever_it_claims(world: World) -> None:
    now, both = world.now, ("university", "buyer")
    seam = now + YEAR
    first, then = samples.right(now, end=seam), samples.right(now, start=seam, end=now + 9 * YEAR)
    whole = world.asset(rights=(first, then))
    assert world.read(world.licensed(whole)).state == State.EFFECTIVE

    gap = world.asset(rights=(first, replace(then, start=seam + 1)))
    world.refuse("RIGHT_NOT_IN_FORCE", world.propose(world.licence(gap), *both), *both, record=gap)
    hanoi = world.asset(rights=(samples.right(now, provinces=1),))
    wide = world.licence(hanoi, scope=samples.scope(now, provinces=3))
    world.refuse("RIGHT_NOT_IN_FORCE", world.propose(wide, *both), *both, record=hanoi)
    world.agreed(world.licence(hanoi, scope=samples.scope(now, provinces=1)), *both)

    applied = world.asset(rights=(samples.right(now, right_stage=RightStage.APPLICATION),))
    world.refuse("RIGHT_NOT_IN_FORCE", world.propose(world.licence(applied), *both), *both, record=applied)
    world.take_effect(world.agreed(world.moving(K.ASSIGNMENT, applied, "university", "buyer", 1), *both), "buyer")
    know_how = world.asset(asset_kind=AssetKind.KNOW_HOW, rights=())
    world.licensed(know_how)


def test_invariant_05_geographical_indications_and_trade_names_are_not_licensed_a_gi_is_not_assigned(
    world: World,
) -> None:
    both = ("university", "buyer")
    for kind in (AssetKind.GEOGRAPHICAL_INDICATION, AssetKind.TRADE_NAME):
        asset = world.asset(asset_kind=kind)
        world.refuse("NOT_LICENSABLE", world.propose(world.licence(asset), *both), *both, asset_kind=int(kind))
        assigned = world.propose(world.moving(K.ASSIGNMENT, asset, "university", "buyer", 1), *both)
        if kind == AssetKind.GEOGRAPHICAL_INDICATION:
            world.refuse("NOT_ASSIGNABLE", assigned, *both, asset_kind=int(kind))
        else:
            world.take_effect(world.accept(assigned, *both), "buyer")
            assert shares(world, asset)[party("buyer")] == 1


def test_invariant_06_an_assignment_removes_or_alters_no_encumbrance(world: World) -> None:
    asset = world.asset(asset_kind=AssetKind.SOFTWARE)
    licence = world.licensed(asset, exclusivity=EXCLUSIVE)
    pledge = world.moving(K.PLEDGE, asset, "university", "bank", 5_000)
    world.take_effect(world.agreed(pledge, "university", "bank"), "bank")
    before = world.read(licence)

    two, three = ("university", "institute"), ("university", "institute", "bank")
    unasked = world.moving(K.ASSIGNMENT, asset, "university", "institute", 10_000)
    world.refuse("SIGNATORY_MISSING", world.propose(unasked, *two), *two, party=party("bank"))
    consenting = (("bank", MemberRole.CONSENTING),)
    asked = world.moving(K.ASSIGNMENT, asset, "university", "institute", 10_000, others=consenting)
    world.take_effect(world.agreed(asked, *three), "institute")

    assert shares(world, asset) == {party("institute"): 10_000}
    assert world.read(licence) == before
    assert world.read(asset).encumbrance_version == 2
    again = samples.licence(world.now, asset, ("institute",), "startup", exclusivity=EXCLUSIVE, encumbrance_version=2)
    effect = world.on(c.EffectInstrument, world.agreed(again, "institute", "startup"))
    world.refuse("GRANT_CONFLICT", effect, "startup", subject=asset, existing=licence)


def test_invariant_07_everyone_signed_the_same_terms_and_a_command_names_who_signs_it(world: World) -> None:
    asset = world.asset()
    terms = world.licence(asset)
    offer = world.accept(world.propose(terms, "university"), "university")
    both = world.create(c.ProposeInstrument, "university", terms=terms, signing=(party("university"), party("buyer")))
    world.refuse("SIGNATURE_MISSING", both, "university", party=party("buyer"), role=0)
    world.refuse("NOT_AUTHORISED", world.propose(terms, "university"), "university", "buyer", party=party("buyer"))

    other = replace(terms, sub_depth=4)
    signing = (party("buyer"),)
    world.refuse(
        "TERMS_MISMATCH",
        world.on(c.SignInstrument, offer, terms=other, signing=signing),
        "buyer",
        expected=eip712.terms_digest(terms),
        given=eip712.terms_digest(other),
    )
    world.accept(world.on(c.SignInstrument, offer, terms=terms, signing=signing), "buyer")
    signed = world.read(offer)
    assert (signed.state, signed.signed) == (State.SIGNED, (party("university"), party("buyer")))
    assert signed.terms_digest == eip712.terms_digest(terms)


def test_invariant_08_no_effect_and_no_enforcement_without_the_certificate_of_the_gates_registrar(
    world: World,
) -> None:
    asset = world.asset()
    two, gate = ("university", "bank"), int(Gate.IP_REGISTER)
    pledge = world.agreed(world.moving(K.PLEDGE, asset, "university", "bank", 4_000), *two)
    world.take_effect(pledge, "bank")
    enforce = {"ruling": int(Ruling.ENFORCE), "decision": EVIDENCE}
    world.refuse("GATE_OPEN", world.on(c.RuleOnInstrument, pledge, **enforce), "arbiter", gate=gate)
    entered = {"gate": gate, "certificate": EVIDENCE}
    world.refuse(
        "ROLE_REQUIRED",
        world.on(c.CertifyInstrument, pledge, **entered),
        "operator",
        party=party("operator"),
        role=12,
    )
    world.accept(world.on(c.CertifyInstrument, pledge, **entered), "registrar")
    world.accept(world.on(c.RuleOnInstrument, pledge, **enforce), "arbiter")
    assert (world.read(pledge).state, shares(world, asset)[party("bank")]) == (State.TERMINATED, 4_000)

    patent = world.asset()
    assignment = world.agreed(world.moving(K.ASSIGNMENT, patent, "university", "buyer", 10_000), "university", "buyer")
    effect = world.on(c.EffectInstrument, assignment)
    world.refuse("GATE_OPEN", effect, "buyer", gate=gate)
    world.accept(world.on(c.CertifyInstrument, assignment, **entered), "registrar")
    world.take_effect(assignment, "buyer")
    assert shares(world, patent) == {party("buyer"): 10_000}


def test_invariant_09_a_disputed_asset_takes_nothing_new_and_its_licences_stay(world: World) -> None:
    asset = world.asset()
    licence = world.licensed(asset)
    claim = world.on(c.DisputeAsset, asset, claim=EVIDENCE, claimant=party("institute"))
    world.accept(claim, "arbiter", "institute")

    disputed = {"record": asset, "state": int(State.DISPUTED)}
    both = ("university", "buyer")
    listing = world.create(c.DraftListing, "university", asset=asset, broker=ZERO, offer=EVIDENCE)
    world.refuse("STATE_FORBIDS", listing, "university", **disputed)
    for terms in (
        world.licence(asset),
        world.moving(K.PLEDGE, asset, "university", "buyer", 1),
        world.moving(K.ASSIGNMENT, asset, "university", "buyer", 1),
    ):
        world.refuse("STATE_FORBIDS", world.propose(terms, *both), *both, **disputed)

    held = world.read(licence)
    assert held.state == State.EFFECTIVE
    world.accept(world.on(c.AmendInstrument, licence, terms=held.terms), *both)
    suspend = world.on(c.RuleOnInstrument, licence, ruling=int(Ruling.SUSPEND), decision=EVIDENCE)
    world.accept(suspend, "arbiter")
    assert world.read(licence).state == State.SUSPENDED
    world.accept(world.on(c.ResolveDispute, asset, decision=EVIDENCE, holders=()), "arbiter")
    world.accept(listing, "university")


def test_invariant_21_an_expired_lapsed_or_invalidated_right_grants_nothing_new(world: World) -> None:
    both = ("university", "buyer")
    brief = world.asset(rights=(samples.right(world.now, end=world.now + 5),))
    short = samples.scope(world.now, end=world.now + 5)
    world.agreed(world.licence(brief, scope=short), *both)
    world.wait(5)
    late = world.propose(world.licence(brief), *both)
    world.refuse("STATE_FORBIDS", late, *both, record=brief, state=int(State.EXPIRED))

    for end, state in ((1, State.LAPSED), (3, State.INVALIDATED)):
        asset = world.asset()
        waiting = world.agreed(world.licence(asset), *both)
        world.accept(world.on(c.EndAsset, asset, asset_end=end, evidence=EVIDENCE), "registrar")
        assert world.read(asset).state == state
        effect = world.on(c.EffectInstrument, waiting)
        world.refuse("STATE_FORBIDS", effect, "buyer", record=asset, state=int(state))


def test_invariant_25_from_tier_2_a_registrable_right_carries_a_pair_that_no_other_asset_holds(world: World) -> None:
    nameless, first, second = (
        world.asset(rights=(samples.right(world.now, number),)) for number in ("", "104123", "104123")
    )
    tier = {"tier": 2, "evidence": EVIDENCE}
    raised = world.on(c.RaiseTier, nameless, **tier)
    world.refuse("FIELD_MISSING", raised, "registrar", field="rights[0].office")
    world.accept(world.on(c.RaiseTier, first, **tier), "registrar")
    taken = world.on(c.RaiseTier, second, **tier)
    world.refuse("RIGHT_TAKEN", taken, "registrar", existing=first)
    assert (world.read(first).tier, world.read(second).tier) == (2, 1)

    renewed = (samples.right(world.now, "104999"),)
    world.accept(world.on(c.RecordRights, first, rights=renewed, evidence=EVIDENCE), "registrar")
    world.accept(world.on(c.RaiseTier, second, **tier), "registrar")
    assert world.read(second).tier == 2
