"""Claim `absent_record`: there is no record with this id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ledger.proof.claims.absence import no_histories
from ledger.proof.facts import Facts, Request
from ledger.proof.history import Chain, History, fixed_bytes, members
from ledger.proof.signatures import Signature
from ledger.proof.verdict import Contradiction


@dataclass(frozen=True, slots=True)
class AbsentRecord:
    """record: the id that names nothing."""

    kind: ClassVar[str] = "absent_record"

    record: bytes

    @classmethod
    def read(cls, value: dict[str, Any]) -> AbsentRecord:
        members(value, {"kind", "record"}, "claim.")
        return cls(fixed_bytes(value["record"], 32, "claim.record"))

    @property
    def document(self) -> dict[str, Any]:
        return {"kind": self.kind, "record": "0x" + self.record.hex()}

    @property
    def about(self) -> bytes:
        return self.record

    def check_histories(self, histories: tuple[History, ...], signatures: tuple[Signature, ...]) -> None:
        no_histories(histories)

    def request(self, chains: tuple[Chain, ...], keys: tuple[bytes, ...]) -> Request:
        return Request(heads=(self.record,))

    def check(self, facts: Facts, chains: tuple[Chain, ...]) -> None:
        if any(facts.heads[self.record]):
            raise Contradiction("RECORD_EXISTS", record=self.record)
