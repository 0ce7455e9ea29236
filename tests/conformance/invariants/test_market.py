"""Invariants 13 to 18 and 23: problems, proposals, pilots and certificates, money held, documents."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import InstrumentKind, MemberRole, Missing, Outcome, State
from tests.conformance import samples
from tests.conformance.cast import party, text
from tests.conformance.samples import CONTENT, COST, EVIDENCE, SALT, SPEED, ZERO
from tests.conformance.world import World

SIDES = ("office", "startup")


def test_invariant_13_kpis_are_frozen_and_change_by_agreement_before_they_are_measured(world: World) -> None:
    pilot = world.running(world.shortlisted())
    world.accept(world.measuring(pilot, final=False), "laboratory")
    assert world.read(pilot).value(SPEED) == 5
    change = world.baseline(pilot, pass_weight=9_000)
    world.refuse("SIGNATURE_MISSING", change, "office", party=party("startup"), role=0)
    world.accept(change, *SIDES)
    held = world.read(pilot)
    assert (held.kpi_version, held.pass_weight, held.values) == (2, 9_000, ())

    world.wait(60)
    world.accept(world.measuring(pilot), "laboratory")
    measured = world.baseline(pilot)
    world.refuse("STATE_FORBIDS", measured, *SIDES, record=pilot, state=int(State.MEASURED))


def _contract(world: World, proposal: bytes) -> bytes:
    """A solution contract in effect, paid in full to the bank."""
    members = (("office", MemberRole.GRANTOR), ("startup", MemberRole.GRANTEE))
    kind = InstrumentKind.SOLUTION_CONTRACT
    terms = samples.terms(world.now, kind, proposal, members, escrow_agent=party("bank"))
    contract = world.agreed(terms, *SIDES)
    funded = {"escrow_action": 1, "bps": 10_000, "evidence": EVIDENCE}
    world.accept(world.on(c.AttestEscrow, contract, **funded), "bank")
    return world.take_effect(contract, "startup")


def _milestone(world: World, contract: bytes, certificate: bytes, bps: int) -> c.Command:
    given = {"milestone": samples.label("handover"), "certificate": certificate, "bps": bps, "evidence": EVIDENCE}
    return world.on(c.AttestMilestone, contract, **given)


def test_invariant_14_milestones_pay_on_rollout_certificates_once_and_a_pass_is_computed(world: World) -> None:
    proposal = world.shortlisted()
    failed = world.completed(proposal, value=11)
    claim = world.certifying(failed, int(Outcome.PASS))
    world.refuse("OUTCOME_MISMATCH", claim, "laboratory", "office", computed=int(Outcome.FAIL), claimed=1)
    for alias in ("operator", "arbiter", "examiner"):
        world.refuse("NOT_AUTHORISED", claim, "laboratory", "office", alias, party=party(alias))
    world.accept(world.certifying(failed, int(Outcome.FAIL)), "laboratory", "office")
    award = {"problem_move": 2, "proposal": proposal, "reason": ZERO}
    problem = world.read(proposal).problem
    world.wait(60)
    world.accept(world.on(c.MoveProblem, problem, problem_move=1, proposal=ZERO, reason=ZERO), "office")
    world.refuse("NO_PASS", world.on(c.MoveProblem, problem, **award), "office", proposal=proposal)

    trial = world.certified(proposal)
    assert (world.read(trial).outcome, world.read(trial).met, world.read(trial).owner_signed) == (1, 1, True)
    world.accept(world.on(c.MoveProblem, problem, **award), "office")
    contract = _contract(world, proposal)
    world.refuse("NO_PASS", _milestone(world, contract, trial, 4_000), "bank", proposal=proposal)
    rollout = world.certified(proposal, stage=2)
    world.accept(_milestone(world, contract, rollout, 4_000), "bank")
    assert world.read(contract).paid == 4_000
    again = _milestone(world, contract, rollout, 1)
    world.refuse("CERTIFICATE_USED", again, "bank", existing=rollout)


def test_invariant_14_a_pass_needs_both_reviews_in_force_and_independent_parties(world: World) -> None:
    proposal = world.shortlisted()
    pilot = world.completed(proposal)
    certificate = world.certifying(pilot)
    review = _last_review(world, proposal, "examiner")
    world.accept(world.on(c.WithdrawAppraisal, review, reason=EVIDENCE), "examiner")
    world.refuse("REVIEW_NOT_IN_FORCE", certificate, "laboratory", "startup", kind=4)
    world.accept(world.review(4, proposal, "examiner", verdict=1), "examiner")
    world.accept(certificate, "laboratory", "startup")
    assert world.read(certificate.record).owner_signed is False
    related = world.planning(proposal, 1, verifier="branch")
    world.refuse("NOT_INDEPENDENT", related, *SIDES, party=party("branch"), with_=party("office"))

    kpis = (samples.kpi(SPEED, 6_000, missing=Missing.EXCLUDED), samples.kpi(COST, 4_000, mandatory=False))
    planned = world.accept(world.planning(proposal, 1), *SIDES)
    world.refuse("BAD_KPI", world.baseline(planned, kpis=kpis), *SIDES, code=SPEED)


def _last_review(world: World, proposal: bytes, reviewer: str) -> bytes:
    """The appraisal by which the reviewer last moved the proposal."""
    events = [event for event in world.ledger.history(proposal) if event.record != proposal]
    return next(event.record for event in reversed(events) if party(reviewer) in event.signers)  # type: ignore[union-attr]


def test_invariant_15_no_reveal_before_deadline_and_closing_no_commit_after_and_a_reveal_matches(
    world: World,
) -> None:
    problem = world.published()
    proposal = world.committed(problem)
    reveal = world.revealing(proposal)
    world.refuse("STATE_FORBIDS", reveal, "startup", record=problem, state=int(State.PUBLISHED))
    closing = world.on(c.CloseProblem, problem)
    deadline = world.read(problem).commit_by
    world.refuse("TOO_EARLY", closing, "buyer", not_before=deadline, now=world.now)

    world.wait(60)
    late = world.create(c.CommitProposal, "studio", problem=problem, seal=SALT)
    world.refuse("TOO_LATE", late, "studio", deadline=deadline, now=world.now)
    world.accept(closing, "buyer")
    world.refuse("STATE_FORBIDS", late, "studio", record=problem, state=int(State.CLOSED))
    other = replace(reveal, content=text("another content"))
    sealed = samples.seal(problem, party("startup"))
    computed = samples.keccak(problem + party("startup") + text("another content") + SALT)
    world.refuse("REVEAL_MISMATCH", other, "startup", committed=sealed, computed=computed)
    world.accept(reveal, "startup")
    assert (world.read(proposal).state, world.read(proposal).content) == (State.REVEALED, CONTENT)


def test_invariant_16_nobody_judges_where_an_interest_was_declared_or_unnamed(world: World) -> None:
    asset = world.asset()
    valuation = samples.valuation(world.now)
    world.accept(world.review(2, asset, "valuer", **valuation), "valuer")
    world.accept(world.on(c.DeclareInterest, party("valuer"), subject=asset), "valuer")
    second = world.review(2, asset, "valuer", **valuation)
    world.refuse("CONFLICT_OF_INTEREST", second, "valuer", party=party("valuer"), with_=asset)
    assert asset in world.read(party("valuer")).interests

    problem = world.drafted()
    named = world.publishing(problem, ("branch", "examiner"))
    world.refuse("REVIEWER_NOT_ELIGIBLE", named, "office", party=party("branch"))
    proposal = world.revealed()
    unnamed = world.review(3, proposal, "assessor", verdict=1)
    world.refuse("NOT_AUTHORISED", unnamed, "assessor", party=party("assessor"))
    world.accept(world.review(3, proposal, "reviewer", verdict=1), "reviewer")
    assert world.read(proposal).state == State.TECHNICAL_PASS


def test_invariant_17_a_problem_names_its_using_unit_and_accountable_office_before_publication(world: World) -> None:
    for field, code in (
        ("using_unit", "USING_UNIT_MISSING"),
        ("accountable_office", "ACCOUNTABLE_OFFICE_MISSING"),
    ):
        problem = world.drafted(**{field: ZERO})
        world.refuse(code, world.publishing(problem), "office", record=problem)
        nonce = world.event(problem).command.nonce  # type: ignore[attr-defined]
        world.accept(world.on(c.DraftProblem, problem, nonce=nonce, **samples.problem()), "office")
        world.accept(world.publishing(problem), "office")
        assert world.read(problem).state == State.PUBLISHED


def test_invariant_18_escrow_is_released_or_refunded_never_both_never_more_than_funded(world: World) -> None:
    asset = world.asset()
    licence = world.agreed(world.licence(asset, escrow_agent=party("bank")), "university", "buyer")

    def attest(action: int, bps: int) -> c.Command:
        return world.on(c.AttestEscrow, licence, escrow_action=action, bps=bps, evidence=EVIDENCE)

    world.accept(attest(1, 6_000), "bank")
    world.refuse("ESCROW_EXCEEDED", attest(1, 4_001), "bank", available=4_000, asked=4_001)
    world.accept(attest(1, 4_000), "bank")
    world.take_effect(licence, "buyer")
    world.accept(attest(2, 9_000), "bank")
    world.refuse("ESCROW_EXCEEDED", attest(2, 1_001), "bank", available=1_000, asked=1_001)
    end = world.on(c.EndInstrument, licence, instrument_end=1, reason=EVIDENCE)
    world.accept(end, "university", "buyer")
    world.refuse("ESCROW_SETTLED", attest(3, 1_000), "bank", as_=2)
    held = world.read(licence)
    assert (held.funded, held.released, held.refunded) == (10_000, 9_000, 0)

    proposal = world.selected()
    contract = _contract(world, proposal)
    rollouts = [world.certified(proposal, stage=2) for _ in range(2)]
    world.accept(_milestone(world, contract, rollouts[0], 7_000), "bank")
    too_much = _milestone(world, contract, rollouts[1], 3_001)
    world.refuse("MILESTONES_EXCEEDED", too_much, "bank", available=3_000, asked=3_001)
    release = world.on(c.AttestEscrow, contract, escrow_action=2, bps=1, evidence=EVIDENCE)
    world.refuse("STATE_FORBIDS", release, "bank", record=contract, state=int(State.EFFECTIVE))


def test_invariant_23_a_receipt_is_durable_storage_and_a_deadline_grows_once_before_it_is_past(world: World) -> None:
    record = world.accept(world.create(c.SubmitDocument, "startup", **samples.document("office")), "startup")

    def move(to_do: int, /, **fields: object) -> c.Command:
        return world.on(c.MoveDocument, record, **samples.document_move(to_do, **fields))

    stored = text("something else")
    world.refuse("RECEIPT_MISMATCH", move(1, evidence=stored), "office", content=CONTENT, stored=stored)
    world.accept(move(1), "office")
    world.refuse("STATE_FORBIDS", move(8), "office", record=record, state=int(State.DELIVERED))
    world.accept(move(2), "office")
    due = world.now + 100
    world.accept(move(3, number=EVIDENCE, due_by=due), "office")
    world.refuse("BAD_INTERVAL", move(10, due_by=due), "office", start=due, end=due)
    world.accept(move(10, due_by=due + 50), "office")
    again = move(10, due_by=due + 90)
    world.refuse("STATE_FORBIDS", again, "office", record=record, state=int(State.REGISTERED))

    world.accept(move(11, to=party("district")), "office")
    held = world.read(record)
    assert (held.recipients, held.due_by) == ((party("office"), party("district")), due + 50)
    assert [event.command.document_move for event in world.ledger.history(record)[1:]] == [1, 2, 3, 10, 11]  # type: ignore[union-attr]
    world.refuse("NOT_AUTHORISED", move(4), "office", party=party("office"))

    overdue = world.accept(world.create(c.SubmitDocument, "startup", **samples.document("office")), "startup")
    due = world.now + 10
    for number, fields in ((1, {}), (2, {}), (3, {"number": EVIDENCE, "due_by": due})):
        world.accept(world.on(c.MoveDocument, overdue, **samples.document_move(number, **fields)), "office")
    world.wait(10)
    extend = world.on(c.MoveDocument, overdue, **samples.document_move(10, due_by=due + 100))
    world.refuse("TOO_LATE", extend, "office", deadline=due, now=world.now)
