"""The three kinds of trie node and their RLP (Yellow Paper, appendices B to D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Nibbles: TypeAlias = bytes  # one byte for each nibble
# How a node stands in its parent, as RLP: NONE, 0xa0 and its hash, or the node itself if that is under 32 bytes.
Reference: TypeAlias = bytes

NONE: Reference = b"\x80"

_NIBBLES = [bytes([byte >> 4, byte & 15]) for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Leaf:
    path: Nibbles
    value: bytes


@dataclass(frozen=True, slots=True)
class Extension:
    """path: at least one nibble. child: of a branch."""

    path: Nibbles
    child: Reference


@dataclass(frozen=True, slots=True)
class Branch:
    """Sixteen children, at least two. Keys are all of one length, so none ends here."""

    children: Sequence[Reference]


Node: TypeAlias = Leaf | Extension | Branch | None


def to_nibbles(key: bytes) -> Nibbles:
    return b"".join([_NIBBLES[byte] for byte in key])


def shared_length(one: Nibbles, other: Nibbles) -> int:
    """How many nibbles both begin with."""
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return position
    return min(len(one), len(other))


def encode_node(node: Leaf | Extension | Branch) -> bytes:
    match node:
        case Leaf():
            return _list(_string(_hex_prefix(node.path, 2)) + _string(node.value))
        case Extension():
            return _list(_string(_hex_prefix(node.path, 0)) + node.child)
        case Branch():
            return _list(b"".join(node.children) + NONE)


@lru_cache(8192)  # the upper levels of a trie are met by every key
def decode_node(encoded: bytes) -> Leaf | Extension | Branch:
    """A node as `encode_node` makes it; what is stored under its hash needs no checking."""
    items = _items(encoded)
    if len(items) == 17:
        return Branch(items[:16])
    prefix = _content(items[0])
    flag = prefix[0] >> 4
    path = to_nibbles(prefix)[1 if flag & 1 else 2 :]
    return Leaf(path, _content(items[1])) if flag & 2 else Extension(path, items[1])


def _items(encoded: bytes) -> list[bytes]:
    """The items of an RLP list, each with its own prefix."""
    position = 1 if encoded[0] <= 0xF7 else encoded[0] - 0xF6
    items = []
    end = len(encoded)
    while position < end:
        after = position + _length(encoded, position)
        items.append(encoded[position:after])
        position = after
    return items


def _length(encoded: bytes, position: int) -> int:
    """Of the item at a position, with its prefix."""
    first = encoded[position]
    if first < 0x80:
        return 1
    if first <= 0xB7:
        return first - 0x7F
    if 0xC0 <= first <= 0xF7:
        return first - 0xBF
    size = first - (0xB7 if first < 0xC0 else 0xF7)
    return 1 + size + int.from_bytes(encoded[position + 1 : position + 1 + size], "big")


def _content(item: bytes) -> bytes:
    """Of an RLP string."""
    if item[0] < 0x80:
        return item
    return item[1:] if item[0] <= 0xB7 else item[item[0] - 0xB6 :]


def _string(content: bytes) -> bytes:
    if len(content) == 1 and content[0] < 0x80:
        return content
    return _prefix(len(content), 0x80) + content


def _list(payload: bytes) -> bytes:
    return _prefix(len(payload), 0xC0) + payload


def _prefix(length: int, base: int) -> bytes:
    if length < 56:
        return bytes([base + length])
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([base + 55 + len(size)]) + size


def _hex_prefix(path: Nibbles, flag: int) -> bytes:
    """Appendix C. flag: 2 for a leaf, 0 for an extension."""
    padded = bytes([flag + 1]) + path if len(path) % 2 else bytes([flag, 0]) + path
    return bytes([high << 4 | low for high, low in zip(padded[::2], padded[1::2], strict=True)])
