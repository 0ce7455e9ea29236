"""Independent clients accept the chain: a fresh py-evm with all its own checks, and geth where there is one.

They execute every block again and compare its roots, so whatever a refused transaction or a question had left behind
would show here.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path

import pytest
import rlp
from embedded_chains import (
    ACCOUNTS,
    ANCESTOR,
    CHAIN_ID,
    CLEAR,
    COUNT,
    INVALID,
    LOOK,
    LOOP,
    RECURSE,
    REVERT,
    SHORT_LIVED,
    Chain,
    Clock,
    Signer,
    of_no_chain,
    word,
)
from eth.chains.base import MiningChain
from eth.consensus.noproof import NoProofConsensus
from eth.db.atomic import AtomicDB
from eth.vm.forks.cancun import CancunVM
from rlp.codec import consume_length_prefix

from ledger.engines.embedded import export_blocks, export_genesis
from ledger.engines.embedded.genesis import BASE_FEE

BLOCKS = 6
KINDS = [COUNT, COUNT, COUNT, CLEAR, RECURSE, REVERT, INVALID, LOOP, LOOK, ANCESTOR, "send", "create", "old"]
FAILING = {REVERT: 100_000, INVALID: 100_000, LOOP: 30_000}


def send_something(chain: Chain, contract: bytes, signer: Signer, source: random.Random) -> None:
    """One transaction, refused transaction or question, of any kind."""
    what = source.choice(KINDS)
    if what in FAILING:
        failing = signer.transaction(contract, word(what), gas=FAILING[what], nonce=signer.nonce)
        assert "error" in chain.request("eth_sendRawTransaction", failing)
    elif what == "send":
        chain.send(signer.transaction(source.randbytes(20), value=source.randrange(3)))
    elif what == "old":
        chain.send(of_no_chain(signer.account, signer.nonce, contract, word(COUNT)))
        signer.nonce += 1
    elif what == "create":
        chain.send(signer.transaction(data=SHORT_LIVED, value=source.randrange(3)))
    elif what in (LOOK, ANCESTOR):
        question = {"to": "0x" + contract.hex(), "from": signer.account.address, "data": "0x" + word(COUNT).hex()}
        chain.ask("eth_call", question, "latest")
        chain.ask("eth_estimateGas", {**question, "data": "0x" + (word(what) + word(1)).hex()})
        chain.send(signer.transaction(contract, word(what) + word(source.randrange(4))))
    else:
        kind = source.choice([{}, {"type": 1, "accessList": []}, {"type": 2, "maxFeePerGas": 10**10}])
        if kind.get("type") == 2:
            kind["maxPriorityFeePerGas"] = source.randrange(1, 10**9)
        chain.send(signer.transaction(contract, word(what), gas=5_000_000 if what == RECURSE else 200_000, **kind))


def make_history(path: Path, seed: int) -> list[str]:
    """Write a chain, opened again halfway through each block; returns the hashes of its blocks."""
    source, clock = random.Random(seed), Clock()
    chain = Chain.open(path, clock)
    contract = chain.deploy()
    signers = [Signer(account) for account in ACCOUNTS[1:5]]
    for number in range(1, BLOCKS + 1):
        for half in range(2):
            chain.send(signers[0].transaction(contract, word(COUNT)))
            for _ in range(12):
                send_something(chain, contract, source.choice(signers), source)
            if half == 0:
                chain.close()
                chain = Chain.open(path, clock)
        clock.now += source.choice([1, 2, 60])
        chain.provider.wait_sealed(number, 5)
    hashes = [chain.ask("eth_getBlockByNumber", hex(number), False)["hash"] for number in range(BLOCKS + 1)]
    chain.close()
    return hashes


@pytest.fixture(scope="module", params=[1, 2, 3])
def exported(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, Path, list[str]]:
    """Files of blocks and genesis, and the blocks' hashes from 0."""
    folder = tmp_path_factory.mktemp("exported")
    hashes = make_history(folder / "chain.sqlite", request.param)
    blocks, first = folder / "blocks.rlp", folder / "genesis.json"
    assert export_blocks(folder / "chain.sqlite", blocks) == BLOCKS
    export_genesis(folder / "chain.sqlite", first)
    return blocks, first, hashes


def test_an_open_chain_is_exported_up_to_the_last_sealed_block(tmp_path: Path) -> None:
    clock = Clock()
    chain = Chain.open(tmp_path / "chain.sqlite", clock)
    contract = chain.deploy()
    clock.now += 1
    chain.provider.wait_sealed(1, 5)
    chain.count(contract)
    assert export_blocks(chain.provider, tmp_path / "blocks.rlp") == 1
    raw = chain.ask("debug_getRawBlock", "0x1")
    assert (tmp_path / "blocks.rlp").read_bytes().hex() == raw[2:]
    chain.close()


def test_a_fresh_chain_with_full_validation_accepts_the_blocks(exported: tuple[Path, Path, list[str]]) -> None:
    blocks, first, hashes = exported
    declared = json.loads(first.read_text())
    machine = CancunVM.configure(consensus_class=NoProofConsensus)
    other = MiningChain.configure("Other", vm_configuration=((0, machine),), chain_id=CHAIN_ID).from_genesis(
        AtomicDB(),
        {
            "difficulty": 0,
            "gas_limit": int(declared["gasLimit"], 16),
            "timestamp": int(declared["timestamp"], 16),
            "nonce": bytes(8),
            "base_fee_per_gas": BASE_FEE,
            "parent_beacon_block_root": bytes(32),
        },
        {
            bytes.fromhex(address[2:]): {
                "balance": int(entry["balance"], 16),
                "nonce": 0,
                "code": b"",
                "storage": {},
            }
            for address, entry in declared["alloc"].items()
        },
    )
    rest = blocks.read_bytes()
    while rest:
        _, _, length, start = consume_length_prefix(rest, 0)
        other.import_block(rlp.decode(rest[: start + length], machine.get_block_class()), perform_validation=True)
        rest = rest[start + length :]
    assert hashes == [
        "0x" + other.get_canonical_block_header_by_number(number).hash.hex() for number in range(BLOCKS + 1)
    ]


@pytest.mark.skipif("GETH" not in os.environ, reason="GETH names no geth binary")
def test_geth_imports_the_blocks_and_gives_the_same_back(
    exported: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    blocks, first, _ = exported
    geth = [os.environ["GETH"], "--datadir", str(tmp_path / "geth"), "--state.scheme", "hash", "--gcmode", "archive"]
    for step in (["init", str(first)], ["import", str(blocks)], ["export", str(tmp_path / "back.rlp")]):
        subprocess.run([*geth, *step], check=True, capture_output=True, timeout=120)
    back = (tmp_path / "back.rlp").read_bytes()
    assert back.endswith(blocks.read_bytes())  # geth exports block 0 as well
    _, _, length, start = consume_length_prefix(back, 0)
    assert len(back) == start + length + blocks.stat().st_size
