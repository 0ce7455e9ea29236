"""The Ethereum virtual machine: this file and `accounts.py` are what touches py-evm's execution.

One version is pinned (py-evm 0.12.1b1, rules of Cancun). Transactions are checked by `transactions.py` before
they come here, so the parts of py-evm's executor are called without its own, slower, validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import rlp
from eth.constants import BLANK_ROOT_HASH, ZERO_ADDRESS
from eth.db.atomic import AtomicDB
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.cancun import CancunVM
from eth.vm.forks.cancun.blocks import CancunBlockHeader
from eth.vm.forks.cancun.computation import CancunComputation
from eth.vm.forks.cancun.state import CancunState
from eth.vm.forks.london.headers import calculate_expected_base_fee_per_gas

from .accounts import Accounts

# py-evm is untyped; these names say what is meant.
Header: TypeAlias = Any  # CancunBlockHeader: immutable, `hash` computed once
State: TypeAlias = Any  # CancunState over one state root
Computation: TypeAlias = Any  # what executing one message left: output, error, logs, gas
Environment: TypeAlias = Any  # ExecutionContext: what the BLOCKHASH, NUMBER, TIMESTAMP, ... instructions read

# Fees go to nobody: the chain has one operator, who pays them to himself.
FEE_RECIPIENT = ZERO_ADDRESS


@lru_cache(maxsize=64)
def _positions(code: bytes) -> tuple[set[int], set[int]]:
    """(positions known to hold data, positions known to hold an instruction) of one code, filled as jumps are made."""
    return set(), set()


class _Computation(CancunComputation):  # type: ignore[misc]  # py-evm is untyped
    """Finds out once per code, not once per call, where jumps may land: a tenth of a command's time."""

    def __init__(self, state: Any, message: Any, transaction_context: Any) -> None:
        super().__init__(state, message, transaction_context)
        self.code.invalid_positions, self.code.valid_positions = _positions(message.code)


class _State(CancunState):  # type: ignore[misc]  # py-evm is untyped
    account_db_class = Accounts
    computation_class = _Computation


def make_header(
    *,
    parent_hash: bytes,
    number: int,
    time: int,
    gas_limit: int,
    base_fee: int,
    state_root: bytes,
    **contents: Any,
) -> Header:
    """A header of Cancun: difficulty 0, no withdrawals, no blobs, a zero beacon root (EIP-3675, 4895, 4844, 4788).

    contents: transaction_root, receipt_root, bloom, gas_used; without them the block is empty.
    """
    return CancunBlockHeader(
        parent_hash=parent_hash,
        block_number=number,
        timestamp=time,
        gas_limit=gas_limit,
        base_fee_per_gas=base_fee,
        state_root=state_root,
        coinbase=FEE_RECIPIENT,
        difficulty=0,
        nonce=bytes(8),
        **contents,
    )


def decode_header(encoded: bytes) -> Header:
    return rlp.decode(encoded, CancunBlockHeader)


def next_base_fee(parent: Header) -> int:
    """Base fee in wei of the block after `parent` (EIP-1559)."""
    return int(calculate_expected_base_fee_per_gas(parent))


def environment(
    *, number: int, time: int, gas_limit: int, base_fee: int, chain_id: int, ancestors: Iterable[bytes]
) -> Environment:
    """What execution sees of its block. ancestors: block hashes from the parent backwards, read when needed."""
    return ExecutionContext(
        coinbase=FEE_RECIPIENT,
        timestamp=time,
        block_number=number,
        difficulty=0,
        mix_hash=bytes(32),
        gas_limit=gas_limit,
        prev_hashes=ancestors,
        chain_id=chain_id,
        base_fee_per_gas=base_fee,
        excess_blob_gas=0,
    )


def open_state(nodes: Any, state_root: bytes, seen: Environment) -> State:
    """The state of `state_root`, read from `nodes` (32-byte hash to trie node or code) as execution needs it."""
    return _State(AtomicDB(nodes), seen, state_root)


def initial_state_root(nodes: Any, chain_id: int, alloc: Mapping[bytes, int]) -> bytes:
    """Write the state of block 0 into `nodes`; alloc: 20-byte address to wei."""
    seen = environment(number=0, time=0, gas_limit=0, base_fee=0, chain_id=chain_id, ancestors=())
    state = open_state(nodes, BLANK_ROOT_HASH, seen)
    for address, wei in alloc.items():
        state.set_balance(address, wei)
    state.persist()
    return bytes(state.state_root)


def execute(state: State, transaction: Any) -> Computation:
    """Execute a transaction already found valid; buys gas, raises the nonce, pays the fee, clears touched empties.

    The caller has taken a snapshot: where `is_error`, it reverts to it.
    """
    executor = state.get_transaction_executor()
    message = executor.build_evm_message(transaction)
    computation = executor.finalize_computation(transaction, executor.build_computation(message, transaction))
    state.clear_transient_storage()
    return computation


def gas_used(transaction: Any, computation: Computation) -> int:
    """Gas charged to the sender, refunds deducted (EIP-3529)."""
    return int(CancunVM.finalize_gas_used(transaction, computation))


def begin(state: State) -> Any:
    """Start a transaction: what earlier ones did becomes final, addresses are cold again. Returns a snapshot."""
    state.lock_changes()
    return state.snapshot()
