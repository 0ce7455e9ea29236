"""The trie walker answers as py-trie does, and needs exactly the nodes of the way."""

from __future__ import annotations

import pytest
import rlp
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from ledger.proof.trie import EMPTY_ROOT, TrieError, TrieNodes

words = st.binary(min_size=1, max_size=40)
small_tries = st.dictionaries(st.binary(min_size=2, max_size=2), words, min_size=1, max_size=40)


def _proof(trie: HexaryTrie, key: bytes) -> list[bytes]:
    """The nodes of the way that are referred to by hash."""
    encoded = [rlp.encode(node) for node in trie.get_proof(key)]
    return [node for depth, node in enumerate(encoded) if depth == 0 or len(node) >= 32]


def _trie(entries: dict[bytes, bytes]) -> HexaryTrie:
    trie = HexaryTrie({})
    for key, value in entries.items():
        trie[key] = value
    return trie


@given(small_tries, st.binary(min_size=2, max_size=2))
@settings(deadline=None)
def test_presence_and_absence_are_read_as_py_trie_reads_them(entries: dict[bytes, bytes], other: bytes) -> None:
    trie = _trie(entries)
    for key in (*entries, other):
        nodes = TrieNodes(_proof(trie, key))
        assert nodes.get(trie.root_hash, key) == entries.get(key, b"")
        assert nodes.not_met() == []


@given(small_tries, st.data())
@settings(deadline=None)
def test_a_missing_node_is_no_proof_of_absence(entries: dict[bytes, bytes], data: st.DataObject) -> None:
    trie = _trie(entries)
    key = data.draw(st.sampled_from(sorted(entries)))
    proof = _proof(trie, key)
    dropped = data.draw(st.integers(0, len(proof) - 1))
    with pytest.raises(TrieError) as refused:
        TrieNodes(proof[:dropped] + proof[dropped + 1 :]).get(trie.root_hash, key)
    assert refused.value.node == keccak(proof[dropped])


def test_a_node_off_the_way_is_told() -> None:
    trie = _trie({bytes([n, n]): b"value" * 8 for n in range(64)})
    stray = rlp.encode([b"\x20", b"stray" * 8])
    nodes = TrieNodes([*_proof(trie, b"\1\1"), stray])
    assert nodes.get(trie.root_hash, b"\1\1") == b"value" * 8
    assert nodes.not_met() == [keccak(stray)]


def test_an_empty_trie_holds_nothing_and_has_no_node() -> None:
    assert TrieNodes([]).get(EMPTY_ROOT, b"\1\2") == b""


@pytest.mark.parametrize(
    "node",
    [
        b"",
        b"\xff" * 40,
        rlp.encode(b"no list"),
        rlp.encode([b"one"]),
        rlp.encode([b"", b"value"]),
        rlp.encode([b"\x40\x01", b"value"]),
        rlp.encode([b"\x01\x01", b"value"]),
        rlp.encode([b"\x20\x01\x02", [b"no", b"value"]]),
        rlp.encode([[b"path"], b"value"]),
    ],
)
def test_a_node_that_is_no_node_is_refused(node: bytes) -> None:
    with pytest.raises(TrieError):
        TrieNodes([node]).get(keccak(node), b"\1\2")
