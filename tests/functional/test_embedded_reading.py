"""Logs, proofs, and reading from another process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rlp
from embedded_chains import (
    ACCOUNTS,
    COUNT,
    EVENT,
    Chain,
    Clock,
    Signer,
    genesis,
    sign_seal,
    word,
)
from eth.rlp.accounts import Account as AccountRecord
from eth_utils import keccak
from trie import HexaryTrie

from ledger.engines.embedded import EmbeddedProvider, NotAChain


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chain(tmp_path: Path, clock: Clock) -> Iterator[Chain]:
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    yield chain
    chain.close()


def seal(chain: Chain, clock: Clock) -> int:
    clock.now += 1
    number = chain.head + 1 if chain.ask("eth_getBlockByNumber", "pending", False)["transactions"] else chain.head
    chain.provider.wait_sealed(number, 5)
    return number


# Logs


def counts(found: list[Any]) -> list[int]:
    return [int(entry["topics"][1], 16) for entry in found]


@pytest.fixture
def logged(chain: Chain, clock: Clock) -> tuple[bytes, bytes]:
    """Two contracts; the first counts 1, 2 in block 1 and 3 in block 2 (by another sender), 4 is in the open block."""
    first, second = chain.deploy(), chain.deploy()
    chain.count(first)
    chain.count(second)
    chain.count(first)
    seal(chain, clock)
    chain.send(Signer(ACCOUNTS[1]).transaction(first, word(COUNT)))
    seal(chain, clock)
    chain.count(first)
    return first, second


def caller(account: Any) -> str:
    return "0x" + account.address[2:].lower().rjust(64, "0")


def test_logs_are_found_by_address_topics_and_blocks(chain: Chain, logged: tuple[bytes, bytes]) -> None:
    first, second = ("0x" + address.hex() for address in logged)
    event = "0x" + EVENT.hex()

    def find(**wanted: Any) -> list[int]:
        return counts(chain.ask("eth_getLogs", {"fromBlock": "0x0", **wanted}))

    assert find() == [1, 1, 2, 3]
    assert find(toBlock="pending") == [1, 1, 2, 3, 4]
    assert find(fromBlock="pending", toBlock="pending") == [4]
    assert find(fromBlock="0x2") == [3]
    assert find(toBlock="0x1") == [1, 1, 2]
    assert find(fromBlock="0x1", toBlock="0x7fffffff") == [1, 1, 2, 3]
    assert find(fromBlock="latest") == [3]
    assert find(address=first) == [1, 2, 3]
    assert find(address=[first, second]) == [1, 1, 2, 3]
    assert find(address="0x" + "11" * 20) == []
    assert find(topics=[event]) == [1, 1, 2, 3]
    assert find(topics=["0x" + word(7).hex()]) == []
    assert find(topics=[None, "0x" + word(2).hex()]) == [2]
    assert find(topics=[None, ["0x" + word(1).hex(), "0x" + word(3).hex()]]) == [1, 1, 3]
    assert find(topics=[None, ["0x" + word(1).hex(), "0x" + word(4).hex()]], toBlock="pending") == [1, 1, 4]
    assert find(topics=[event, None, caller(ACCOUNTS[1])]) == [3]
    assert find(topics=[event, None, caller(ACCOUNTS[1])], address=second) == []
    assert find(topics=[None, None, None, "0x" + word(1).hex()]) == []
    assert find(topics=[None, None, None, None]) == [1, 1, 2, 3]
    with_hash = chain.ask("eth_getBlockByNumber", "0x2", False)["hash"]
    assert counts(chain.ask("eth_getLogs", {"blockHash": with_hash})) == [3]


def test_a_log_says_where_it_stands(chain: Chain, logged: tuple[bytes, bytes]) -> None:
    found = chain.ask("eth_getLogs", {"fromBlock": "0x0", "toBlock": "pending"})
    for entry in found:
        assert entry in chain.receipt(entry["transactionHash"])["logs"]
    assert [entry["logIndex"] for entry in found] == ["0x0", "0x1", "0x2", "0x0", "0x0"]
    assert [entry["blockHash"] is None for entry in found] == [False] * 4 + [True]


def test_one_log_among_a_hundred_thousand_is_found_in_milliseconds(chain: Chain, tmp_path: Path, clock: Clock) -> None:
    contract = chain.deploy()
    chain.count(contract)
    seal(chain, clock)
    wanted = chain.ask("eth_getLogs", {"fromBlock": "0x0", "topics": [None, "0x" + word(1).hex()]})
    # Rows as sealing writes them, a hundred thousand times the real log with other counts.
    connection = chain.provider._access._store._connection  # type: ignore[attr-defined]
    row = connection.execute("SELECT position, address, topic0, topic2, data FROM log").fetchone()
    rows = ((1 << 24 | i, row[0], row[1], row[2], word(i + 1), row[3], row[4]) for i in range(1, 100_001))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO log (id, position, address, topic0, topic1, topic2, data) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )
    connection.execute("COMMIT")
    asked = {
        "fromBlock": "0x0",
        "address": "0x" + contract.hex(),
        "topics": ["0x" + EVENT.hex(), "0x" + word(1).hex()],
    }
    started = time.perf_counter()
    for _ in range(20):
        assert chain.ask("eth_getLogs", asked) == wanted
    assert (time.perf_counter() - started) / 20 < 0.02


# Proofs


def proved(chain: Chain, account: bytes, slots: list[int], block: str = "latest") -> tuple[AccountRecord, list[int]]:
    """What the proof shows of the account and the slots, against the header's state root alone."""
    header = rlp.decode(bytes.fromhex(chain.ask("debug_getRawHeader", block)[2:]))
    keys = ["0x" + word(slot).hex() for slot in slots]
    proof = chain.ask("eth_getProof", "0x" + account.hex(), keys, block)

    def follow(root: bytes, key: bytes, nodes: list[str]) -> bytes:
        path = [rlp.decode(bytes.fromhex(node[2:])) for node in nodes]
        return HexaryTrie.get_from_proof(root, keccak(key), path)

    encoded = follow(header[3], account, proof["accountProof"])
    record = rlp.decode(encoded, AccountRecord) if encoded else AccountRecord()
    assert (proof["balance"], proof["nonce"]) == (hex(record.balance), hex(record.nonce))
    assert proof["codeHash"] == "0x" + record.code_hash.hex()
    assert proof["storageHash"] == "0x" + record.storage_root.hex()
    values = []
    for key, slot in zip(keys, proof["storageProof"], strict=True):
        value = follow(record.storage_root, bytes.fromhex(key[2:]), slot["proof"])
        values.append(int.from_bytes(rlp.decode(value), "big") if value else 0)
        assert (slot["key"], slot["value"]) == (key, hex(values[-1]))
    return record, values


