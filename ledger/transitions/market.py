"""Offers, opinions, problems and proposals; and how a review or an award moves a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger import commands as c
from ledger.enums import AppraisalKind, ListingMove, ProblemMove, ProposalMove, ReviewOutcome, State, Verdict
from ledger.events import Event
from ledger.records import Appraisal, Listing, Problem, Proposal
from ledger.transitions import versions

_LISTING_MOVES = {
    ListingMove.IN_REVIEW: State.IN_REVIEW,
    ListingMove.PUBLISHED: State.PUBLISHED,
    ListingMove.PAUSED: State.PAUSED,
    ListingMove.RESERVED: State.RESERVED,
    ListingMove.CLOSED: State.CLOSED,
}
_REVIEWS = {ReviewOutcome.PUBLISH: State.PUBLISHED, ReviewOutcome.RETURN: State.DRAFT}
_PASSES = {AppraisalKind.TECHNICAL_REVIEW: State.TECHNICAL_PASS, AppraisalKind.SECURITY_REVIEW: State.SECURITY_PASS}
_PROBLEM_MOVES = {
    ProblemMove.EVALUATING: State.EVALUATING,
    ProblemMove.AWARDED: State.AWARDED,
    ProblemMove.NO_AWARD: State.NO_AWARD,
    ProblemMove.CANCELLED: State.CANCELLED,
}
_PROPOSAL_MOVES = {
    ProposalMove.SHORTLISTED: State.SHORTLISTED,
    ProposalMove.FAILED: State.FAILED,
    ProposalMove.WITHDRAWN: State.WITHDRAWN,
}


# --- Listing -------------------------------------------------------------------------------------------------------


def _draft_listing(_: None, event: Event, command: c.DraftListing) -> Listing:
    return Listing(
        **versions.first(event),
        state=State.DRAFT,
        asset=command.asset,
        broker=command.broker,
        offer=command.offer,
    )


def _review_listing(listing: Listing, event: Event, command: c.ReviewListing) -> Listing:
    state = _REVIEWS[ReviewOutcome(command.review_outcome)]
    return replace(listing, **versions.following(event), state=state, reason=command.reason)


def _move_listing(listing: Listing, event: Event, command: c.MoveListing) -> Listing:
    state = _LISTING_MOVES[ListingMove(command.listing_move)]
    return replace(listing, **versions.following(event), state=state, until=command.until, reason=command.reason)


# --- Appraisal -----------------------------------------------------------------------------------------------------


def _issue_appraisal(_: None, event: Event, command: c.IssueAppraisal) -> Appraisal:
    return Appraisal(
        **versions.first(event),
        state=State.ISSUED,
        appraisal_kind=command.appraisal_kind,
        subject=command.subject,
        issuer=event.signers[0],
        report=command.report,
        valid_until=command.valid_until,
        verdict=command.verdict,
        trl=command.trl,
        criteria=command.criteria,
        approach=command.approach,
        purpose=command.purpose,
        valued_at=command.valued_at,
        currency=command.currency,
        range=command.range,
        supersedes=command.supersedes,
    )


def _withdraw_appraisal(appraisal: Appraisal, event: Event, command: c.WithdrawAppraisal) -> Appraisal:
    return replace(appraisal, **versions.following(event), state=State.WITHDRAWN, reason=command.reason)


def _appraised(record: Proposal | Appraisal, event: Event) -> dict[str, Any]:
    """The proposal that a review moved, or the appraisal that was superseded."""
    if isinstance(record, Appraisal):
        return {"state": State.SUPERSEDED, "superseded_by": event.record}
    command = event.command
    assert isinstance(command, c.IssueAppraisal)
    moved = State.FAILED if command.verdict == Verdict.FAIL else _PASSES[AppraisalKind(command.appraisal_kind)]
    return {"state": State(event.outcome.get("proposal_state") or moved)}


# --- Problem -------------------------------------------------------------------------------------------------------


def _draft_problem(problem: Problem | None, event: Event, command: c.DraftProblem) -> Problem:
    return Problem(
        **versions.first_or_following(problem, event),
        state=State.DRAFT,
        owner=event.signers[0],
        statement=command.statement,
        using_unit=command.using_unit,
        accountable_office=command.accountable_office,
        fields=command.fields,
        provinces=command.provinces,
        budget=command.budget,
    )


def _publish_problem(problem: Problem, event: Event, command: c.PublishProblem) -> Problem:
    return replace(
        problem,
        **versions.following(event),
        state=State.PUBLISHED,
        commit_by=command.commit_by,
        reveal_by=command.reveal_by,
        reviewers=command.reviewers,
    )


def _close_problem(problem: Problem, event: Event, _: c.CloseProblem) -> Problem:
    return replace(problem, **versions.following(event), state=State.CLOSED)


def _move_problem(problem: Problem, event: Event, command: c.MoveProblem) -> Problem:
    state = _PROBLEM_MOVES[ProblemMove(command.problem_move)]
    return replace(problem, **versions.following(event), state=state, proposal=command.proposal, reason=command.reason)


# --- Proposal ------------------------------------------------------------------------------------------------------


def _commit_proposal(_: None, event: Event, command: c.CommitProposal) -> Proposal:
    return Proposal(
        **versions.first(event),
        state=State.COMMITTED,
        problem=command.problem,
        provider=event.signers[0],
        seal=command.seal,
    )


def _reveal_proposal(proposal: Proposal, event: Event, command: c.RevealProposal) -> Proposal:
    return replace(
        proposal,
        **versions.following(event),
        state=State.REVEALED,
        content=command.content,
        salt=command.salt,
        assets=command.assets,
    )


def _move_proposal(proposal: Proposal, event: Event, command: c.MoveProposal) -> Proposal:
    state = _PROPOSAL_MOVES[ProposalMove(command.proposal_move)]
    return replace(proposal, **versions.following(event), state=state, reason=command.reason)


def _proposal_selected(_: Proposal, __: Event) -> dict[str, Any]:
    return {"state": State.SELECTED}


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.DraftListing: _draft_listing,
    c.ReviewListing: _review_listing,
    c.MoveListing: _move_listing,
    c.IssueAppraisal: _issue_appraisal,
    c.WithdrawAppraisal: _withdraw_appraisal,
    c.DraftProblem: _draft_problem,
    c.PublishProblem: _publish_problem,
    c.CloseProblem: _close_problem,
    c.MoveProblem: _move_problem,
    c.CommitProposal: _commit_proposal,
    c.RevealProposal: _reveal_proposal,
    c.MoveProposal: _move_proposal,
}
TOUCHES: dict[type[c.Command], versions.Touch] = {
    c.IssueAppraisal: _appraised,
    c.MoveProblem: _proposal_selected,
}
