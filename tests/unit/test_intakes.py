"""Taking commands in: whoever goes away while its receipt is written takes nobody else's with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.intake import Intakes, kept_intake
from api.migrations import SERVICE, open_upgraded
from ledger.keys import KeySigner
from marketplace.database import file_url
from tests.conformance.cast import key

LEDGER = b"\x07" * 32
FIRST, SECOND = b"\x01" * 32, b"\x02" * 32
PATIENCE = 10.0


class Hesitating(KeySigner):
    """Signs once it is let."""

    def __init__(self, secret: bytes) -> None:
        super().__init__(secret)
        self.asked, self.let = threading.Event(), threading.Event()

    def sign_preimage(self, preimage: bytes) -> bytes:
        self.asked.set()
        assert self.let.wait(PATIENCE)
        return super().sign_preimage(preimage)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_upgraded(file_url(tmp_path / "service.sqlite"), SERVICE)
    yield engine
    engine.dispose()


def test_who_goes_away_while_its_receipt_is_written_stops_nobody_else(database: Engine) -> None:
    operator = Hesitating(key("operator").secret)
    intakes = Intakes(database, LEDGER, operator)
    try:
        gone = intakes.take(FIRST, 1_000)
        assert operator.asked.wait(PATIENCE)
        gone.cancel()
        waits = intakes.take(SECOND, 1_001)
        never = intakes.take(b"\x03" * 32, 1_002)
        assert never.cancel()
        operator.let.set()
        assert waits.result(PATIENCE).received_at == 1_001
        assert intakes.take(SECOND, 1_005).result(PATIENCE).received_at == 1_001
    finally:
        operator.let.set()
        intakes.close()
    assert kept_intake(database, LEDGER, FIRST) is not None