def test_proofs_lead_to_the_state_root_of_the_header(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    for _ in range(3):
        chain.count(contract)
    seal(chain, clock)
    chain.count(contract)
    record, values = proved(chain, contract, [0, 1, 2**256 - 1])
    assert values == [3, 0, 0]
    assert record.code_hash == keccak(bytes.fromhex(chain.ask("eth_getCode", "0x" + contract.hex(), "latest")[2:]))
    seal(chain, clock)
    assert proved(chain, contract, [0])[1] == [4]
    assert proved(chain, contract, [0], "0x1")[1] == [3]


def test_absence_is_proved_as_well(chain: Chain, clock: Clock) -> None:
    contract = chain.deploy()
    seal(chain, clock)
    for account in (b"\x11" * 20, bytes.fromhex("00" * 19 + "ff")):
        assert proved(chain, account, [0]) == (AccountRecord(), [0])
    assert proved(chain, contract, [0, 5])[1] == [0, 0]


def test_the_raw_header_hashes_to_the_block_hash(chain: Chain, clock: Clock) -> None:
    chain.deploy()
    seal(chain, clock)
    raw = bytes.fromhex(chain.ask("debug_getRawHeader", "0x1")[2:])
    block = chain.ask("eth_getBlockByNumber", "0x1", True)
    assert "0x" + keccak(raw).hex() == block["hash"]
    whole = bytes.fromhex(chain.ask("debug_getRawBlock", "0x1")[2:])
    assert int(block["size"], 16) == len(whole)
    assert rlp.encode(rlp.decode(whole)[0]) == raw


# Reading only

_READER = """
import sys
from pathlib import Path
from ledger.engines.embedded import EmbeddedProvider
provider = EmbeddedProvider.open_read_only(Path(sys.argv[1]))
for line in sys.stdin:
    number = int(line)
    provider.wait_sealed(number, 10)
    block = provider.make_request("eth_getBlockByNumber", [hex(number), False])["result"]
    print(block["hash"], len(provider.make_request("eth_getLogs", [{"fromBlock": "0x0"}])["result"]), flush=True)
"""


def test_another_process_sees_new_blocks_as_they_are_sealed(chain: Chain, clock: Clock, tmp_path: Path) -> None:
    contract = chain.deploy()
    with subprocess.Popen(
        [sys.executable, "-c", _READER, str(tmp_path / "chain.sqlite")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for number in (1, 2, 3):
            chain.count(contract)
            print(number, file=reader.stdin, flush=True)
            seal(chain, clock)
            expected = chain.ask("eth_getBlockByNumber", hex(number), False)["hash"]
            assert reader.stdout.readline().split() == [expected, str(number)]
        reader.stdin.close()
    assert reader.returncode == 0


def test_a_reader_refuses_to_send_and_answers_from_the_last_sealed_block(
    chain: Chain, clock: Clock, tmp_path: Path
) -> None:
    contract = chain.deploy()
    chain.count(contract)
    seal(chain, clock)
    chain.count(contract)
    provider = EmbeddedProvider.open_read_only(tmp_path / "chain.sqlite", clock=clock)
    reader = Chain(provider)
    assert reader.look(contract) == (1, int(clock.now), 2)
    assert provider.genesis == genesis()
    error = reader.error("eth_sendRawTransaction", chain.signer.transaction(contract, word(COUNT)))
    assert error["message"] == "the chain is open for reading only"
    with pytest.raises(TimeoutError):
        provider.wait_sealed(2, 0.1)
    reader.close()


def test_a_closed_chain_can_be_read(chain: Chain, clock: Clock, tmp_path: Path) -> None:
    chain.deploy()
    seal(chain, clock)
    chain.close()
    reader = Chain(EmbeddedProvider.open_read_only(tmp_path / "chain.sqlite"))
    assert reader.head == 1
    reader.close()


def test_what_is_not_a_chain_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("this is no database, whatever its name may say" * 100)
    for name in ("text", "absent"):
        with pytest.raises(NotAChain):
            EmbeddedProvider.open_read_only(tmp_path / name)
    with pytest.raises(NotAChain):
        EmbeddedProvider.create_or_open(tmp_path / "text", genesis(), sign_seal)
