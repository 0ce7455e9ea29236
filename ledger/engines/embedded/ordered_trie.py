"""Roots of a block's lists: transactions and receipts under their indices (Yellow Paper, section 4.3.2 and appendix D).

The lists are known whole, so the trie is built from the top, each node encoded and hashed once; inserting one
item after the other into a trie costs several times as much, in the second in which a block is sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import rlp
from eth_hash.auto import keccak

_Nibbles: TypeAlias = tuple[int, ...]
_Node: TypeAlias = "list[bytes | _Node]"
_Entry: TypeAlias = tuple[_Nibbles, bytes]


def ordered_trie_root(items: Sequence[bytes]) -> bytes:
    """32-byte root of the trie that maps the RLP of each index to its item.

    Of an empty list it is the empty trie's root.
    """
    if not items:
        return bytes(keccak(rlp.encode(b"")))
    entries = sorted((_nibbles(rlp.encode(index)), item) for index, item in enumerate(items))
    return bytes(keccak(rlp.encode(_node(entries, 0))))


def _node(entries: Sequence[_Entry], depth: int) -> _Node:
    """The node over entries that agree in their first `depth` nibbles, sorted by key."""
    first, last = entries[0][0], entries[-1][0]
    if len(entries) == 1:
        return [_hex_prefix(first[depth:], leaf=True), entries[0][1]]
    shared = depth
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    if shared > depth:
        return [_hex_prefix(first[depth:shared], leaf=False), _reference(_node(entries, shared))]
    branch: _Node = [b""] * 17
    start = 0
    if len(first) == depth:
        branch[16] = entries[0][1]
        start = 1
    while start < len(entries):
        nibble = entries[start][0][depth]
        end = start + 1
        while end < len(entries) and entries[end][0][depth] == nibble:
            end += 1
        branch[nibble] = _reference(_node(entries[start:end], depth + 1))
        start = end
    return branch


def _reference(node: _Node) -> bytes | _Node:
    """A node under 32 bytes stands in its parent itself, any other by its hash."""
    encoded = rlp.encode(node)
    return node if len(encoded) < 32 else bytes(keccak(encoded))


def _nibbles(key: bytes) -> _Nibbles:
    return tuple(nibble for byte in key for nibble in (byte >> 4, byte & 15))


def _hex_prefix(nibbles: _Nibbles, *, leaf: bool) -> bytes:
    """Yellow Paper, appendix C: flags for oddness and leaf, then the nibbles."""
    flag = 2 if leaf else 0
    padded = (flag + 1, *nibbles) if len(nibbles) % 2 else (flag, 0, *nibbles)
    return bytes(padded[i] << 4 | padded[i + 1] for i in range(0, len(padded), 2))
