"""Commands of the Proposal table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import ProposalMove, Role, State
from tests.conformance.cast import party
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn, secret_content
from tests.model.proposal import seal

S = State
M = ProposalMove


def draw(author: Author) -> Drawn:
    model = author.model
    revealing = [each for each in author.in_state(model.proposals, S.COMMITTED) if _closed(author, each)]
    if revealing and not author.chance(5):
        return _reveal(author, author.pick(revealing))
    published = author.in_state(model.problems, S.PUBLISHED)
    calls = [each for each in published if author.now < model.problems[each].commit_by or author.chance(15)]
    if calls and not author.chance(3):
        return _commit(author, author.pick(calls))
    reviewed = author.in_state(model.proposals, S.SECURITY_PASS)
    if reviewed and not author.chance(4):
        return _move(author, author.pick(reviewed), author.pick((M.SHORTLISTED,) * 6 + (M.FAILED, M.WITHDRAWN)))
    if not author.chance(8):
        return author.any_command()
    kind = author.pick(("commit", "reveal", "move", "move"))
    if kind == "commit":
        return _commit(author, author.one(model.problems))
    record = author.one(model.proposals)
    return _reveal(author, record) if kind == "reveal" else _move(author, record, author.pick(tuple(M)))


def _closed(author: Author, proposal: bytes) -> bool:
    problem = author.model.proposals[proposal].problem
    in_time = author.now < author.model.problems[problem].reveal_by or author.chance(15)
    return in_time and author.model.reads(problem) == S.CLOSED


def _commit(author: Author, problem: bytes) -> Drawn:
    """Those who have not handed in come first; one related to the owner is sent away."""
    handed_in = {held.provider for held in author.model.proposals.values() if held.problem == problem}
    others = [one for one in author.holding(Role.PROVIDER) if one not in handed_in]
    provider = author.pick(others) if others and not author.chance(4) else author.by_role(Role.PROVIDER)
    if author.chance(20):
        provider = party("buyer")
    sealed = seal(problem, provider, *secret_content(problem, provider))
    return author.create(c.CommitProposal, [provider], problem=problem, seal=sealed)


def _reveal(author: Author, record: bytes) -> Drawn:
    held = author.model.proposals.get(record)
    problem, provider = (held.problem, held.provider) if held else (NOBODY, party("startup"))
    content, salt = secret_content(problem, provider)
    if author.chance(12):
        salt = ZERO
    assets = (author.one(author.model.assets),) if author.chance(4) else ()
    return author.on(c.RevealProposal, record, [provider], content=content, salt=salt, assets=assets)


def _move(author: Author, record: bytes, move: ProposalMove) -> Drawn:
    held = author.model.proposals.get(record)
    owner = author.model.problems[held.problem].owner if held else party("office")
    provider = held.provider if held else party("startup")
    by = provider if (move == M.WITHDRAWN) != author.chance(12) else owner
    return author.on(c.MoveProposal, record, [by], proposal_move=int(move), reason=ZERO)
