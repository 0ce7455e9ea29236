"""Where a page of hits ended: the key of its last hit, bound to the generation and the question it belongs to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from typing import Literal

_LAYOUT = struct.Struct(">8s8sBfII")
_CHECK = 6


class BadCursor(Exception):
    """A cursor that leads nowhere. reason: `mangled`; `stale`, where the index was rebuilt since; `other`, where it
    belongs to another question."""

    def __init__(self, reason: Literal["mangled", "stale", "other"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Key:
    """Hits come by window, then score falling, then place in the index (segment, document) rising."""

    window: int
    score: float
    segment: int
    document: int

    @property
    def order(self) -> tuple[int, float, int, int]:
        return self.window, -self.score, self.segment, self.document


def write(key: Key, generation: str, question: str) -> str:
    body = _LAYOUT.pack(_digest(generation), _digest(question), key.window, key.score, key.segment, key.document)
    return base64.urlsafe_b64encode(body + _check(body)).decode().rstrip("=")


def read(text: str, generation: str, question: str) -> Key:
    """Raises `BadCursor`."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadCursor("mangled") from None
    body, check = raw[:-_CHECK], raw[-_CHECK:]
    if len(body) != _LAYOUT.size or check != _check(body):
        raise BadCursor("mangled")
    made_in, asked, window, score, segment, document = _LAYOUT.unpack(body)
    if made_in != _digest(generation):
        raise BadCursor("stale")
    if asked != _digest(question):
        raise BadCursor("other")
    return Key(window, score, segment, document)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK, person=b"search next").digest()
