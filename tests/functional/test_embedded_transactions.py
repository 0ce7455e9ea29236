"""What is included, what is refused and with which words, and that a refused transaction leaves nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import rlp
from embedded_chains import (
    ACCOUNTS,
    CHAIN_ID,
    COUNT,
    INITCODE,
    INVALID,
    LOOP,
    RECURSE,
    REVERT,
    RUNTIME,
    Chain,
    Clock,
    Signer,
    of_no_chain,
    word,
)
from eth_account import Account
from eth_utils import keccak
from web3 import Web3

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141  # secp256k1, SEC 2


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain.open(tmp_path / "chain.sqlite", Clock())
    yield chain
    chain.close()


@pytest.fixture
def contract(chain: Chain) -> bytes:
    return chain.deploy()


def footprint(chain: Chain, contract: bytes, account: Any) -> tuple[Any, ...]:
    pending = chain.ask("eth_getBlockByNumber", "pending", False)
    return (
        chain.ask("eth_getTransactionCount", account.address, "pending"),
        chain.ask("eth_getBalance", account.address, "latest"),
        chain.ask("eth_getBalance", "0x" + "00" * 20, "latest"),
        chain.look(contract)[0],
        pending["transactions"],
        pending["gasUsed"],
    )


def test_a_deployment_puts_the_code_at_the_address_of_its_receipt(chain: Chain, contract: bytes) -> None:
    assert chain.ask("eth_getCode", "0x" + contract.hex(), "latest") == "0x" + RUNTIME.hex()
    assert contract == keccak(rlp.encode([chain.signer.address, 0]))[12:]


def test_a_revert_is_answered_with_its_data_and_leaves_nothing(chain: Chain, contract: bytes) -> None:
    before = footprint(chain, contract, chain.signer.account)
    raw = chain.signer.transaction(contract, word(REVERT))
    error = chain.error("eth_sendRawTransaction", raw)
    assert error == {"code": 3, "message": "execution reverted", "data": "0x" + "ab" * 32}
    assert footprint(chain, contract, chain.signer.account) == before
    assert chain.receipt("0x" + keccak(hexstr=raw).hex()) is None
    call = {"to": "0x" + contract.hex(), "data": "0x" + word(REVERT).hex()}
    assert chain.error("eth_call", call) == chain.error("eth_estimateGas", call) == error


@pytest.mark.parametrize(
    ("what", "gas", "message"),
    [(INVALID, 100_000, "invalid opcode"), (LOOP, 30_000, "out of gas"), (COUNT, 30_000, "out of gas")],
)
def test_any_other_failure_is_not_included_either(
    chain: Chain, contract: bytes, what: int, gas: int, message: str
) -> None:
    before = footprint(chain, contract, chain.signer.account)
    error = chain.error("eth_sendRawTransaction", chain.signer.transaction(contract, word(what), gas=gas))
    assert error == {"code": -32000, "message": message}
    assert footprint(chain, contract, chain.signer.account) == before


def test_a_refusal_between_two_transactions_changes_neither(chain: Chain, contract: bytes) -> None:
    other = Signer(ACCOUNTS[1])
    chain.count(contract)
    chain.error("eth_sendRawTransaction", other.transaction(contract, word(REVERT)))
    chain.count(contract)
    assert chain.look(contract)[0] == 2


def test_a_contract_that_calls_itself_hundreds_of_levels_deep_ends(chain: Chain, contract: bytes) -> None:
    chain.send(chain.signer.transaction(contract, word(RECURSE), gas=900_000_000))
    # Each level keeps a 64th of its gas (EIP-150), of which the deeper ones can no longer pay for their storage.
    assert 300 < chain.look(contract)[0] < 1024


def test_the_same_transaction_again_gives_the_same_answer(chain: Chain, contract: bytes) -> None:
    raw = chain.signer.transaction(contract, word(COUNT))
    first = chain.send(raw)
    assert chain.send(raw) == first
    assert chain.look(contract)[0] == 1


def test_the_same_transaction_again_after_sealing(tmp_path: Path) -> None:
    clock = Clock()
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    contract = chain.deploy()
    raw = chain.signer.transaction(contract, word(COUNT))
    first = chain.send(raw)
    clock.now += 5
    chain.provider.wait_sealed(1, 5)
    assert chain.send(raw) == first
    assert chain.head == 1
    chain.close()


def test_the_same_transaction_from_many_threads_at_once_counts_once(chain: Chain, contract: bytes) -> None:
    raw = chain.signer.transaction(contract, word(COUNT))
    barrier = threading.Barrier(16)

    def send() -> str:
        barrier.wait()
        return chain.send(raw)

    with ThreadPoolExecutor(16) as pool:
        answers = {future.result() for future in [pool.submit(send) for _ in range(16)]}
    assert len(answers) == 1
    assert chain.look(contract)[0] == 1


def test_many_threads_share_commits(chain: Chain, contract: bytes) -> None:
    before = chain.provider.statistics

    def work(account: Any) -> None:
        signer = Signer(account)
        for _ in range(8):
            chain.send(signer.transaction(contract, word(COUNT)))

    with ThreadPoolExecutor(15) as pool:
        list(pool.map(work, ACCOUNTS[1:]))
    after = chain.provider.statistics
    assert chain.look(contract)[0] == 120
    assert after.transactions - before.transactions == 120
    assert after.batches - before.batches < 120


@pytest.mark.parametrize("kind", [1, 2])
def test_typed_transactions_are_included(chain: Chain, contract: bytes, kind: int) -> None:
    access = [{"address": Web3.to_checksum_address(contract), "storageKeys": ["0x" + "00" * 32]}]
    fields: dict[str, Any] = {"type": kind, "accessList": access}
    if kind == 2:
        fields |= {"maxFeePerGas": 3 * 10**9, "maxPriorityFeePerGas": 10**9}
    sent = chain.count(contract, **fields)
    shown = chain.ask("eth_getTransactionByHash", sent)
    assert shown["type"] == chain.receipt(sent)["type"] == hex(kind)
    assert shown["accessList"] == [{"address": "0x" + contract.hex(), "storageKeys": ["0x" + "00" * 32]}]
    assert int(shown["gasPrice"], 16) == (10**9 if kind == 1 else 10**9 + 7)


def test_a_transaction_of_no_chain_is_included_and_shown_without_one(chain: Chain, contract: bytes) -> None:
    sent = chain.send(of_no_chain(chain.signer.account, 1, contract, word(COUNT)))
    assert chain.look(contract)[0] == 1
    shown = chain.ask("eth_getTransactionByHash", sent)
    assert "chainId" not in shown
    assert shown["v"] in ("0x1b", "0x1c")
    assert chain.ask("eth_getBlockByNumber", "pending", True)["transactions"][1] == shown


@pytest.mark.parametrize("recovery", [0, 1, 26, 29, 34])
def test_a_transaction_of_no_chain_is_signed_with_27_or_28(chain: Chain, contract: bytes, recovery: int) -> None:
    raw = of_no_chain(chain.signer.account, 1, contract, word(COUNT), recovery)
    error = chain.error("eth_sendRawTransaction", raw)
    assert error["message"] == "invalid sender: invalid transaction v, r, s values"


def test_web3_deploys_and_reads_through_the_provider(chain: Chain) -> None:
    w3 = Web3(chain.provider)
    assert w3.eth.chain_id == CHAIN_ID
    account = ACCOUNTS[5]
    filled = {
        "from": account.address,
        "data": INITCODE,
        "nonce": w3.eth.get_transaction_count(account.address, "pending"),
        "chainId": w3.eth.chain_id,
        "value": 0,
        "gasPrice": w3.eth.gas_price,
    }
    filled["gas"] = w3.eth.estimate_gas(filled)
    signed = account.sign_transaction({key: value for key, value in filled.items() if key != "from"})
    receipt = w3.eth.wait_for_transaction_receipt(w3.eth.send_raw_transaction(signed.raw_transaction))
    assert receipt["status"] == 1
    assert receipt["blockHash"] is None
    assert w3.eth.get_code(receipt["contractAddress"]) == RUNTIME
    assert w3.eth.get_block("pending", full_transactions=True)["transactions"][0]["from"] == account.address
    assert w3.eth.get_block(0)["difficulty"] == 0
    assert receipt["gasUsed"] <= filled["gas"] <= receipt["gasUsed"] * 1.03


def _refusals(signer: Signer, contract: bytes) -> list[tuple[str, str]]:
    """Raw transactions and geth's messages for them (core/error.go, core/txpool/errors.go)."""
    sender = "0x" + signer.address.hex()
    poor = Signer(Account.from_key(keccak(b"poor")))
    good = signer.transaction(contract, word(COUNT), nonce=1)
    fields = rlp.decode(bytes.fromhex(good[2:]))
    v, r, s = (int.from_bytes(part, "big") for part in fields[6:])
    high_s = rlp.encode([*fields[:6], v + 1 if v % 2 else v - 1, r, N - s])
    no_point = rlp.encode([*fields[:6], v, N, s])

    def sign(**fields: Any) -> str:
        return signer.transaction(contract, word(COUNT), **{"nonce": 1, **fields})

    return [
        (sign(nonce=0), f"nonce too low: address {sender}, tx: 0 state: 1"),
        (sign(nonce=2), f"nonce too high: address {sender}, tx: 2 state: 1"),
        (sign(nonce=2**64 - 1), "nonce has max value"),
        (poor.transaction(contract, nonce=0), "insufficient funds for gas * price + value: balance 0, tx cost "),
        (sign(value=10**28), "insufficient funds for gas * price + value: balance "),
        (sign(chainId=1), f"invalid sender: invalid chain id for signer: have 1 want {CHAIN_ID}"),
        (sign(gas=10**9 + 1), "exceeds block gas limit"),
        (sign(gas=21_000), "intrinsic gas too low: gas 21000, minimum needed "),
        (sign(gasPrice=6), f"max fee per gas less than block base fee: address {sender}, maxFeePerGas: 6, baseFee: 7"),
        (sign(gasPrice=7), "transaction underpriced: gas tip cap 0, minimum needed 1"),
        (
            sign(type=2, maxFeePerGas=10, maxPriorityFeePerGas=11),
            "max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: 11, maxFeePerGas: 10",
        ),
        (
            signer.transaction(data=b"\1" * 49153, nonce=1, gas=10**7),
            "max initcode size exceeded: code size 49153, limit 49152",
        ),
        ("0x" + high_s.hex(), "invalid sender: invalid transaction v, r, s values"),
        ("0x" + no_point.hex(), "invalid sender: invalid transaction v, r, s values"),
        ("0x03" + good[2:], "rlp: "),
        ("0x04" + good[2:], "transaction type not supported"),
        (good[:-2], "rlp: "),
        (good + "00", "rlp: "),
        ("0x", "typed transaction too short"),
    ]


