"""What the tests of the embedded chain share: a contract in hand-written assembly, signers, a clock one can set."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rlp
from eth_account import Account
from eth_utils import keccak, to_checksum_address
from web3.types import RPCEndpoint

from ledger.engines.embedded import ChainGenesis, EmbeddedProvider

CHAIN_ID = 77001
GENESIS_TIME = 1_800_000_000
GAS_PRICE = 10**9

OPERATOR = Account.from_key(keccak(b"operator"))
ACCOUNTS = [Account.from_key(keccak(f"account {i}".encode())) for i in range(16)]

EVENT = keccak(b"Counted(uint256,address)")

_OPCODES = {
    "STOP": 0x00, "ADD": 0x01, "EQ": 0x14, "SHR": 0x1C, "ADDRESS": 0x30, "CALLER": 0x33, "CALLDATALOAD": 0x35,
    "CODECOPY": 0x39, "BLOCKHASH": 0x40, "TIMESTAMP": 0x42, "NUMBER": 0x43, "POP": 0x50, "MLOAD": 0x51, "MSTORE": 0x52,
    "SLOAD": 0x54, "SSTORE": 0x55, "JUMP": 0x56, "JUMPI": 0x57, "GAS": 0x5A, "JUMPDEST": 0x5B, "PUSH0": 0x5F,
    "DUP1": 0x80, "DUP2": 0x81, "SWAP1": 0x90, "LOG3": 0xA3, "CALL": 0xF1, "RETURN": 0xF3, "REVERT": 0xFD,
    "INVALID": 0xFE, "SELFDESTRUCT": 0xFF,
}  # fmt: skip

# The first word of the call data chooses. COUNT adds one to slot 0 and logs (count, caller) with the block's time;
# REVERT and INVALID change slot 0 first; RECURSE calls itself until the gas or the depth ends.
COUNT, REVERT, INVALID, LOOK, LOOP, ANCESTOR, RECURSE, CLEAR = range(8)

_SOURCE = f"""
    PUSH0 CALLDATALOAD
    DUP1 {REVERT} EQ @revert JUMPI
    DUP1 {INVALID} EQ @invalid JUMPI
    DUP1 {LOOK} EQ @look JUMPI
    DUP1 {LOOP} EQ @loop JUMPI
    DUP1 {ANCESTOR} EQ @ancestor JUMPI
    DUP1 {RECURSE} EQ @recurse JUMPI
    DUP1 {CLEAR} EQ @clear JUMPI
    PUSH0 SLOAD 1 ADD DUP1 PUSH0 SSTORE
    TIMESTAMP PUSH0 MSTORE
    CALLER SWAP1 0x{EVENT.hex()} 32 PUSH0 LOG3
    STOP
  revert:
    7 PUSH0 SSTORE 0x{"ab" * 32} PUSH0 MSTORE 32 PUSH0 REVERT
  invalid:
    7 PUSH0 SSTORE INVALID
  look:
    PUSH0 SLOAD PUSH0 MSTORE TIMESTAMP 32 MSTORE NUMBER 64 MSTORE 96 PUSH0 RETURN
  loop:
    @loop JUMP
  ancestor:
    32 CALLDATALOAD BLOCKHASH PUSH0 MSTORE 32 PUSH0 RETURN
  recurse:
    PUSH0 CALLDATALOAD PUSH0 MSTORE
    PUSH0 PUSH0 32 PUSH0 PUSH0 ADDRESS GAS CALL POP
    PUSH0 SLOAD 1 ADD PUSH0 SSTORE STOP
  clear:
    PUSH0 PUSH0 SSTORE STOP
