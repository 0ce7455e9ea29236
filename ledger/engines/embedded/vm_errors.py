"""What a failed execution is answered with: geth's message for each of py-evm's errors."""

from __future__ import annotations

from typing import Any

from eth import exceptions
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from .errors import EXECUTION_REVERTED, RpcError, refused

_ERROR_STRING = bytes.fromhex("08c379a0")  # Error(string), what `require` and `revert("...")` give

_MESSAGES: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.OutOfGas, "out of gas"),
    (exceptions.InvalidInstruction, "invalid opcode"),
    (exceptions.InvalidJumpDestination, "invalid jump destination"),
    (exceptions.InsufficientStack, "stack underflow"),
    (exceptions.FullStack, "stack limit reached 1024"),
    (exceptions.WriteProtection, "write protection"),
    (exceptions.OutOfBoundsRead, "return data out of bounds"),
    (exceptions.InsufficientFunds, "insufficient balance for transfer"),
    (exceptions.StackDepthLimit, "max call depth exceeded"),
    (exceptions.ContractCreationCollision, "contract address collision"),
    (exceptions.ReservedBytesInCode, "invalid code: must not begin with 0xef"),
)


def failure(computation: Any) -> RpcError:
    """The answer to a computation that failed; one that reverted carries its data, 0x-prefixed hex."""
    error = computation.error
    if isinstance(error, exceptions.Revert):
        output = bytes(computation.output)
        return RpcError(EXECUTION_REVERTED, "execution reverted" + _reason(output), "0x" + output.hex())
    return refused(next((message for kind, message in _MESSAGES if isinstance(error, kind)), f"vm error: {error}"))


def _reason(output: bytes) -> str:
    """`: text` of an Error(string), nothing for any other revert."""
    if output[:4] != _ERROR_STRING:
        return ""
    try:
        (text,) = decode(["string"], output[4:])
    except (DecodingError, OverflowError, UnicodeDecodeError):
        return ""
    return f": {text}"
