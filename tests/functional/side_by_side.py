"""An embedded ledger and the model side by side: each command is put to both, and the two must answer alike."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.connection import Connection, open_embedded
from ledger import eip712
from ledger.errors import Refused
from ledger.events import Event
from ledger.keys import KeySigner
from ledger.port import all_events
from ledger.state import fold
from tests.conformance.cast import genesis, key, sign
from tests.conformance.histories import Author, Drawn
from tests.conformance.histories.measure import START
from tests.model import Accepted, Model
from tests.model import records as kept

Answer = tuple[Any, ...]

# What the model keeps of a record under the name that readers use.
ALIKE: dict[type, tuple[str, ...]] = {
    kept.Asset: ("grant_rule", "fields", "rights", "tier"),
    kept.Listing: ("asset", "broker", "until"),
    kept.Appraisal: ("subject", "issuer", "valid_until", "verdict"),
    kept.Instrument: ("terms", "signed", "funded", "released", "refunded", "paid"),
    kept.RoyaltyPeriod: ("instrument", "start", "end"),
    kept.Problem: ("owner", "using_unit", "accountable_office", "fields", "commit_by", "reveal_by", "reviewers"),
    kept.Proposal: ("problem", "provider", "seal"),
    kept.Pilot: ("proposal", "verifier", "end", "kpi_version", "kpis", "pass_weight"),
    kept.Certificate: ("pilot", "outcome"),
    kept.Document: ("sender", "recipient", "content", "due_by", "extended"),
}


@dataclass
class Clock:
    """UTC seconds, moved by the test alone."""

    now: float = START

    def __call__(self) -> float:
        return self.now


def operate(home: Path, clock: Clock) -> Connection:
    return open_embedded(
        home,
        genesis(START),
        operator=KeySigner(key("node").secret),
        relay_secret=key("relay").secret,
        clock=clock,
    )


@dataclass
class SideBySide:
    """said: what the model says of each accepted command, by digest."""

    connection: Connection
    clock: Clock
    model: Model
    said: dict[bytes, Accepted] = field(default_factory=dict)

    def author(self, seed: int) -> Author:
        """An author whose choices all follow from the seed."""
        choices = random.Random(seed)
        author = Author(self.model, lambda given: choices.choice(list(given)), lambda n: choices.randrange(n) == 0)
        author.serial = choices.randrange(10**9)
        return author

    def wait(self, seconds: int) -> None:
        self.clock.now += seconds
        self.model.now = int(self.clock.now)

    def open_the_stage(self) -> None:
        """Register and admit the cast, and grant its roles."""
        self.wait(2)
        for drawn in Author(self.model, lambda given: given[0], lambda n: False).opening(START):
            self.wait(1)
            assert self.put(drawn)[0] == "accepted"

    def put(self, drawn: Drawn) -> Answer:
        """Put a command to both; returns the answer they agree on."""
        expected, given = self._by_model(drawn), self._by_ledger(drawn)
        assert given == expected, drawn.command
        return given

    def _by_model(self, drawn: Drawn) -> Answer:
        try:
            accepted = self.model.apply(drawn.command, [each.address for each in drawn.keys], int(self.clock.now))
        except Refused as refused:
            return "refused", refused.code, dict(refused.values)
        self.said[eip712.digest(self.model.ledger, drawn.command)] = accepted
        return "accepted", accepted.version, accepted.head

    def _by_ledger(self, drawn: Drawn) -> Answer:
        try:
            receipt = self.connection.ledger.submit(sign(self.model.ledger, drawn.command, drawn.keys))
        except Refused as refused:
            return "refused", refused.code, dict(refused.values)
        return "accepted", receipt.version, receipt.head

    def compare_events(self) -> None:
        """Every event says what the model says, and what the events fold to is what the rules left behind."""
        self.clock.now += 3
        events = list(all_events(self.connection.ledger))
        for event in events:
            if isinstance(event, Event):
                accepted = self.said[event.digest]
                touched = tuple((touch.record, touch.version, touch.head) for touch in event.touched)
                assert (touched, dict(event.outcome)) == (accepted.touched, accepted.says), event.command
        records = fold(events)
        for record, entry in self.model.entries.items():
            found = records.get(record)
            assert found is not None
            assert (found.kind, found.state, found.version, found.head) == (
                entry.kind,
                entry.state,
                entry.version,
                entry.head,
            )
            held = self.model.kept(record)
            for name in ALIKE.get(type(held), ()):
                assert getattr(found, name) == getattr(held, name), (found, name)
        for record, asset in self.model.assets.items():
            folded = records.asset(record)
            assert folded is not None
            assert {share.party: share.bps for share in folded.holders} == asset.holders
            assert folded.encumbrance_version == self.model.encumbrance.get(record, 0)