def test_invalid_transactions_are_refused_in_geths_words(chain: Chain, contract: bytes) -> None:
    before = footprint(chain, contract, chain.signer.account)
    for raw, message in _refusals(chain.signer, contract):
        error = chain.error("eth_sendRawTransaction", raw)
        assert error["code"] == -32000
        assert error["message"].startswith(message), (error, message)
    assert footprint(chain, contract, chain.signer.account) == before
    chain.send(chain.signer.transaction(contract, word(COUNT), nonce=1))


def test_a_full_block_refuses_until_the_next_second(tmp_path: Path) -> None:
    clock = Clock()
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    contract = chain.deploy()
    raw = chain.signer.transaction(contract, word(COUNT), gas=10**9)
    assert chain.error("eth_sendRawTransaction", raw)["message"] == "gas limit reached"
    clock.now += 1
    chain.send(raw)
    assert chain.look(contract)[0] == 1
    chain.close()


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("eth_mine", [], -32601),
        ("eth_getBalance", [], -32602),
        ("eth_getBalance", ["0x12", "latest"], -32602),
        ("eth_getBlockByNumber", ["yesterday"], -32602),
        ("eth_getBlockByNumber", ["0x" + "f" * 20], -32602),
        ("eth_sendRawTransaction", ["f86b"], -32602),
        ("eth_getLogs", [{"address": "0x12"}], -32602),
        ("eth_getLogs", [{"fromBlock": "0x5", "toBlock": "0x4"}], -32602),
        ("eth_getLogs", [{"blockHash": "0x" + "11" * 32}], -32000),
        ("eth_call", [{"to": "0x" + "11" * 20}, "latest", {"0x" + "11" * 20: {"balance": "0x1"}}], -32602),
        ("eth_getProof", ["0x" + "11" * 20, [], "pending"], -32000),
        ("hanotex_getSeal", ["0x7"], -32000),
    ],
)
def test_requests_that_make_no_sense(chain: Chain, method: str, parameters: list[Any], code: int) -> None:
    assert chain.error(method, *parameters)["code"] == code


