"""JSON-RPC to an EVM chain, and what this chain's endpoint is like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint

from ledger.errors import EngineUnavailable

EXECUTION_REVERTED = 3
CLOCK_BEHIND = -32010  # HanoTEX embedded chain: the machine's clock is behind the last block
STORAGE = -32020  # HanoTEX embedded chain: the transaction could not be made durable
# Codes that say of a transaction that it was not taken (EIP-1474; geth gives all its reasons as -32000). With any other
# code (internal error, timeout, limit exceeded) it may have been.
_NOT_TAKEN = frozenset({EXECUTION_REVERTED, -32000, -32003, -32601, -32602, CLOCK_BEHIND, STORAGE})
# geth's words: too little gas for its bytes (and for their least price, EIP-7623), more than 128 KiB, gas used up.
_TOO_LARGE = ("intrinsic gas too low", "insufficient gas for floor data gas cost", "oversized data", "out of gas")


class RpcError(EngineUnavailable):
    """The endpoint answered, and its answer is an error (EIP-1474).

    Where nobody reads a meaning into it, it says that the engine does not do what it was asked.
    """

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(f"the endpoint answered error {code}: {message}")
        self.code = code
        self.message = message
        self.data = data

    @property
    def revert_data(self) -> bytes | None:
        """What the contract reverted with, or None if this error is not a revert.

        geth gives a hex string in `data`; others wrap it in an object.
        """
        data = self.data.get("data") if isinstance(self.data, dict) else self.data
        if self.code == EXECUTION_REVERTED or "revert" in self.message:
            return bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else b""
        return None

    @property
    def says_not_taken(self) -> bool:
        """Whether a transaction that was answered so was surely not taken."""
        return self.code in _NOT_TAKEN and "already known" not in self.message

    @property
    def says_too_large(self) -> bool:
        """Whether these are a node's words for a transaction or call whose size, or work, takes too much gas."""
        return any(words in self.message for words in _TOO_LARGE)

    @property
    def says_nonce_is_used(self) -> bool:
        """geth's words for a transaction whose nonce another one has used."""
        return "nonce too low" in self.message


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chain's provider and what may be expected of it.

    engine: its name in `Capabilities`. refuses_at_send: a transaction that would revert is refused when it is sent and
    uses no nonce. tip: the block tag at which an acknowledged command is seen. seals: it keeps the operator's seals.
    """

    provider: BaseProvider
    engine: str
    refuses_at_send: bool = False
    tip: str = "latest"
    seals: bool = False

    def call(self, method: str, *params: Any) -> Any:
        """The `result` of one request; raises `RpcError` for an error answer, `EngineUnavailable` for no answer."""
        try:
            answer = cast(dict[str, Any], self.provider.make_request(RPCEndpoint(method), list(params)))
        # Each provider has its own exceptions; all of them mean that no answer came.
        except Exception as error:
            raise EngineUnavailable(f"{method}: no answer from the {self.engine} endpoint: {error}") from error
        refused = answer.get("error")
        if isinstance(refused, dict):
            raise RpcError(int(refused.get("code", 0)), str(refused.get("message", "")), refused.get("data"))
        if refused is not None or "result" not in answer:
            raise EngineUnavailable(f"{method}: the {self.engine} endpoint answered no JSON-RPC")
        return answer["result"]

    def number(self, method: str, *params: Any) -> int:
        """The result of a request that answers a hex quantity."""
        return int(self.call(method, *params), 16)


def to_hex(value: bytes) -> str:
    return "0x" + value.hex()


def to_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else bytes.fromhex(value[2:])
