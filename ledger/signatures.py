"""The one form of signature that the ledger takes: secp256k1, `r || s || v`, 65 bytes (docs/specs/readings.md, 9)."""

from __future__ import annotations

from coincurve import PublicKey
from eth_hash.auto import keccak

# Order of secp256k1 (SEC 2, section 2.4.1).
ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
SIGNATURE_BYTES = 65


def recover(digest: bytes, signature: bytes) -> bytes | None:
    """The 20-byte address whose key signed a 32-byte digest, or None.

    signature: `r || s || v`, 65 bytes, v 27 or 28, s in the lower half of the order (docs/specs/readings.md, 9), so a
    signature has one spelling.
    """
    if len(signature) != SIGNATURE_BYTES or signature[64] not in (27, 28):
        return None
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not 0 < r < ORDER or not 0 < s <= ORDER // 2:
        return None
    try:
        key = PublicKey.from_signature_and_message(signature[:64] + bytes([signature[64] - 27]), digest, hasher=None)
    except ValueError:
        # r is no point of the curve.
        return None
    return keccak(key.format(compressed=False)[1:])[12:]
