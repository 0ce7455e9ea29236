"""Claim `no_exclusive_grant`: no exclusive or sole grant that stands on this subject overlaps the scope.

A grant stands while it is effective or suspended and has not run out (docs/specs/commands.md, "Instrument"), so this
says more than that none is live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ledger.commands import Scope
from ledger.enums import State
from ledger.errors import Refused
from ledger.proof.claims.absence import no_histories
from ledger.proof.facts import Facts, Request
from ledger.proof.history import Chain, History, fixed_bytes, members
from ledger.proof.signatures import Signature
from ledger.proof.storage import StandingGrant
from ledger.proof.verdict import Contradiction
from ledger.readings import territory, whole
from ledger.scope import ALL_ACTS, ALL_FIELDS, UnknownCode, act_codes, field_codes, territory_codes
from ledger.wire import struct_from_json, struct_to_json

_STANDING = (State.EFFECTIVE, State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class NoExclusiveGrant:
    """subject: id of the asset. scope: as signed in terms, zero means all."""

    kind: ClassVar[str] = "no_exclusive_grant"

    subject: bytes
    scope: Scope

    @classmethod
    def read(cls, value: dict[str, Any]) -> NoExclusiveGrant:
        members(value, {"kind", "subject", "scope"}, "claim.")
        subject = fixed_bytes(value["subject"], 32, "claim.subject")
        try:
            scope: Scope = struct_from_json(Scope, value["scope"], "claim.scope")
        except Refused as error:
            raise Contradiction("MALFORMED", member=error.values["field"]) from error
        if scope.start >= scope.end:
            raise Contradiction("MALFORMED", member="claim.scope.end")
        try:
            scope_codes(scope)
        except UnknownCode as error:
            raise Contradiction("MALFORMED", member="claim.scope") from error
        return cls(subject, scope)

    @property
    def document(self) -> dict[str, Any]:
        return {"kind": self.kind, "subject": "0x" + self.subject.hex(), "scope": struct_to_json(self.scope)}

    @property
    def about(self) -> bytes:
        return self.subject

    def check_histories(self, histories: tuple[History, ...], signatures: tuple[Signature, ...]) -> None:
        no_histories(histories)

    def request(self, chains: tuple[Chain, ...], keys: tuple[bytes, ...]) -> Request:
        # The head shows that there is such a record: of nothing, nothing is granted.
        return Request(heads=(self.subject,), grants=(self.subject,))

    def check(self, facts: Facts, chains: tuple[Chain, ...]) -> None:
        if not any(facts.heads[self.subject]):
            raise Contradiction("NO_RECORD", record=self.subject)
        for grant in facts.grants[self.subject]:
            stands = grant.state in _STANDING and grant.end > facts.at
            if stands and overlap(self.scope, grant):
                raise Contradiction("GRANT_STANDS", instrument=grant.instrument)


def scope_codes(scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(acts, fields, territory) of a scope as published codes, each empty for all. Raises `UnknownCode`."""
    return act_codes(scope.acts), field_codes(scope.fields), territory_codes(scope.countries, scope.provinces)


def overlap(scope: Scope, grant: StandingGrant) -> bool:
    """Whether a signed scope and a stored one overlap in every dimension: one AND each.

    Countries and provinces are one dimension; both zero in a signed scope mean everywhere.
    """
    countries, provinces = territory(scope)
    return bool(
        whole(scope.acts, ALL_ACTS) & grant.acts
        and whole(scope.fields, ALL_FIELDS) & grant.fields
        and (countries & grant.countries or provinces & grant.provinces)
        and scope.start < grant.end
        and grant.start < scope.end
    )
