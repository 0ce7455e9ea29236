"""The model's rules of the Problem table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import Outcome, ProblemMove, Role, State
from tests.model.independence import has_interest, related
from tests.model.ledger import ZERO, Effect, Model, Signers, refuse
from tests.model.records import Problem

S = State
FROM = {
    ProblemMove.EVALUATING: (S.CLOSED,),
    ProblemMove.AWARDED: (S.EVALUATING,),
    ProblemMove.NO_AWARD: (S.EVALUATING,),
    ProblemMove.CANCELLED: (S.DRAFT, S.PUBLISHED, S.CLOSED, S.EVALUATING),
}
TO = {
    ProblemMove.EVALUATING: S.EVALUATING,
    ProblemMove.AWARDED: S.AWARDED,
    ProblemMove.NO_AWARD: S.NO_AWARD,
    ProblemMove.CANCELLED: S.CANCELLED,
}


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    record = command.record
    if isinstance(command, c.DraftProblem):
        if record in model.problems:
            model.state_in(record, S.DRAFT)
        model.each_signer(signers, [signers.author], Role.PROBLEM_OWNER)
        model.problems[record] = Problem(
            signers.author, command.nonce, command.using_unit, command.accountable_office, command.fields
        )
        return Effect(S.DRAFT)
    problem = model.problems[record]
    if isinstance(command, c.PublishProblem):
        return _publish(model, command, signers)
    if isinstance(command, c.CloseProblem):
        model.state_in(record, S.PUBLISHED)
        model.each_signer(signers)
        model.not_before(problem.commit_by)
        return Effect(S.CLOSED)
    assert isinstance(command, c.MoveProblem)
    move = ProblemMove(command.problem_move)
    model.state_in(record, *FROM[move])
    model.each_signer(signers, [problem.owner])
    if move == ProblemMove.EVALUATING:
        model.not_before(problem.reveal_by)
    if move != ProblemMove.AWARDED:
        return Effect(TO[move])
    proposal = model.proposals.get(command.proposal)
    if proposal is None or proposal.problem != record:
        raise refuse("RECORD_NOT_FOUND", record=command.proposal)
    model.state_in(command.proposal, S.SHORTLISTED)
    if not passed(model, command.proposal):
        raise refuse("NO_PASS", proposal=command.proposal)
    return Effect(S.AWARDED, (model.move(command.proposal, S.SELECTED),))


def passed(model: Model, proposal: bytes) -> bool:
    """Whether a certificate of pass of the proposal stands."""
    return any(
        certificate.outcome == Outcome.PASS
        and model.pilots[certificate.pilot].proposal == proposal
        and model.entries[record].state in (S.ISSUED, S.UPHELD)
        for record, certificate in model.certificates.items()
    )


def _publish(model: Model, command: c.PublishProblem, signers: Signers) -> Effect:
    record, problem = command.record, model.problems[command.record]
    model.state_in(record, S.DRAFT)
    model.each_signer(signers, [problem.owner])
    for reviewer in command.reviewers:
        model.require(reviewer, model.parties)
    if not any(problem.using_unit):
        raise refuse("USING_UNIT_MISSING", record=record)
    if not any(problem.accountable_office):
        raise refuse("ACCOUNTABLE_OFFICE_MISSING", record=record)
    model.before(command.commit_by)
    for i, reviewer in enumerate(command.reviewers):
        if reviewer in command.reviewers[:i]:
            raise refuse("DUPLICATE_PARTY", party=reviewer)
    held: set[Role] = set()
    for reviewer in command.reviewers:
        roles = {
            role
            for role in (Role.TECHNICAL_REVIEWER, Role.SECURITY_REVIEWER)
            if model.holds(reviewer, role, problem.fields)
        }
        partial = has_interest(model, reviewer, record, problem.owner) or related(model, reviewer, problem.owner)
        if not roles or partial:
            raise refuse("REVIEWER_NOT_ELIGIBLE", party=reviewer)
        held |= roles
    if len(held) < 2:
        raise refuse("REVIEWER_NOT_ELIGIBLE", party=ZERO)
    model.problems[record] = replace(
        problem, commit_by=command.commit_by, reveal_by=command.reveal_by, reviewers=command.reviewers
    )
    return Effect(S.PUBLISHED)
