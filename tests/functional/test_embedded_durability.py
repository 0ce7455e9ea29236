"""What was acknowledged is there: after kill -9, with a full disk, and with only one writer at a time."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from embedded_chains import ACCOUNTS, COUNT, Chain, Clock, Signer, genesis, sign_seal, word

from ledger.engines.embedded import ChainDamaged, ChainInUse, EmbeddedProvider, GenesisDiffers

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{HERE.parents[1]}{os.pathsep}{HERE}"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


# Crashes


def without_hash(receipt: dict[str, Any]) -> dict[str, Any]:
    logs = [{**entry, "blockHash": None} for entry in receipt["logs"]]
    return {**receipt, "blockHash": None, "logs": logs}


def run_and_kill(path: Path, began: int, contract: bytes, threads: int, seconds: float) -> list[dict[str, Any]]:
    """Receipts that were acknowledged before the process was killed."""
    command = [sys.executable, str(HERE / "embedded_writer.py"), str(path), str(threads), contract.hex(), str(began)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        writer_dies_at = time.monotonic() + seconds
        while time.monotonic() < writer_dies_at:
            lines.append(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    assert writer.returncode == -signal.SIGKILL
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def test_kill_9_loses_nothing_acknowledged_and_repeats_nothing(tmp_path: Path) -> None:
    path = tmp_path / "chain.sqlite"
    first = genesis(int(time.time()) - 10)
    chain = Chain.open(path, time.time, genesis=first)
    contract = chain.deploy()
    chain.close()
    acknowledged: list[dict[str, Any]] = []
    for _ in range(4):
        fresh = run_and_kill(path, first.time, contract, 6, random.uniform(0.4, 1.6))
        assert fresh
        acknowledged += fresh
        chain = Chain.open(path, time.time, genesis=first)
        for receipt in fresh:
            assert without_hash(chain.receipt(receipt["transactionHash"])) == without_hash(receipt)
        chain.close()

    chain = Chain.open(path, time.time, genesis=first)
    last = int(chain.ask("eth_getBlockByNumber", "pending", False)["number"], 16)
    chain.provider.wait_sealed(last - 1, 5)
    blocks = [chain.ask("eth_getBlockByNumber", hex(number), False) for number in range(1, chain.head + 1)]
    opened = chain.ask("eth_getBlockByNumber", "pending", False)
    included = [entry for block in blocks for entry in block["transactions"]] + opened["transactions"]
    assert len(set(included)) == len(included)
    assert {receipt["transactionHash"] for receipt in acknowledged} <= set(included)
    # One deployment; every other one of them counted exactly once.
    assert chain.look(contract)[0] == len(included) - 1
    times = [int(block["timestamp"], 16) for block in blocks]
    assert times == sorted(set(times))
    chain.close()


def test_the_journal_is_executed_again_in_the_same_block_at_the_same_time(tmp_path: Path, clock: Clock) -> None:
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    contract = chain.deploy()
    sent = [chain.count(contract) for _ in range(5)]
    receipts = [chain.receipt(each) for each in sent]
    chain.close()

    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    assert [chain.receipt(each) for each in sent] == receipts
    chain.signer.nonce = 6
    sixth = chain.receipt(chain.count(contract))
    assert (sixth["blockNumber"], sixth["transactionIndex"]) == ("0x1", "0x6")
    chain.close()

    clock.now += 3600
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    assert chain.head == 1
    block = chain.ask("eth_getBlockByNumber", "0x1", False)
    assert int(block["timestamp"], 16) == int(clock.now) - 3600
    assert block["transactions"][1:6] == sent
    assert [without_hash(chain.receipt(each)) for each in sent] == receipts
    chain.close()


def test_a_journal_that_does_not_execute_again_is_not_passed_over(tmp_path: Path, clock: Clock) -> None:
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    chain.deploy()
    chain.close()
    with sqlite3.connect(tmp_path / "chain.sqlite") as connection:
        connection.execute("UPDATE journal SET position = position + 1")
        connection.execute("INSERT INTO journal SELECT 0, block, time, raw FROM journal")
    connection.close()
    with pytest.raises(ChainDamaged, match="nonce too low"):
        Chain.open(tmp_path / "chain.sqlite", clock)


# One writer


def test_a_second_writer_is_refused_at_once_and_told_who_writes(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "chain.sqlite"
    chain = Chain.open(path, clock)
    with pytest.raises(ChainInUse) as refusal:
        EmbeddedProvider.create_or_open(path, genesis(), sign_seal, clock=clock)
    assert (refusal.value.path, refusal.value.pid) == (path, os.getpid())
    script = (
        "import sys\nfrom pathlib import Path\nfrom embedded_chains import Chain, Clock\n"
        "from ledger.engines.embedded import ChainInUse\n"
        "try: Chain.open(Path(sys.argv[1]), Clock())\n"
        "except ChainInUse as error: print(error.pid)"
    )
    other = subprocess.run(
        [sys.executable, "-c", script, str(path)], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert int(other.stdout) == os.getpid()
    chain.close()
    Chain.open(path, clock).close()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path, clock: Clock) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom embedded_chains import Chain, Clock\n"
        "Chain.open(Path(sys.argv[1]), Clock()).deploy()\nos.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path / "chain.sqlite")], env=ENVIRONMENT)
    assert killed.returncode == -signal.SIGKILL
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    assert len(chain.ask("eth_getBlockByNumber", "pending", False)["transactions"]) == 1
    chain.close()


@pytest.mark.parametrize(
    "other", [genesis(chain_id=77002), genesis(time=1_800_000_001), genesis(alloc={}), genesis(gas_limit=30_000_000)]
)
def test_a_file_of_another_genesis_is_refused(tmp_path: Path, clock: Clock, other: Any) -> None:
    Chain.open(tmp_path / "chain.sqlite", clock).close()
    with pytest.raises(GenesisDiffers):
        Chain.open(tmp_path / "chain.sqlite", clock, genesis=other)
    Chain.open(tmp_path / "chain.sqlite", clock).close()


# Storage


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(mounted)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a tmpfs is not permitted here")
    yield mounted
    subprocess.run(["umount", "--lazy", str(mounted)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_a_full_disk_acknowledges_nothing_it_does_not_keep(small_disk: Path, clock: Clock) -> None:
    path = small_disk / "chain.sqlite"
    chain = Chain.open(path, clock)
    contract = chain.deploy()
    kept, refused = [chain.count(contract) for _ in range(5)], []
    filler = fill(small_disk)

    def work(account: Any) -> None:
        signer = Signer(account)
        while not refused:
            raw = signer.transaction(contract, word(COUNT))
            response = chain.request("eth_sendRawTransaction", raw)
            if "error" in response:
                assert response["error"]["code"] == -32020
                assert response["error"]["message"].startswith("storage: ")
                refused.append(raw)
            else:
                kept.append(response["result"])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, ACCOUNTS[1:7]))
    assert refused
    assert chain.look(contract)[0] == len(kept)
    assert set(chain.ask("eth_getBlockByNumber", "pending", False)["transactions"][1:]) == set(kept)

    # The second passes; there is no room for the block either, so still nothing is acknowledged.
    clock.now += 1
    assert chain.error("eth_sendRawTransaction", refused[0])["code"] == -32020
    assert chain.head == 0
    assert chain.look(contract)[0] == len(kept)

    filler.unlink()
    for raw in refused:
        chain.send(raw)
    assert chain.head == 1
    assert chain.look(contract)[0] == len(kept) + len(refused)
    chain.close()

    chain = Chain.open(path, clock)
    assert chain.look(contract)[0] == len(kept) + len(refused)
    assert set(chain.ask("eth_getBlockByNumber", "0x1", False)["transactions"][1:]) == set(kept)
    chain.close()


def test_a_file_that_may_not_grow_is_answered_the_same_way(tmp_path: Path, clock: Clock) -> None:
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    contract = chain.deploy()
    kept = chain.count(contract)
    connection = chain.provider._access._store._connection  # type: ignore[attr-defined]
    size = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={size}")
    large = chain.signer.transaction(contract, word(COUNT) + bytes(20_000))
    error = chain.error("eth_sendRawTransaction", large)
    assert error == {"code": -32020, "message": "storage: database or disk is full"}
    assert chain.look(contract)[0] == 1
    connection.execute("PRAGMA max_page_count=1000000")
    sent = chain.send(large)
    assert [chain.receipt(each)["transactionIndex"] for each in (kept, sent)] == ["0x1", "0x2"]
    chain.close()
