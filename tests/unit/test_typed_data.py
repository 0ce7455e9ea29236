"""What a wallet is shown: an implementation that is not ours comes to the command's digest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account.messages import _hash_eip191_message, encode_typed_data

from ledger import wire
from ledger.typed_data import typed_data

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "digests.json").read_text()
)


def _numbers(value: Any, kind: str, types: dict[str, Any]) -> Any:
    """The message with decimal strings as whole numbers, which eth-account wants and wallets do not need."""
    if kind.endswith("[]"):
        return [_numbers(entry, kind[:-2], types) for entry in value]
    if kind in types:
        return {each["name"]: _numbers(value[each["name"]], each["type"], types) for each in types[kind]}
    return int(value) if kind.startswith(("uint", "int")) else value


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]).replace(" ", "-"))
def test_a_wallet_hashes_it_to_the_commands_digest(vector: dict[str, Any]) -> None:
    signed = wire.command_from_json(vector["signed"])
    shown = typed_data(signed.ledger, signed.command)
    shown["message"] = _numbers(shown["message"], shown["primaryType"], shown["types"])
    assert _hash_eip191_message(encode_typed_data(full_message=shown)) == signed.digest
