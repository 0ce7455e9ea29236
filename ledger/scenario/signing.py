"""The keys of a scenario's parties, and the three ways in which a signature can be damaged on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger.scenario.randomness import Randomness
from ledger.signatures import ORDER


def sign_digest(secret: bytes, digest: bytes) -> bytes:
    """65 bytes r || s || v over a 32-byte digest: RFC 6979 nonce, s in the lower half, v 27 or 28."""
    signature = PrivateKey(secret).sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes([27 + signature[64]])


def high_s(signature: bytes) -> bytes:
    """The other signature of the same key over the same digest: s in the upper half (refused, as EIP-2 does)."""
    s = int.from_bytes(signature[32:64], "big")
    return signature[:32] + (ORDER - s).to_bytes(32, "big") + bytes([55 - signature[64]])


@dataclass(frozen=True, repr=False)
class Key:
    """A secp256k1 key pair; `name` is `alias#n`."""

    name: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.name})"

    @cached_property
    def address(self) -> bytes:
        """The last 20 bytes of the Keccak-256 of the public key."""
        return keccak(PrivateKey(self.secret).public_key.format(compressed=False)[1:])[12:]

    def sign(self, digest: bytes, damage: str = "") -> bytes:
        """A signature; `damage` is "" or one of the format's: high_s, truncated, other_content."""
        if damage == "other_content":
            return sign_digest(self.secret, keccak(digest))
        signature = sign_digest(self.secret, digest)
        if damage == "high_s":
            return high_s(signature)
        return signature[:64] if damage == "truncated" else signature


class KeyRing:
    """The keys a scenario has made so far, by `alias#n`."""

    def __init__(self, randomness: Randomness) -> None:
        self._randomness = randomness
        self._keys: dict[str, Key] = {}
        self._names: dict[bytes, str] = {}

    def key(self, alias: str, number: int) -> Key:
        """The alias's `number`-th key, counted from 1; made when first asked for."""
        name = f"{alias}#{number}"
        if name not in self._keys:
            made = Key(name, self._randomness.secret(name))
            self._keys[name] = made
            self._names[made.address] = name
        return self._keys[name]

    def name(self, address: bytes) -> str | None:
        """`alias#n` of an address, if the key is of this ring."""
        return self._names.get(address)