@pytest.mark.parametrize(
    "written", ["0x-1", "0x 1", "0x_1", " 0x1", "0x1 ", "0X1", "0x+1", "0x１", "-0x1", "1", "0x", -1]
)
def test_a_quantity_is_hex_digits_after_0x_and_nothing_else(chain: Chain, written: Any) -> None:
    account = "0x" + "11" * 20
    listed = [{"address": account, "storageKeys": [written]}]
    asked: list[tuple[str, list[Any]]] = [
        ("eth_getStorageAt", [account, written, "latest"]),
        ("eth_getProof", [account, [written], "latest"]),
        ("eth_getBalance", [account, written]),
        ("eth_getBlockByNumber", [written, False]),
        ("eth_getLogs", [{"fromBlock": written}]),
        ("eth_feeHistory", [written, "latest"]),
        *(
            (method, [{"to": account, **members}])
            for method in ("eth_call", "eth_estimateGas")
            for members in ({"value": written}, {"gas": written}, {"accessList": listed})
        ),
    ]
    assert [chain.error(method, *parameters)["code"] for method, parameters in asked] == [-32602] * len(asked)


@pytest.mark.parametrize("written", ["0x 11", "0x1", "0x11 ", "11", "0X11", "0x1g", "0x-1", 17])
def test_data_is_pairs_of_hex_digits_after_0x_and_nothing_else(chain: Chain, written: Any) -> None:
    account = "0x" + "11" * 20
    asked: list[tuple[str, list[Any]]] = [
        ("eth_call", [{"to": account, "data": written}]),
        ("eth_estimateGas", [{"to": account, "input": written}]),
        ("eth_sendRawTransaction", [written]),
    ]
    assert [chain.error(method, *parameters)["code"] for method, parameters in asked] == [-32602] * len(asked)


