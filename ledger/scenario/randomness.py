"""Where a scenario's keys, nonces and salts come from: the system, or a seed so that a run can be repeated exactly."""

from __future__ import annotations

import secrets
from typing import Protocol

from eth_hash.auto import keccak


class Randomness(Protocol):
    """32 bytes each. `name` says what for: a key's `alias#n`, a step's id, a committed text."""

    def secret(self, name: str) -> bytes:
        """A private key: a secp256k1 scalar, 1 to n - 1."""
        ...

    def nonce(self, name: str) -> bytes:
        """The nonce of a create command."""
        ...

    def salt(self, name: str) -> bytes:
        """The salt of a commitment."""
        ...


class SystemRandomness:
    """From the operating system; what a real party does."""

    def secret(self, name: str) -> bytes:
        # The order of secp256k1 is 2^256 - 2^128.4: a uniform draw misses the range once in 2^127 times.
        return secrets.token_bytes(32)

    def nonce(self, name: str) -> bytes:
        return secrets.token_bytes(32)

    def salt(self, name: str) -> bytes:
        return secrets.token_bytes(32)


class SeededRandomness:
    """The same bytes for the same name, for test vectors. Its keys are public knowledge and guard nothing.

    A key is keccak256("HanoTEX test key " + alias + "#" + n).
    """

    def secret(self, name: str) -> bytes:
        return keccak(f"HanoTEX test key {name}".encode())

    def nonce(self, name: str) -> bytes:
        return keccak(f"HanoTEX test nonce {name}".encode())

    def salt(self, name: str) -> bytes:
        return keccak(f"HanoTEX test salt {name}".encode())
