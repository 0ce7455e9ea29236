"""Signing in with a key of the ledger (EIP-4361): a text that the service wrote and kept, signed as EIP-191.

Only the kept text is ever verified; what a client sends is the nonce that it was kept under, and 65 bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from eth_hash.auto import keccak

from ledger.signatures import recover

SECONDS = 300
ISSUER = "wallet"
# The standard's grammar allows no letter outside ASCII here.
STATEMENT = "Dang nhap HanoTEX; chu ky nay khong ghi gi len so cai. Sign in to HanoTEX; this signature records nothing."


def text(url: str, address: bytes, chain_id: int, nonce: str, at: float) -> str:
    """The message, as EIP-4361 writes it. url: the service's own; nonce: 8 or more letters and digits."""
    return (
        f"{urlsplit(url).netloc} wants you to sign in with your Ethereum account:\n"
        f"{checksummed(address)}\n\n"
        f"{STATEMENT}\n\n"
        f"URI: {url}\n"
        "Version: 1\n"
        f"Chain ID: {chain_id}\n"
        f"Nonce: {nonce}\n"
        f"Issued At: {_time(at)}\n"
        f"Expiration Time: {_time(at + SECONDS)}"
    )


def signer(message: str, signature: bytes) -> bytes | None:
    """The address that signed a message (EIP-191, version 0x45); None where no key did."""
    raw = message.encode()
    return recover(keccak(b"\x19Ethereum Signed Message:\n" + str(len(raw)).encode() + raw), signature)


def checksummed(address: bytes) -> str:
    """EIP-55: capitals where the hash of the lower-case digits has a high nibble."""
    digits = address.hex()
    mask = keccak(digits.encode()).hex()
    return "0x" + "".join(
        digit.upper() if int(nibble, 16) >= 8 else digit for digit, nibble in zip(digits, mask, strict=False)
    )


def _time(at: float) -> str:
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
