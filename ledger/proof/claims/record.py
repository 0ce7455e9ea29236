"""Claim `record`: this is the record's whole history, and what it led to.

An acceptance certificate brings the history of its pilot, so that its outcome can be computed again. With `deep`, the
parties that signed show by their own histories that their keys were valid, and enough of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ledger.enums import Kind
from ledger.proof.acceptance import pilot_of
from ledger.proof.facts import Facts, Request
from ledger.proof.history import Chain, History, fixed_bytes, members
from ledger.proof.signatures import Signature, signing_parties
from ledger.proof.verdict import Contradiction


@dataclass(frozen=True, slots=True)
class RecordClaim:
    """record: its id. deep: the bundle carries the histories of the signing parties, and of those that sign in them."""

    kind: ClassVar[str] = "record"

    record: bytes
    deep: bool

    @classmethod
    def read(cls, value: dict[str, Any]) -> RecordClaim:
        members(value, {"kind", "record", "deep"}, "claim.")
        if not isinstance(value["deep"], bool):
            raise Contradiction("MALFORMED", member="claim.deep")
        return cls(fixed_bytes(value["record"], 32, "claim.record"), value["deep"])

    @property
    def document(self) -> dict[str, Any]:
        return {"kind": self.kind, "record": "0x" + self.record.hex(), "deep": self.deep}

    @property
    def about(self) -> bytes:
        return self.record

    def check_histories(self, histories: tuple[History, ...], signatures: tuple[Signature, ...]) -> None:
        given = [history.record for history in histories]
        if not given or given[0] != self.record:
            raise Contradiction("MALFORMED", member="histories[0].record")
        if given[1:] != sorted(set(given[1:])):
            raise Contradiction("MALFORMED", member="histories")
        pilot = named_pilot(histories[0])
        if pilot is not None and pilot not in given:
            raise Contradiction("PILOT_HISTORY_MISSING", pilot=pilot)
        roots = {self.record} if pilot is None else {self.record, pilot}
        needed = needed_histories(roots, signatures) if self.deep else roots
        for party in sorted(needed - set(given)):
            raise Contradiction("SIGNER_HISTORY_MISSING", party=party)
        for record in given[1:]:
            if record not in needed or record == self.record:
                raise Contradiction("HISTORY_NOT_NEEDED", record=record)

    def request(self, chains: tuple[Chain, ...], keys: tuple[bytes, ...]) -> Request:
        # Which shares an assignment moved stands in its own terms, not in the asset's history.
        assets = tuple(chain.record for chain in chains[:1] if chain.kind == Kind.ASSET)
        return Request(heads=tuple(chain.record for chain in chains), keys=keys, holders=assets)

    def check(self, facts: Facts, chains: tuple[Chain, ...]) -> None:
        for chain in chains:
            proved = facts.heads[chain.record]
            if proved != chain.head:
                raise Contradiction("OTHER_HEAD", record=chain.record, proved=proved, computed=chain.head)
            if chain.last_at > facts.at:
                raise Contradiction("BEFORE_HISTORY", record=chain.record, block=facts.block)


def named_pilot(history: History) -> bytes | None:
    """The pilot whose history belongs beside this one: that of an acceptance certificate. None for other records."""
    return pilot_of(history.entries[0].signed.command) if history.entries else None


def needed_histories(roots: Collection[bytes], signatures: Sequence[Signature]) -> set[bytes]:
    """The root records, the parties that signed in their histories, those that signed in theirs, and so on."""
    signed_by = signing_parties(signatures)
    needed, waiting = set(roots), list(roots)
    while waiting:
        for party in signed_by.get(waiting.pop(), set()) - needed:
            needed.add(party)
            waiting.append(party)
    return needed
