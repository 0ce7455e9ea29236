"""The contracts' custom errors: one per code of the catalogue (docs/specs/evm.md, "Errors")."""

from __future__ import annotations

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_hash.auto import keccak

from ledger.engines.evm.abi import address_from_abi
from ledger.errors import REFUSALS, Refused, solidity_name, solidity_type


def error_signature(code: str) -> str:
    """`GRANT_CONFLICT` -> `GrantConflict(bytes32,bytes32)`."""
    return f"{solidity_name(code)}({','.join(solidity_type(abi) for _, abi in REFUSALS[code])})"


_CODE_OF_SELECTOR: dict[bytes, str] = {keccak(error_signature(code).encode())[:4]: code for code in REFUSALS}


def refusal_from_revert(data: bytes) -> Refused | None:
    """The refusal that a contract reverted with.

    None for anything that is no answer to a command: out of gas, a panic, a guard of the deployment.
    """
    code = _CODE_OF_SELECTOR.get(data[:4])
    if code is None:
        return None
    values = REFUSALS[code]
    types = [solidity_type(abi) for _, abi in values]
    try:
        decoded = decode(types, data[4:])
    except DecodingError:
        return None
    return Refused(
        code,
        {
            name: address_from_abi(value) if abi == "address" else value
            for (name, _), abi, value in zip(values, types, decoded, strict=True)
        },
    )


def revert_from_refusal(refused: Refused) -> bytes:
    """What a contract reverts with for a refusal; the inverse of `refusal_from_revert`."""
    values = REFUSALS[refused.code]
    types = [solidity_type(abi) for _, abi in values]
    given = [refused.values[name] for name, _ in values]
    return keccak(error_signature(refused.code).encode())[:4] + encode(types, given)
