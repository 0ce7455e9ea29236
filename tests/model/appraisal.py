"""The model's rules of the Appraisal table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ledger import commands as c
from ledger.enums import AppraisalKind, AssetKind, Role, State, Verdict
from tests.model.independence import no_conflict
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import Appraisal

S = State
ROLES = {
    AppraisalKind.TECHNOLOGY_EVALUATION: Role.TECHNICAL_REVIEWER,
    AppraisalKind.VALUATION: Role.VALUER,
    AppraisalKind.TECHNICAL_REVIEW: Role.TECHNICAL_REVIEWER,
    AppraisalKind.SECURITY_REVIEW: Role.SECURITY_REVIEWER,
}
REVIEWS = (AppraisalKind.TECHNICAL_REVIEW, AppraisalKind.SECURITY_REVIEW)
VETTED = {AssetKind.SOFTWARE, AssetKind.SERVICE, AssetKind.DATASET, AssetKind.AI_MODEL}
# Where the review of a kind is first taken, and where a pass of it leads.
FIRST = {
    AppraisalKind.TECHNICAL_REVIEW: (S.REVEALED, S.TECHNICAL_PASS),
    AppraisalKind.SECURITY_REVIEW: (S.TECHNICAL_PASS, S.SECURITY_PASS),
}
TAKES_SUPERSEDING = (S.REVEALED, S.TECHNICAL_PASS, S.SECURITY_PASS, S.SHORTLISTED)
TAKES_ANEW = (S.SECURITY_PASS, S.SHORTLISTED, S.SELECTED)


def in_force(model: Model, last_reviews: Mapping[int, bytes], kind: int) -> bool:
    """Whether the last review of a kind reads `issued` and is a pass."""
    last = last_reviews.get(kind)
    return last is not None and model.reads(last) == S.ISSUED and model.appraisals[last].verdict == Verdict.PASS


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.IssueAppraisal):
        return _issue(model, command, signers)
    assert isinstance(command, c.WithdrawAppraisal)
    model.state_in(command.record, S.ISSUED)
    model.each_signer(signers, [model.appraisals[command.record].issuer])
    return Effect(S.WITHDRAWN)


def _issue(model: Model, command: c.IssueAppraisal, signers: Signers) -> Effect:
    subject, issuer = command.subject, signers.author
    kind = AppraisalKind(command.appraisal_kind)
    proposal = model.proposals.get(subject) if kind in REVIEWS else None
    if proposal:
        problem = model.problems[proposal.problem]
        fields = problem.fields
        among = {issuer} & set(problem.reviewers)
        records, parties = [subject, proposal.problem], [proposal.provider, problem.owner]
    else:
        model.require(subject, model.assets)
        asset = model.assets[subject]
        if kind in REVIEWS and asset.kind not in VETTED:
            raise refuse("RECORD_NOT_FOUND", record=subject)
        fields, among, records, parties = asset.fields, {issuer}, [subject], list(asset.holders)
    model.each_signer(signers, among, ROLES[kind], fields=fields)
    no_conflict(model, issuer, records, parties)
    if proposal:
        _takes_review(model, command)
    else:
        model.state_in(subject, S.ACTIVE)
    if any(command.supersedes):
        _superseded(model, command, issuer)
    model.before(command.valid_until)
    _criteria(command.criteria)
    model.appraisals[command.record] = Appraisal(kind, subject, issuer, command.valid_until, command.verdict)
    touched = []
    state = 0
    if proposal:
        model.proposals[subject] = replace(proposal, last_reviews={**proposal.last_reviews, int(kind): command.record})
        moved = _moves_proposal_to(model, command)
        if moved:
            touched.append(model.move(subject, moved))
            state = int(moved)
    if any(command.supersedes):
        touched.append(model.move(command.supersedes, S.SUPERSEDED))
    return Effect(S.ISSUED, tuple(touched), {"proposal_state": state})


def _takes_review(model: Model, command: c.IssueAppraisal) -> None:
    """Readings 64 and 65."""
    subject, kind = command.subject, AppraisalKind(command.appraisal_kind)
    if any(command.supersedes):
        model.state_in(subject, *TAKES_SUPERSEDING)
        return
    last = model.proposals[subject].last_reviews.get(kind)
    lapsed = last is not None and model.reads(last) in (S.WITHDRAWN, S.EXPIRED)
    model.state_in(subject, FIRST[kind][0], *(TAKES_ANEW if lapsed else ()))


def _superseded(model: Model, command: c.IssueAppraisal, issuer: bytes) -> None:
    old = model.appraisals.get(command.supersedes)
    if old is None or (old.kind, old.subject, old.issuer) != (command.appraisal_kind, command.subject, issuer):
        raise refuse("RECORD_NOT_FOUND", record=command.supersedes)
    model.state_in(command.supersedes, S.ISSUED)


def _criteria(criteria: tuple[c.Criterion, ...]) -> None:
    codes = [criterion.code for criterion in criteria]
    for i, code in enumerate(codes):
        if code in codes[:i]:
            raise refuse("DUPLICATE_CODE", code=code)
    weight = sum(criterion.weight for criterion in criteria)
    if criteria and weight != 10_000:
        raise refuse("NOT_WHOLE", sum=weight)


def _moves_proposal_to(model: Model, command: c.IssueAppraisal) -> State | None:
    state = model.reads(command.subject)
    if command.verdict == Verdict.FAIL:
        return None if state == S.SELECTED else S.FAILED
    first, then = FIRST[AppraisalKind(command.appraisal_kind)]
    return then if state == first and not any(command.supersedes) else None
