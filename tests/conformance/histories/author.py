"""The author's pen: envelopes, signatures, and the one place where a right command is spoiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_hash.auto import keccak

from ledger import commands as c
from ledger import eip712
from ledger.enums import PRIVILEGED_ROLES, PartyState, Power, Role, State
from tests.conformance.cast import TestKey, key, party, text
from tests.conformance.histories.roles import ALIAS, ANYONE, CAST, known_keys
from tests.model import Model

ZERO = bytes(32)
NOBODY = b"\x99" * 32
YEAR = 365 * 86_400


@dataclass
class Drawn:
    command: c.Command
    keys: list[TestKey]


class Author:
    """Writes commands; `pick` chooses from a sequence, `chance(n)` is true about once in n."""

    def __init__(self, model: Model, pick: Callable[[Sequence[Any]], Any], chance: Callable[[int], bool]) -> None:
        self.model = model
        self.pick = pick
        self.chance = chance
        self.serial = 0

    @property
    def now(self) -> int:
        return self.model.now

    def any_command(self) -> Drawn:
        """What is broken in the cast is mostly mended first, so that a history goes on."""
        from tests.conformance.histories.mending import mend
        from tests.conformance.histories.nouns import NOUNS

        mended = mend(self) if self.chance(4) else None
        draw: Callable[[Author], Drawn] = self.pick(NOUNS)
        return mended or draw(self)

    # --- set-up ----------------------------------------------------------------------------------------------------

    def opening(self, now: int) -> list[Drawn]:
        """Commands that register and admit the cast and grant its roles."""
        opening: list[Drawn] = []
        regulator = [key("regulator")]
        for alias, actor in CAST.items():
            own = known_keys(alias)[: actor.keys]
            envelope = {"record": party(alias), "not_after": now + 20 * 86_400}
            register = c.RegisterParty(
                **envelope,
                expected_version=0,
                party_kind=4,
                profile=text(alias),
                country=actor.country,
                parent=party(actor.parent) if actor.parent else ZERO,
                keys=tuple(each.address for each in own),
                threshold=len(own),
            )
            admit = c.MoveParty(**envelope, expected_version=1, party_state=PartyState.ACTIVE, reason=ZERO)
            opening += [Drawn(register, own), Drawn(admit, regulator)]
            for version, role in enumerate(actor.roles, 2):
                grant = c.GrantRole(
                    **envelope, expected_version=version, role=role, fields=0, valid_from=now, valid_to=now + 10 * YEAR
                )
                by = [key(ALIAS[signer]) for signer in granters(role)]
                opening.append(Drawn(grant, by))
        return opening

    # --- writing ---------------------------------------------------------------------------------------------------

    def create(self, command: type[c.Command], by: Sequence[bytes], **fields: Any) -> Drawn:
        """A command that creates a record, the first of `by` being its author."""
        nonce = self.nonce()
        record = eip712.record_id(command.kind, by[0], nonce)
        return self.on(command, record, by, nonce=nonce, **fields)

    def on(self, command: type[c.Command], record: bytes, by: Sequence[bytes], **fields: Any) -> Drawn:
        """A command on a record in its present version, signed by these parties."""
        entry = self.model.entries.get(record)
        version = entry.version if entry else 0
        drawn = command(record=record, expected_version=version, not_after=self.now + 3_600, **fields)
        signing = [each for one in by for each in self.keys_of(one, command.power)]
        return self.signed(drawn, signing)

    def signed(self, command: c.Command, keys: list[TestKey]) -> Drawn:
        drawn = Drawn(command, keys)
        return self._spoiled(drawn) if self.chance(6) else drawn

    def keys_of(self, one: bytes, power: Power) -> list[TestKey]:
        """Keys with which the party may sign: as many as it needs, where it has them."""
        alias = ALIAS.get(one)
        if alias is None or one not in self.model.parties:
            return [key("stranger")]
        need = self.model.parties[one].threshold if power in (Power.TITLE, Power.KEYS) else 1
        held = [each for each in known_keys(alias) if self._is_valid(each, one, power)]
        return held[: max(need, 1)] or [key(alias)]

    def _is_valid(self, each: TestKey, one: bytes, power: Power) -> bool:
        found = self.model.keys.get(each.address)
        if found is None or found.party != one or found.ended(self.now) or self.now < found.valid_from:
            return False
        return bool(found.powers & power)

    def _spoiled(self, drawn: Drawn) -> Drawn:
        """The same with one thing wrong, whatever the command."""
        command, keys = drawn.command, list(drawn.keys)
        kind = self.pick(("version", "time", "fewer", "stranger", "stranger", "stranger", "twice", "other", "record"))
        if kind == "version":
            version = max(0, command.expected_version + self.pick((-2, -1, 1)))
            return Drawn(replace(command, expected_version=version), keys)
        if kind == "time":
            return Drawn(replace(command, not_after=self.now + self.pick((31 * 86_400, -5, 0))), keys)
        if kind == "record":
            return Drawn(replace(command, record=NOBODY), keys)
        if kind == "fewer" and len(keys) > 1:
            keys.pop(self.pick(range(len(keys))))
        elif kind == "stranger":
            keys += self.keys_of(party(self.pick(ANYONE)), command.power)
            keys.reverse() if self.chance(4) else None
        elif kind == "twice":
            keys.append(keys[0])
        elif kind == "other":
            alias = self.pick(ANYONE)
            keys[0] = self.pick((key("stranger"), *known_keys(alias)[:4]))
        return Drawn(command, keys)

    # --- pieces ----------------------------------------------------------------------------------------------------

    def nonce(self) -> bytes:
        self.serial += 1
        return self.serial.to_bytes(32, "big")

    def label(self, *labels: str) -> bytes:
        chosen: str = self.pick(labels)
        return chosen.encode().ljust(32, b"\0")

    def soon(self, *seconds: int) -> int:
        """A time that many seconds ahead."""
        ahead: int = self.pick(seconds)
        return self.now + ahead

    def party(self, *aliases: str) -> bytes:
        return party(self.pick(aliases or ANYONE))

    def holding(self, role: Role) -> list[bytes]:
        """Parties that hold a role now and are active."""
        return [
            one for one in self.model.parties if self.model.holds(one, role) and self.model.reads(one) == State.ACTIVE
        ]

    def by_role(self, role: Role) -> bytes:
        return self.pick(self.holding(role) or [party("buyer")])

    def one(self, held: Iterable[bytes], *states: State) -> bytes:
        """One of the records, mostly the newest and in one of `states` where such are named, or an id of nothing."""
        records = list(held)
        if states and not self.chance(12):
            records = [record for record in records if self.model.reads(record) in states] or records
        if not records or self.chance(60):
            return NOBODY
        return self.pick(records[-4:] if not self.chance(4) else records)

    def any_record(self) -> bytes:
        return self.pick(list(self.model.entries)[-12:])

    def in_state(self, held: Iterable[bytes], *states: State) -> list[bytes]:
        return [record for record in held if self.model.reads(record) in states]

    def shuffled(self, parties: Sequence[bytes]) -> list[bytes]:
        """The same parties, now and then beginning with another."""
        first = self.pick(range(len(parties))) if self.chance(3) else 0
        return [*parties[first:], *parties[:first]]


def granters(role: Role) -> list[bytes]:
    """Whose signatures give a role."""
    if role in (Role.OPERATOR, Role.REGULATOR):
        return [party("regulator")]
    return [party("operator"), party("regulator")] if role in PRIVILEGED_ROLES else [party("operator")]


def secret_content(problem: bytes, provider: bytes) -> tuple[bytes, bytes]:
    """Content and salt of the proposal that a provider seals for a problem, the same whenever it is asked."""
    content = keccak(b"content" + problem + provider)
    return content, keccak(b"salt" + content)
