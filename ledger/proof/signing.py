"""What an operator signs, a block's seal and a bundle, and the recovery of any signature over a digest.

Both are EIP-712 typed data in the ledger's domain, so neither can be taken for a command or for another ledger's.
"""

from __future__ import annotations

from coincurve import PublicKey
from eth_hash.auto import keccak

from ledger import eip712

SEAL_TYPE = "Seal(uint64 number,bytes32 block_hash)"
BUNDLE_TYPE = "Bundle(bytes32 content)"

# Order of secp256k1 (SEC 2, section 2.4.1).
_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SIGNATURE_BYTES = 65


def seal_preimage(ledger: bytes, number: int, block_hash: bytes) -> bytes:
    """What an operator signs for each sealed block: 66 bytes, signed over their Keccak-256 (EIP-712).

    number: the block's. block_hash: Keccak-256 of its header.
    """
    return _preimage(ledger, SEAL_TYPE, number.to_bytes(32, "big") + block_hash)


def bundle_preimage(ledger: bytes, content: bytes) -> bytes:
    """What an operator signs for a bundle, 66 bytes; `content` is its RFC 8785 bytes without the member `signature`."""
    return _preimage(ledger, BUNDLE_TYPE, keccak(content))


def _preimage(ledger: bytes, encoded_type: str, encoded_data: bytes) -> bytes:
    return b"\x19\x01" + eip712.domain_separator(ledger) + keccak(keccak(encoded_type.encode()) + encoded_data)


def recover(digest: bytes, signature: bytes) -> bytes | None:
    """The 20-byte address whose key signed a 32-byte digest, or None.

    signature: `r || s || v`, 65 bytes, v 27 or 28, s in the lower half of the order (docs/specs/readings.md, 9), so a
    signature has one spelling.
    """
    if len(signature) != SIGNATURE_BYTES or signature[64] not in (27, 28):
        return None
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not 0 < r < _ORDER or not 0 < s <= _ORDER // 2:
        return None
    try:
        key = PublicKey.from_signature_and_message(signature[:64] + bytes([signature[64] - 27]), digest, hasher=None)
    except ValueError:
        # r is no point of the curve.
        return None
    return keccak(key.format(compressed=False)[1:])[12:]
