"""Merkle trees as Certificate Transparency has them (RFC 6962, section 2.1), over SHA-256.

What is hashed as a leaf can never be taken for an inner node, and a tree of any size has one root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class BadProof(Exception):
    """A proof that cannot be one: an index outside the tree, or a path of another length than the tree's."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf. Returns 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves that are hashed already."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        above = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # The last of an odd number goes up as it is: so the right edge of the tree stays as the RFC splits it.
        level = above if len(level) % 2 == 0 else [*above, level[-1]]
    return level[0]


Range = Callable[[int, int], bytes]
"""The root over the leaves from one place to before another."""


def inclusion_path(index: int, size: int, root: Range) -> list[bytes]:
    """What proves a leaf to be in the tree of its first `size` leaves, from the leaf upward (section 2.1.1).

    root: asked for O(log size) ranges. Raises `BadProof` where there is no such leaf.
    """
    if not 0 <= index < size:
        raise BadProof(f"a tree of {size} has no leaf {index}")
    return _path(index, 0, size, root)


def path_in(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path of one leaf among all of a tree's, hashed already."""
    return inclusion_path(index, len(leaves), lambda begin, end: root_of(leaves[begin:end]))


def _path(index: int, begin: int, end: int, root: Range) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_path(index, begin, middle, root), root(middle, end)]
    return [*_path(index, middle, end, root), root(begin, middle)]


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path leads to from a hashed leaf (RFC 9162, section 2.1.3.2). Raises `BadProof`."""
    if not 0 <= index < size:
        raise BadProof(f"a tree of {size} has no leaf {index}")
    place, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0 or len(beside) != HASH_BYTES:
            raise BadProof("the path is longer than the tree is high")
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("the path does not reach the root")
    return found


def consistency_path(first: int, size: int, root: Range) -> list[bytes]:
    """What proves that the tree of the first `first` leaves is the beginning of that of `size` (section 2.1.2).

    Raises `BadProof` unless 0 < first <= size.
    """
    if not 0 < first <= size:
        raise BadProof(f"a tree of {size} does not begin with one of {first}")
    return _consistency(first, 0, size, True, root)


def _consistency(first: int, begin: int, end: int, whole: bool, root: Range) -> list[bytes]:
    if first == end - begin:
        return [] if whole else [root(begin, end)]
    split = _split(end - begin)
    middle = begin + split
    if first <= split:
        return [*_consistency(first, begin, middle, whole, root), root(middle, end)]
    return [*_consistency(first - split, middle, end, False, root), root(begin, middle)]


def begins_with(first: int, first_root: bytes, size: int, size_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path shows the tree of `size` to begin with that of `first` (RFC 9162, section 2.1.4.2)."""
    if not 0 < first <= size or any(len(each) != HASH_BYTES for each in path):
        return False
    if first == size:
        return not path and first_root == size_root
    beside = list(path)
    if first & (first - 1) == 0:
        beside.insert(0, first_root)
    if not beside:
        return False
    place, last = first - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = beside[0]
    for each in beside[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == size_root


def _split(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)
