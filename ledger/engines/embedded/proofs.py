"""Merkle proofs of accounts and storage slots against a block's state root (EIP-1186)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rlp
from eth.rlp.accounts import Account
from eth_hash.auto import keccak
from trie import HexaryTrie


@dataclass(frozen=True)
class SlotProof:
    """slot: its number. value: 0 if the slot is empty, which `nodes` prove as well."""

    slot: int
    value: int
    nodes: Sequence[bytes]


@dataclass(frozen=True)
class AccountProof:
    """nodes: RLP, from the state root down. An account that does not exist has the values of an empty one."""

    nodes: Sequence[bytes]
    balance: int
    nonce: int
    code_hash: bytes
    storage_root: bytes
    slots: Sequence[SlotProof]


def prove_account(nodes: Any, state_root: bytes, address: bytes, slots: Sequence[int]) -> AccountProof:
    """nodes: py-trie database of the state."""
    state = HexaryTrie(nodes, state_root)
    key = keccak(address)
    encoded = state[key]
    account = rlp.decode(encoded, Account) if encoded else Account()
    storage = HexaryTrie(nodes, account.storage_root)
    return AccountProof(
        nodes=_path(state, key),
        balance=account.balance,
        nonce=account.nonce,
        code_hash=bytes(account.code_hash),
        storage_root=bytes(account.storage_root),
        slots=[_prove_slot(storage, slot) for slot in slots],
    )


def _prove_slot(storage: Any, slot: int) -> SlotProof:
    key = keccak(slot.to_bytes(32, "big"))
    encoded = storage[key]
    value = int.from_bytes(rlp.decode(encoded), "big") if encoded else 0
    return SlotProof(slot, value, _path(storage, key))


def _path(trie: Any, key: bytes) -> list[bytes]:
    """The nodes on the way to a key; one that stands inside its parent (under 32 bytes) is not listed again."""
    encoded: list[bytes] = [rlp.encode(node) for node in trie.get_proof(key)]
    return [node for depth, node in enumerate(encoded) if depth == 0 or len(node) >= 32]
