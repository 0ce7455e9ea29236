"""Who does what a load needs done: which party each organisation of a set is, and who admits, registers and reviews.

What the home has is used as it is. Whom neither the home nor the set has is made for the purpose, and named as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.loading.parties import Admission
from api.party_keys import PartyKeys, key_name
from ledger import eip712
from ledger.enums import Kind, Role, State
from ledger.records import Party
from ledger.state import Records
from marketplace.profiles import Organisation


def _made(alias: str, vi: str, en: str, kind: str) -> Organisation:
    return Organisation(alias, {"vi": f"{vi} (trình diễn)", "en": f"{en} (demonstration)"}, kind)


_REGULATOR = _made("co-quan-quan-ly-trinh-dien", "Cơ quan quản lý", "Regulator", "regulator")
# Roles that a load cannot do without, the kind of organisation that a set gives them to, and who is made otherwise.
_NEEDED: Mapping[Role, tuple[str, Organisation]] = {
    Role.OPERATOR: ("operator", _made("don-vi-van-hanh-trinh-dien", "Đơn vị vận hành", "Operator", "operator")),
    Role.IP_REGISTRAR: ("", _made("so-huu-tri-tue-trinh-dien", "Văn phòng sở hữu trí tuệ", "IP office", "agency")),
    Role.TECHNICAL_REVIEWER: (
        "evaluator",
        _made("tham-dinh-ky-thuat-trinh-dien", "Thẩm định kỹ thuật", "Technical reviewer", "evaluator"),
    ),
    Role.SECURITY_REVIEWER: (
        "security_reviewer",
        _made("tham-dinh-an-toan-trinh-dien", "Thẩm định an toàn", "Security reviewer", "security_reviewer"),
    ),
}


@dataclass(frozen=True, slots=True)
class People:
    """organisations: those of the set and those made for the purpose, by alias; parties: their ids.

    roles: that each needs. admission, registrar: who acts. reviewers: technical and security ones, in the order in
    which they are asked.
    """

    organisations: Mapping[str, Organisation]
    parties: Mapping[str, bytes]
    roles: Mapping[str, tuple[Role, ...]]
    admission: Admission
    registrar: bytes
    technical: tuple[bytes, ...]
    security: tuple[bytes, ...]


def founder(organisations: Iterable[Organisation]) -> Organisation:
    """The regulator of a ledger that is made for a set."""
    return next((each for each in organisations if each.kind == "regulator"), _REGULATOR)


def gather(
    organisations: Mapping[str, Organisation],
    needed: Mapping[str, tuple[Role, ...]],
    aliases: Mapping[str, bytes],
    keys: PartyKeys,
    records: Records,
    regulator: bytes,
    now: int,
) -> People:
    """needed: the roles that owners and publishers need. aliases: of the home. Draws the keys of new parties."""
    people = dict(organisations)
    roles = {alias: list(needed.get(alias, ())) for alias in people}
    if _known(_REGULATOR.id, aliases, keys):
        people[_REGULATOR.id] = _REGULATOR
    acting: dict[Role, list[bytes]] = {}
    for role, (kind, made) in _NEEDED.items():
        holders = [party.id for party in _holders(records, role, now) if not _acts(role) or _signs(party, keys, now)]
        own = [alias for alias, each in organisations.items() if kind and each.kind == kind]
        given = own if not holders or not _acts(role) else []
        if _known(made.id, aliases, keys) or not (given or holders):
            # Where an earlier load has made it as well: it may have been cut off in between.
            people[made.id] = made
            given = [*given, made.id]
        for alias in given:
            roles.setdefault(alias, []).append(role)
        acting[role] = list(dict.fromkeys([*(_party(alias, aliases, keys) for alias in given), *holders]))
    return People(
        organisations=people,
        parties={alias: _party(alias, aliases, keys) for alias in people},
        roles={alias: tuple(roles.get(alias, ())) for alias in people},
        admission=Admission(regulator, acting[Role.OPERATOR][0]),
        registrar=acting[Role.IP_REGISTRAR][0],
        technical=tuple(acting[Role.TECHNICAL_REVIEWER]),
        security=tuple(acting[Role.SECURITY_REVIEWER]),
    )


def _known(alias: str, aliases: Mapping[str, bytes], keys: PartyKeys) -> bytes | None:
    """The party that an alias of the home, or a key kept under its name, stands for."""
    if alias in aliases:
        return aliases[alias]
    kept = keys.named(key_name(alias))
    return None if kept is None else eip712.party_id(kept)


def _party(alias: str, aliases: Mapping[str, bytes], keys: PartyKeys) -> bytes:
    """As `_known`, else that of a key drawn for it."""
    return _known(alias, aliases, keys) or eip712.party_id(keys.drawn(key_name(alias)))


def _acts(role: Role) -> bool:
    """Whether whoever holds it has to sign, so that its key must be here."""
    return role in (Role.OPERATOR, Role.IP_REGISTRAR)


def _holders(records: Records, role: Role, now: int) -> Iterator[Party]:
    for party in records.of_kind(Kind.PARTY):
        if isinstance(party, Party) and party.state == State.ACTIVE and party.holds(role, now):
            yield party


def _signs(party: Party, keys: PartyKeys, now: int) -> bool:
    return sum(keys.holds(key.address) for key in party.keys if key.is_valid(now)) >= party.threshold
