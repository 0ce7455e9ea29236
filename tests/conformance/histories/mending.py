"""How the cast gets back what a history took from it."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import PRIVILEGED_ROLES, PartyState, Power, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import YEAR, ZERO, Author, Drawn, granters
from tests.conformance.histories.roles import ALIAS, CAST, known_keys

ALL_FIELDS = 2**64 - 1


def mend(author: Author) -> Drawn | None:
    """Readmit who is suspended, give back a key, a role or a parent, take back a role that goes with no other."""
    model, now = author.model, author.now
    for alias, actor in CAST.items():
        record = party(alias)
        held = model.parties[record]
        parent = party(actor.parent) if actor.parent else ZERO
        if model.reads(record) == State.SUSPENDED:
            by = [mover(author, record)]
            return author.on(c.MoveParty, record, by, party_state=PartyState.ACTIVE, reason=ZERO)
        if len(author.keys_of(record, Power.TITLE)) < held.threshold:
            lost = _recovery(author, record)
            if lost:
                return lost
        for role, grant in held.roles.items():
            if role in (Role.AUDITOR, Role.ARBITER) and role not in actor.roles and not grant.ended(now):
                return author.on(c.RevokeRole, record, [party("regulator")], role=role)
        for role in actor.roles:
            if not model.holds(record, role) or held.roles[role].fields not in (0, ALL_FIELDS):
                window = {"valid_from": now, "valid_to": now + YEAR}
                return author.on(c.GrantRole, record, granters(role), role=role, fields=0, **window)
        if held.parent != parent and author.chance(3):
            by = [record, party("operator")]
            return author.on(c.UpdateParty, record, by, profile=text(alias), parent=parent)
    return None


def _recovery(author: Author, record: bytes) -> Drawn | None:
    """A key of its own again for a party that cannot meet its threshold."""
    fresh = [each for each in known_keys(ALIAS[record]) if each.address not in author.model.keys]
    if not fresh:
        return None
    drawn = author.on(
        c.AddKey,
        record,
        [party("arbiter"), party("regulator")],
        key=fresh[0].address,
        powers=15,
        valid_from=author.now,
        valid_to=author.now + YEAR,
        threshold=1,
    )
    return Drawn(drawn.command, [*drawn.keys, fresh[0]])


def mover(author: Author, record: bytes) -> bytes:
    """Who may admit or suspend it."""
    privileged = any(author.model.holds(record, role) for role in PRIVILEGED_ROLES)
    return party("regulator" if privileged else author.pick(("operator", "regulator")))