"""


def assemble(source: str) -> bytes:
    """Opcodes by name, numbers as the shortest push, `label:` and `@label` (two bytes)."""
    code, labels, uses = bytearray(), {}, []
    for word in source.split():
        if word.endswith(":"):
            labels[word[:-1]] = len(code)
            code.append(_OPCODES["JUMPDEST"])
        elif word.startswith("@"):
            uses.append((len(code) + 1, word[1:]))
            code += b"\x61\0\0"
        elif re.match(r"\d", word):
            number = int(word, 0)
            size = max(1, (number.bit_length() + 7) // 8)
            code += bytes([0x5F + size]) + number.to_bytes(size, "big")
        else:
            code.append(_OPCODES[word])
    for position, label in uses:
        code[position : position + 2] = labels[label].to_bytes(2, "big")
    return bytes(code)


RUNTIME = assemble(_SOURCE)
# Copies what follows it into memory and returns it.
INITCODE = assemble(f"{len(RUNTIME)} DUP1 12 PUSH0 CODECOPY PUSH0 RETURN").ljust(12, b"\0") + RUNTIME

# Stores something and ends itself while it is created, which leaves neither (EIP-6780).
SHORT_LIVED = assemble("9 PUSH0 SSTORE CALLER SELFDESTRUCT")


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


class Clock:
    """Unix time that goes on only when told to."""

    def __init__(self, now: float = GENESIS_TIME + 100) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Signer:
    """Signs an account's transactions; counts its nonces itself. Thread-safe."""

    def __init__(self, account: Any, nonce: int = 0) -> None:
        self.account = account
        self.address: bytes = bytes.fromhex(account.address[2:])
        self.nonce = nonce
        self._lock = threading.Lock()

    def transaction(self, to: bytes = b"", data: bytes = b"", **fields: Any) -> str:
        """Raw hex; takes the next nonce unless one is given."""
        if "nonce" not in fields:
            with self._lock:
                fields["nonce"] = self.nonce
                self.nonce += 1
        sent = {"chainId": CHAIN_ID, "gas": 500_000, "value": 0, "data": data, **fields}
        if "maxFeePerGas" not in sent:
            sent.setdefault("gasPrice", GAS_PRICE)
        if to:
            sent["to"] = to_checksum_address(to)
        return "0x" + bytes(self.account.sign_transaction(sent).raw_transaction).hex()


def of_no_chain(account: Any, nonce: int, to: bytes, data: bytes, recovery: int | None = None) -> str:
    """A legacy transaction signed without a chain id (before EIP-155), raw hex; recovery: another v than 27 or 28."""
    fields: list[Any] = [nonce, GAS_PRICE, 500_000, to, 0, data]
    signature = account.unsafe_sign_hash(keccak(rlp.encode(fields)))
    v = signature.v if recovery is None else recovery
    return "0x" + rlp.encode([*fields, v, signature.r, signature.s]).hex()


def genesis(time: int = GENESIS_TIME, **members: Any) -> ChainGenesis:
    alloc = {bytes.fromhex(account.address[2:]): 10**27 for account in ACCOUNTS}
    return ChainGenesis(**{"chain_id": CHAIN_ID, "time": time, "alloc": alloc, **members})


def sign_seal(number: int, block_hash: bytes) -> bytes:
    return bytes(OPERATOR.unsafe_sign_hash(block_hash).signature)


class Chain:
    """A provider with short names for what the tests ask of it."""

    def __init__(self, provider: EmbeddedProvider) -> None:
        self.provider = provider
        self.signer = Signer(ACCOUNTS[0])

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float], **how: Any) -> Chain:
        first = how.pop("genesis", None) or genesis()
        return cls(EmbeddedProvider.create_or_open(path, first, how.pop("sign_seal", sign_seal), clock=clock))

    def request(self, method: str, *params: Any) -> dict[str, Any]:
        return dict(self.provider.make_request(RPCEndpoint(method), list(params)))

    def ask(self, method: str, *params: Any) -> Any:
        response = self.request(method, *params)
        assert "error" not in response, response["error"]
        return response["result"]

    def error(self, method: str, *params: Any) -> dict[str, Any]:
        response = self.request(method, *params)
        assert "error" in response, response
        return dict(response["error"])

    def send(self, raw: str) -> str:
        return str(self.ask("eth_sendRawTransaction", raw))

    def receipt(self, transaction_hash: str) -> Any:
        return self.ask("eth_getTransactionReceipt", transaction_hash)

    def deploy(self) -> bytes:
        """Deploy the contract; returns its address."""
        sent = self.send(self.signer.transaction(data=INITCODE))
        return bytes.fromhex(self.receipt(sent)["contractAddress"][2:])

    def count(self, contract: bytes, **fields: Any) -> str:
        return self.send(self.signer.transaction(contract, word(COUNT), **fields))

    def look(self, contract: bytes, block: Any = "latest") -> tuple[int, int, int]:
        """Slot 0, the block's time and its number, as a call sees them."""
        answer = bytes.fromhex(self.ask("eth_call", {"to": "0x" + contract.hex(), "data": _hex(word(LOOK))}, block)[2:])
        return tuple(int.from_bytes(answer[i : i + 32], "big") for i in (0, 32, 64))  # type: ignore[return-value]

    @property
    def head(self) -> int:
        return int(self.ask("eth_blockNumber"), 16)

    def close(self) -> None:
        self.provider.close()


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
