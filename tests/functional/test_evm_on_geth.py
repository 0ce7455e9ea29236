"""The adapter on a node with a mempool: transactions wait, fail inside blocks, and may be sent again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eth_hash.auto import keccak

from api.connection import ARTIFACTS
from ledger.commands import MoveParty
from ledger.engines.evm import Creation, Endpoint, EvmLedger, Fees, Patience, RelayKeys, deploy
from ledger.engines.evm.relay import Account, sign_transaction
from ledger.engines.evm.rpc import to_hex
from ledger.enums import PartyState
from ledger.errors import EvidenceUnavailable, OutcomeUnknown, Refused
from ledger.events import GenesisEvent, Receipt
from ledger.intents import IntentLog, State
from ledger.wire import SignedCommand
from tests.conformance.cast import genesis, key, party, text
from tests.functional.exchange import Line, sending
from tests.functional.geth_node import GETH, GethNode
from tests.functional.participants import Participants

pytestmark = pytest.mark.skipif(GETH is None, reason="geth: GETH names no binary")

RELAY = RelayKeys(keccak(b"HanoTEX test relay on geth"), 4)
COINS = 10**18  # wei for each relay account


class GethExchange(Participants):
    """A ledger of its own on a running node, whose line can be cut."""

    def __init__(self, node: GethNode, home: Path, name: str) -> None:
        at = int(time.time()) - 60
        self.genesis = genesis(at, name)
        self.name = name
        self.line = Line(node.provider)
        self.endpoint = Endpoint(self.line, "geth")
        fees = Fees(self.endpoint.number("eth_chainId"))
        creation = Creation.from_artifacts(ARTIFACTS)
        self.deployment = deploy(self.endpoint, self.genesis, creation, node.treasurer, fees)
        self.intents = IntentLog(home / "intents.sqlite", self.genesis.ledger)
        self.ledger: EvmLedger = EvmLedger(
            self.endpoint,
            self.deployment,
            relay=RELAY,
            intents=self.intents,
            fees=fees,
            patience=Patience(receipt=8, account=8, clock=3, poll=0.1),
        )


def fund(node: GethNode) -> None:
    """Coins for the relay accounts, in one block."""
    endpoint = Endpoint(node.provider, "geth")
    fees = Fees(endpoint.number("eth_chainId"), gas=21_000)
    for nonce, address in enumerate(RELAY.addresses):
        payer = Account(node.treasurer.key, nonce)
        endpoint.call("eth_sendRawTransaction", to_hex(sign_transaction(payer, address, b"", fees, COINS)))
    until = time.monotonic() + 30
    while endpoint.number("eth_getTransactionCount", to_hex(node.treasurer.address), "latest") < len(RELAY.addresses):
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GethNode]:
    started = GethNode(tmp_path_factory.mktemp("geth"))
    try:
        fund(started)
        yield started
    finally:
        started.close()


@pytest.fixture
def exchange(node: GethNode, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[GethExchange]:
    opened = GethExchange(node, tmp_path, request.node.name)
    yield opened
    opened.ledger.close()


def state_of(exchange: GethExchange, signed: SignedCommand) -> State:
    found = exchange.intents.get(signed.digest)
    assert found is not None
    return found.state


def test_a_command_is_recorded_once_and_read_back(exchange: GethExchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.ledger.check(signed)
    receipt = exchange.ledger.submit(signed)
    assert exchange.ledger.submit(signed) == receipt
    assert exchange.ledger.receipt(signed.digest) == receipt
    (event,) = exchange.ledger.history(party("alice"))
    genesis_event, *rest = exchange.ledger.events()
    assert isinstance(genesis_event, GenesisEvent)
    assert genesis_event.genesis == exchange.genesis
    assert rest == [event]
    assert exchange.ledger.status().height >= event.position.block
    assert not exchange.ledger.status().capabilities.proves_absence
    with pytest.raises(EvidenceUnavailable, match="seals"):
        exchange.ledger.evidence({"heads": ["0x" + party("alice").hex()]})


# Of these the node takes the first; for the others a transaction's gas is less than their bytes cost (EIP-7623, and
# then the intrinsic cost as well), and the last fills the text that a command may have.
@pytest.mark.parametrize("count", [17, 9_000, 22_700])
def test_a_command_over_the_catalogues_bounds_is_refused_by_the_contracts_whatever_its_size(
    exchange: GethExchange, count: int
) -> None:
    keys = tuple(keccak(number.to_bytes(4, "big"))[12:] for number in range(count))
    signed = exchange.signed(exchange.register("alice", keys=keys), key("alice"))
    for ask in (exchange.ledger.check, exchange.ledger.submit):
        with pytest.raises(Refused) as refused:
            ask(signed)
        assert refused.value.code == "LIST_LENGTH"
        assert refused.value.values == {"field": "keys", "given": count, "max": 16}
    assert state_of(exchange, signed) is State.REFUSED


def test_a_refused_command_is_not_sent(exchange: GethExchange) -> None:
    with pytest.raises(Refused) as refused:
        exchange.submit(exchange.register("alice", threshold=2), key("alice"))
    assert refused.value.code == "NUMBER_RANGE"
    assert "eth_sendRawTransaction" not in exchange.line.asked[exchange.line.asked.index("eth_call") :]


def test_of_two_commands_that_race_for_a_version_one_is_refused_with_its_reason(exchange: GethExchange) -> None:
    exchange.submit(exchange.register("alice"), key("alice"))
    admissions = [
        exchange.signed(
            MoveParty(
                record=party("alice"),
                expected_version=1,
                not_after=exchange.soon,
                party_state=PartyState.ACTIVE,
                reason=text(reason),
            ),
            key(exchange.name),
        )
        for reason in ("first", "second")
    ]

    def outcome(signed: SignedCommand) -> Receipt | Refused:
        try:
            return exchange.ledger.submit(signed)
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, admissions))
    (accepted,) = (each for each in outcomes if isinstance(each, Receipt))
    (refused,) = (each for each in outcomes if isinstance(each, Refused))
    assert accepted.version == 2
    # move_party is an authority command, whose expected version may stay behind: what forbids is the state.
    assert refused.code in ("STATE_FORBIDS", "VERSION_MISMATCH")
    assert {state_of(exchange, signed) for signed in admissions} == {State.COMMITTED, State.REFUSED}
    # The failed transaction used its nonce: both accounts go on.
    assert exchange.submit(exchange.register("bob"), key("bob")).version == 1
    assert exchange.submit(exchange.register("carol"), key("carol")).version == 1


def test_a_command_whose_answer_was_lost_is_found_again(exchange: GethExchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_after = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    assert state_of(exchange, signed) is State.UNKNOWN
    exchange.line.mend()
    receipt = exchange.ledger.submit(signed)
    assert exchange.ledger.receipt(signed.digest) == receipt
    assert len(exchange.ledger.history(party("alice"))) == 1


def test_a_command_that_never_arrived_goes_out_again_in_the_same_transaction(exchange: GethExchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_before = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    exchange.line.mend()
    before = exchange.intents.get(signed.digest)
    assert before is not None
    assert exchange.ledger.resolve_unknown() == []
    after = exchange.intents.get(signed.digest)
    assert after is not None
    assert (after.state, after.transaction) == (State.COMMITTED, before.transaction)
    assert exchange.ledger.receipt(signed.digest) == after.receipt


def test_a_command_whose_nonce_another_transaction_used_is_received_again(exchange: GethExchange) -> None:
    signed = exchange.signed(exchange.register("alice"), key("alice"))
    exchange.line.cut_before = sending
    with pytest.raises(OutcomeUnknown):
        exchange.ledger.submit(signed)
    exchange.line.mend()
    left = exchange.intents.get(signed.digest)
    assert left is not None
    (account,) = (each for each in RELAY.accounts() if each.address == left.relay)
    account.nonce = left.nonce
    other = sign_transaction(account, account.address, b"", Fees(exchange.deployment.chain_id, gas=21_000))
    exchange.endpoint.call("eth_sendRawTransaction", to_hex(other))
    until = time.monotonic() + 20
    while exchange.endpoint.call("eth_getTransactionReceipt", to_hex(keccak(other))) is None:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert exchange.ledger.resolve_unknown() == []
    assert state_of(exchange, signed) is State.RECEIVED
    assert exchange.ledger.receipt(signed.digest) is None
    assert exchange.ledger.submit(signed).version == 1


def test_many_threads_share_a_few_accounts(exchange: GethExchange) -> None:
    commands = [exchange.signed(exchange.register(f"party {n}"), key(f"party {n}")) for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        receipts = list(pool.map(exchange.ledger.submit, commands))
    assert [receipt.digest for receipt in receipts] == [signed.digest for signed in commands]
