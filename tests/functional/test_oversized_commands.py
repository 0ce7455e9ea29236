"""Commands over the catalogue's bounds: the ledger's own refusal is the answer, however large they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.commands import Share
from ledger.engines.evm.rpc import RpcError
from ledger.enums import Role
from ledger.errors import EngineUnavailable, Refused
from ledger.intents import State
from ledger.wire import SignedCommand, command_from_json, command_to_json, refusal_to_json
from tests.conformance.cast import key, party
from tests.functional.exchange import Exchange


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    opened = Exchange(tmp_path, int(time.time()) - 10)
    opened.onboard("operator", Role.OPERATOR)
    yield opened
    opened.close()


def with_holders(exchange: Exchange, count: int) -> SignedCommand:
    holders = (Share(party=party("alice"), bps=1),) * count
    return exchange.signed(exchange.asset("alice", f"of {count}", holders=holders), key("alice"))


def refusal(exchange: Exchange, signed: SignedCommand) -> Refused:
    """What submitting is refused with; checking first says the same."""
    with pytest.raises(Refused) as checked:
        exchange.ledger.check(signed)
    with pytest.raises(Refused) as refused:
        exchange.ledger.submit(signed)
    assert refusal_to_json(checked.value) == refusal_to_json(refused.value)
    return refused.value


def state_of(exchange: Exchange, signed: SignedCommand) -> State | None:
    intent = exchange.intents.get(signed.digest)
    return None if intent is None else intent.state


# A transaction carries about 2,000 holders; nodes other than the embedded one take 128 KiB.
@pytest.mark.parametrize("count", [17, 1_000, 8_000])
def test_a_list_too_long_is_refused_by_the_ledger_whatever_its_length(exchange: Exchange, count: int) -> None:
    signed = with_holders(exchange, count)
    refused = refusal(exchange, signed)
    assert (refused.code, refused.values) == ("LIST_LENGTH", {"field": "holders", "given": count, "max": 16})
    assert state_of(exchange, signed) is State.REFUSED


@pytest.mark.parametrize("size", [64, 66, 400_000])
def test_a_signature_of_another_length_is_a_bad_signature(exchange: Exchange, size: int) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    form = {**command_to_json(signed), "signatures": ["0x" + "01" * size]}
    for each in (command_from_json(form), replace(signed, signatures=(b"\1" * size,))):
        refused = refusal(exchange, each)
        assert (refused.code, refused.values) == ("BAD_SIGNATURE", {"index": 0})
        assert state_of(exchange, signed) is State.REFUSED
    assert exchange.ledger.submit(signed).version == 1


def test_what_is_no_command_by_its_size_leaves_no_intent(exchange: Exchange) -> None:
    signed = with_holders(exchange, 20_000)
    refused = refusal(exchange, signed)
    assert (refused.code, refused.values) == ("MALFORMED", {"field": ""})
    assert state_of(exchange, signed) is None


def test_a_command_is_not_refused_for_a_size_that_only_the_node_minds(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    made = exchange.endpoint.call

    def mind(self: object, method: str, *given: object) -> object:
        if method == "eth_sendRawTransaction":
            raise RpcError(-32000, "oversized data: transaction size 140000, limit 131072")
        return made(method, *given)

    with monkeypatch.context() as patched:
        patched.setattr(type(exchange.endpoint), "call", mind)
        with pytest.raises(EngineUnavailable, match="too large for a transaction"):
            exchange.ledger.submit(signed)
        assert state_of(exchange, signed) is State.RECEIVED
    assert exchange.ledger.submit(signed).version == 1
