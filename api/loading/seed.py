"""What is random in a load and yet the same when it is done again: nonces and salts from one secret of the home.

The secret is durable before anything is signed, so a load that was killed, or is repeated, comes to the very record ids
and commitments that it came to before, and finds them on the ledger.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Any

import rfc8785

from ledger import eip712
from ledger.keystore import write_private

FILE = "market-load.key"


class Seed:
    """secret: 32 bytes. Whoever knows it can tell what a commitment of the load hides."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def of(cls, keys: Path) -> Seed:
        """That of a home's `keys`, drawn and kept if there is none."""
        file = keys / FILE
        if not file.exists():
            keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            making = file.with_suffix(".making")
            making.unlink(missing_ok=True)
            write_private(making, secrets.token_hex(32))
            os.replace(making, file)
        return cls(bytes.fromhex(file.read_text(encoding="ascii").strip()))

    def nonce(self, what: str) -> bytes:
        """32 bytes: of the record of a name, `asset T001`."""
        return self._derived("nonce", what.encode())

    def salt(self, what: str, content: bytes) -> bytes:
        """32 bytes: another one for every content, so that two commitments tell nothing of each other."""
        return self._derived("salt", what.encode() + b"\0" + content)

    def commit(self, what: str, content: Any) -> bytes:
        """The commitment (docs/specs/commands.md) to a JSON value that stands for `what`."""
        written = rfc8785.dumps(content)
        return eip712.commitment(self.salt(what, written), written)

    def _derived(self, purpose: str, what: bytes) -> bytes:
        return hmac.new(self._secret, f"HanoTEX market load {purpose}\0".encode() + what, hashlib.sha256).digest()
