"""What a bundle claims: one file per kind of claim, dispatched on `kind`.

A claim says which histories belong to it, asks the evidence for what it needs, and judges the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ledger.proof.claims.absent_record import AbsentRecord
from ledger.proof.claims.absent_right import AbsentRight
from ledger.proof.claims.no_exclusive_grant import NoExclusiveGrant
from ledger.proof.claims.record import RecordClaim
from ledger.proof.facts import Facts, Request
from ledger.proof.history import Chain, History
from ledger.proof.signatures import Signature
from ledger.proof.verdict import Contradiction, Gap


class Claim(Protocol):
    """What every kind of claim answers."""

    @property
    def document(self) -> dict[str, Any]:
        """The claim's JSON, `kind` included."""
        ...

    @property
    def about(self) -> bytes:
        """The record the claim is about; empty where it is about none."""
        ...

    def check_histories(self, histories: tuple[History, ...], signatures: tuple[Signature, ...]) -> None:
        """The bundle carries exactly the histories this claim needs; raises `Contradiction`."""
        ...

    def request(self, chains: tuple[Chain, ...], keys: tuple[bytes, ...]) -> Request:
        """What the evidence must show. keys: addresses whose party only the state can show."""
        ...

    def check(self, facts: Facts, chains: tuple[Chain, ...]) -> None:
        """The evidence shows what is claimed (step 4); raises `Contradiction`."""
        ...


_READERS: Mapping[str, Callable[[dict[str, Any]], Claim]] = {
    RecordClaim.kind: RecordClaim.read,
    AbsentRecord.kind: AbsentRecord.read,
    AbsentRight.kind: AbsentRight.read,
    NoExclusiveGrant.kind: NoExclusiveGrant.read,
}


def read_claim(value: Any) -> Claim:
    """Parse a claim; raises `Contradiction` MALFORMED or `Gap` CLAIM_KIND."""
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise Contradiction("MALFORMED", member="claim.kind")
    reader = _READERS.get(value["kind"])
    if reader is None:
        raise Gap("CLAIM_KIND", kind=value["kind"][:64])
    return reader(value)
