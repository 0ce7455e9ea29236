"""Secrets that the service must be able to read again, encrypted where they stand in its tables.

AES-256-GCM under keys of 32 bytes, which stand in a file and in no table: a copy of the database alone opens nothing.
The newest key seals; older ones open what was sealed under them, until that is sealed anew (`api.resealing`). What is
sealed for one place cannot be opened at another.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.keystore import write_private

KEY_FILE = "service.key"
MOST_KEYS = 8
_NONCE_BYTES = 12
_NAME_BYTES = 4
_UNNAMED, _NAMED = b"\x01", b"\x02"


class SealBroken(Exception):
    """It was sealed under a key that is not here, for another place, or was altered."""


class _Key:
    """One key: it seals, derives, and has a name that tells nothing of it."""

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)
        self.keyed = HKDF(SHA256(), 32, None, b"HanoTEX keyed").derive(key)
        self.name = HKDF(SHA256(), _NAME_BYTES, None, b"HanoTEX key name").derive(key)


class Sealing:
    """Thread-safe. A key is random, so 2^32 secrets may be sealed under it with random nonces (NIST SP 800-38D)."""

    def __init__(self, *keys: bytes) -> None:
        """keys: 32 bytes each, the newest first."""
        self._keys = [_Key(key) for key in keys]

    def seal(self, secret: bytes, place: str) -> bytes:
        """place: what the secret is of, and whose: `webhook/…`.

        One byte of format, 4 that name the key, the nonce, the ciphertext.
        """
        newest, nonce = self._keys[0], secrets.token_bytes(_NONCE_BYTES)
        return _NAMED + newest.name + nonce + newest.cipher.encrypt(nonce, secret, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises `SealBroken`."""
        if sealed[:1] == _NAMED:
            keys = [key for key in self._keys if key.name == sealed[1 : 1 + _NAME_BYTES]]
            sealed = sealed[1 + _NAME_BYTES :]
        elif sealed[:1] == _UNNAMED:
            # Of before keys had names.
            keys, sealed = self._keys, sealed[1:]
        else:
            raise SealBroken(f"what is sealed for {place} has no known form")
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for key in keys:
            with suppress(InvalidTag, ValueError):
                return key.cipher.decrypt(nonce, content, place.encode())
        raise SealBroken(f"what is sealed for {place} does not open with this service's keys")

    def is_newest(self, sealed: bytes) -> bool:
        """Whether it says that it was sealed under the newest key."""
        return sealed[: 1 + _NAME_BYTES] == _NAMED + self._keys[0].name

    def keyed(self, place: str, content: bytes) -> bytes:
        """HMAC-SHA-256 of content at a place: to find again what must not be read back, or to derive a password."""
        return next(self.keyed_by_each(place, content))

    def keyed_by_each(self, place: str, content: bytes) -> Iterator[bytes]:
        """The same by every key, the newest first."""
        return (hmac.digest(key.keyed, place.encode() + b"\0" + content, "sha256") for key in self._keys)


def kept_sealing(file: Path) -> Sealing:
    """The sealing under the keys in a file, one drawn and kept there where there is none. Raises `ValueError`."""
    if not file.exists():
        _make(file)
    return Sealing(*kept_keys(file))


def kept_keys(file: Path) -> list[bytes]:
    """The keys in a file, one a line in 64 hexadecimal digits, the newest first. Raises `OSError`, `ValueError`."""
    lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines() if line.strip()]
    keys = [bytes.fromhex(line) for line in lines]
    if not 1 <= len(keys) <= MOST_KEYS or any(len(key) != 32 for key in keys) or len(set(keys)) != len(keys):
        raise ValueError(f"{file} holds no key of 32 bytes on each line, or one twice, or more than {MOST_KEYS}")
    return keys


def _make(file: Path) -> None:
    """There whole or not at all, and durable on return; where several processes make it at once, the first one's stays.

    What a process that was killed meanwhile has left is taken away.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if file.exists():
            return
        making = file.with_name(file.name + ".new")
        making.unlink(missing_ok=True)
        write_private(making, secrets.token_hex(32) + "\n")
        os.replace(making, file)
        # Before anything is sealed under it: a key that a power cut takes away would take that along.
        os.fsync(folder)
    finally:
        os.close(folder)
