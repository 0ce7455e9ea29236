"""Claim `absent_right`: no asset holds this office and public number.

From evidence tier 2 a registrable right's pair is held by one asset; below that it is a claim and held by nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from ledger.proof.claims.absence import no_histories
from ledger.proof.facts import Facts, Request
from ledger.proof.history import Chain, History, fixed_bytes, members
from ledger.proof.signatures import Signature
from ledger.proof.verdict import Contradiction

_OFFICE = re.compile(rb"[A-Z]{2}\0{30}")
_NUMBER = re.compile(rb"(?=.{32}\Z)[A-Z0-9]{1,32}\0*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AbsentRight:
    """office, number: labels of 32 bytes as a right is signed (docs/specs/commands.md, `Right`)."""

    kind: ClassVar[str] = "absent_right"

    office: bytes
    number: bytes

    @classmethod
    def read(cls, value: dict[str, Any]) -> AbsentRight:
        members(value, {"kind", "office", "number"}, "claim.")
        office = fixed_bytes(value["office"], 32, "claim.office")
        number = fixed_bytes(value["number"], 32, "claim.number")
        # A pair in another spelling is held by nobody, whatever it seems to say.
        if not _OFFICE.fullmatch(office):
            raise Contradiction("MALFORMED", member="claim.office")
        if not _NUMBER.fullmatch(number):
            raise Contradiction("MALFORMED", member="claim.number")
        return cls(office, number)

    @property
    def document(self) -> dict[str, Any]:
        return {"kind": self.kind, "office": "0x" + self.office.hex(), "number": "0x" + self.number.hex()}

    @property
    def about(self) -> bytes:
        return b""

    def check_histories(self, histories: tuple[History, ...], signatures: tuple[Signature, ...]) -> None:
        no_histories(histories)

    def request(self, chains: tuple[Chain, ...], keys: tuple[bytes, ...]) -> Request:
        return Request(rights=((self.office, self.number),))

    def check(self, facts: Facts, chains: tuple[Chain, ...]) -> None:
        asset = facts.rights[(self.office, self.number)]
        if any(asset):
            raise Contradiction("RIGHT_IS_HELD", asset=asset)
