"""Flows of what guards every command: the refusals of checks 1 to 6 and of those who only read, one by one.

Nobody writes these by hand for each command. The accepted commands of a story are told again; before one that still
lacks a guard, it is sent with that one thing wrong. Which code it must be answered is known from what was made wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from eth_hash.auto import keccak

from ledger import commands as c
from ledger import eip712, wire
from ledger.commands import Command
from ledger.enums import ALL_POWERS, PartyKind, PartyState, Power
from ledger.errors import Refused
from ledger.events import Receipt
from ledger.genesis import Genesis, genesis_from_document
from ledger.port import Ledger
from ledger.scenario.format import Scenario, load
from ledger.scenario.randomness import SeededRandomness
from ledger.scenario.results import Exchange
from ledger.scenario.signing import Key, KeyRing, high_s
from ledger.signatures import recover
from ledger.wire import SignedCommand
from scripts.vectors import misshapen, refusals
from scripts.vectors.flows import Differs, FixedClock, as_flow, opened

Flow = dict[str, Any]
Left = dict[str, set[str]]

_HOUR, _THIRTY_DAYS = 3_600, 30 * 86_400
_KEYS_OF_A_PARTY = 20
_ZERO = bytes(32)


def guards(stories: Mapping[str, tuple[Path, Flow]]) -> dict[str, Flow]:
    """name -> flow, for whatever the stories' own flows leave out; raises `Differs`."""
    left: Left = {}
    for name, code in refusals.missing(refusals.tested(flow for _, flow in stories.values())):
        left.setdefault(name, set()).add(code)
    made: dict[str, Flow] = {}
    waiting = dict(stories)
    while left and waiting:
        best = max(waiting, key=lambda name: len(_accepted(waiting[name][1]) & left.keys()))
        source, flow = waiting.pop(best)
        told = _Retelling(load(source), flow, left).tell()
        if told:
            made[f"guards_of_{best}"] = told
    if left:
        raise Differs(f"no story accepts a command on which these could be tried: {left}")
    return made


def _accepted(flow: Flow) -> set[str]:
    return {step["signed"]["command"] for step in flow["steps"] if "accepted" in step["expect"]}


