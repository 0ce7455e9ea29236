"""The trie of storage, against py-trie: same roots, same nodes, whatever the order of changes."""

from __future__ import annotations

import pytest
import rlp
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from ledger.engines.embedded.errors import ChainDamaged
from ledger.engines.embedded.state_trie import BLANK_ROOT, StateTrie
from ledger.engines.embedded.trie_node import decode_node, encode_node

# Few distinct bytes, so that keys share long beginnings, and values short enough for nodes to stand in their parents.
keys = st.lists(st.sampled_from([0x00, 0x01, 0x10, 0xFF]), min_size=3, max_size=3).map(lambda k: bytes(k) + bytes(29))
tails = st.lists(st.sampled_from([0x00, 0x01, 0x0F, 0xF0]), min_size=2, max_size=2).map(lambda k: bytes(30) + bytes(k))
hashed = st.integers(0, 40).map(lambda n: keccak(n.to_bytes(32, "big")))
values = st.integers(1, 300).map(lambda n: rlp.encode(n)) | st.binary(min_size=32, max_size=80)
changes = st.lists(st.tuples(keys | tails | hashed, values | st.just(b"")), max_size=25)


@settings(max_examples=300, deadline=None)
@given(st.lists(changes, min_size=1, max_size=4))
def test_rounds_of_changes_give_the_roots_and_nodes_of_py_trie(rounds: list[list[tuple[bytes, bytes]]]) -> None:
    nodes: dict[bytes, bytes] = {}
    trie = StateTrie(nodes, BLANK_ROOT)
    reference = HexaryTrie({})
    expected: dict[bytes, bytes] = {}
    for batch in rounds:
        for key, value in batch:
            if value:
                trie[key] = value
                reference[key] = value
            else:
                del trie[key]
                if key in reference:
                    del reference[key]
            expected[key] = value
            assert trie[key] == value
        assert trie.root_hash == reference.root_hash
        trie = StateTrie(nodes, trie.root_hash)
        for key, value in expected.items():
            assert trie[key] == value == HexaryTrie(nodes, reference.root_hash)[key]
            assert (key in trie) == bool(value)


def test_a_large_batch_into_a_large_trie() -> None:
    nodes: dict[bytes, bytes] = {}
    trie, reference = StateTrie(nodes, BLANK_ROOT), HexaryTrie({})
    for first in (0, 2000, 1000):
        for number in range(first, first + 1500):
            key, value = keccak(number.to_bytes(32, "big")), rlp.encode(number * first + 1)
            trie[key] = value
            reference[key] = value
        assert trie.root_hash == reference.root_hash
    for number in range(3400):
        key = keccak(number.to_bytes(32, "big"))
        del trie[key]
        del reference[key]
    assert trie.root_hash == reference.root_hash


def test_an_absent_key_has_no_value_and_deleting_it_changes_nothing() -> None:
    trie = StateTrie({}, BLANK_ROOT)
    assert trie[b"\1" * 32] == b""
    del trie[b"\1" * 32]
    assert trie.root_hash == BLANK_ROOT
    trie[b"\1" * 32] = b"\5"
    root = trie.root_hash
    del trie[b"\2" * 32]
    assert trie.root_hash == root


def test_a_missing_node_is_damage_not_an_empty_slot() -> None:
    trie = StateTrie({}, keccak(b"lost"))
    with pytest.raises(ChainDamaged, match="is missing"):
        trie[b"\1" * 32]


@given(st.binary(min_size=1, max_size=400), st.binary(min_size=1, max_size=33))
def test_nodes_are_encoded_as_rlp(value: bytes, path: bytes) -> None:
    nodes: dict[bytes, bytes] = {}
    trie = StateTrie(nodes, BLANK_ROOT)
    trie[path.ljust(32, b"\0")[:32]] = value
    encoded = nodes[trie.root_hash]
    assert rlp.encode(rlp.decode(encoded)) == encoded
    assert rlp.decode(encoded)[1] == value
    assert encode_node(decode_node(encoded)) == encoded
