"""Random histories on the embedded engine and on the model: they agree on every answer, and on every head."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from api.connection import open_embedded
from ledger.errors import Refused
from ledger.keys import KeySigner
from ledger.state import fold
from tests.conformance.cast import genesis, key, sign
from tests.conformance.histories import Author, Drawn
from tests.model import Model

START = 1_790_000_000
Outcome = tuple[Any, ...]


@dataclass
class Clock:
    """UTC seconds, moved by the test alone."""

    now: float

    def __call__(self) -> float:
        return self.now


@dataclass
class Opened:
    """A ledger whose cast is registered, as a home to copy, and the model of the same."""

    home: Path
    model: Model
    at: int


def operate(home: Path, clock: Clock) -> Any:
    return open_embedded(
        home,
        genesis(START),
        operator=KeySigner(key("node").secret),
        relay_secret=key("relay").secret,
        clock=clock,
    )


def by_model(model: Model, drawn: Drawn, at: int) -> Outcome:
    try:
        return ("accepted", *model.apply(drawn.command, [each.address for each in drawn.keys], at))
    except Refused as refused:
        return "refused", refused.code, dict(refused.values)


def by_ledger(ledger: Any, model: Model, drawn: Drawn) -> Outcome:
    try:
        receipt = ledger.submit(sign(model.ledger, drawn.command, drawn.keys))
    except Refused as refused:
        return "refused", refused.code, dict(refused.values)
    return "accepted", receipt.version, receipt.head


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    with tempfile.TemporaryDirectory() as folder:
        home, clock, model = Path(folder) / "home", Clock(START), Model(genesis(START))
        with operate(home, clock) as connection:
            clock.now += 2
            for drawn in Author(model, lambda given: given[0], lambda n: False).opening(START):
                clock.now += 1
                answer = by_model(model, drawn, int(clock.now))
                assert answer[0] == "accepted"
                assert by_ledger(connection.ledger, model, drawn) == answer
            clock.now += 2
        yield Opened(home, model, int(clock.now))


def test_engine_and_model_agree_on_random_histories(opened: Opened) -> None:
    class Histories(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.mkdtemp()
            home = Path(self.folder) / "home"
            shutil.copytree(opened.home, home)
            self.clock = Clock(opened.at)
            self.model = copy.deepcopy(opened.model)
            self.connection = operate(home, self.clock)
            self.accepted = 0

        @rule(data=st.data(), later=st.sampled_from((0, 1, 1, 1, 4, 30)))
        def submit(self, data: st.DataObject, later: int) -> None:
            self.clock.now += later
            self.model.now = at = int(self.clock.now)
            random = data.draw(st.randoms(use_true_random=False))
            author = Author(
                self.model,
                lambda given: random.choice(list(given)),
                lambda n: random.randrange(n) == 0,
            )
            author.serial = random.randrange(10**9)
            drawn = author.any_command()
            expected = by_model(self.model, drawn, at)
            assert by_ledger(self.connection.ledger, self.model, drawn) == expected, drawn.command
            self.accepted += expected[0] == "accepted"

        @invariant()
        def shares_are_whole(self) -> None:
            assert all(sum(asset.holders.values()) == 10_000 for asset in self.model.assets.values())

        def teardown(self) -> None:
            self.clock.now += 3
            # What the events fold to is what the rules left behind.
            records = fold(self.connection.ledger.events(limit=10_000))
            for record, entry in self.model.entries.items():
                found = records.get(record)
                assert found is not None
                assert (found.version, found.head, found.state) == (entry.version, entry.head, entry.state)
            for record, asset in self.model.assets.items():
                folded = records.asset(record)
                assert folded is not None
                assert {share.party: share.bps for share in folded.holders} == asset.holders
                assert (folded.tier, folded.rights, folded.grant_rule) == (asset.tier, asset.rights, asset.grant_rule)
                assert folded.encumbrance_version == self.model.encumbrance.get(record, 0)
            for record, instrument in self.model.instruments.items():
                signed = records.instrument(record)
                assert signed is not None
                assert (signed.terms, list(signed.signed)) == (instrument.terms, instrument.signed)
                assert (signed.funded, signed.released, signed.refunded) == (
                    instrument.funded,
                    instrument.released,
                    instrument.refunded,
                )
            self.connection.close()
            shutil.rmtree(self.folder)

    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
