"""Random histories over every command, on the embedded engine and on the model.

They agree on every answer with all its values, on every head, and on what every event says and folds to. A history
follows from its seeds: those of a failing one are shown, and give the same history again.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledger.commands import COMMANDS
from ledger.errors import REFUSALS
from tests.conformance.cast import genesis
from tests.conformance.histories.measure import ACCEPTED, START, WAITS, measure
from tests.functional.side_by_side import Clock, SideBySide, operate
from tests.model import Model

LONG = 250
# What a history cannot come to, because its commands are well-formed, on this ledger and signed by sound signatures.
NOT_BY_HISTORIES = {
    "WRONG_LEDGER",
    "UNKNOWN_COMMAND",
    "MALFORMED",
    "LIST_LENGTH",
    "BAD_ENUM",
    "UNKNOWN_CODE",
    "BAD_SIGNATURE",
    "CLOCK_BEHIND",
}


def write_history(side: SideBySide, seed: int, steps: int) -> None:
    author, waits = side.author(seed), random.Random(seed)
    for step in range(steps):
        side.wait(waits.choice(WAITS))
        drawn = author.any_command()
        try:
            side.put(drawn)
        except AssertionError as differs:
            raise AssertionError(f"seed {seed}, step {step}: {differs}") from differs


@dataclass
class Begun:
    """A ledger some way into a history, as a home to copy, with the model of the same."""

    home: Path
    side: SideBySide


@pytest.fixture(scope="module")
def begun() -> Iterator[Begun]:
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Path(folder) / "home", Clock()
        with operate(home, clock) as connection:
            side = SideBySide(connection, clock, Model(genesis(START)))
            side.open_the_stage()
            write_history(side, seed=1, steps=LONG)
            side.compare_events()
        yield Begun(home, side)


@pytest.fixture
def side(begun: Begun) -> Iterator[SideBySide]:
    """A copy that goes on by itself."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _copy(begun, Path(folder) / "home")


def _copy(begun: Begun, home: Path) -> Iterator[SideBySide]:
    shutil.copytree(begun.home, home)
    clock = Clock(begun.side.clock.now)
    with operate(home, clock) as connection:
        yield SideBySide(connection, clock, begun.side.model.copy(), dict(begun.side.said))


@pytest.mark.parametrize("seed", [2, 3])
def test_engine_and_model_agree_on_a_long_history(side: SideBySide, seed: int) -> None:
    write_history(side, seed, steps=LONG)
    side.compare_events()


def test_engine_and_model_agree_wherever_a_history_turns(begun: Begun) -> None:
    class Histories(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.mkdtemp()
            self.copying = _copy(begun, Path(self.folder) / "home")
            self.side = next(self.copying)

        @rule(seed=st.integers(0, 2**32 - 1), wait=st.sampled_from(WAITS))
        def submit(self, seed: int, wait: int) -> None:
            self.side.wait(wait)
            self.side.put(self.side.author(seed).any_command())

        @invariant()
        def shares_are_whole(self) -> None:
            assert all(sum(asset.holders.values()) == 10_000 for asset in self.side.model.assets.values())

        def teardown(self) -> None:
            self.side.compare_events()
            for _ in self.copying:
                pass
            shutil.rmtree(self.folder)

    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_histories_come_to_every_command_and_nearly_every_refusal() -> None:
    """The author is measured on the model alone: no command is never accepted, no code is out of its reach."""
    histories = [measure(seed, steps=6_000) for seed in (1, 2, 3)]
    for name in COMMANDS:
        assert all(history[name][ACCEPTED] for history in histories), name
    answers = {answer for history in histories for counted in history.values() for answer in counted}
    assert sorted(set(REFUSALS) - answers) == sorted(NOT_BY_HISTORIES)