class _Guard:
    """Parties of which each has one thing that stops its key: where one of them signs too, that is the answer."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def key(self, alias: str, number: int = 1) -> Key:
        return self._ring.key(f"guard {alias}", number)

    def expired(self) -> Key:
        return self.key("keys", 2)

    def without(self, power: Power) -> Key:
        return self.key("keys", 3 if power != Power.DOCUMENTS else 4)

    def commands(self, regulator: Key, at: int) -> Iterator[tuple[Command, list[Key]]]:
        """Register and admit them: one with an expired key and with weak ones, one that signs by two, one suspended."""
        for alias, count in (("keys", 1), ("pair", 2), ("suspended", 1)):
            own = [self.key(alias, number) for number in range(1, count + 1)]
            record = eip712.party_id(own[0].address)
            envelope = {"record": record, "not_after": at + _HOUR}
            register = c.RegisterParty(
                **envelope,
                expected_version=0,
                party_kind=PartyKind.ENTERPRISE,
                profile=keccak(alias.encode()),
                country=240,
                parent=_ZERO,
                keys=tuple(key.address for key in own),
                threshold=count,
            )
            admit = c.MoveParty(**envelope, expected_version=1, party_state=PartyState.ACTIVE, reason=_ZERO)
            yield register, own
            yield admit, [regulator]
            if alias == "suspended":
                yield replace(admit, expected_version=2, party_state=PartyState.SUSPENDED), [regulator]
            if alias == "keys":
                weak = ((2, ALL_POWERS, at + 1), (3, Power.DOCUMENTS, at + _THIRTY_DAYS * 24))
                for version, (number, powers, until) in enumerate((*weak, (4, Power.MARKET, weak[1][2])), 2):
                    key = self.key(alias, number)
                    add = c.AddKey(
                        **envelope,
                        expected_version=version,
                        key=key.address,
                        powers=int(powers),
                        valid_from=at,
                        valid_to=until,
                        threshold=1,
                    )
                    yield add, [own[0], key]


class _Retelling:
    """One story told again, with what is `left` tried on its commands."""

    def __init__(self, scenario: Scenario, flow: Flow, left: Left) -> None:
        self._flow = flow
        self._left = left
        self._genesis: Genesis = genesis_from_document(flow["genesis"])
        ring = KeyRing(SeededRandomness())
        aliases = [scenario.regulator.alias, *(party.alias for party in scenario.parties)]
        self._keys = {
            key.address: key
            for alias in aliases
            for key in (ring.key(alias, number) for number in range(1, _KEYS_OF_A_PARTY + 1))
        }
        self._regulator = self._keys[self._genesis.keys[0]]
        self._guard = _Guard(ring)
        self._exchanges: list[Exchange] = []
        self._length = 0

    def tell(self) -> Flow | None:
        """The flow up to its last guard; None where nothing left could be tried."""
        steps = [step for step in self._flow["steps"] if "accepted" in step["expect"]]
        clock = FixedClock()
        clock.at = steps[0]["at"]
        with opened(self._genesis, clock) as ledger:
            for number, (command, keys) in enumerate(self._guard.commands(self._regulator, clock.at), 1):
                self._must_accept(ledger, f"guard/{number}", clock.at, _signed(self._genesis.ledger, command, keys))
            for step in steps:
                clock.at = step["at"]
                signed = wire.command_from_json(step["signed"])
                name = step["signed"]["command"]
                if clock.at > steps[0]["at"]:
                    self._try(ledger, name, step["id"], clock.at, signed)
                self._must_accept(ledger, step["id"], clock.at, signed)
            told = self._exchanges[: self._length]
            return as_flow(f"{self._flow['name']}: guards", self._genesis, told, ledger) if told else None

    def _must_accept(self, ledger: Ledger, step: str, at: int, signed: SignedCommand) -> None:
        answer = _submit(ledger, signed)
        if isinstance(answer, Refused):
            raise Differs(f"{self._flow['name']}, {step}: accepted in the story, told again {answer}")
        self._exchanges.append(Exchange(step, at, signed, answer))

    def _try(self, ledger: Ledger, name: str, step: str, at: int, signed: SignedCommand) -> None:
        if name not in self._left or not isinstance(_checked(ledger, signed), type(None)):
            return
        for code, wrong in self._wrong(signed, at):
            if code not in self._left.get(name, ()):
                continue
            answer = _submit(ledger, wrong)
            if not isinstance(answer, Refused) or answer.code != code:
                raise Differs(f"{self._flow['name']}, {step}: expected {code}, got {answer}")
            self._exchanges.append(Exchange(f"{step}/{code}", at, wrong, answer))
            self._length = len(self._exchanges)
            self._left[name].discard(code)
        if not self._left[name]:
            del self._left[name]

    def _wrong(self, signed: SignedCommand, at: int) -> Iterator[tuple[str, SignedCommand]]:
        """(code, the command with what it is answered to)."""
        command, guard = signed.command, self._guard
        digest = eip712.digest(signed.ledger, command)
        keys = [self._keys[address] for address in (recover(digest, each) for each in signed.signatures) if address]

        def also(key: Key) -> SignedCommand:
            return replace(signed, signatures=(*signed.signatures, key.sign(digest)))

        def changed(**members: Any) -> SignedCommand:
            return _signed(signed.ledger, replace(command, **members), keys)

        yield "WRONG_LEDGER", replace(signed, ledger=keccak(b"another ledger"))
        for code, misshaped in misshapen.wrong(command).items():
            yield code, replace(signed, command=misshaped)
        yield "LIST_LENGTH", replace(signed, signatures=())
        yield "COMMAND_EXPIRED", changed(not_after=at)
        yield "NOT_AFTER_TOO_FAR", changed(not_after=at + _THIRTY_DAYS + 1)
        yield "BAD_SIGNATURE", replace(signed, signatures=(high_s(signed.signatures[0]), *signed.signatures[1:]))
        yield "UNKNOWN_KEY", also(guard.key("nobody"))
        yield "DUPLICATE_SIGNER", also(keys[0])
        yield "KEY_NOT_VALID", also(guard.expired())
        yield "KEY_POWER_MISSING", also(guard.without(command.power))
        yield "PARTY_NOT_ACTIVE", also(guard.key("suspended"))
        yield "THRESHOLD_NOT_MET", also(guard.key("pair"))
        missing = changed(record=keccak(b"no such record"))
        yield ("WRONG_RECORD_ID" if command.creates else "RECORD_NOT_FOUND"), missing
        yield "VERSION_MISMATCH", changed(expected_version=command.expected_version + 1_000)
        yield "READ_ONLY_ROLE", also(self._regulator)


def _signed(ledger: bytes, command: Command, keys: list[Key]) -> SignedCommand:
    digest = eip712.digest(ledger, command)
    return SignedCommand(ledger, command, tuple(key.sign(digest) for key in keys))


def _submit(ledger: Ledger, signed: SignedCommand) -> Receipt | Refused:
    try:
        return ledger.submit(signed)
    except Refused as refused:
        return refused


def _checked(ledger: Ledger, signed: SignedCommand) -> Refused | None:
    try:
        ledger.check(signed)
    except Refused as refused:
        return refused
    return None
