"""A Merkle Patricia trie over 32-byte keys that takes its changes at once (Yellow Paper, appendix D).

py-trie changes one key after the other, and encodes and hashes the whole path each time, which takes a third of a
busy second. Here each changed node is encoded and hashed once, when the root is asked for. Roots and nodes are the
same; the tests hold it to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from eth_hash.auto import keccak

from .errors import ChainDamaged
from .trie_node import (
    NONE,
    Branch,
    Extension,
    Leaf,
    Nibbles,
    Node,
    Reference,
    decode_node,
    encode_node,
    shared_length,
    to_nibbles,
)

BLANK_ROOT = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")

_Change = tuple[Nibbles, bytes]  # the key's nibbles from the present depth on; an empty value deletes


class StateTrie:
    """nodes: database of 32-byte hash to RLP; nodes are added to it, none is removed.

    A key that is not there has the value b"", and setting b"" deletes.
    """

    def __init__(self, nodes: Any, root_hash: bytes) -> None:
        self._nodes = nodes
        self._root_hash = root_hash
        self._changes: dict[bytes, bytes] = {}

    @property
    def root_hash(self) -> bytes:
        """32 bytes. Works in what was changed since it was last asked for."""
        if self._changes:
            changes = sorted((to_nibbles(key), value) for key, value in self._changes.items())
            root = self._apply(self._root(), changes)
            self._root_hash = BLANK_ROOT if root is None else self._store(encode_node(root))
            self._changes.clear()
        return self._root_hash

    def __getitem__(self, key: bytes) -> bytes:
        changed = self._changes.get(key)
        if changed is not None:
            return changed
        node, path = self._root(), to_nibbles(key)
        while node is not None:
            match node:
                case Leaf():
                    return node.value if node.path == path else b""
                case Extension():
                    if not path.startswith(node.path):
                        return b""
                    path = path[len(node.path) :]
                    node = self._load(node.child)
                case Branch():
                    node, path = self._load(node.children[path[0]]), path[1:]
        return b""

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self._changes[key] = value

    def __delitem__(self, key: bytes) -> None:
        self._changes[key] = b""

    def __contains__(self, key: bytes) -> bool:
        return self[key] != b""

    def _root(self) -> Node:
        return None if self._root_hash == BLANK_ROOT else decode_node(self._fetch(self._root_hash))

    def _load(self, reference: Reference) -> Node:
        if reference == NONE:
            return None
        return decode_node(self._fetch(reference[1:]) if len(reference) == 33 else reference)

    def _fetch(self, node_hash: bytes) -> bytes:
        try:
            return bytes(self._nodes[node_hash])
        except KeyError as error:
            # py-evm takes a KeyError for an empty slot.
            raise ChainDamaged(f"trie node 0x{node_hash.hex()} is missing") from error

    def _store(self, encoded: bytes) -> bytes:
        node_hash = bytes(keccak(encoded))
        self._nodes[node_hash] = encoded
        return node_hash

    def _refer(self, node: Node) -> Reference:
        if node is None:
            return NONE
        encoded = encode_node(node)
        return encoded if len(encoded) < 32 else b"\xa0" + self._store(encoded)

    def _apply(self, node: Node, changes: Sequence[_Change]) -> Node:
        """The node after changes, sorted and at least one, to keys below it."""
        match node:
            case None:
                return self._build([change for change in changes if change[1]])
            case Leaf():
                entries = {node.path: node.value} | dict(changes)
                return self._build(sorted(entry for entry in entries.items() if entry[1]))
            case Extension():
                return self._apply_below_extension(node, changes)
            case Branch():
                return self._apply_below_branch(node, changes)

    def _build(self, entries: Sequence[_Change]) -> Node:
        """The node over keys and values that stand alone, sorted by key."""
        if not entries:
            return None
        if len(entries) == 1:
            return Leaf(*entries[0])
        shared = shared_length(entries[0][0], entries[-1][0])
        children = [NONE] * 16
        for nibble, group in groupby(entries, key=lambda entry: entry[0][shared]):
            children[nibble] = self._refer(self._build([(path[shared + 1 :], value) for path, value in group]))
        return self._attach(entries[0][0][:shared], Branch(children))

    def _apply_below_extension(self, node: Extension, changes: Sequence[_Change]) -> Node:
        path = node.path
        shared = min(shared_length(path, changes[0][0]), shared_length(path, changes[-1][0]))
        below = [(key[shared:], value) for key, value in changes]
        if shared == len(path):
            return self._attach(path, self._apply(self._load(node.child), below))
        # Some key leaves the path on its way: a branch takes its place there.
        children = [NONE] * 16
        rest = path[shared + 1 :]
        children[path[shared]] = self._refer(Extension(rest, node.child)) if rest else node.child
        return self._attach(path[:shared], self._apply_below_branch(Branch(children), below))

    def _apply_below_branch(self, node: Branch, changes: Sequence[_Change]) -> Node:
        children = list(node.children)
        for nibble, group in groupby(changes, key=lambda change: change[0][0]):
            below = [(path[1:], value) for path, value in group]
            children[nibble] = self._refer(self._apply(self._load(children[nibble]), below))
        left = [nibble for nibble, child in enumerate(children) if child != NONE]
        if len(left) > 1:
            return Branch(children)
        return self._attach(bytes(left), self._load(children[left[0]])) if left else None

    def _attach(self, path: Nibbles, node: Node) -> Node:
        """The node that leads by `path` to what `node` holds."""
        if not path or node is None:
            return node
        match node:
            case Leaf():
                return Leaf(path + node.path, node.value)
            case Extension():
                return Extension(path + node.path, node.child)
            case Branch():
                return Extension(path, self._refer(node))
