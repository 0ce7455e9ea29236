"""A certificate as a file: one JSON object in its RFC 8785 form, signed by an operator (docs/specs/certificate.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger.proof import canonical
from ledger.proof.claims import Claim, read_claim
from ledger.proof.history import History, fixed_bytes, members, read_history
from ledger.proof.signing import bundle_preimage
from ledger.proof.verdict import Contradiction, Gap
from ledger.signatures import SIGNATURE_BYTES, recover

KIND = "hanotex-certificate"
VERSION = 1
MEMBERS = frozenset({"kind", "version", "ledger", "claim", "histories", "evidence", "operator", "signature"})
MAX_HISTORIES = 1024


@dataclass(frozen=True, slots=True)
class Bundle:
    """An opened bundle whose members are there and of the right type, and nothing more is said of them.

    operator: address of the key that signed it. content: the bytes it signed. claim, histories, evidence: still JSON.
    """

    ledger: bytes
    claim: Any
    histories: list[Any]
    evidence: Mapping[str, Any]
    operator: bytes
    signature: bytes
    content: bytes

    @property
    def is_signed(self) -> bool:
        """Whether the signature is that of the operator named in the bundle."""
        return recover(keccak(bundle_preimage(self.ledger, self.content)), self.signature) == self.operator


def open_bundle(document: bytes) -> Bundle:
    """Open a file's bytes. Raises `Contradiction` of step 0, or `Gap` CERTIFICATE_VERSION."""
    value = canonical.read(document)
    if value.get("kind") != KIND:
        raise Contradiction("NOT_A_CERTIFICATE")
    version = value.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise Contradiction("MALFORMED", member="version")
    if version != VERSION:
        raise Gap("CERTIFICATE_VERSION", version=version)
    members(value, set(MEMBERS), "")
    if not isinstance(value["histories"], list) or len(value["histories"]) > MAX_HISTORIES:
        raise Contradiction("MALFORMED", member="histories")
    if not isinstance(value["evidence"], dict):
        raise Contradiction("MALFORMED", member="evidence")
    return Bundle(
        ledger=fixed_bytes(value["ledger"], 32, "ledger"),
        claim=value["claim"],
        histories=value["histories"],
        evidence=value["evidence"],
        operator=fixed_bytes(value["operator"], 20, "operator"),
        signature=fixed_bytes(value["signature"], SIGNATURE_BYTES, "signature"),
        content=content_of(value),
    )


def content_of(value: Mapping[str, Any]) -> bytes:
    """What the operator signs: the RFC 8785 bytes of the bundle without its signature."""
    return rfc8785.dumps({name: member for name, member in value.items() if name != "signature"})


def read_claim_and_histories(bundle: Bundle) -> tuple[Claim, tuple[History, ...]]:
    """Parse what is claimed and every command (steps 0 and 1); raises `Contradiction` or `Gap`."""
    claim = read_claim(bundle.claim)
    histories = tuple(
        read_history(value, bundle.ledger, f"histories[{index}]") for index, value in enumerate(bundle.histories)
    )
    return claim, histories


def unsigned_document(
    ledger: bytes, claim: Claim, histories: tuple[History, ...], evidence: Mapping[str, Any], operator: bytes
) -> dict[str, Any]:
    """The JSON of a bundle that is not signed yet."""
    return {
        "kind": KIND,
        "version": VERSION,
        "ledger": "0x" + ledger.hex(),
        "claim": claim.document,
        "histories": [history.document for history in histories],
        "evidence": dict(evidence),
        "operator": "0x" + operator.hex(),
    }
