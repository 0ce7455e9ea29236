"""An organisation of a set as a party: registered, admitted, with the roles that it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from api.loading.drafts import Draft, Found
from ledger import scope
from ledger.commands import GrantRole, MoveParty, RegisterParty, UpdateParty
from ledger.enums import PRIVILEGED_ROLES, PartyKind, PartyState, Role, State
from ledger.records import Party

_NONE = bytes(32)
_YEARS = 10 * 365 * 86_400

# The kinds of a set that are no kinds of party: what such an organisation is otherwise.
_KINDS = {
    "operator": PartyKind.ENTERPRISE,
    "regulator": PartyKind.AGENCY,
    "evaluator": PartyKind.INSTITUTE,
    "security_reviewer": PartyKind.ENTERPRISE,
}


def party_kind(kind: str) -> PartyKind:
    """Raises `KeyError` for a kind that no set has."""
    return _KINDS[kind] if kind in _KINDS else PartyKind[kind.upper()]


class Admission(NamedTuple):
    """Who admits and gives roles: parties."""

    regulator: bytes
    operator: bytes


@dataclass(frozen=True, slots=True)
class PartyChain:
    """profile: the commitment to its profile. since: from when its roles are held (UTC seconds).

    readmit: whether it is admitted again where it is suspended.
    """

    alias: str
    party: bytes
    kind: PartyKind
    profile: bytes
    roles: tuple[Role, ...]
    admission: Admission
    since: int
    readmit: bool = False

    @property
    def records(self) -> tuple[bytes, ...]:
        return (self.party,)

    def lacking(self, found: Found, now: int) -> list[Draft]:
        party = found.get(self.party)
        assert party is None or isinstance(party, Party)
        drafts = [] if party else [self._registration()]
        if party is None or party.state == State.PENDING or (party.state == State.SUSPENDED and self.readmit):
            drafts.append(self._draft(MoveParty, self._admitting(party), party_state=PartyState.ACTIVE, reason=_NONE))
        elif party.state != State.ACTIVE:
            return []
        drafts += [self._role(role, now) for role in self.roles if party is None or not party.holds(role, now)]
        if party is not None and party.profile != self.profile:
            drafts.append(self._draft(UpdateParty, (self.party,), profile=self.profile, parent=party.parent))
        return drafts

    def _registration(self) -> Draft:
        return self._draft(
            RegisterParty,
            (self.party,),
            party_kind=self.kind,
            profile=self.profile,
            country=scope.HOME_BIT,
            parent=_NONE,
            keys=(self.party[12:],),
            threshold=1,
        )

    def _admitting(self, party: Party | None) -> tuple[bytes, ...]:
        privileged = party is not None and any(grant.role in PRIVILEGED_ROLES for grant in party.roles)
        by_regulator = privileged or self.party == self.admission.operator
        return (self.admission.regulator if by_regulator else self.admission.operator,)

    def _role(self, role: Role, now: int) -> Draft:
        regulator, operator = self.admission
        if role == Role.OPERATOR:
            signers: tuple[bytes, ...] = (regulator,)
        else:
            signers = (operator, regulator) if role in PRIVILEGED_ROLES else (operator,)
        return self._draft(GrantRole, signers, role=role, fields=0, valid_from=self.since, valid_to=now + _YEARS)

    def _draft(self, kind: type, signers: tuple[bytes, ...], **fields: object) -> Draft:
        return Draft(kind, self.party, fields, signers)
