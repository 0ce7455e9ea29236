"""Blocks of a second: when they open, what time they have, when they are sealed, and by whom signed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from embedded_chains import ACCOUNTS, COUNT, EVENT, OPERATOR, Chain, Clock, Signer, genesis, sign_seal, word
from eth_account import Account


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chain(tmp_path: Path, clock: Clock) -> Iterator[Chain]:
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    yield chain
    chain.close()


def test_the_transactions_of_one_second_share_a_block_of_that_time(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    hashes = [chain.count(contract) for _ in range(3)]
    opened = chain.ask("eth_getBlockByNumber", "pending", False)
    assert int(opened["timestamp"], 16) == int(clock.now)
    assert opened["number"] == "0x1"
    assert opened["hash"] is None
    assert opened["transactions"][1:] == hashes
    assert chain.head == 0

    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    sealed = chain.ask("eth_getBlockByNumber", "latest", False)
    assert sealed["timestamp"] == opened["timestamp"]
    assert sealed["transactions"] == opened["transactions"]
    assert chain.ask("eth_getBlockByHash", sealed["hash"], False) == sealed


def test_a_receipt_is_final_before_sealing_but_for_the_block_hash(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    sent = chain.count(contract)
    before = chain.receipt(sent)
    assert before["blockHash"] is None
    assert before["logs"][0]["blockHash"] is None
    assert before["logs"][0]["topics"][:2] == ["0x" + EVENT.hex(), "0x" + word(1).hex()]

    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    after = chain.receipt(sent)
    block_hash = chain.ask("eth_getBlockByNumber", "0x1", False)["hash"]
    assert after["blockHash"] == block_hash
    assert after["logs"][0]["blockHash"] == block_hash
    for receipt in (before, after):
        for place in (receipt, *receipt["logs"]):
            del place["blockHash"]
    assert after == before
    assert chain.ask("eth_getBlockReceipts", "0x1")[1]["transactionHash"] == sent


def test_a_request_seals_a_block_whose_second_has_passed(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    clock.now += 7
    chain.count(contract)
    assert chain.head == 1
    blocks = [chain.ask("eth_getBlockByNumber", number, False) for number in ("0x1", "pending")]
    assert int(blocks[1]["timestamp"], 16) - int(blocks[0]["timestamp"], 16) == 7


def test_an_idle_chain_makes_no_blocks_but_calls_run_at_the_present_time(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    clock.now += 86_400
    assert chain.look(contract) == (0, int(clock.now), 2)
    assert chain.head == 1


def test_a_call_sees_the_open_block_and_disturbs_nothing(chain: Chain) -> None:
    contract = chain.deploy()
    chain.count(contract)
    caller = {"from": ACCOUNTS[3].address, "to": "0x" + contract.hex(), "data": "0x" + word(COUNT).hex()}
    for _ in range(3):
        chain.ask("eth_call", caller, "latest")
        assert int(chain.ask("eth_estimateGas", caller), 16) > 21_000
    assert chain.look(contract)[0] == 1
    assert chain.ask("eth_getTransactionCount", ACCOUNTS[3].address, "pending") == "0x0"
    chain.count(contract)
    assert chain.look(contract)[0] == 2


def test_a_number_selects_a_sealed_state(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    for expected in (1, 2):
        chain.count(contract)
        clock.now += 1
        chain.provider.wait_sealed(expected, 5)
    chain.count(contract)
    assert [chain.look(contract, number)[0] for number in ("0x1", "0x2", "latest")] == [1, 2, 3]
    assert chain.look(contract, "0x1")[2] == 1
    assert chain.ask("eth_getStorageAt", "0x" + contract.hex(), "0x0", "0x1") == "0x" + word(1).hex()
    assert chain.ask("eth_getCode", "0x" + contract.hex(), "0x0") == "0x"
    assert chain.error("eth_getBalance", ACCOUNTS[0].address, "0x9")["message"] == "header not found"


@pytest.mark.parametrize("back", [0, 1, 3600])
def test_a_clock_at_or_before_the_last_block_is_refused(chain: Chain, clock: Clock, back: int) -> None:
    contract = chain.deploy()
    sealed_at = int(clock.now)
    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    clock.now = sealed_at - back
    raw = chain.signer.transaction(contract, word(COUNT))
    error = chain.error("eth_sendRawTransaction", raw)
    assert error == {"code": -32010, "message": "clock behind", "data": {"at": sealed_at, "now": sealed_at - back}}
    assert chain.look(contract)[0] == 0
    clock.now = sealed_at + 1
    chain.send(raw)
    assert chain.look(contract)[0] == 1


def test_a_clock_that_falls_behind_the_open_block_is_refused(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    opened_at = int(clock.now)
    clock.now -= 2
    error = chain.error("eth_sendRawTransaction", chain.signer.transaction(contract, word(COUNT), nonce=1))
    assert error["data"] == {"at": opened_at, "now": opened_at - 2}


def test_each_block_is_signed_by_the_operator(chain: Chain, clock: Clock) -> None:
    chain.deploy()
    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    for number in (0, 1):
        seal = chain.ask("hanotex_getSeal", hex(number))
        assert seal["number"] == hex(number)
        assert seal["hash"] == chain.ask("eth_getBlockByNumber", hex(number), False)["hash"]
        signer = Account._recover_hash(bytes.fromhex(seal["hash"][2:]), signature=bytes.fromhex(seal["signature"][2:]))
        assert signer == OPERATOR.address


def test_while_the_seal_cannot_be_signed_nothing_is_acknowledged(tmp_path: Path, clock: Clock) -> None:
    broken = False

    def sign(number: int, block_hash: bytes) -> bytes:
        if broken:
            raise RuntimeError("the signer is away")
        return sign_seal(number, block_hash)

    chain = Chain.open(tmp_path / "chain.sqlite", clock, sign_seal=sign)
    contract = chain.deploy()
    broken = True
    clock.now += 1
    raw = chain.signer.transaction(contract, word(COUNT))
    assert chain.error("eth_sendRawTransaction", raw) == {"code": -32020, "message": "storage: the signer is away"}
    assert chain.head == 0
    assert chain.look(contract)[0] == 0  # questions are still answered
    broken = False
    chain.send(raw)
    assert chain.head == 1
    chain.close()


def test_the_base_fee_stays_where_one_gwei_pays_it(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    for number in range(1, 12):
        chain.count(contract)
        clock.now += 1
        chain.provider.wait_sealed(number, 5)
    fees = chain.ask("eth_feeHistory", "0x20", "latest", [50.0])
    assert set(fees["baseFeePerGas"]) == {"0x7"}
    assert fees["oldestBlock"] == "0x0"
    assert fees["reward"][0] == ["0x0"]
    assert int(fees["reward"][-1][0], 16) == int(chain.ask("eth_gasPrice"), 16) - 7


def test_a_burst_leaves_the_block_times_within_a_second_of_the_clock(tmp_path: Path) -> None:
    chain = Chain.open(tmp_path / "chain.sqlite", time.time, genesis=genesis(int(time.time()) - 10))
    contract = chain.deploy()
    signers = [Signer(account) for account in ACCOUNTS[1:]] + [chain.signer]

    def burst(signer: Signer) -> None:
        for _ in range(63):
            started = time.time()
            sent = chain.send(signer.transaction(contract, word(COUNT)))
            opened_at = int(chain.receipt(sent)["logs"][0]["data"], 16)
            assert started - 1.1 <= opened_at <= time.time()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(burst, signers))
    assert chain.look(contract)[0] == 63 * 16
    chain.close()
