"""Commands of the Party table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import PRIVILEGED_ROLES, PartyState, Power, Role, State
from tests.conformance.cast import VIET_NAM, key, party, text
from tests.conformance.histories.author import NOBODY, YEAR, ZERO, Author, Drawn, granters
from tests.conformance.histories.mending import mover
from tests.conformance.histories.roles import ALIAS, ANYONE, CAST, NEWCOMERS, known_keys

KINDS = (
    "register",
    "move",
    "move",
    "add",
    "add",
    "hoard",
    "hoard",
    "hoard",
    "recover",
    "revoke",
    "revoke",
    "grant",
    "unrole",
)
KINDS += ("interest", "update", "update")
LOOSE_ROLES = (Role.BUYER, Role.BROKER, Role.FUND, Role.HUB, Role.VALUER, Role.WITNESS, Role.AUDITOR)


def draw(author: Author) -> Drawn:
    kind = author.pick(KINDS)
    return {
        "register": _register,
        "move": _move,
        "add": _add_key,
        "hoard": _hoard,
        "recover": _recover,
        "revoke": _revoke_key,
        "grant": _grant,
        "unrole": _unrole,
        "interest": _interest,
        "update": _update,
    }[kind](author)


def _newcomers(author: Author) -> list[bytes]:
    return [party(alias) for alias in NEWCOMERS if party(alias) in author.model.parties]


def _someone(author: Author) -> bytes:
    newcomers = author.in_state(_newcomers(author), State.ACTIVE)
    return author.pick(newcomers) if newcomers and author.chance(3) else author.party()


def _register(author: Author) -> Drawn:
    fresh = [alias for alias in NEWCOMERS if party(alias) not in author.model.parties]
    alias = author.pick(fresh[:1] or NEWCOMERS) if not author.chance(8) else author.pick(ANYONE)
    keys = known_keys(alias)[: author.pick((1, 1, 2))]
    taken = [known_keys("buyer")[0]] if author.chance(10) else []
    command = c.RegisterParty(
        record=party(alias),
        expected_version=0,
        not_after=author.now + 3_600,
        party_kind=author.pick((2, 4, 7)),
        profile=text(alias),
        country=VIET_NAM,
        parent=author.pick((ZERO, ZERO, party("office"), NOBODY)),
        keys=tuple(each.address for each in keys + taken),
        threshold=1,
    )
    return author.signed(command, keys + taken)


def _move(author: Author) -> Drawn:
    record = author.pick(_newcomers(author) or [party("buyer")]) if author.chance(2) else _someone(author)
    state = author.model.reads(record)
    to = {State.PENDING: PartyState.ACTIVE, State.SUSPENDED: PartyState.ACTIVE}.get(state, PartyState.SUSPENDED)
    if ALIAS[record] in NEWCOMERS and author.chance(3):
        to = PartyState.CLOSED
    if author.chance(10):
        to = author.pick((PartyState.ACTIVE, PartyState.SUSPENDED))
    by = mover(author, record) if not author.chance(8) else author.party("operator", "regulator", ALIAS[record])
    if to == PartyState.CLOSED and author.chance(2):
        by = record
    if record in (party("operator"), party("regulator")) and to != PartyState.ACTIVE:
        by = party("operator")  # they cannot be spared: nobody else would mend what is broken
    return author.on(c.MoveParty, record, [by], party_state=to, reason=ZERO)


def _spare(author: Author, record: bytes) -> bytes:
    unknown = [each.address for each in known_keys(ALIAS[record]) if each.address not in author.model.keys]
    taken = key(author.pick(tuple(CAST))).address
    return author.pick(unknown or [taken]) if not author.chance(10) else taken


def _threshold(author: Author, record: bytes, more: int) -> int:
    """Mostly what the party can meet after the command."""
    count = sum(
        1
        for held in author.model.keys.values()
        if held.party == record and not held.ended(author.now) and held.powers & Power.KEYS
    )
    count = max(0, count + more)
    several = record in (party("institute"), party("studio"), party("buyer"), *_newcomers(author))
    right = author.pick((1, 1, 1, min(2, count))) if several else 1
    return right if not author.chance(10) else author.pick((0, count + 1))


def _add(author: Author, record: bytes, by: list[bytes], powers: int) -> Drawn:
    address = _spare(author, record)
    counts = 1 if powers & Power.KEYS else 0
    starts = author.soon(0, 0, 0, 30)
    command = c.AddKey(
        record=record,
        expected_version=author.model.entries[record].version,
        not_after=author.now + 3_600,
        key=address,
        powers=powers,
        valid_from=starts,
        valid_to=starts + author.pick((60, YEAR, YEAR, YEAR)),
        threshold=_threshold(author, record, counts),
    )
    own = [each for alias in ALIAS.values() for each in known_keys(alias) if each.address == address]
    keys = [each for one in by for each in author.keys_of(one, Power.KEYS)]
    return author.signed(command, keys + ([] if author.chance(15) else own))


def _add_key(author: Author) -> Drawn:
    record = _someone(author)
    return _add(author, record, [record], author.pick((15, 15, 8, 4, 1)))


def _hoard(author: Author) -> Drawn:
    return _add(author, party("buyer"), [party("buyer")], 1)


def _recover(author: Author) -> Drawn:
    record = author.party("buyer", "studio", "maker", "university")
    return _add(author, record, [party("arbiter"), party("regulator")], 15)


def _revoke_key(author: Author) -> Drawn:
    record = _someone(author)
    held = [
        address for address, each in author.model.keys.items() if each.party == record and not each.ended(author.now)
    ]
    spared = 0 if ALIAS[record] in NEWCOMERS else 1  # whoever has lost every key could mend nothing
    address = author.pick(held[spared:] or [key("stranger").address])
    if author.chance(10):
        address = key(ALIAS[record], 5).address
    less = -1 if address in author.model.keys and author.model.keys[address].powers & Power.KEYS else 0
    return author.on(
        c.RevokeKey,
        record,
        [author.pick((record, record, party("regulator")))],
        key=address,
        threshold=_threshold(author, record, less),
    )


def _grant(author: Author) -> Drawn:
    record = _someone(author)
    role = author.pick((*LOOSE_ROLES, *CAST.get(ALIAS[record], CAST["buyer"]).roles, Role.OPERATOR, Role.ARBITER))
    by = granters(role) if not author.chance(8) else [author.party("operator", "regulator", "arbiter")]
    starts = author.soon(0, 0, 0, 30)
    return author.on(
        c.GrantRole,
        record,
        by,
        role=role,
        fields=author.pick((0, 0, 1 << 16, 1 << 33)),
        valid_from=starts,
        valid_to=starts + author.pick((60, YEAR)),
    )


def _unrole(author: Author) -> Drawn:
    record = _someone(author)
    held = [role for role, grant in author.model.parties[record].roles.items() if not grant.ended(author.now)]
    if record in (party("operator"), party("regulator"), party("arbiter")):
        held = []
    role = Role(author.pick(held or [Role.BROKER])) if not author.chance(8) else Role.BROKER
    needed = party("regulator" if role in PRIVILEGED_ROLES else "operator")
    by = needed if not author.chance(8) else author.party("operator", "regulator", "arbiter")
    return author.on(c.RevokeRole, record, [by], role=role)


def _interest(author: Author) -> Drawn:
    record = author.party("reviewer", "examiner", "assessor", "valuer", "laboratory", "studio", "buyer", "institute")
    subject = author.any_record() if not author.chance(12) else NOBODY
    if record in (party("valuer"), party("laboratory")) and author.chance(6):
        subject = author.party("maker", "district")
    return author.on(c.DeclareInterest, record, [record], subject=subject)


def _update(author: Author) -> Drawn:
    record = author.party("branch", "branch", "studio", "buyer", "laboratory", "maker", "reviewer")
    parent = author.pick((ZERO, ZERO, ZERO, party("office"), NOBODY))
    parent = author.model.parties[record].parent if author.chance(4) else parent
    moved = parent != author.model.parties[record].parent
    by = [record, party("operator")] if moved != author.chance(8) else [record]
    return author.on(c.UpdateParty, record, by, profile=text("new"), parent=parent)
