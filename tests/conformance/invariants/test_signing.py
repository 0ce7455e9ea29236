"""Invariants 10 to 12, 19, 20, 22 and 24: what a record's history is, and whose signature moves it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eth_hash.auto import keccak

from ledger import commands as c
from ledger import eip712
from ledger.commands import COMMANDS
from ledger.enums import Power, Role, State
from ledger.scenario.signing import high_s
from ledger.types import Optional, find
from tests.conformance import samples
from tests.conformance.cast import key, party, sign
from tests.conformance.samples import EVIDENCE, YEAR, ZERO
from tests.conformance.world import World

THIRTY_DAYS = 30 * 86_400


def test_invariant_10_terminal_states_are_final_and_corrections_supersede(world: World) -> None:
    asset = world.asset()
    listing = world.create(c.DraftListing, "university", asset=asset, broker=ZERO, offer=EVIDENCE)
    record = world.accept(listing, "university")
    close = {"listing_move": 5, "until": 0, "reason": ZERO}
    world.accept(world.on(c.MoveListing, record, **close), "university")
    for move in (1, 2, 3, 5):
        again = world.on(c.MoveListing, record, **{**close, "listing_move": move})
        world.refuse("STATE_FORBIDS", again, "university", record=record, state=int(State.CLOSED))

    valuation = samples.valuation(world.now)
    first = world.accept(world.review(2, asset, "valuer", **valuation), "valuer")
    second = world.accept(world.review(2, asset, "valuer", **valuation, supersedes=first), "valuer")
    assert (world.read(first).state, world.read(second).state) == (State.SUPERSEDED, State.ISSUED)
    assert world.read(first).report == samples.appraisal(0, 2, asset)["report"]
    withdrawn = world.on(c.WithdrawAppraisal, first, reason=EVIDENCE)
    world.refuse("STATE_FORBIDS", withdrawn, "valuer", record=first, state=int(State.SUPERSEDED))
    third = world.review(2, asset, "valuer", **valuation, supersedes=first)
    world.refuse("STATE_FORBIDS", third, "valuer", record=first, state=int(State.SUPERSEDED))


def test_invariant_11_version_and_head_are_those_of_the_chained_history(world: World) -> None:
    asset = world.asset()
    licence = world.licensed(asset)
    for record in (asset, licence):
        head = record
        for version, event in enumerate(world.ledger.history(record), 1):
            digest = eip712.digest(world.id, event.command)  # type: ignore[union-attr]
            head = keccak(head + digest + event.at.to_bytes(8, "big"))  # type: ignore[union-attr]
            own = [event, *event.touched]  # type: ignore[union-attr]
            assert (record, version, head) in [(each.record, each.version, each.head) for each in own]
        assert (world.read(record).version, world.read(record).head) == (version, head)
    assert [touch.record for touch in world.event(licence).touched] == [asset]
    ahead = replace(world.on(c.EffectInstrument, licence), expected_version=9)
    world.refuse("VERSION_MISMATCH", ahead, "buyer", current=2, expected=9)


def test_invariant_12_the_same_command_twice_has_one_effect_and_one_answer(world: World) -> None:
    asset = world.asset()
    rule = world.on(c.SetGrantRule, asset, grant_rule=2)
    signed = world.signed(rule, "university")
    receipt = world.submit(signed)
    world.wait(1)
    assert world.submit(signed) == receipt
    assert world.read(asset).version == receipt.version == 3
    other = replace(rule, grant_rule=3)
    world.refuse("VERSION_MISMATCH", other, "university", current=3, expected=2)

    # An authority command leaves room in the version, down to the last one on the record.
    early = replace(world.on(c.DisputeAsset, asset, claim=EVIDENCE, claimant=party("buyer")), expected_version=1)
    world.accept(early, "arbiter", "buyer")
    late = replace(world.on(c.ResolveDispute, asset, decision=EVIDENCE, holders=()), expected_version=3)
    world.refuse("VERSION_MISMATCH", late, "arbiter", current=4, expected=3)


def test_invariant_19_the_signers_key_is_valid_and_holds_the_power(world: World) -> None:
    weak, brief = key("buyer", 2), key("buyer", 3)
    for added, powers, seconds in ((weak, Power.DOCUMENTS, YEAR), (brief, 15, 5)):
        command = world.on(
            c.AddKey,
            party("buyer"),
            key=added.address,
            powers=int(powers),
            valid_from=world.now,
            valid_to=world.now + seconds,
            threshold=1,
        )
        world.submit(sign(world.id, command, [key("buyer"), added]))

    document = world.create(c.SubmitDocument, "buyer", **samples.document("office"))
    world.submit(sign(world.id, document, [weak]))
    anything = world.create(c.DraftListing, "buyer", asset=world.asset(), broker=ZERO, offer=EVIDENCE)
    by_the_weak = sign(world.id, anything, [weak])
    world.refuse("KEY_POWER_MISSING", by_the_weak, key=weak.address, need=int(Power.MARKET))
    world.wait(5)
    by_the_brief = sign(world.id, anything, [brief])
    world.refuse("KEY_NOT_VALID", by_the_brief, key=brief.address, now=world.now)

    revoke = world.on(c.RevokeKey, party("buyer"), key=weak.address, threshold=1)
    world.accept(revoke, "buyer")
    by_the_revoked = sign(world.id, world.create(c.SubmitDocument, "buyer", **samples.document("office")), [weak])
    world.refuse("KEY_NOT_VALID", by_the_revoked, key=weak.address, now=world.now)
    assert world.read(document.record).sender == party("buyer")

    by_one_of_two = world.create(c.RegisterAsset, "institute", **samples.asset(world.now, (("institute", 10_000),)))
    alone = sign(world.id, by_one_of_two, [key("institute")])
    world.refuse("THRESHOLD_NOT_MET", alone, party=party("institute"), have=1, need=2)
    world.accept(by_one_of_two, "institute")


def test_invariant_20_regulator_and_auditor_write_no_business_and_the_operator_not_on_anothers(world: World) -> None:
    asset = world.asset()
    for alias, role in (("regulator", Role.REGULATOR), ("auditor", Role.AUDITOR)):
        document = world.create(c.SubmitDocument, alias, **samples.document("office"))
        world.refuse("READ_ONLY_ROLE", document, alias, party=party(alias), role=int(role))
    operator = party("operator")
    rule = world.on(c.SetGrantRule, asset, grant_rule=2)
    world.refuse("NOT_AUTHORISED", rule, "operator", party=operator)
    licence = world.licensed(asset)
    end = world.on(c.EndInstrument, licence, instrument_end=1, reason=EVIDENCE)
    world.refuse("NOT_AUTHORISED", end, "operator", party=operator)
    problem = world.drafted()
    world.refuse("NOT_AUTHORISED", world.publishing(problem), "operator", party=operator)

    # The two exceptions: the auditor's opinion on a paid period, the regulator's stop of a pilot.
    world.wait(10)
    report = _report(world, licence)
    world.accept(report, "buyer")
    period = report.record
    world.accept(world.on(c.AnswerRoyalty, period, royalty_answer=1, reason=ZERO), "university")
    world.accept(world.on(c.AttestPayment, period, evidence=EVIDENCE), "bank")
    opinion = world.on(c.AuditRoyalty, period, opinion=EVIDENCE)
    world.refuse("READ_ONLY_ROLE", opinion, "regulator", party=party("regulator"), role=int(Role.REGULATOR))
    world.accept(opinion, "auditor")
    assert world.read(period).state == State.AUDITED
    pilot = world.running(world.shortlisted())
    stop = world.on(c.StopPilot, pilot, reason=EVIDENCE)
    world.refuse("ROLE_REQUIRED", stop, "operator", party=operator, role=int(Role.REGULATOR))
    world.accept(stop, "regulator")
    assert world.read(pilot).state == State.ABORTED


def _report(world: World, licence: bytes) -> c.ReportRoyalty:
    start = world.read(licence).terms.scope.start
    nonce = keccak(licence + start.to_bytes(32, "big"))
    return c.ReportRoyalty(
        record=keccak((6).to_bytes(32, "big") + nonce),
        expected_version=0,
        not_after=world.now + 60,
        nonce=nonce,
        instrument=licence,
        start=start,
        end=start + 10,
        amount=EVIDENCE,
        report=EVIDENCE,
    )


def _shapes(struct: Any) -> list[tuple[str, str, bool]]:
    """(member, shape, may be absent) of every atom of a command."""
    found = []
    for name, annotation in eip712.members(struct):
        inner, _ = eip712.element_struct(annotation)
        if inner:
            found += _shapes(inner)
        else:
            optional = find(getattr(annotation, "__metadata__", ()), Optional) is not None
            found.append((name, eip712.field_type(annotation).shape, optional))
    return found


def test_invariant_22_nothing_on_the_ledger_names_a_person_or_states_a_price_or_know_how(world: World) -> None:
    words = {name for command in COMMANDS.values() for name, shape, _ in _shapes(command) if "label" in shape}
    numbers = {name for command in COMMANDS.values() for name, shape, _ in _shapes(command) if shape == "integer"}
    # Codes, units and namespaces of at most 32 letters; values and targets of KPIs. Whatever else is text is committed.
    assert words == {"code", "unit", "milestone", "namespace"}
    assert numbers == {"value", "target", "baseline"}

    bare = world.create(c.SubmitDocument, "buyer", **samples.document("office", content=ZERO))
    world.refuse("FIELD_MISSING", bare, "buyer", field="content")
    secret = b'{"price":"12,000,000 VND"}'
    salted = [eip712.commitment(keccak(salt), secret) for salt in (b"one", b"other")]
    assert salted[0] != salted[1]
    record = world.accept(
        world.create(c.SubmitDocument, "buyer", **samples.document("office", content=salted[0])), "buyer"
    )
    assert world.read(record).content == salted[0]
    # Who deals with whom, and when, everybody reads.
    assert (world.read(record).sender, world.read(record).recipient) == (party("buyer"), party("office"))


def test_invariant_24_a_command_for_elsewhere_too_old_too_far_ill_signed_or_suspended_is_refused(world: World) -> None:
    command = world.create(c.SubmitDocument, "maker", **samples.document("office"))
    signed = world.signed(command, "maker")
    elsewhere = keccak(b"another ledger")
    world.refuse("WRONG_LEDGER", replace(signed, ledger=elsewhere), expected=world.id, given=elsewhere)
    old = replace(command, not_after=world.now)
    world.refuse("COMMAND_EXPIRED", old, "maker", not_after=world.now, now=world.now)
    latest = world.now + THIRTY_DAYS
    far = replace(command, not_after=latest + 1)
    world.refuse("NOT_AFTER_TOO_FAR", far, "maker", not_after=latest + 1, max=latest)
    for spoiled in (high_s(signed.signatures[0]), signed.signatures[0][:64]):
        world.refuse("BAD_SIGNATURE", replace(signed, signatures=(spoiled,)), index=0)

    move = {"party_state": 2, "reason": ZERO}
    world.accept(world.on(c.MoveParty, party("maker"), **move), "operator")
    world.refuse("PARTY_NOT_ACTIVE", signed, party=party("maker"), state=int(State.SUSPENDED))
    world.accept(world.on(c.MoveParty, party("maker"), **{**move, "party_state": 1}), "operator")
    world.submit(signed)
    assert world.read(command.record).sender == party("maker")
