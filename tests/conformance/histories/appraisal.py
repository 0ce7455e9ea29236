"""Commands of the Appraisal table: proposals that wait for a review come first, assets otherwise."""

from __future__ import annotations

from typing import Any

from ledger import commands as c
from ledger.enums import AppraisalKind, AssetKind, Role, State
from tests.conformance.cast import text
from tests.conformance.histories.author import NOBODY, YEAR, ZERO, Author, Drawn

S = State
A = AppraisalKind
ROLES = {
    A.TECHNOLOGY_EVALUATION: Role.TECHNICAL_REVIEWER,
    A.VALUATION: Role.VALUER,
    A.TECHNICAL_REVIEW: Role.TECHNICAL_REVIEWER,
    A.SECURITY_REVIEW: Role.SECURITY_REVIEWER,
}
NOTHING: dict[str, Any] = {
    "verdict": 0,
    "trl": 0,
    "criteria": (),
    "approach": 0,
    "purpose": 0,
    "valued_at": 0,
    "currency": 0,
    "range": ZERO,
    "supersedes": ZERO,
}


def draw(author: Author) -> Drawn:
    model = author.model
    waiting = author.in_state(model.proposals, S.REVEALED, S.TECHNICAL_PASS)
    if waiting and not author.chance(3):
        return _first_review(author, author.pick(waiting))
    done = author.in_state(model.proposals, S.SECURITY_PASS, S.SHORTLISTED, S.SELECTED)
    kind = author.pick(("asset", "asset", "vet", "withdraw", "supersede", "anew", "anew"))
    issued = author.in_state(model.appraisals, S.ISSUED)
    if kind == "withdraw" and issued:
        return _withdraw(author, issued)
    if kind == "supersede" and issued:
        return _supersede(author, author.pick(issued))
    if kind == "anew" and done:
        return _review_anew(author, author.pick(done))
    return _of_an_asset(author, vetting=kind == "vet")


def _issue(author: Author, kind: AppraisalKind, subject: bytes, issuer: bytes, **fields: Any) -> Drawn:
    valid_until = author.soon(90, 900, YEAR, YEAR, YEAR, YEAR)
    return author.create(
        c.IssueAppraisal,
        [issuer],
        appraisal_kind=int(kind),
        subject=subject,
        report=text("report"),
        valid_until=valid_until if not author.chance(15) else author.now,
        **{**NOTHING, **_criteria(author, required=kind == A.TECHNOLOGY_EVALUATION), **fields},
    )


def _criteria(author: Author, *, required: bool) -> dict[str, Any]:
    if not required and not author.chance(6):
        return {}
    second = author.label("maturity") if not author.chance(10) else author.label("novelty")
    weight = 4_000 if not author.chance(10) else 3_000
    criteria = (
        c.Criterion(code=author.label("novelty"), score=700, weight=6_000),
        c.Criterion(code=second, score=500, weight=weight),
    )
    return {"criteria": criteria, "trl": 6}


def _verdict(author: Author) -> int:
    verdict: int = author.pick((1,) * 9 + (2,))
    return verdict


def _reviewer(author: Author, proposal: bytes, kind: AppraisalKind) -> bytes:
    model = author.model
    named = model.problems[model.proposals[proposal].problem].reviewers
    able = [one for one in named if model.holds(one, ROLES[kind])]
    return author.pick(able or list(named)) if not author.chance(10) else author.by_role(ROLES[kind])


def _first_review(author: Author, proposal: bytes) -> Drawn:
    technical = author.model.reads(proposal) == S.REVEALED
    kind = A.TECHNICAL_REVIEW if technical != author.chance(12) else A.SECURITY_REVIEW
    return _issue(author, kind, proposal, _reviewer(author, proposal, kind), verdict=_verdict(author))


def _review_anew(author: Author, proposal: bytes) -> Drawn:
    """Mostly of the kind whose last review has run out or was withdrawn."""
    model = author.model
    last = model.proposals[proposal].last_reviews
    lapsed = [kind for kind, record in last.items() if model.reads(record) in (S.WITHDRAWN, S.EXPIRED)]
    kind = A(author.pick(lapsed or list(last)))
    return _issue(author, kind, proposal, _reviewer(author, proposal, kind), verdict=_verdict(author))


def _withdraw(author: Author, issued: list[bytes]) -> Drawn:
    record = author.pick(issued) if not author.chance(6) else author.one(author.model.appraisals)
    held = author.model.appraisals.get(record)
    issuer = held.issuer if held else author.by_role(Role.VALUER)
    return author.on(c.WithdrawAppraisal, record, [issuer], reason=text("reason"))


def _supersede(author: Author, old: bytes) -> Drawn:
    held = author.model.appraisals[old]
    kind = A(held.kind)
    if author.chance(10):
        old = author.one(author.model.appraisals)
    fields = {"supersedes": old, "verdict": author.pick((0, 1)) or _verdict(author)}
    return _issue(author, kind, held.subject, held.issuer, **{**_valuation(author, kind), **fields})


def _valuation(author: Author, kind: AppraisalKind) -> dict[str, Any]:
    if kind != A.VALUATION:
        return {}
    return {"approach": 3, "purpose": 1, "valued_at": author.now, "currency": 704, "range": text("range")}


def _of_an_asset(author: Author, *, vetting: bool) -> Drawn:
    model = author.model
    kind = A(author.pick((3, 4) if vetting else (1, 2)))
    vetted = (AssetKind.SOFTWARE, AssetKind.SERVICE)
    subjects = [record for record, held in model.assets.items() if not vetting or held.kind in vetted]
    subject = author.one(subjects, S.ACTIVE) if not author.chance(15) else author.pick((author.any_record(), NOBODY))
    verdict = {"verdict": _verdict(author)} if vetting else {}
    return _issue(author, kind, subject, author.by_role(ROLES[kind]), **_valuation(author, kind), **verdict)
