"""Merkle trees against the reference vectors of Certificate Transparency, and against the RFC's own recursion."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.matching.runs.merkle import (
    EMPTY_ROOT,
    BadProof,
    begins_with,
    consistency_path,
    inclusion_path,
    leaf_hash,
    path_in,
    root_by,
    root_of,
)

# The reference implementation's entries (certificate-transparency, merkletree), and the root of each beginning.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
sizes = st.integers(1, 70)


def _leaves(size: int) -> list[bytes]:
    return [leaf_hash(bytes([at])) for at in range(size)]


def test_roots_are_those_of_the_reference_implementation() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([]) == EMPTY_ROOT
    assert [root_of(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize(("index", "size"), PATHS, ids=str)
def test_paths_are_those_of_the_reference_implementation(index: int, size: int) -> None:
    path = path_in(LEAVES[:size], index)
    assert [each.hex() for each in path] == PATHS[index, size]
    assert root_by(LEAVES[index], index, size, path).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("first", "size"), CONSISTENCY, ids=str)
def test_consistency_is_shown_as_by_the_reference_implementation(first: int, size: int) -> None:
    path = consistency_path(first, size, lambda begin, end: root_of(LEAVES[begin:end]))
    assert [each.hex() for each in path] == CONSISTENCY[first, size]
    assert begins_with(first, bytes.fromhex(ROOTS[first - 1]), size, bytes.fromhex(ROOTS[size - 1]), path)


def _recursive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + _recursive(leaves[:k]) + _recursive(leaves[k:])).digest()


@given(sizes)
def test_a_root_is_the_recursion_of_the_rfc(size: int) -> None:
    assert root_of(_leaves(size)) == _recursive(_leaves(size))


@given(sizes, st.data())
def test_a_path_leads_from_its_own_leaf_to_the_root_and_from_no_other(size: int, data: st.DataObject) -> None:
    leaves, index = _leaves(size), data.draw(st.integers(0, size - 1))
    path = path_in(leaves, index)
    assert root_by(leaves[index], index, size, path) == root_of(leaves)
    assert root_by(leaf_hash(b"another"), index, size, path) != root_of(leaves)
    for wrong in ([*path, leaves[0]], path[:-1] if path else [leaves[0]]):
        with pytest.raises(BadProof):
            root_by(leaves[index], index, size, wrong)


@given(sizes, st.data())
def test_a_longer_tree_is_shown_to_begin_with_a_shorter_one_and_with_no_other(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    leaves = _leaves(size)
    path = consistency_path(first, size, lambda begin, end: root_of(leaves[begin:end]))
    shorter, longer = root_of(leaves[:first]), root_of(leaves)
    assert begins_with(first, shorter, size, longer, path)
    assert not begins_with(first, leaf_hash(b"another"), size, longer, path)
    assert not begins_with(first, shorter, size, leaf_hash(b"another"), path)
    assert not begins_with(first, shorter, size, longer, [*path, leaves[0]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_there_is_no_path_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(BadProof):
        inclusion_path(index, size, lambda begin, end: EMPTY_ROOT)
    with pytest.raises(BadProof):
        root_by(EMPTY_ROOT, index, size, [])
