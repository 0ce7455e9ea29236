"""Commands of the Problem table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import ProblemMove, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn
from tests.model.problem import passed

S = State
M = ProblemMove


def draw(author: Author) -> Drawn:
    model = author.model
    open_ones = author.in_state(model.problems, S.DRAFT, S.PUBLISHED, S.CLOSED, S.EVALUATING)
    if len(open_ones) < 4 or author.chance(12):
        return _draft(author)
    if author.chance(12):
        return _any(author, author.one(model.problems))
    record = author.pick(open_ones)
    state, problem = model.reads(record), model.problems[record]
    if state == S.DRAFT:
        return _publish(author, record) if _complete(author, record) else _draft(author, record)
    if state == S.PUBLISHED:
        if author.now < problem.commit_by and not author.chance(8):
            return author.any_command()
        return author.on(c.CloseProblem, record, [author.party("office", "startup", "buyer", "district")])
    if state == S.CLOSED:
        if author.now < problem.reveal_by and not author.chance(8):
            return author.any_command()
        return _move(author, record, M.EVALUATING)
    return _settle(author, record)


def _complete(author: Author, record: bytes) -> bool:
    held = author.model.problems[record]
    return (any(held.using_unit) and any(held.accountable_office)) or author.chance(6)


def _draft(author: Author, record: bytes | None = None) -> Drawn:
    owner = party("office") if author.chance(2) else party("district")
    if author.chance(15):
        owner = author.by_role(Role.PROVIDER)
    fields = {
        "statement": text("statement"),
        "using_unit": text("unit") if not author.chance(6) else ZERO,
        "accountable_office": text("office") if not author.chance(6) else ZERO,
        "fields": author.pick((0, 0, 0, 1 << 16, 1 << 33)),
        "provinces": author.pick((0, 1)),
        "budget": ZERO,
    }
    if record is None:
        return author.create(c.DraftProblem, [owner], **fields)
    held = author.model.problems[record]
    return author.on(c.DraftProblem, record, [held.owner], nonce=held.nonce, **fields)


def _publish(author: Author, record: bytes) -> Drawn:
    commit_by = author.soon(60, 120, 200)
    named = author.pick((("reviewer", "examiner"), ("assessor",), ("assessor", "reviewer"), ("examiner", "reviewer")))
    if author.chance(8):
        named = author.pick((("reviewer",), ("reviewer", "reviewer"), ("branch", "examiner"), ("examiner", "buyer")))
    reviewers = tuple(party(alias) for alias in named)
    return author.on(
        c.PublishProblem,
        record,
        [_owner(author, record)],
        commit_by=commit_by if not author.chance(12) else author.now,
        reveal_by=commit_by + author.pick((300, 500)),
        reviewers=reviewers if not author.chance(25) else (*reviewers, NOBODY),
    )


def _owner(author: Author, record: bytes) -> bytes:
    held = author.model.problems.get(record)
    return held.owner if held else party("office")


def _move(author: Author, record: bytes, move: ProblemMove, proposal: bytes = ZERO) -> Drawn:
    return author.on(
        c.MoveProblem, record, [_owner(author, record)], problem_move=int(move), proposal=proposal, reason=ZERO
    )


def _of(author: Author, record: bytes) -> list[bytes]:
    return [each for each, held in author.model.proposals.items() if held.problem == record]


def _settle(author: Author, record: bytes) -> Drawn:
    """Award what has passed; wait for what is still under way; end without award otherwise."""
    proposals = _of(author, record)
    for proposal in proposals:
        if author.model.reads(proposal) == S.SHORTLISTED and passed(author.model, proposal):
            return _move(author, record, M.AWARDED, proposal)
    under_way = (S.REVEALED, S.TECHNICAL_PASS, S.SECURITY_PASS, S.SHORTLISTED)
    waiting = author.in_state(proposals, *under_way)
    if waiting and not author.chance(40):
        if author.chance(4):
            return _move(author, record, M.AWARDED, author.pick([*waiting, NOBODY]))
        return author.any_command()
    return _move(author, record, author.pick((M.NO_AWARD, M.NO_AWARD, M.CANCELLED)))


def _any(author: Author, record: bytes) -> Drawn:
    move = author.pick(tuple(M))
    kind = author.pick(("publish", "close", "move", "draft"))
    if kind == "publish":
        return _publish(author, record)
    if kind == "close":
        return author.on(c.CloseProblem, record, [author.party()])
    if kind == "draft":
        return _draft(author, record if record in author.model.problems else None)
    proposal = author.one(author.model.proposals) if move == M.AWARDED else ZERO
    return _move(author, record, move, proposal)
