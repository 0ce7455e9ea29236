"""What an operator signs: a block's seal, a bundle, and the intake of a command.

All are EIP-712 typed data in the ledger's domain, so none can be taken for a command or for another ledger's.
"""

from __future__ import annotations

from eth_hash.auto import keccak

from ledger import eip712

SEAL_TYPE = "Seal(uint64 number,bytes32 block_hash)"
BUNDLE_TYPE = "Bundle(bytes32 content)"
INTAKE_TYPE = "Intake(bytes32 digest,uint64 received_at)"


def seal_preimage(ledger: bytes, number: int, block_hash: bytes) -> bytes:
    """What an operator signs for each sealed block: 66 bytes, signed over their Keccak-256 (EIP-712).

    number: the block's. block_hash: Keccak-256 of its header.
    """
    return _preimage(ledger, SEAL_TYPE, number.to_bytes(32, "big") + block_hash)


def bundle_preimage(ledger: bytes, content: bytes) -> bytes:
    """What an operator signs for a bundle, 66 bytes; `content` is its RFC 8785 bytes without the member `signature`."""
    return _preimage(ledger, BUNDLE_TYPE, keccak(content))


def intake_preimage(ledger: bytes, digest: bytes, received_at: int) -> bytes:
    """What an operator signs when a command comes in, 66 bytes.

    digest: the command's. received_at: UTC seconds by the operator's clock.
    """
    return _preimage(ledger, INTAKE_TYPE, digest + received_at.to_bytes(32, "big"))


def _preimage(ledger: bytes, encoded_type: str, encoded_data: bytes) -> bytes:
    return b"\x19\x01" + eip712.domain_separator(ledger) + keccak(keccak(encoded_type.encode()) + encoded_data)