def test_numbers_beyond_a_word_and_endless_nesting_are_refused(chain: Chain) -> None:
    account, nested = "0x" + "11" * 20, {"blockNumber": "0x1"}
    for _ in range(100_000):
        nested = {"blockNumber": nested}  # type: ignore[dict-item]
    for method, parameters in (
        ("eth_call", [{"to": account, "value": hex(2**256)}]),
        ("eth_getStorageAt", [account, hex(2**256)]),
        ("eth_getBlockByNumber", [hex(2**63)]),
        ("eth_getBalance", [account, nested]),
        ("eth_getBalance", ["0x" + " ".join(["11"] * 20)]),
    ):
        assert chain.error(method, *parameters)["code"] == -32602
    while isinstance(nested, dict):  # let go level by level, not in one recursion
        nested = nested["blockNumber"]  # type: ignore[assignment]


def test_what_is_not_there_is_null(chain: Chain) -> None:
    for method, parameter in (
        ("eth_getBlockByNumber", "0x7"),
        ("eth_getBlockByHash", "0x" + "11" * 32),
        ("eth_getBlockReceipts", "0x7"),
        ("eth_getTransactionByHash", "0x" + "11" * 32),
        ("eth_getTransactionReceipt", "0x" + "11" * 32),
    ):
        assert chain.ask(method, parameter) is None
