"""Secrets at rest: Web3 Secret Storage files, version 3 (scrypt or PBKDF2), as every Ethereum wallet reads them."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from eth_keyfile.keyfile import create_keyfile_json, decode_keyfile_json, extract_key_from_keyfile

from ledger.signatures import ORDER


class KeystoreError(Exception):
    """A keystore file cannot be read, or its password is another one."""


def open_secret(path: Path, password: bytes) -> bytes:
    """The 32 bytes that a V3 keystore file keeps; raises `KeystoreError`."""
    try:
        return extract_key_from_keyfile(str(path), password)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError):
        # The library's own words may quote the file; they would add nothing to act on.
        raise KeystoreError(f"{path} is no readable keystore, or its password is another one") from None


def keep_secret(path: Path, password: bytes, secret: bytes, *, random_password: bool = False) -> None:
    """Write 32 secret bytes (a secp256k1 private key) to a new V3 file, mode 0600; raises `FileExistsError`.

    random_password: the password holds 128 random bits or more, so that stretching it would only cost time.
    """
    write_private(path, sealed_text(password, secret, random_password=random_password) + "\n")


def sealed_text(password: bytes, secret: bytes, *, random_password: bool = False) -> str:
    """The JSON of a V3 keystore, for wherever it is kept; the rest as `keep_secret`."""
    if random_password:
        return json.dumps(create_keyfile_json(secret, password, kdf="pbkdf2", iterations=1))
    return json.dumps(create_keyfile_json(secret, password, kdf="scrypt"))


def opened_text(text: str, password: bytes) -> bytes:
    """The 32 bytes that the JSON of a V3 keystore keeps; raises `KeystoreError`."""
    try:
        return bytes(decode_keyfile_json(json.loads(text), password))
    except (ValueError, KeyError, TypeError, AttributeError, NotImplementedError, RecursionError):
        raise KeystoreError("this is no readable keystore, or its password is another one") from None


def new_secret() -> bytes:
    """A private key drawn at random: 32 bytes that number a point of secp256k1."""
    while True:
        secret = secrets.token_bytes(32)
        if 0 < int.from_bytes(secret, "big") < ORDER:
            return secret


def new_password() -> str:
    """256 random bits in hex, for a secret that a program opens by itself."""
    return secrets.token_hex(32)


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner reads (0600), durably; raises `FileExistsError`."""
    with open(path, "x", opener=_owner_only) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
