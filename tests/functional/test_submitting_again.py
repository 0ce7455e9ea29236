"""What earlier attempts may not do to a command: lose it, keep it refused, or lend it another command's receipt."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.enums import Role
from ledger.errors import EngineUnavailable, LedgerError, OutcomeUnknown, Refused
from ledger.intents import State
from ledger.wire import SignedCommand
from tests.conformance.cast import key, text
from tests.functional.exchange import Exchange, sending


@pytest.fixture
def reopen(tmp_path: Path) -> Callable[[], Exchange]:
    at = int(time.time()) - 10
    return lambda: Exchange(tmp_path, at)


def two_contents(exchange: Exchange) -> tuple[SignedCommand, SignedCommand]:
    """Two registrations of the same party."""
    one, other = exchange.register("alice"), exchange.register("alice", profile=text("another profile"))
    return exchange.signed(one, key("alice")), exchange.signed(other, key("alice"))


def attempt(exchange: Exchange, signed: SignedCommand) -> LedgerError | None:
    try:
        exchange.ledger.submit(signed)
    except LedgerError as error:
        return error
    return None


def state_of(exchange: Exchange, signed: SignedCommand) -> State:
    intent = exchange.intents.get(signed.digest)
    assert intent is not None
    return intent.state


def test_a_refusal_is_not_held_against_the_command_after_a_restart(reopen: Callable[[], Exchange]) -> None:
    exchange = reopen()
    exchange.onboard("operator", Role.OPERATOR)
    exchange.onboard("alice")
    signed = exchange.signed(exchange.asset("alice", "a process"), key("alice"))
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(signed)
    assert refused.value.code == "ROLE_REQUIRED"
    exchange.close()
    exchange = reopen()
    assert state_of(exchange, signed) is State.REFUSED
    exchange.grant("alice", Role.OWNER, "operator")
    receipt = exchange.ledger.submit(signed)
    assert receipt == exchange.ledger.receipt(signed.digest)
    exchange.close()
    exchange = reopen()
    assert state_of(exchange, signed) is State.COMMITTED
    assert exchange.ledger.submit(signed) == receipt
    exchange.close()


def test_other_content_for_a_version_that_is_taken_is_refused_after_a_restart(reopen: Callable[[], Exchange]) -> None:
    exchange = reopen()
    one, other = two_contents(exchange)
    receipt = exchange.ledger.submit(one)
    exchange.close()
    exchange = reopen()
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            exchange.ledger.submit(other)
        assert (refused.value.code, refused.value.values) == ("VERSION_MISMATCH", {"current": 1, "expected": 0})
        assert exchange.ledger.submit(one) == receipt
    assert exchange.ledger.receipt(other.digest) is None
    exchange.close()


def test_other_content_is_refused_where_the_first_arrived_without_an_answer(reopen: Callable[[], Exchange]) -> None:
    exchange = reopen()
    one, other = two_contents(exchange)
    exchange.line.cut_after = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(one)
    exchange.line.mend()
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(other)
    assert refused.value.code == "VERSION_MISMATCH"
    assert exchange.ledger.submit(one).digest == one.digest
    (event,) = exchange.ledger.history(one.command.record)
    assert event.head == exchange.ledger.submit(one).head
    exchange.close()


def test_a_command_that_never_arrived_is_refused_once_other_content_took_its_version(
    reopen: Callable[[], Exchange],
) -> None:
    exchange = reopen()
    one, other = two_contents(exchange)
    exchange.line.cut_before = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(one)
    exchange.close()
    exchange = reopen()
    receipt = exchange.ledger.submit(other)
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(one)
    assert (refused.value.code, refused.value.values) == ("VERSION_MISMATCH", {"current": 1, "expected": 0})
    assert state_of(exchange, one) is State.REFUSED
    assert exchange.ledger.submit(other) == receipt
    exchange.close()


def test_a_command_whose_intent_could_not_be_stored_is_not_sent_and_goes_in_later(
    reopen: Callable[[], Exchange],
) -> None:
    exchange = reopen()
    one, _ = two_contents(exchange)
    # SQLite's own limit gives the very error of a full disk.
    database = exchange.intents._database
    database.execute(f"PRAGMA max_page_count = {database.execute('PRAGMA page_count').fetchone()[0]}")
    crowd = [exchange.signed(exchange.register(f"party {n}"), key(f"party {n}")) for n in range(20)]
    sent = exchange.line.asked.count("eth_sendRawTransaction")
    errors = {signed: attempt(exchange, signed) for signed in crowd}
    unavailable = [signed for signed, error in errors.items() if error is not None]
    assert unavailable
    words = "the intent log cannot store: database or disk is full"
    assert {(type(error), str(error)) for error in errors.values() if error} == {(EngineUnavailable, words)}
    assert exchange.line.asked.count("eth_sendRawTransaction") == sent + len(crowd) - len(unavailable)
    assert [exchange.ledger.receipt(signed.digest) for signed in unavailable] == [None] * len(unavailable)
    database.execute("PRAGMA max_page_count = 1073741823")
    assert {exchange.ledger.submit(signed).version for signed in (one, *crowd)} == {1}
    exchange.close()
