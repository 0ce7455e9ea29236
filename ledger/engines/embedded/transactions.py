"""Raw transactions: decoding, the sender, and every check that needs no state. Runs in the caller's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import rlp
from eth.constants import SECPK1_N
from eth.exceptions import UnrecognizedTransactionType
from eth.vm.forks.cancun.transactions import CancunTransactionBuilder
from eth_hash.auto import keccak
from eth_keys.exceptions import BadSignature
from eth_utils.exceptions import ValidationError
from rlp.exceptions import RLPException

from .errors import refused

_BLOB = 3  # EIP-4844; its blobs have nowhere to go on a chain without a beacon chain
_MAX_INITCODE = 2 * 24576  # EIP-3860
_MAX_UINT64 = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Transaction:
    """A signed transaction.

    raw: as sent, the EIP-2718 envelope or a legacy RLP list. hash: 32 bytes. sender: 20 bytes, recovered from
    the signature. body: py-evm's object, for its fields and for execution.
    """

    raw: bytes
    hash: bytes
    sender: bytes
    body: Any

    @property
    def type(self) -> int:
        """EIP-2718 type, 0 for a legacy transaction."""
        return int(self.body.type_id or 0)

    def gas_price(self, base_fee: int) -> int:
        """What each unit of gas is charged in a block of that base fee, wei (EIP-1559)."""
        return min(int(self.body.max_fee_per_gas), int(self.body.max_priority_fee_per_gas) + base_fee)

    @property
    def created(self) -> bytes | None:
        """Address of the contract that it creates, None where it calls one: keccak256(rlp([sender, nonce]))[12:]."""
        if self.body.to:
            return None
        return bytes(keccak(rlp.encode([self.sender, self.body.nonce])))[12:]


def decode(raw: bytes, chain_id: int, gas_limit: int) -> Transaction:
    """Decode a transaction and check all that the state does not decide, with geth's messages.

    Raises RpcError.
    """
    body = _decode_body(raw)
    if body.type_id == _BLOB:
        raise refused("transaction type not supported")
    # A legacy transaction of no chain (before EIP-155) is valid on every one, and taken as geth takes it with
    # --rpc.allow-unprotected-txs: contracts that stand at one address on all chains are published by such.
    of_no_chain = not body.type_id and body.v < 35
    if not of_no_chain and body.chain_id != chain_id:
        raise refused(
            f"invalid sender: invalid chain id for signer: have {body.chain_id} want {chain_id}",
        )
    if body.nonce >= _MAX_UINT64:
        raise refused("nonce has max value")
    if body.gas > gas_limit:
        raise refused("exceeds block gas limit")
    if body.max_priority_fee_per_gas > body.max_fee_per_gas:
        raise refused(
            "max priority fee per gas higher than max fee per gas: "
            f"maxPriorityFeePerGas: {body.max_priority_fee_per_gas}, maxFeePerGas: {body.max_fee_per_gas}"
        )
    if max(body.value, body.max_fee_per_gas) >= 2**256:
        raise refused("rlp: input string too long for uint256")
    if any(len(address) != 20 for address, _ in body.access_list):  # py-evm reads an empty one, no other client does
        raise refused("rlp: input string too short for common.Address")
    if not body.to and len(body.data) > _MAX_INITCODE:
        raise refused(f"max initcode size exceeded: code size {len(body.data)}, limit {_MAX_INITCODE}")
    if body.gas < body.intrinsic_gas:
        raise refused(f"intrinsic gas too low: gas {body.gas}, minimum needed {body.intrinsic_gas}")
    return Transaction(raw, bytes(keccak(raw)), _sender(body), body)


def restore(raw: bytes, transaction_hash: bytes, sender: bytes) -> Transaction:
    """A transaction read back from the chain, where its signature was checked."""
    return Transaction(raw, transaction_hash, sender, CancunTransactionBuilder.decode(raw))


def _decode_body(raw: bytes) -> Any:
    if not raw:
        raise refused("typed transaction too short")
    try:
        body = CancunTransactionBuilder.decode(raw)
        canonical = body.encode() == raw
    except UnrecognizedTransactionType as error:
        raise refused("transaction type not supported") from error
    except (RLPException, ValidationError, TypeError, ValueError) as error:
        raise refused(f"rlp: {error}") from error
    if not canonical:
        raise refused("rlp: non-canonical encoding")
    return body


def _sender(body: Any) -> bytes:
    if not 0 < body.s <= SECPK1_N // 2:  # EIP-2: a high s is a second signature of the same message
        raise refused("invalid sender: invalid transaction v, r, s values")
    try:
        return bytes(body.sender)
    except (BadSignature, ValidationError, ValueError) as error:
        raise refused("invalid sender: invalid transaction v, r, s values") from error
