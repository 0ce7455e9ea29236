"""Between preparing and submitting. Keys stay with their owner: nothing here ever sees one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from . import models


def with_signatures(prepared: models.PreparedModel, *signatures: bytes) -> models.SignedCommand:
    """The command to submit. signatures: 65 bytes each (r || s || v), of the signers in the order they were named."""
    signed = {**prepared["signed"], "signatures": [f"0x{signature.hex()}" for signature in signatures]}
    return cast(models.SignedCommand, signed)


def for_eth_account(typed_data: Mapping[str, Any]) -> dict[str, Any]:
    """Typed data as eth-account takes it: numbers as numbers, where wallets take decimal strings."""
    types = typed_data["types"]
    return {**typed_data, "message": _numbers(typed_data["message"], typed_data["primaryType"], types)}


def _numbers(value: Any, kind: str, types: Mapping[str, Any]) -> Any:
    if kind.endswith("[]"):
        return [_numbers(entry, kind[:-2], types) for entry in value]
    if kind in types:
        return {member["name"]: _numbers(value[member["name"]], member["type"], types) for member in types[kind]}
    return int(value) if kind.startswith(("uint", "int")) else value
