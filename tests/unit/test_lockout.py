"""A lock bounds who guesses, and is no weapon against an account's owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.identity.lockout import ACCOUNT, Lockout, WayIn
from api.migrations import SERVICE, open_upgraded
from api.problems import NotServed
from api.sealing import Sealing
from marketplace.database import file_url

OWNER, HOME, AWAY = "an@example.vn", "203.0.113.7", "198.51.100.9"


class Door:
    """An account's sign-in, at a time that the test tells."""

    def __init__(self, database: Path) -> None:
        self.now = 1_000_000
        self.engine = open_upgraded(file_url(database), SERVICE)
        self.lockout = Lockout(self.engine, Sealing(bytes(32)), lambda: self.now)

    def wait(self, address: str, way: WayIn = WayIn.PASSWORD) -> int:
        """An attempt. 0 where it is judged, else the seconds to wait."""
        try:
            self.lockout.attempt(way, OWNER, address)
        except NotServed as refused:
            return int(str(refused.values["retry_after"]))
        return 0

    def guesses(self, seconds: int, address: str = "") -> int:
        """How many one who always tries as soon as possible gets judged; without an address, each from a new one."""
        ends, count = self.now + seconds, 0
        while self.now < ends:
            wait = self.wait(address or f"2001:db8:{count:x}:{self.now:x}::/64")
            self.now += wait
            count += not wait
        return count


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path / "service.sqlite")
    yield made
    made.engine.dispose()


def test_guesses_from_everywhere_keep_nobody_out_where_they_got_in_before(door: Door) -> None:
    assert door.wait(HOME) == 0
    door.lockout.succeeded(WayIn.PASSWORD, OWNER, HOME)
    assert door.guesses(1) == ACCOUNT.free
    for _ in range(4):
        assert door.wait(HOME) == 0
        door.lockout.succeeded(WayIn.PASSWORD, OWNER, HOME)
    # Nor by any other way in, from anywhere.
    for way in (WayIn.SECOND_FACTOR, WayIn.PASSKEY, WayIn.WALLET):
        assert door.wait(AWAY, way) == 0
    # At an address that is new they wait, and never for longer however long it has lasted.
    door.guesses(3600)
    assert door.wait("2001:db8::/64") == 0
    assert 0 < door.wait(AWAY) <= ACCOUNT.each
    door.now += ACCOUNT.each
    assert door.wait(AWAY) == 0


def test_signatures_that_nobody_guesses_are_held_against_addresses_alone(door: Door) -> None:
    for way in (WayIn.PASSKEY, WayIn.WALLET):
        for number in range(2 * ACCOUNT.free):
            assert door.wait(f"2001:db8:{number:x}::/64", way) == 0
        assert door.wait(AWAY, way) == 0


def test_guesses_are_bounded_from_everywhere_and_where_the_owner_is_known(door: Door) -> None:
    # That is 50 + 720 in a day.
    assert door.guesses(4 * 3600 + 1) == ACCOUNT.free + 4 * 3600 // ACCOUNT.each
    door.lockout.succeeded(WayIn.PASSWORD, OWNER, HOME)
    assert door.guesses(86_400, HOME) <= 40
    # A sign-in gives whoever guesses no more than the attempt it took.
    door.guesses(1)
    assert door.wait("2001:db8::/64") == 0
    assert door.wait(HOME) == 0
    door.lockout.succeeded(WayIn.PASSWORD, OWNER, HOME)
    assert door.guesses(1) == 1
