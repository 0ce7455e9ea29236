"""What a run knows at a moment: the parties' keys, what each alias names, what was recorded and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger import eip712, scope
from ledger.commands import Command
from ledger.enums import Kind, Power
from ledger.events import Event
from ledger.genesis import Genesis
from ledger.records import Asset, Instrument
from ledger.scenario import times
from ledger.scenario.format import PartySpec, Scenario
from ledger.scenario.randomness import Randomness
from ledger.scenario.signing import Key, KeyRing
from ledger.state import AnyEvent, Records, accepted_at


class Cast:
    """Implements `human.Context`. tick: seconds of the unit `t`, stated by the engine's driver."""

    def __init__(self, scenario: Scenario, randomness: Randomness, tick: int) -> None:
        self.scenario = scenario
        self.keys = KeyRing(randomness)
        self.records = Records()
        self.events: list[AnyEvent] = []
        self.step_events: dict[str, Event] = {}
        self.now = 0
        self._randomness = randomness
        self._tick = tick
        self._step_times: dict[str, int] = {}
        self._commitments: dict[str, bytes] = {}
        self._nonces: dict[str, bytes] = {}
        self._signer = bytes(32)
        self._moved = bytes(32)
        self._names: dict[bytes, str] = {}
        self._ids: dict[str, bytes] = {}
        for party in scenario.parties:
            self.name(party.alias, eip712.party_id(self.keys.key(party.alias, 1).address))

    # --- Names -----------------------------------------------------------------------------------------------------

    def name(self, alias: str, record: bytes) -> None:
        """Give an alias its meaning."""
        self._ids[alias] = record
        self._names[record] = alias

    @property
    def aliases(self) -> dict[str, bytes]:
        """Aliases of records that exist."""
        return {alias: record for alias, record in self._ids.items() if self.records.get(record) is not None}

    def alias(self, value: bytes) -> str | None:
        """The alias of a record, or `alias#n` of a key."""
        return self._names.get(value) if len(value) == 32 else self.keys.name(value)

    def record(self, alias: str) -> bytes:
        """The id that an alias stands for; one that names nothing yet stands for a record that does not exist."""
        return self._ids.get(alias) or self._randomness.nonce(f"{self.scenario.name}: nothing called {alias}")

    def address(self, name: str) -> bytes:
        return self.key(name).address

    def key(self, name: str) -> Key:
        """The key `alias#n`; `alias` is its first."""
        alias, _, number = name.partition("#")
        return self.keys.key(alias, int(number) if number.isdigit() else 1)

    def nonce(self, alias: str) -> bytes:
        """The nonce of the create command that gives an alias its meaning; the same when it is tried again."""
        if alias not in self._nonces:
            self._nonces[alias] = self._randomness.nonce(f"{self.scenario.name}: {alias}")
        return self._nonces[alias]

    # --- Times, commitments, readings ------------------------------------------------------------------------------

    def time(self, value: Any) -> int:
        """Raises `times.NoSuchTime`."""
        start = accepted_at(self.events[0])
        return times.seconds(value, now=self.now, start=start, tick=self._tick, steps=self._step_times)

    def accepted(self, step: str, at: int) -> None:
        self._step_times[step] = at

    def commit(self, text: str) -> bytes:
        if text not in self._commitments:
            salt = self._randomness.salt(f"{self.scenario.name}: {text}")
            self._commitments[text] = eip712.commitment(salt, rfc8785.dumps({"text": text}))
        return self._commitments[text]

    def current(self, subject: str) -> int:
        found = self.records.get(self.record(subject))
        return found.encumbrance_version if isinstance(found, Asset | Instrument) else 0

    def scale(self, code: str) -> int:
        """The scale of the last baseline of the record that the command moves; 0 for a code that it does not have."""
        label = code.encode().ljust(32, b"\0")
        for event in reversed(self.records.history(self._moved)):
            for kpi in getattr(event.command, "kpis", ()) if isinstance(event, Event) else ():
                if kpi.code == label:
                    return int(kpi.scale)
        return 0

    def signer(self) -> bytes:
        return self._signer

    def begin(self, moved: bytes, signer: bytes, now: int) -> None:
        """Start building a command: the record it moves, the party of its first signature, and the ledger's time."""
        self._moved, self._signer, self.now = moved, signer, now

    # --- Parties ---------------------------------------------------------------------------------------------------

    def genesis(self, at: int) -> Genesis:
        """The genesis document of a fresh ledger, with the scenario's regulator."""
        regulator = self.scenario.regulator
        return Genesis(
            at=at,
            party_kind=int(regulator.kind),
            country=scope.country_number(regulator.country),
            profile=self.commit(regulator.en),
            keys=tuple(key.address for key in self.own_keys(regulator)),
            threshold=regulator.threshold,
        )

    def own_keys(self, party: PartySpec) -> list[Key]:
        """The keys that a party is registered with."""
        return [self.keys.key(party.alias, number) for number in range(1, party.keys + 1)]

    def signing_keys(self, name: str, command: type[Command], record: bytes) -> Iterator[Key]:
        """The keys that sign for one entry of `as`: the one named, or as many valid ones as the command needs."""
        alias, mark, _ = name.partition("#")
        if mark:
            yield self.key(name)
            return
        spec, party = self.scenario.party(alias), self.records.party(self.record(alias))
        if command.creates and command.kind == Kind.PARTY and spec and record == self.record(alias):
            yield from self.own_keys(spec)
            return
        valid = [key for key in (party.keys if party else ()) if key.is_valid(self.now) and key.powers & command.power]
        needed = party.threshold if party and command.power & (Power.TITLE | Power.KEYS) else 1
        known = [self.keys.name(key.address) for key in valid]
        names = [each for each in known if each is not None][:needed]
        yield from (self.key(each) for each in names or [f"{alias}#1"])

    def other_ledger(self) -> bytes:
        """The id of a ledger that is not this one."""
        return keccak(f"another ledger than that of {self.scenario.name}".encode())
