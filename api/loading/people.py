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

# Roles that a load cannot do without, the kind of organisation that a set gives them to, and who is made otherwise.
_NEEDED: Mapping[Role, tuple[str, Organisation]] = {
    role: (kind, Organisation(id=alias, names={"vi": f"{vi} (trình diễn)", "en": f"{en} (demonstration)"}, kind=made))
    for role, kind, alias, vi, en, made in (
        (Role.REGULATOR, "regulator", "co-quan-quan-ly-trinh-dien", "Cơ quan quản lý", "Regulator", "regulator"),
        (Role.OPERATOR, "operator", "don-vi-van-hanh-trinh-dien", "Đơn vị vận hành", "Operator", "operator"),
        (Role.IP_REGISTRAR, "", "dang-ky-shtt-trinh-dien", "Văn phòng sở hữu trí tuệ", "IP office", "agency"),
        (
            Role.TECHNICAL_REVIEWER,
            "evaluator",
            "tham-dinh-ky-thuat-trinh-dien",
            "Bên thẩm định kỹ thuật",
            "Technical reviewer",
            "evaluator",
        ),
        (
            Role.SECURITY_REVIEWER,
            "security_reviewer",
            "tham-dinh-an-toan-trinh-dien",
            "Bên thẩm định an toàn",
            "Security reviewer",
            "security_reviewer",
        ),
    )
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
    return next((each for each in organisations if each.kind == "regulator"), _NEEDED[Role.REGULATOR][1])


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
    acting: dict[Role, list[bytes]] = {Role.REGULATOR: [regulator]}
    known = {alias: _known(alias, aliases, keys) for alias in people}
    for role, (kind, made) in _NEEDED.items():
        if role == Role.REGULATOR:
            continue
        holders = [party.id for party in _holders(records, role, now)]
        if role in (Role.OPERATOR, Role.IP_REGISTRAR):
            # Who has to sign is one whose key is here.
            holders = [each for each in holders if _signs(records, each, keys, now)]
        own = [alias for alias, each in people.items() if kind and each.kind == kind]
        if own and (role in (Role.TECHNICAL_REVIEWER, Role.SECURITY_REVIEWER) or not holders):
            for alias in own:
                roles[alias].append(role)
        elif not holders:
            people[made.id] = made
            roles[made.id] = [role]
            known[made.id] = _known(made.id, aliases, keys)
            own = [made.id]
        drawn = [known[alias] or eip712.party_id(keys.drawn(key_name(alias))) for alias in own if role in roles[alias]]
        acting[role] = list(dict.fromkeys((*drawn, *holders)))
    parties = {alias: known[alias] or eip712.party_id(keys.drawn(key_name(alias))) for alias in people}
    return People(
        organisations=people,
        parties=parties,
        roles={alias: tuple(given) for alias, given in roles.items()},
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


def _holders(records: Records, role: Role, now: int) -> Iterator[Party]:
    for party in records.of_kind(Kind.PARTY):
        if isinstance(party, Party) and party.state == State.ACTIVE and party.holds(role, now):
            yield party


def _signs(records: Records, party: bytes, keys: PartyKeys, now: int) -> bool:
    found = records.party(party)
    return (
        found is not None and sum(keys.holds(key.address) for key in found.keys if key.is_valid(now)) >= found.threshold
    )
