"""Running a message without including it: `eth_call` and `eth_estimateGas`. It costs nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from eth.vm.forks.berlin.transactions import calculate_txn_intrinsic_gas_berlin

from . import machine
from .errors import RpcError, refused
from .machine import Computation, State
from .vm_errors import failure

# geth's --rpc.gascap: what one question may burn of the one thread that executes.
GAS_CAP = 50_000_000
# geth stops narrowing where the bounds are this near to each other.
_ESTIMATE_ERROR = 0.015
_CALL_STIPEND = 2300


@dataclass(frozen=True)
class Call:
    """A message as execution wants it: a transaction without nonce, price and signature.

    sender, to: 20 bytes; `to` is empty where a contract is to be created. value: wei.
    """

    sender: bytes = bytes(20)
    to: bytes = b""
    gas: int = GAS_CAP
    value: int = 0
    data: bytes = b""
    access_list: Sequence[tuple[bytes, Sequence[int]]] = ()

    type_id: ClassVar[int] = 0
    gas_price: ClassVar[int] = 0
    max_fee_per_gas: ClassVar[int] = 0
    max_priority_fee_per_gas: ClassVar[int] = 0

    @property
    def intrinsic_gas(self) -> int:
        return int(calculate_txn_intrinsic_gas_berlin(self))


def call(state: State, message: Call) -> bytes:
    """What the message returns. Raises RpcError as a node answers it."""
    computation = _attempt(state, message)
    if computation.is_error:
        raise failure(computation)
    return bytes(computation.output)


def estimate_gas(state: State, message: Call) -> int:
    """Gas with which the message succeeds, at most 1.5 % too much.

    Raises RpcError if it does not succeed with `message.gas`.
    """
    computation = _attempt(state, message)
    if computation.is_error:
        raise failure(computation)
    used = machine.gas_used(message, computation)
    refund = int(computation.get_gas_refund())
    # EIP-150 keeps a 64th back at each call, and refunds come after: a little more than was used has to be offered.
    high, low = message.gas, used - 1
    likely = (used + refund + _CALL_STIPEND) * 64 // 63
    if likely < high:
        low, high = (low, likely) if _suffices(state, message, likely) else (likely, high)
    while low + 1 < high and (high - low) / high >= _ESTIMATE_ERROR:
        middle = min((high + low) // 2, low * 2)
        low, high = (low, middle) if _suffices(state, message, middle) else (middle, high)
    return high


def _suffices(state: State, message: Call, gas: int) -> bool:
    try:
        offered = Call(message.sender, message.to, gas, message.value, message.data, message.access_list)
        return not _attempt(state, offered).is_error
    except RpcError:
        return False


def _attempt(state: State, message: Call) -> Computation:
    """Execute at a base fee of zero, as the message pays nothing, and undo it."""
    if message.gas < message.intrinsic_gas:
        raise refused(f"intrinsic gas too low: have {message.gas}, want {message.intrinsic_gas}")
    if state.get_balance(message.sender) < message.value:
        raise refused(f"insufficient funds for transfer: address 0x{message.sender.hex()}")
    snapshot = machine.begin(state)
    try:
        return machine.execute(state, message)
    finally:
        state.revert(snapshot)
