"""Secrets that the service must be able to read again, encrypted where they stand in its tables.

AES-256-GCM under one key of 32 bytes, which stands in a file and in no table: a copy of the database alone opens
nothing. What is sealed for one place cannot be opened at another.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.keystore import write_private

KEY_FILE = "service.key"
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class SealBroken(Exception):
    """It was sealed under another key, for another place, or was altered."""


class Sealing:
    """Thread-safe. The key is random, so 2^32 secrets may be sealed under it with random nonces (NIST SP 800-38D)."""

    def __init__(self, key: bytes) -> None:
        """key: 32 bytes."""
        self._cipher = AESGCM(key)
        self._keyed = HKDF(SHA256(), 32, None, b"HanoTEX keyed").derive(key)

    def seal(self, secret: bytes, place: str) -> bytes:
        """place: what the secret is of, and whose: `webhook/…`. One byte of format, the nonce, the ciphertext."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, secret, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises `SealBroken`."""
        nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
            raise SealBroken(f"what is sealed for {place} has no known form")
        try:
            return self._cipher.decrypt(nonce, content, place.encode())
        except InvalidTag:
            raise SealBroken(f"what is sealed for {place} does not open with this service's key") from None

    def keyed(self, place: str, content: bytes) -> bytes:
        """HMAC-SHA-256 of content at a place: to find again what must not be read back, or to derive a password."""
        return hmac.digest(self._keyed, place.encode() + b"\0" + content, "sha256")


def kept_sealing(file: Path) -> Sealing:
    """The sealing under the key in a file (64 hexadecimal digits), drawn and kept there where there is none."""
    if not file.exists():
        _make(file)
    key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{file} holds no key of 32 bytes")
    return Sealing(key)


def _make(file: Path) -> None:
    """There whole or not at all; where several processes make it at once, the first one's stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    write_private(making, secrets.token_hex(32) + "\n")
    try:
        with suppress(FileExistsError):
            os.link(making, file)
    finally:
        making.unlink()
