"""The model's rules of the Proposal table."""

from __future__ import annotations

from eth_hash.auto import keccak

from ledger import commands as c
from ledger.enums import ProposalMove, Role, State
from tests.model.independence import require_independent
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import Proposal

S = State
FROM = {
    ProposalMove.SHORTLISTED: (S.SECURITY_PASS,),
    ProposalMove.FAILED: (S.REVEALED, S.TECHNICAL_PASS, S.SECURITY_PASS, S.SHORTLISTED),
    ProposalMove.WITHDRAWN: (S.COMMITTED, S.REVEALED, S.TECHNICAL_PASS, S.SECURITY_PASS, S.SHORTLISTED),
}
TO = {
    ProposalMove.SHORTLISTED: S.SHORTLISTED,
    ProposalMove.FAILED: S.FAILED,
    ProposalMove.WITHDRAWN: S.WITHDRAWN,
}


def seal(problem: bytes, provider: bytes, content: bytes, salt: bytes) -> bytes:
    return keccak(problem + provider + content + salt)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.CommitProposal):
        return _commit(model, command, signers)
    record = command.record
    proposal = model.proposals[record]
    problem = model.problems[proposal.problem]
    if isinstance(command, c.RevealProposal):
        model.state_in(record, S.COMMITTED)
        model.each_signer(signers, [proposal.provider])
        model.state_in(proposal.problem, S.CLOSED)
        for asset in command.assets:
            model.require(asset, model.assets)
        model.before(problem.reveal_by)
        computed = seal(proposal.problem, proposal.provider, command.content, command.salt)
        if computed != proposal.seal:
            raise refuse("REVEAL_MISMATCH", committed=proposal.seal, computed=computed)
        return Effect(S.REVEALED)
    assert isinstance(command, c.MoveProposal)
    move = ProposalMove(command.proposal_move)
    model.state_in(record, *FROM[move])
    model.each_signer(signers, [proposal.provider if move == ProposalMove.WITHDRAWN else problem.owner])
    return Effect(TO[move])


def _commit(model: Model, command: c.CommitProposal, signers: Signers) -> Effect:
    model.require(command.problem, model.problems)
    problem, provider = model.problems[command.problem], signers.author
    model.each_signer(signers, [provider], Role.PROVIDER)
    require_independent(model, provider, problem.owner)
    model.state_in(command.problem, S.PUBLISHED)
    model.before(problem.commit_by)
    for existing, other in model.proposals.items():
        if (other.problem, other.provider) == (command.problem, provider):
            raise refuse("PROPOSAL_EXISTS", existing=existing)
    model.proposals[command.record] = Proposal(command.problem, provider, command.seal)
    return Effect(S.COMMITTED)
