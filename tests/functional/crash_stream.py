"""What clients submit while the process is killed: a stream that a seed decides, in pairs of clients.

Both sides of a pair draw the same kinds of step in the same order, so that they can meet: with the very same bytes, or
with different content for the same version of the same record. Every command states what may become of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from eth_hash.auto import keccak

from ledger.commands import RegisterAsset, SetGrantRule, Share
from ledger.enums import GrantRule, Role
from ledger.genesis import Genesis
from ledger.port import Ledger
from ledger.wire import SignedCommand
from tests.conformance.cast import key, text
from tests.functional.participants import Participants

OWNERS = ("institute", "university")
STRANGER = "stranger"
ACCEPTED, CONTESTED = "accepted", "contested"
_KINDS = ("fresh",) * 4 + ("again",) * 2 + ("shared",) + ("contest",) * 2 + ("change",) * 3 + ("refused",) * 2


@dataclass(frozen=True)
class Step:
    """A command to submit. meets: the other side of the pair submits at this moment too.

    fate: `accepted`; `contested` (accepted for one side of the pair, VERSION_MISMATCH for the other one); or the code
    with which it is refused, now and ever after.
    """

    signed: SignedCommand
    fate: str
    meets: bool = False


class Stream(Participants):
    """Commands of one ledger. Nothing in them depends on when they are built: they are of the genesis's day."""

    def __init__(self, genesis: Genesis) -> None:
        self.genesis = genesis
        self.clock = lambda: float(genesis.at)

    @property
    def soon(self) -> int:
        return self.genesis.at + 86_400

    def prepare(self, ledger: Ledger) -> None:
        """Admit those who register assets."""
        self.ledger = ledger
        self.onboard("operator", Role.OPERATOR)
        for owner in OWNERS:
            self.onboard(owner, Role.OWNER)

    def steps(self, seed: str, client: int) -> Iterator[Step]:
        """The steps of one client in one life of the process, without end. seed: of that life."""
        pair, side = divmod(client, 2)
        drawn = random.Random(f"{seed}/pair {pair}")
        own = random.Random(f"{seed}/client {client}")
        owner = OWNERS[pair % len(OWNERS)]
        done: list[Step] = []
        place, version = b"", 0
        number = 0
        while True:
            number += 1
            kind = drawn.choice(_KINDS) if place else "contest"
            name = f"{seed}, pair {pair}, {number}"
            if kind == "again":
                step = own.choice(done)
                yield Step(step.signed, step.fate)
                continue
            if kind == "contest":
                command = self.asset(owner, name, title=text(f"side {side}"))
                step = Step(self.signed(command, key(owner)), CONTESTED, meets=True)
                place, version = command.record, 1
            elif kind == "change":
                step = self._change(owner, place, version, side)
                version += 1
            elif kind == "shared":
                step = Step(self.signed(self.asset(owner, name), key(owner)), ACCEPTED, meets=True)
            elif kind == "refused":
                step = self._refused(owner, f"{name}, side {side}", own)
            else:
                step = Step(self.signed(self.asset(owner, f"{name}, side {side}"), key(owner)), ACCEPTED)
            done.append(step)
            yield step

    def _change(self, owner: str, record: bytes, version: int, side: int) -> Step:
        command = SetGrantRule(
            record=record,
            expected_version=version,
            not_after=self.soon - side,
            grant_rule=(GrantRule.MAJORITY, GrantRule.EACH)[side],
        )
        return Step(self.signed(command, key(owner)), CONTESTED, meets=True)

    def _refused(self, owner: str, name: str, chance: random.Random) -> Step:
        good = self.asset(owner, name)
        wrong: dict[str, tuple[RegisterAsset, str]] = {
            "COMMAND_EXPIRED": (self.asset(owner, name, not_after=self.genesis.at), owner),
            "NOT_WHOLE": (self.asset(owner, name, holders=(Share(party=good.holders[0].party, bps=9_999),)), owner),
            "WRONG_RECORD_ID": (self.asset(owner, name, record=keccak(good.record)), owner),
            "UNKNOWN_KEY": (good, STRANGER),
        }
        code = chance.choice(sorted(wrong))
        command, signer = wrong[code]
        return Step(self.signed(command, key(signer)), code)
