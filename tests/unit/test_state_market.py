"""What the market's commands make of listings, appraisals, problems, proposals, pilots, certificates and the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from ledger import commands as c
from ledger.enums import AppraisalKind, DocumentMove, Kind, ListingMove, PilotMove, PilotStage, State
from ledger.events import Event
from ledger.records import (
    Anchor,
    AnyRecord,
    Appraisal,
    Certificate,
    Document,
    Instrument,
    Listing,
    Milestone,
    Pilot,
    Problem,
    Proposal,
    RoyaltyPeriod,
)
from ledger.state import fold, fold_record
from ledger.transitions import TOUCHES, TRANSITIONS
from tests.unit.chain import DAY, START, YEAR, label, word
from tests.unit.market import ZERO, Market, opened, published, revealed, shortlisted, story

Found = TypeVar("Found", bound=AnyRecord)


def _read(market: Market, record: bytes, kind: type[Found]) -> Found:
    found = fold(market.events).get(record)
    assert isinstance(found, kind)
    return found


def test_every_command_of_the_catalogue_moves_a_record() -> None:
    assert set(TRANSITIONS) == set(c.COMMANDS.values())
    assert set(TOUCHES) <= set(TRANSITIONS)


def test_every_record_of_a_story_folds_from_its_own_history_alone() -> None:
    told = story()
    records = fold(told.market.events)
    found = {name: records.get(record) for name, record in told.ids.items()}
    for name, record in told.ids.items():
        assert fold_record(record, records.history(record)) == found[name], name
    assert {record.kind for record in found.values() if record} == set(Kind) - {Kind.PARTY}


def test_states_follow_from_the_commands_where_nothing_computed_is_known() -> None:
    told = story()
    bare = [replace(each, outcome={}) if isinstance(each, Event) else each for each in told.market.events]
    known, unknown = fold(told.market.events), fold(bare)
    for name, record in told.ids.items():
        first, second = known.get(record), unknown.get(record)
        assert first
        assert second
        assert first.state == second.state, name


# --- Listing, appraisal --------------------------------------------------------------------------------------------


def test_a_listing_leaves_its_reservation_behind() -> None:
    market = opened()
    listing = market.create(c.DraftListing, "listing", ("provider",), asset=word("asset"), offer=word("offer"))
    assert _read(market, listing, Listing).state == State.DRAFT
    market.move(c.MoveListing, listing, ("provider",), listing_move=ListingMove.IN_REVIEW)
    market.move(c.ReviewListing, listing, ("desk",), review_outcome=2, reason=word("unclear"))
    sent_back = _read(market, listing, Listing)
    assert (sent_back.state, sent_back.reason) == (State.DRAFT, word("unclear"))
    market.move(c.ReviewListing, listing, ("desk",), review_outcome=1)
    market.move(c.MoveListing, listing, ("provider",), listing_move=ListingMove.RESERVED, until=START + DAY)
    reserved = _read(market, listing, Listing)
    assert (reserved.state, reserved.until) == (State.RESERVED, START + DAY)
    market.move(c.MoveListing, listing, ("provider",), listing_move=ListingMove.PAUSED)
    paused = _read(market, listing, Listing)
    assert (paused.state, paused.until, paused.version) == (State.PAUSED, 0, 6)


def test_an_appraisal_is_its_issuers_until_it_is_withdrawn_or_superseded() -> None:
    market = opened()
    first = market.evaluation("first", word("asset"))
    second = market.evaluation("second", word("asset"), supersedes=first)
    old, new = _read(market, first, Appraisal), _read(market, second, Appraisal)
    assert (old.issuer, old.trl, old.verdict) == (market.party("technical"), 6, 0)
    assert (old.state, old.version, old.superseded_by) == (State.SUPERSEDED, 2, second)
    assert (new.state, new.version, new.supersedes, new.superseded_by) == (State.ISSUED, 1, first, ZERO)
    market.move(c.WithdrawAppraisal, second, ("technical",), reason=word("an error"))
    withdrawn = _read(market, second, Appraisal)
    assert (withdrawn.state, withdrawn.reason) == (State.WITHDRAWN, word("an error"))


# --- Problem, proposal ---------------------------------------------------------------------------------------------


def test_a_problem_that_is_drafted_again_is_the_same_record() -> None:
    market = opened()
    problem = market.create(c.DraftProblem, "problem", ("owner",), statement=word("first"), using_unit=word("unit"))
    created = market.at
    again = market.create(c.DraftProblem, "problem", ("owner",), statement=word("second"))
    assert again == problem
    draft = _read(market, problem, Problem)
    assert (draft.state, draft.version, draft.created_at, draft.at) == (State.DRAFT, 2, created, created + 1)
    assert (draft.owner, draft.statement, draft.using_unit) == (market.party("owner"), word("second"), ZERO)


def test_a_problem_is_published_closed_and_awarded() -> None:
    market = opened()
    problem = published(market)
    open_ = _read(market, problem, Problem)
    assert (open_.state, open_.commit_by, open_.reveal_by) == (State.PUBLISHED, START + DAY, START + 2 * DAY)
    assert open_.reviewers == (market.party("technical"), market.party("security"))
    proposal = revealed(market, problem)
    assert _read(market, problem, Problem).state == State.CLOSED
    shortlisted(market, proposal)
    market.move(c.MoveProblem, problem, ("owner",), problem_move=1)
    assert _read(market, problem, Problem).state == State.EVALUATING
    market.move(c.MoveProblem, problem, ("owner",), (proposal,), problem_move=2, proposal=proposal)
    awarded, won = _read(market, problem, Problem), _read(market, proposal, Proposal)
    assert (awarded.state, awarded.proposal) == (State.AWARDED, proposal)
    assert (won.state, won.head, won.at) == (State.SELECTED, won.head, market.at)


def test_a_proposal_is_sealed_then_open() -> None:
    market = opened()
    problem = published(market)
    proposal = market.create(c.CommitProposal, "proposal", ("provider",), problem=problem, seal=word("seal"))
    sealed = _read(market, proposal, Proposal)
    assert (sealed.state, sealed.provider, sealed.seal) == (State.COMMITTED, market.party("provider"), word("seal"))
    assert (sealed.content, sealed.salt) == (ZERO, ZERO)
    market.move(
        c.RevealProposal, proposal, ("provider",), content=word("text"), salt=word("salt"), assets=(word("chip"),)
    )
    shown = _read(market, proposal, Proposal)
    assert (shown.state, shown.content, shown.salt) == (State.REVEALED, word("text"), word("salt"))
    assert shown.assets == (word("chip"),)
    market.move(c.MoveProposal, proposal, ("provider",), proposal_move=3, reason=word("no time"))
    assert _read(market, proposal, Proposal).state == State.WITHDRAWN


def test_reviews_move_a_proposal_each_to_its_own_state() -> None:
    market = opened()
    proposal = revealed(market, published(market))
    market.review("technical", "technical", proposal, AppraisalKind.TECHNICAL_REVIEW, moves_to=State.TECHNICAL_PASS)
    technical_pass = _read(market, proposal, Proposal)
    assert (technical_pass.state, technical_pass.version) == (State.TECHNICAL_PASS, 3)
    market.review("security", "security", proposal, AppraisalKind.SECURITY_REVIEW, 2, moves_to=State.FAILED)
    assert _read(market, proposal, Proposal).state == State.FAILED


def test_a_superseding_review_that_fails_moves_the_proposal_and_the_superseded_one() -> None:
    market = opened()
    proposal = revealed(market, published(market))
    technical, _ = shortlisted(market, proposal)
    again = market.review("again", "technical", proposal, AppraisalKind.TECHNICAL_REVIEW, supersedes=technical)
    assert _read(market, proposal, Proposal).state == State.SHORTLISTED
    last = market.review(
        "last", "technical", proposal, AppraisalKind.TECHNICAL_REVIEW, 2, moves_to=State.FAILED, supersedes=again
    )
    event = market.events[-1]
    assert isinstance(event, Event)
    assert [touch.record for touch in event.touched] == [proposal, again]
    assert _read(market, proposal, Proposal).state == State.FAILED
    superseded = _read(market, again, Appraisal)
    assert (superseded.state, superseded.supersedes, superseded.superseded_by) == (State.SUPERSEDED, technical, last)


# --- Pilot, certificate --------------------------------------------------------------------------------------------


def test_the_last_value_of_a_measure_counts_until_the_next_baseline() -> None:
    market = opened()
    pilot = market.pilot("pilot", word("proposal"), PilotStage.TRIAL)
    market.measure(pilot, K2=310, K1=295)
    market.measure(pilot, K2=-1)
    measured = _read(market, pilot, Pilot)
    assert [(each.code, each.value) for each in measured.values] == [(label("K2"), -1), (label("K1"), 295)]
    assert (measured.value(label("K2")), measured.value(label("K3"))) == (-1, None)
    market.baseline(pilot, 2, "K1", "K3")
    agreed = _read(market, pilot, Pilot)
    assert (agreed.state, agreed.kpi_version, agreed.values) == (State.RUNNING, 2, ())
    assert [kpi.code for kpi in agreed.kpis] == [label("K1"), label("K3")]
    assert agreed.pass_weight == 8_000
    market.measure(pilot, final=True, K3=0)
    final = _read(market, pilot, Pilot)
    assert (final.state, final.value(label("K3")), final.value(label("K1"))) == (State.MEASURED, 0, None)
    market.move(c.MovePilot, pilot, ("provider",), pilot_move=PilotMove.COMPLETED)
    assert _read(market, pilot, Pilot).state == State.COMPLETED


def test_a_pilot_is_baselined_once_planned_and_stays_so_when_it_is_baselined_again() -> None:
    market = opened()
    pilot = market.create(c.PlanPilot, "pilot", ("owner", "provider"), proposal=word("proposal"))
    assert _read(market, pilot, Pilot).state == State.PLANNED
    market.baseline(pilot, 1, "K1")
    market.baseline(pilot, 2, "K1")
    again = _read(market, pilot, Pilot)
    assert (again.state, again.kpi_version) == (State.BASELINED, 2)
    market.move(c.StopPilot, pilot, ("regulator",), reason=word("danger"))
    stopped = _read(market, pilot, Pilot)
    assert (stopped.state, stopped.reason) == (State.ABORTED, word("danger"))


def test_a_certificate_says_what_was_computed_and_what_replaced_it() -> None:
    market = opened()
    pilot = market.completed("pilot", word("proposal"), PilotStage.TRIAL)
    first = market.certify("first", pilot, 2)
    second = market.certify("second", pilot, 1, supersedes=first)
    old, new = _read(market, first, Certificate), _read(market, second, Certificate)
    assert (old.outcome, old.met, old.owner_signed) == (2, 1, True)
    assert (old.state, old.version, old.superseded_by) == (State.SUPERSEDED, 2, second)
    assert (new.state, new.pilot, new.supersedes) == (State.ISSUED, pilot, first)
    market.move(c.DisputeCertificate, second, ("provider",), claim=word("claim"))
    assert _read(market, second, Certificate).state == State.DISPUTED
    market.move(c.RuleOnCertificate, second, ("desk",), certificate_ruling=2, decision=word("decision"))
    revoked = _read(market, second, Certificate)
    assert (revoked.state, revoked.claim, revoked.decision) == (State.REVOKED, word("claim"), word("decision"))


def test_a_milestone_is_paid_against_a_certificate_and_touches_it() -> None:
    told = story()
    contract = _read(told.market, told.ids["contract"], Instrument)
    paid = [(each.milestone, each.certificate, each.bps) for each in contract.milestones]
    assert (contract.state, contract.paid) == (State.EFFECTIVE, 6_000)
    assert paid == [(label("M1"), told.ids["paid"], 6_000)]
    assert isinstance(contract.milestones[0], Milestone)
    certificate = _read(told.market, told.ids["paid"], Certificate)
    assert (certificate.state, certificate.version, certificate.paid_by) == (State.ISSUED, 2, told.ids["contract"])


# --- Royalty, document, anchor -------------------------------------------------------------------------------------


def test_a_disputed_royalty_period_is_reported_again_and_goes_its_way() -> None:
    market = opened()
    licence = word("licence")
    period = market.report(licence, START - YEAR, START, "owner", "first")
    market.move(c.AnswerRoyalty, period, ("provider",), royalty_answer=2, reason=word("too low"))
    disputed = _read(market, period, RoyaltyPeriod)
    assert (disputed.state, disputed.reason) == (State.DISPUTED, word("too low"))
    assert market.report(licence, START - YEAR, START - DAY, "owner", "second") == period
    again = _read(market, period, RoyaltyPeriod)
    assert (again.state, again.version, again.created_at) == (State.REPORTED, 3, disputed.created_at)
    assert (again.end, again.amount, again.reason) == (START - DAY, word("second"), ZERO)
    market.move(c.AnswerRoyalty, period, ("provider",), royalty_answer=2)
    states = []
    for command, signer, member in (
        (c.RuleOnRoyalty, "desk", "decision"),
        (c.AttestPayment, "bank", "evidence"),
        (c.AuditRoyalty, "desk", "opinion"),
    ):
        market.move(command, period, (signer,), **{member: word(member)})
        found = _read(market, period, RoyaltyPeriod)
        assert getattr(found, member) == word(member)
        states.append(found.state)
    assert states == [State.CONFIRMED, State.PAID, State.AUDITED]


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (DocumentMove.DELIVERED, State.DELIVERED),
        (DocumentMove.OPENED, State.OPENED),
        (DocumentMove.PROCESSING, State.PROCESSING),
        (DocumentMove.RESPONDED, State.RESPONDED),
        (DocumentMove.RETURNED, State.RETURNED),
        (DocumentMove.CLOSED, State.CLOSED),
        (DocumentMove.REFUSED, State.REFUSED),
        (DocumentMove.WITHDRAWN, State.WITHDRAWN),
    ],
)
def test_a_document_goes_where_it_is_moved(move: DocumentMove, state: State) -> None:
    market = opened()
    letter = market.letter("letter", "provider", "office")
    sent = _read(market, letter, Document)
    assert (sent.state, sent.sender, sent.content) == (State.SUBMITTED, market.party("provider"), word("letter"))
    market.handle(letter, "office", move)
    moved = _read(market, letter, Document)
    assert (moved.state, moved.evidence, moved.recipient) == (state, word(move.name), market.party("office"))


def test_a_document_keeps_its_number_and_deadline_on_its_way() -> None:
    market = opened()
    letter = market.letter("letter", "provider", "office")
    market.handle(letter, "office", DocumentMove.REGISTERED, number=word("128"), due_by=START + DAY)
    market.handle(letter, "office", DocumentMove.EXTENDED, due_by=START + 2 * DAY)
    extended = _read(market, letter, Document)
    assert (extended.state, extended.due_by, extended.extended) == (State.REGISTERED, START + 2 * DAY, True)
    market.handle(letter, "office", DocumentMove.FORWARDED, now_with="desk")
    forwarded = _read(market, letter, Document)
    assert forwarded.recipient == market.party("desk")
    assert forwarded.recipients == (market.party("office"), market.party("desk"))
    assert (forwarded.state, forwarded.number, forwarded.due_by) == (State.REGISTERED, word("128"), START + 2 * DAY)
    assert (forwarded.created_at, forwarded.addressed_at) == (extended.created_at, market.at)
    market.handle(letter, "desk", DocumentMove.RESPONDED, number=word("45"))
    answered = _read(market, letter, Document)
    assert (answered.state, answered.number, answered.answer_number) == (State.RESPONDED, word("128"), word("45"))


def test_an_anchor_is_its_authors() -> None:
    told = story()
    anchor = _read(told.market, told.ids["anchor"], Anchor)
    assert (anchor.state, anchor.author) == (State.ANCHORED, told.market.party("desk"))
    assert (anchor.namespace, anchor.digest, anchor.size) == (label("ranking"), word("run"), (1 << 64) - 1)


# --- Indices -------------------------------------------------------------------------------------------------------


def test_records_that_belong_to_another_are_found_in_the_order_of_creation() -> None:
    told = story()
    records, ids = fold(told.market.events), told.ids
    assert records.belonging(Kind.LISTING, ids["asset"]) == (ids["listing"],)
    assert records.belonging(Kind.APPRAISAL, ids["asset"]) == (ids["evaluation"],)
    assert records.belonging(Kind.APPRAISAL, ids["proposal"]) == (ids["technical"], ids["security"])
    assert records.belonging(Kind.ROYALTY_PERIOD, ids["licence"]) == (ids["royalty"],)
    assert records.belonging(Kind.PROPOSAL, ids["problem"]) == (ids["proposal"],)
    assert records.belonging(Kind.PILOT, ids["proposal"]) == (ids["trial"], ids["rollout"])
    assert records.belonging(Kind.CERTIFICATE, ids["trial"]) == (ids["first"], ids["certificate"])
    assert records.belonging(Kind.CERTIFICATE, ids["asset"]) == ()


def test_a_document_is_with_its_present_recipient_alone() -> None:
    market = opened()
    first, second = market.letter("first", "provider", "office"), market.letter("second", "provider", "office")
    office, desk = market.party("office"), market.party("desk")
    assert fold(market.events).documents_with(office) == (first, second)
    market.handle(first, "office", DocumentMove.FORWARDED, now_with="desk")
    records = fold(market.events)
    assert (records.documents_with(office), records.documents_with(desk)) == ((second,), (first,))
    market.handle(first, "desk", DocumentMove.FORWARDED, now_with="office")
    records = fold(market.events)
    assert (records.documents_with(office), records.documents_with(desk)) == ((second, first), ())
