"""The engines on which behaviour is tested, and a world on each: one per module, for registering everybody takes time.

Another engine joins by a name in `ENGINES` and a way to open it; `wait` is how a test lets time pass.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from api.connection import open_embedded
from ledger.keys import KeySigner
from ledger.port import Ledger
from tests.conformance.cast import genesis, key, sign
from tests.conformance.histories import Author
from tests.conformance.world import World
from tests.model import Model

START = 1_790_000_000


class Clock:
    """UTC seconds, moved by the test alone."""

    def __init__(self) -> None:
        self.now = float(START + 1)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: int) -> None:
        self.now += seconds


@contextmanager
def embedded(clock: Clock) -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        connection = open_embedded(
            Path(folder) / "home",
            genesis(START),
            operator=KeySigner(key("node").secret),
            relay_secret=key("relay").secret,
            clock=clock,
        )
        with connection:
            yield connection.ledger


ENGINES: dict[str, Callable[[Clock], AbstractContextManager[Ledger]]] = {"embedded": embedded}


@pytest.fixture(scope="module", params=ENGINES)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A ledger of the engine with the whole cast admitted and every role granted."""
    clock = Clock()
    with ENGINES[request.param](clock) as ledger:
        made = World(ledger, lambda: int(clock.now), clock.wait)
        writer = Author(Model(genesis(START)), lambda given: given[0], lambda n: False)
        for drawn in writer.opening(START):
            ledger.submit(sign(made.id, drawn.command, drawn.keys))
        clock.wait(1)
        yield made
