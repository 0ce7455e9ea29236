"""Reading a Merkle-Patricia trie from a set of its nodes (Ethereum Yellow Paper, appendix D).

Presence and absence alike follow from the root: every step of the way is a node whose Keccak-256 stands in the one
before it. Nodes are found by that hash, so a node that is not the trie's own is never met.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rlp
from eth_hash.auto import keccak
from rlp.exceptions import RLPException

EMPTY_ROOT = keccak(rlp.encode(b""))


class TrieError(Exception):
    """The nodes do not lead from the root to an answer; `node` is the hash that is missing or cannot be read."""

    def __init__(self, node: bytes) -> None:
        super().__init__(node.hex())
        self.node = node


def nibbles(key: bytes) -> tuple[int, ...]:
    return tuple(half for byte in key for half in (byte >> 4, byte & 15))


class TrieNodes:
    """A set of trie nodes, which remembers those that were met."""

    def __init__(self, encoded: Sequence[bytes]) -> None:
        self._nodes = {keccak(node): node for node in encoded}
        self._met: set[bytes] = set()

    def not_met(self) -> list[bytes]:
        """Hashes of the nodes that no walk needed."""
        return [node for node in self._nodes if node not in self._met]

    def get(self, root: bytes, key: bytes) -> bytes:
        """The value under `key` (already hashed, as in Ethereum's secure tries); empty if it is proved absent.

        Raises `TrieError`.
        """
        if root == EMPTY_ROOT:
            return b""
        rest = nibbles(key)
        reference: Any = root
        while True:
            node = self._open(reference, root)
            if len(node) == 17:
                if not rest:
                    return self._value(node[16], root)
                reference, rest = node[rest[0]], rest[1:]
                if reference == b"":
                    return b""
                continue
            path, is_leaf = self._path(node[0], root)
            if rest[: len(path)] != path or (is_leaf and len(rest) != len(path)):
                return b""
            if is_leaf:
                return self._value(node[1], root)
            reference, rest = node[1], rest[len(path) :]

    def _open(self, reference: Any, root: bytes) -> list[Any]:
        """The node a reference names: a list stands for itself (an encoding below 32 bytes), else it is a hash."""
        if isinstance(reference, list):
            node: Any = reference
            name = root
        else:
            name = reference
            encoded = self._nodes.get(reference)
            if encoded is None:
                raise TrieError(reference)
            self._met.add(reference)
            try:
                node = rlp.decode(encoded)
            except (RLPException, RecursionError) as error:
                raise TrieError(name) from error
        if not isinstance(node, list) or len(node) not in (2, 17):
            raise TrieError(name)
        return node

    @staticmethod
    def _value(value: Any, root: bytes) -> bytes:
        if not isinstance(value, bytes):
            raise TrieError(root)
        return value

    @staticmethod
    def _path(encoded: Any, root: bytes) -> tuple[tuple[int, ...], bool]:
        """(nibbles, whether it is a leaf's) of a hex-prefix encoding (Yellow Paper, appendix C)."""
        if not isinstance(encoded, bytes) or not encoded or encoded[0] >> 4 > 3:
            raise TrieError(root)
        flag = encoded[0] >> 4
        odd = flag & 1
        if not odd and encoded[0] & 15:
            raise TrieError(root)
        return nibbles(encoded)[1 if odd else 2 :], flag >= 2
