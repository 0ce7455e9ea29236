"""Commands as wallets are shown them: the JSON of `eth_signTypedData_v4` (EIP-712)."""

from __future__ import annotations

from typing import Any

from ledger import eip712
from ledger.commands import Command
from ledger.wire import struct_to_json

_DOMAIN = (("name", "string"), ("version", "string"), ("salt", "bytes32"))


def typed_data(ledger: bytes, command: Command) -> dict[str, Any]:
    """Types, domain and message of a command; a wallet's signature over it is one over the command's digest.

    The message is in wire form: whole numbers of more than 32 bits are decimal strings.
    """
    kind: Any = type(command)
    structs = sorted(eip712.referenced_structs(kind), key=lambda each: each.__name__)
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": abi} for name, abi in _DOMAIN],
            **{each.__name__: _members(each) for each in (kind, *structs)},
        },
        "primaryType": kind.__name__,
        "domain": {
            "name": eip712.DOMAIN_NAME,
            "version": eip712.DOMAIN_VERSION,
            "salt": "0x" + ledger.hex(),
        },
        "message": struct_to_json(command),
    }


def _members(struct: type) -> list[dict[str, str]]:
    return [
        {"name": eip712.member_name(name), "type": eip712.abi_type(annotation)}
        for name, annotation in eip712.members(struct)
    ]
