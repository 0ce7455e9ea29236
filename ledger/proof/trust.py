"""What the reader of a certificate trusts: one ledger, its contracts and its operators (docs/specs/certificate.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.errors import Refused
from ledger.genesis import Genesis, genesis_from_document
from ledger.proof import canonical
from ledger.proof.verdict import Contradiction, Gap
from ledger.wire import hex_to_bytes

# The contracts whose storage evidence reads.
CONTRACTS = ("registry", "parties", "assets", "instruments")
MAX_OPERATORS = 64


@dataclass(frozen=True, slots=True)
class Contract:
    """address: 20 bytes. code_hash: Keccak-256 of the runtime code."""

    address: bytes
    code_hash: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """A reader's trust. operators: addresses of the keys that seal blocks and sign bundles."""

    genesis: Genesis
    chain_id: int
    contracts: Mapping[str, Contract]
    operators: tuple[bytes, ...]

    @property
    def ledger(self) -> bytes:
        return self.genesis.ledger

    @property
    def document(self) -> dict[str, Any]:
        """The JSON of a trust file."""
        return {
            "ledger": "0x" + self.ledger.hex(),
            "chain_id": self.chain_id,
            **{
                name: {
                    "address": "0x" + self.contracts[name].address.hex(),
                    "code_hash": "0x" + self.contracts[name].code_hash.hex(),
                }
                for name in CONTRACTS
            },
            "operators": [{"key": "0x" + key.hex()} for key in self.operators],
            "genesis": self.genesis.document,
        }


def read_trust(file: bytes) -> Trust:
    """The trust in a file; its spacing and order are free.

    Raises `Gap` TRUST_NOT_JSON, or TRUST_UNREADABLE with the member's path.
    """
    try:
        document = canonical.read(file, canonical=False)
    except Contradiction as error:
        raise Gap("TRUST_NOT_JSON", why=error.values.get("why", error.code)) from error
    return trust_from_document(document)


def trust_from_document(document: Any) -> Trust:
    """Parse the JSON of a trust file; raises `Gap` TRUST_UNREADABLE with the member's path."""
    _members(document, {"ledger", "chain_id", *CONTRACTS, "operators", "genesis"}, "")
    try:
        genesis = genesis_from_document(document["genesis"])
    except Refused as error:
        raise _unreadable(f"genesis.{error.values['field']}") from error
    if _bytes(document["ledger"], 32, "ledger") != genesis.ledger:
        raise _unreadable("ledger")
    chain_id = document["chain_id"]
    if isinstance(chain_id, bool) or not isinstance(chain_id, int) or not 0 < chain_id < 1 << 53:
        raise _unreadable("chain_id")
    return Trust(
        genesis=genesis,
        chain_id=chain_id,
        contracts={name: _contract(document[name], name) for name in CONTRACTS},
        operators=_operators(document["operators"]),
    )


def _contract(value: Any, name: str) -> Contract:
    _members(value, {"address", "code_hash"}, f"{name}.")
    return Contract(
        _bytes(value["address"], 20, f"{name}.address"), _bytes(value["code_hash"], 32, f"{name}.code_hash")
    )


def _operators(value: Any) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > MAX_OPERATORS:
        raise _unreadable("operators")
    keys = []
    for index, entry in enumerate(value):
        _members(entry, {"key"}, f"operators[{index}].")
        keys.append(_bytes(entry["key"], 20, f"operators[{index}].key"))
    return tuple(keys)


def _members(value: Any, names: set[str], prefix: str) -> None:
    if not isinstance(value, dict):
        raise _unreadable(prefix.rstrip("."))
    for name in sorted(names ^ set(value)):
        raise _unreadable(f"{prefix}{name}")


def _bytes(value: Any, length: int, path: str) -> bytes:
    try:
        return hex_to_bytes(value, length, path)
    except Refused as error:
        raise _unreadable(path) from error


def _unreadable(path: str) -> Gap:
    return Gap("TRUST_UNREADABLE", member=path)
