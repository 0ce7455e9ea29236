"""Keys of parties that a program has drawn, kept in a home that is for demonstration: `keys/NAME.json`.

The password of each lies beside it, in `NAME.password`. Nobody holds such a key but whoever reads the folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from pathlib import Path

from ledger import json_text
from ledger.keys import KeySigner
from ledger.keystore import keep_secret, new_password, new_secret, write_private

# What the engine and the service keep there under names of their own.
_TAKEN = frozenset({"operator", "relay", "service"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_ADDRESS = re.compile(r"(?:0x)?([0-9a-fA-F]{40})")
_LONGEST_KEYSTORE = 1 << 16  # bytes


def key_name(alias: str, number: int = 1) -> str:
    """The name of a party's `number`-th key: its alias for the first, `alias--2` for the second.

    An alias that is no name of a key, or one that the home uses itself, is named by what it hashes to.
    """
    if alias in _TAKEN or not _NAME.fullmatch(alias):
        alias = "party-" + hashlib.sha256(alias.encode()).hexdigest()[:16]
    return alias if number == 1 else f"{alias}--{number}"


class PartyKeys:
    """The keys in a folder, found by their addresses. Safe to use from several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: dict[bytes, KeySigner] = {}
        self._files = {address: file for file in sorted(folder.glob("*.json")) if (address := _address(file))}

    def holds(self, address: bytes) -> bool:
        return address in self._files

    def named(self, name: str) -> bytes | None:
        """The address of the key of a name; None where there is none."""
        file = self._folder / f"{name}.json"
        return next((address for address, kept in self._files.items() if kept == file), None)

    def signer(self, address: bytes) -> KeySigner:
        """Raises `KeyError` where the key is not held, `KeystoreError` where it does not open."""
        with self._lock:
            if address not in self._opened:
                file = self._files[address]
                password = file.with_suffix(".password").read_bytes().strip()
                self._opened[address] = KeySigner.open_keystore(file, password)
            return self._opened[address]

    def drawn(self, name: str) -> bytes:
        """The address of the key of a name, drawn and kept if there is none; durable on return."""
        return self.named(name) or self.keep(name, new_secret())

    def keep(self, name: str, secret: bytes) -> bytes:
        """Keep a key under a name; returns its address. Durable on return.

        Raises `FileExistsError` where another key has the name.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        password_file, file = self._folder / f"{name}.password", self._folder / f"{name}.json"
        if not file.exists():
            # In this order, and each moved to its place whole: what a cut-off leaves is a password that guards nothing.
            password = new_password()
            making = file.with_suffix(".making")
            for each in (making, password_file):
                each.unlink(missing_ok=True)
            write_private(password_file, password)
            keep_secret(making, password.encode(), secret, random_password=True)
            os.replace(making, file)
            _sync(self._folder)
        address = _address(file)
        if address is None or address != KeySigner(secret).address:
            raise FileExistsError(f"{file} keeps another key")
        with self._lock:
            self._files[address] = file
        return address


def _address(file: Path) -> bytes | None:
    """The address that a keystore states, if its password lies beside it."""
    try:
        found = _ADDRESS.fullmatch(json_text.read(file.read_bytes(), _LONGEST_KEYSTORE)["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return bytes.fromhex(found[1]) if found and file.with_suffix(".password").exists() else None


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
