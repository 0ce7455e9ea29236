"""What a reader asks beyond validity: freshness, a least block, certain operators, depth, and what it knows already.

A reader who knows a head of a record, from a receipt or an earlier certificate, sees by it that something was left out
since, or that this is another history.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.proof.claims import Claim
from ledger.proof.claims.record import RecordClaim
from ledger.proof.facts import Facts
from ledger.proof.history import Chain
from ledger.proof.verdict import Contradiction


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything is optional; the empty policy asks nothing.

    now: time of the check, UTC seconds; with it a certificate of a later time is refused. max_age: seconds before
    `now`, which it needs. min_block: least block number. operators: addresses allowed, of those trusted. deep: the
    signing parties' histories are asked for. record: what a claim about a record must be about. head: one that its
    history must pass through, at `version` where that is given too; version alone: one that it must have reached.
    """

    now: int | None = None
    max_age: int | None = None
    min_block: int | None = None
    operators: frozenset[bytes] | None = None
    deep: bool = False
    record: bytes | None = None
    head: bytes | None = None
    version: int | None = None

    def __post_init__(self) -> None:
        if self.max_age is not None and self.now is None:
            raise ValueError("an age is counted from a given time: max_age needs now")

    def check(self, claim: Claim, facts: Facts, operators: tuple[bytes, ...], chains: tuple[Chain, ...]) -> None:
        """chains: what the histories lead to, the claim's own first. Raises `Contradiction` of step 6."""
        if self.now is not None and facts.at > self.now:
            raise Contradiction("FROM_THE_FUTURE", as_of=facts.at)
        if self.now is not None and self.max_age is not None and facts.at < self.now - self.max_age:
            raise Contradiction("TOO_OLD", as_of=facts.at, most=self.max_age)
        if self.min_block is not None and facts.block < self.min_block:
            raise Contradiction("BLOCK_TOO_LOW", block=facts.block, least=self.min_block)
        for operator in operators if self.operators is not None else ():
            if operator not in (self.operators or ()):
                raise Contradiction("OPERATOR_NOT_ALLOWED", operator=operator)
        if self.deep and isinstance(claim, RecordClaim) and not claim.deep:
            raise Contradiction("NOT_DEEP")
        if self.record is not None and claim.about != self.record:
            raise Contradiction("OTHER_RECORD", record=self.record)
        if self.head is not None or self.version is not None:
            self._check_history(chains)

    def _check_history(self, chains: tuple[Chain, ...]) -> None:
        if not chains:
            raise Contradiction("NO_HISTORY")
        (chain, *_) = chains
        if self.version is not None and self.version > chain.version:
            raise Contradiction("VERSION_TOO_LOW", version=chain.version, least=self.version)
        if self.head is None:
            return
        at = self.version
        among = set(chain.head_of.values()) if at is None else {chain.head_of.get(at)}
        if self.head not in among:
            raise Contradiction("HEAD_NOT_THERE", record=chain.record, head=self.head, version=chain.version)
