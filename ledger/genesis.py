"""The genesis document: names the regulator, and its hash is the ledger's id (docs/specs/commands.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger import eip712
from ledger.wire import hex_to_bytes, malformed

NAME = "HanoTEX"
VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Genesis:
    """at: genesis time, UTC seconds. keys: 1 to 16 addresses, the first gives the regulator's party id."""

    at: int
    party_kind: int
    country: int
    profile: bytes
    keys: tuple[bytes, ...]
    threshold: int

    @property
    def document(self) -> dict[str, Any]:
        """The JSON object whose RFC 8785 bytes are hashed."""
        return {
            "name": NAME,
            "version": VERSION,
            "at": self.at,
            "regulator": {
                "party_kind": self.party_kind,
                "country": self.country,
                "profile": "0x" + self.profile.hex(),
                "keys": ["0x" + key.hex() for key in self.keys],
                "threshold": self.threshold,
            },
        }

    @property
    def ledger(self) -> bytes:
        """The ledger's id: keccak256 of the document's RFC 8785 bytes."""
        return keccak(rfc8785.dumps(self.document))

    @property
    def regulator_id(self) -> bytes:
        return eip712.party_id(self.keys[0])

    @property
    def head(self) -> bytes:
        """head(1) of the regulator's record."""
        return eip712.genesis_head(self.regulator_id, self.ledger, self.at)


def genesis_from_document(document: Any) -> Genesis:
    """Parse a genesis document; raises `Refused` MALFORMED with the member's path."""
    _members(document, {"name", "version", "at", "regulator"}, "")
    if document["name"] != NAME:
        raise malformed("name")
    if document["version"] != VERSION:
        raise malformed("version")
    regulator = document["regulator"]
    _members(regulator, {"party_kind", "country", "profile", "keys", "threshold"}, "regulator.")
    keys = regulator["keys"]
    if not isinstance(keys, list) or not 1 <= len(keys) <= 16:
        raise malformed("regulator.keys")
    addresses = tuple(hex_to_bytes(key, 20, f"regulator.keys[{i}]") for i, key in enumerate(keys))
    for i, address in enumerate(addresses):
        if not any(address) or address in addresses[:i]:
            raise malformed(f"regulator.keys[{i}]")
    return Genesis(
        at=_number(document["at"], 2**53 - 1, "at"),
        party_kind=_number(regulator["party_kind"], 255, "regulator.party_kind"),
        country=_number(regulator["country"], 65_535, "regulator.country"),
        profile=hex_to_bytes(regulator["profile"], 32, "regulator.profile"),
        keys=addresses,
        threshold=_number(regulator["threshold"], len(keys), "regulator.threshold", low=1),
    )


def _members(value: Any, names: set[str], prefix: str) -> None:
    if not isinstance(value, dict):
        raise malformed(prefix.rstrip("."))
    for name in sorted(names ^ set(value)):
        raise malformed(f"{prefix}{name}")


def _number(value: Any, high: int, path: str, low: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise malformed(path)
    return value
