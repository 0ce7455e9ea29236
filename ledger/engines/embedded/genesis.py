"""The first block: what a chain is created from, and the same as a genesis file of geth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .machine import Header, initial_state_root, make_header

# 7 wei is where EIP-1559's fall of an eighth per block stops (7 // 8 is 0), so the base fee of a chain
# whose blocks stay under half of the gas limit never moves, and 1 gwei pays it 10^8 times over.
BASE_FEE = 7

# EIP-4844 as of Cancun; geth refuses a genesis with Cancun that does not say it.
_BLOB_SCHEDULE = {"cancun": {"target": 3, "max": 6, "baseFeeUpdateFraction": 3338477}}
_FORK_BLOCKS = (
    "homesteadBlock",
    "eip150Block",
    "eip155Block",
    "eip158Block",
    "byzantiumBlock",
    "constantinopleBlock",
    "petersburgBlock",
    "istanbulBlock",
    "berlinBlock",
    "londonBlock",
)


@dataclass(frozen=True)
class ChainGenesis:
    """chain_id: EIP-155. time: seconds, Unix. alloc: 20-byte address to wei. gas_limit: of every block."""

    chain_id: int
    time: int
    alloc: Mapping[bytes, int]
    gas_limit: int = 1_000_000_000

    def to_json(self) -> str:
        """One canonical line, as kept in the chain's file; equal genesis, equal text."""
        alloc = {address.hex(): str(wei) for address, wei in self.alloc.items()}
        members = {"chain_id": self.chain_id, "time": self.time, "gas_limit": self.gas_limit, "alloc": alloc}
        return json.dumps(members, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ChainGenesis:
        members = json.loads(text)
        alloc = {bytes.fromhex(address): int(wei) for address, wei in members["alloc"].items()}
        return cls(members["chain_id"], members["time"], alloc, members["gas_limit"])


def genesis_header(genesis: ChainGenesis, nodes: Any) -> Header:
    """The header of block 0; writes the state it commits to into `nodes`."""
    return make_header(
        parent_hash=bytes(32),
        number=0,
        time=genesis.time,
        gas_limit=genesis.gas_limit,
        base_fee=BASE_FEE,
        state_root=initial_state_root(nodes, genesis.chain_id, genesis.alloc),
    )


def geth_genesis(genesis: ChainGenesis) -> dict[str, Any]:
    """The `genesis.json` of which `geth init` makes the same block 0: every fork up to Cancun from the start."""
    config: dict[str, Any] = {"chainId": genesis.chain_id}
    config |= dict.fromkeys(_FORK_BLOCKS, 0)
    config |= {"terminalTotalDifficulty": 0, "shanghaiTime": 0, "cancunTime": 0, "blobSchedule": _BLOB_SCHEDULE}
    return {
        "config": config,
        "nonce": "0x0",
        "timestamp": hex(genesis.time),
        "extraData": "0x",
        "gasLimit": hex(genesis.gas_limit),
        "difficulty": "0x0",
        "mixHash": "0x" + bytes(32).hex(),
        "coinbase": "0x" + bytes(20).hex(),
        "baseFeePerGas": hex(BASE_FEE),
        "excessBlobGas": "0x0",
        "blobGasUsed": "0x0",
        "alloc": {"0x" + address.hex(): {"balance": hex(wei)} for address, wei in sorted(genesis.alloc.items())},
    }
