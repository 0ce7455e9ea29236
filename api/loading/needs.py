"""A need of a set as a problem that its publisher drafts and publishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.loading.drafts import Draft, Found
from ledger.commands import DraftProblem, PublishProblem
from ledger.enums import State
from ledger.records import Problem
from ledger.state import Records

_NONE = bytes(32)


@dataclass(frozen=True, slots=True)
class NeedChain:
    """statement, using_unit, accountable_office: commitments; budget: one, or zero where none is stated.

    commit_by, reveal_by: UTC seconds. reviewers: the parties named, a technical and a security reviewer among them.
    """

    alias: str
    problem: bytes
    publisher: bytes
    nonce: bytes
    statement: bytes
    using_unit: bytes
    accountable_office: bytes
    budget: bytes
    fields: int
    provinces: int
    commit_by: int
    reveal_by: int
    reviewers: tuple[bytes, ...]

    @property
    def records(self) -> tuple[bytes, ...]:
        return (self.problem,)

    def lacking(self, found: Found, now: int) -> list[Draft]:
        problem = found.get(self.problem)
        assert problem is None or isinstance(problem, Problem)
        drafts = []
        if problem is None or (problem.state == State.DRAFT and problem.statement != self.statement):
            drafted = {
                "nonce": self.nonce,
                "statement": self.statement,
                "using_unit": self.using_unit,
                "accountable_office": self.accountable_office,
                "fields": self.fields,
                "provinces": self.provinces,
                "budget": self.budget,
            }
            drafts.append(Draft(DraftProblem, self.problem, drafted, (self.publisher,)))
        if problem is None or problem.state == State.DRAFT:
            called = {"commit_by": self.commit_by, "reveal_by": self.reveal_by, "reviewers": self.reviewers}
            drafts.append(Draft(PublishProblem, self.problem, called, (self.publisher,)))
        return drafts


def eligible(reviewers: Iterable[bytes], owner: bytes, records: Records) -> bytes | None:
    """The first reviewer that is independent of an owner; None where none is.

    The ledger judges by the same words (docs/specs/commands.md, "Problem"); a party that is new has no kin.
    """
    of_owner = records.party(owner)
    above = of_owner.parent if of_owner else _NONE
    for reviewer in reviewers:
        found = records.party(reviewer)
        parent, interests = (found.parent, found.interests) if found else (_NONE, ())
        kin = reviewer in (owner, above) or parent == owner or (any(parent) and parent == above)
        if not kin and owner not in interests:
            return reviewer
    return None
