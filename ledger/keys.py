"""Who signs: a keystore file, an external signer, or a wallet whose signature is passed through.

A signer is shown the EIP-712 preimage (`0x19 0x01 || domain separator || struct hash`, 66 bytes), so that a signer
which hashes for itself and one that is handed a digest sign the same 32 bytes. Secrets are in no repr and no error.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger import eip712, keystore
from ledger.commands import Command
from ledger.signatures import recover
from ledger.wire import SignedCommand

_UNCOMPRESSED_KEY = 64


class SignerFailed(Exception):
    """A signer did not give a usable signature; nothing was signed as far as the caller is concerned."""


class Signer(Protocol):
    """Holds one key and signs with it."""

    @property
    def address(self) -> bytes:
        """The key's 20-byte address."""
        ...

    def sign_preimage(self, preimage: bytes) -> bytes:
        """Sign keccak256(preimage).

        preimage: an EIP-712 preimage, 66 bytes. Returns 65 bytes `r || s || v`, low s (EIP-2), v 27 or 28.
        Raises `SignerFailed`.
        """
        ...


def preimage(ledger: bytes, struct_hash: bytes) -> bytes:
    """The EIP-712 preimage of a struct in a ledger's domain; its keccak256 is what is signed."""
    return b"\x19\x01" + eip712.domain_separator(ledger) + struct_hash


def sign(command: Command, ledger: bytes, signers: Iterable[Signer]) -> SignedCommand:
    """`command` for `ledger` (32-byte id), signed by each signer in order."""
    shown = preimage(ledger, eip712.struct_hash(command))
    return SignedCommand(ledger, command, tuple(signer.sign_preimage(shown) for signer in signers))


class KeySigner:
    """A private key in this process's memory."""

    __slots__ = ("_address", "_key")

    def __init__(self, private_key: bytes) -> None:
        """private_key: 32 bytes, big-endian."""
        # Of the libraries at hand this one's key has a repr without the secret, wherever it is shown.
        self._key = PrivateKey(private_key)
        self._address = keccak(self._key.public_key.format(compressed=False)[1:])[12:]

    @property
    def address(self) -> bytes:
        return self._address

    def sign_digest(self, digest: bytes) -> bytes:
        """65 bytes `r || s || v` over a 32-byte digest (RFC 6979 nonce, low s, v 27 or 28)."""
        made = self._key.sign_recoverable(digest, hasher=None)
        return made[:64] + bytes([made[64] + 27])

    def sign_preimage(self, preimage: bytes) -> bytes:
        return self.sign_digest(keccak(preimage))

    def __repr__(self) -> str:
        return f"KeySigner(0x{self._address.hex()})"

    def __reduce__(self) -> Any:
        raise TypeError("a private key is not pickled")

    @classmethod
    def open_keystore(cls, path: Path, password: bytes) -> Self:
        """The key in a V3 keystore file; raises `KeystoreError`."""
        return cls(keystore.open_secret(path, password))

    @classmethod
    def create_keystore(cls, path: Path, password: bytes, private_key: bytes) -> Self:
        """Write the key to a new V3 keystore file; raises `FileExistsError` where there is one."""
        keystore.keep_secret(path, password, private_key)
        return cls(private_key)


class ExternalSigner:
    """A signing service with Web3Signer's API: `POST /api/v1/eth1/sign/{public key}`.

    The service hashes what it is sent with Keccak-256, so it is sent the EIP-712 preimage and can show or filter it.
    """

    def __init__(
        self, url: str, public_key: bytes, *, timeout: float = 10.0, tls: ssl.SSLContext | None = None
    ) -> None:
        """public_key: 64 bytes, uncompressed without the 0x04; it identifies the key. timeout: seconds."""
        if len(public_key) != _UNCOMPRESSED_KEY:
            raise ValueError("a public key has 64 bytes")
        split = urlsplit(url)
        if split.scheme not in ("http", "https") or not split.hostname:
            raise ValueError("a signer's address starts with http:// or https://")
        self._host, self._port, self._secure = split.hostname, split.port, split.scheme == "https"
        self._path = f"{split.path.rstrip('/')}/api/v1/eth1/sign/0x{public_key.hex()}"
        self._address = keccak(public_key)[12:]
        self._timeout = timeout
        self._tls = tls

    @property
    def address(self) -> bytes:
        return self._address

    def sign_preimage(self, preimage: bytes) -> bytes:
        text = self._post(json.dumps({"data": "0x" + preimage.hex()}).encode())
        try:
            signature = bytes.fromhex(text.strip().removeprefix("0x"))
        except ValueError:
            raise SignerFailed("the signer answered something that is no signature") from None
        return checked_signature(self._address, keccak(preimage), signature)

    def _post(self, body: bytes) -> str:
        connection: http.client.HTTPConnection
        if self._secure:
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        try:
            connection.request("POST", self._path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read(1024).decode("ascii", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise SignerFailed(f"the signer cannot be reached: {error}") from error
        finally:
            connection.close()
        if answer.status == 404:
            raise SignerFailed("the signer does not hold this key")
        if answer.status != 200:
            raise SignerFailed(f"the signer answered status {answer.status}")
        return text

    def __repr__(self) -> str:
        return f"ExternalSigner(0x{self._address.hex()})"


class WalletSignature:
    """A signature that a wallet made elsewhere over one command; it is checked, never made, here."""

    def __init__(self, address: bytes, signature: bytes) -> None:
        """address: whose signature it is said to be. signature: 65 bytes `r || s || v`, v 0, 1, 27 or 28."""
        self._address = address
        self._signature = signature

    @property
    def address(self) -> bytes:
        return self._address

    def sign_preimage(self, preimage: bytes) -> bytes:
        return checked_signature(self._address, keccak(preimage), self._signature)


def checked_signature(address: bytes, digest: bytes, signature: bytes) -> bytes:
    """The signature in the ledger's form, if the key of `address` made it over `digest`; raises `SignerFailed`.

    Hardware wallets give v as 0 or 1; it becomes 27 or 28.
    """
    if len(signature) == 65 and signature[64] in (0, 1):
        signature = signature[:64] + bytes([signature[64] + 27])
    if recover(digest, signature) != address:
        raise SignerFailed(f"the signature is not one of 0x{address.hex()} over what was to be signed")
    return signature
