"""Certificates of one story, and the ways to alter them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import rfc8785
from eth_hash.auto import keccak

from ledger.proof.bundle import content_of
from ledger.proof.collect import Collector
from ledger.proof.signing import bundle_preimage
from ledger.wire import command_from_json
from tests.unit.chain import key
from tests.unit.proof_ledger import OperatorKey, ProofLedger
from tests.unit.signed_chain import Story

Change = Callable[[dict[str, Any]], None]


def collector(ledger: ProofLedger) -> Collector:
    return Collector(ledger, ledger.trust, OperatorKey())


def story() -> tuple[Story, ProofLedger]:
    told = Story()
    return told, ProofLedger(told)


def opened(bundle: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(bundle)
    return value


def signed(value: dict[str, Any], by: str = "operator seal") -> bytes:
    """Sign a bundle anew, as a careless or lying operator would."""
    ledger = bytes.fromhex(value["ledger"][2:])
    value["signature"] = "0x" + key(by).sign(keccak(bundle_preimage(ledger, content_of(value)))).hex()
    return rfc8785.dumps(value)


def altered(bundle: bytes, change: Change, *, sign: bool = True) -> bytes:
    """A bundle after a change; `sign`: with an operator's good signature over what it then says."""
    value = opened(bundle)
    change(value)
    return signed(value) if sign else rfc8785.dumps(value)


def sign_entry(entry: dict[str, Any], ledger: bytes, *names: str) -> None:
    """Put signatures of these keys on an entry of a history."""
    digest = command_from_json({**entry["signed"], "ledger": "0x" + ledger.hex()}).digest
    entry["signed"]["signatures"] = ["0x" + key(name).sign(digest).hex() for name in names]
