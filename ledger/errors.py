"""The ledger's errors: refusals with a code and values, and outcomes that are not known yet.

A refusal is one of the catalogue's codes (docs/specs/commands.md, "Errors"). Domain errors know no HTTP status;
the service maps codes to problem types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# code -> its values: (name, EVM type). The type says how a value is written on the wire (docs/specs/wire.md).
REFUSALS: dict[str, tuple[tuple[str, str], ...]] = {
    "WRONG_LEDGER": (("expected", "bytes32"), ("given", "bytes32")),
    "UNKNOWN_COMMAND": (("name", "string"),),
    "MALFORMED": (("field", "string"),),
    "LIST_LENGTH": (("field", "string"), ("given", "uint256"), ("max", "uint256")),
    "BAD_ENUM": (("field", "string"), ("given", "uint8")),
    "UNKNOWN_CODE": (("field", "string"), ("given", "uint256")),
    "NUMBER_RANGE": (("field", "string"), ("given", "uint256"), ("min", "uint256"), ("max", "uint256")),
    "BAD_INTERVAL": (("start", "uint64"), ("end", "uint64")),
    "FIELD_MISSING": (("field", "string"),),
    "COMMAND_EXPIRED": (("not_after", "uint64"), ("now", "uint64")),
    "NOT_AFTER_TOO_FAR": (("not_after", "uint64"), ("max", "uint64")),
    "CLOCK_BEHIND": (("at", "uint64"), ("now", "uint64")),
    "BAD_SIGNATURE": (("index", "uint256"),),
    "UNKNOWN_KEY": (("key", "address"),),
    "DUPLICATE_SIGNER": (("key", "address"),),
    "KEY_NOT_VALID": (("key", "address"), ("now", "uint64")),
    "KEY_POWER_MISSING": (("key", "address"), ("need", "uint8")),
    "PARTY_NOT_ACTIVE": (("party", "bytes32"), ("state", "state")),
    "THRESHOLD_NOT_MET": (("party", "bytes32"), ("have", "uint8"), ("need", "uint8")),
    "WRONG_RECORD_ID": (("expected", "bytes32"), ("given", "bytes32")),
    "RECORD_NOT_FOUND": (("record", "bytes32"),),
    "VERSION_MISMATCH": (("current", "uint32"), ("expected", "uint32")),
    "STATE_FORBIDS": (("record", "bytes32"), ("state", "state")),
    "READ_ONLY_ROLE": (("party", "bytes32"), ("role", "role")),
    "ROLE_REQUIRED": (("party", "bytes32"), ("role", "role")),
    "NOT_AUTHORISED": (("party", "bytes32"),),
    "SIGNATURE_MISSING": (("party", "bytes32"), ("role", "role")),
    "CONFLICT_OF_INTEREST": (("party", "bytes32"), ("with", "bytes32")),
    "NOT_INDEPENDENT": (("party", "bytes32"), ("with", "bytes32")),
    "VERIFIER_NOT_ELIGIBLE": (("party", "bytes32"),),
    "REVIEWER_NOT_ELIGIBLE": (("party", "bytes32"),),
    "KEY_TAKEN": (("key", "address"),),
    "LIST_FULL": (("record", "bytes32"), ("max", "uint256")),
    "ROLE_INCOMPATIBLE": (("role", "role"), ("held", "role")),
    "DUPLICATE_PARTY": (("party", "bytes32"),),
    "DUPLICATE_CODE": (("code", "bytes32"),),
    "NOT_WHOLE": (("sum", "uint256"),),
    "RIGHTS_REQUIRED": (("asset_kind", "asset_kind"),),
    "RIGHT_TAKEN": (("existing", "bytes32"),),
    "TIER_NOT_HIGHER": (("current", "uint8"), ("given", "uint8")),
    "TOO_EARLY": (("not_before", "uint64"), ("now", "uint64")),
    "TOO_LATE": (("deadline", "uint64"), ("now", "uint64")),
    "SIGNATORY_MISSING": (("party", "bytes32"),),
    "TERMS_MISMATCH": (("expected", "bytes32"), ("given", "bytes32")),
    "ALREADY_SIGNED": (("party", "bytes32"),),
    "NOT_LICENSABLE": (("asset_kind", "asset_kind"),),
    "NOT_ASSIGNABLE": (("asset_kind", "asset_kind"),),
    "NO_TITLE": (("party", "bytes32"),),
    "SHARE_EXCEEDED": (("party", "bytes32"), ("has", "uint16"), ("moved", "uint256")),
    "RIGHT_NOT_IN_FORCE": (("record", "bytes32"),),
    "SUBLICENCE_TOO_WIDE": (("dimension", "string"),),
    "GRANT_CONFLICT": (("subject", "bytes32"), ("existing", "bytes32")),
    "STALE_ENCUMBRANCE": (("current", "uint32"), ("acknowledged", "uint32")),
    "GATE_OPEN": (("gate", "gate"),),
    "GATE_CLOSED": (("gate", "gate"),),
    "AMENDMENT_TOO_WIDE": (("dimension", "string"),),
    "NOT_REVERSIBLE": (("record", "bytes32"),),
    "ESCROW_SETTLED": (("as", "escrow_action"),),
    "ESCROW_EXCEEDED": (("available", "uint256"), ("asked", "uint256")),
    "MILESTONES_EXCEEDED": (("available", "uint256"), ("asked", "uint256")),
    "CERTIFICATE_USED": (("existing", "bytes32"),),
    "PERIOD_OVERLAP": (("existing", "bytes32"),),
    "USING_UNIT_MISSING": (("record", "bytes32"),),
    "ACCOUNTABLE_OFFICE_MISSING": (("record", "bytes32"),),
    "NO_PASS": (("proposal", "bytes32"),),
    "PROPOSAL_EXISTS": (("existing", "bytes32"),),
    "REVEAL_MISMATCH": (("committed", "bytes32"), ("computed", "bytes32")),
    "BAD_KPI": (("code", "bytes32"),),
    "REVIEW_NOT_IN_FORCE": (("kind", "appraisal_kind"),),
    "CERTIFICATE_EXISTS": (("existing", "bytes32"),),
    "OUTCOME_MISMATCH": (("computed", "outcome"), ("claimed", "outcome")),
    "RECEIPT_MISMATCH": (("content", "bytes32"), ("stored", "bytes32")),
    "SIZE_SHRINKS": (("last", "uint64"), ("given", "uint64")),
}


def solidity_name(code: str) -> str:
    """The custom error of a code: `GRANT_CONFLICT` -> `GrantConflict`."""
    return "".join(word.capitalize() for word in code.split("_"))


def solidity_type(value_type: str) -> str:
    """The ABI type of a value: an enum's name stands for `uint8`."""
    plain = value_type.startswith(("uint", "int", "bytes")) or value_type in ("string", "address")
    return value_type if plain else "uint8"


class LedgerError(Exception):
    """Base of everything the ledger port raises."""


class Refused(LedgerError):
    """The ledger does not accept the command; nothing was recorded.

    values: bytes for bytes32 and address, int for numbers and enums, str for field names.
    """

    def __init__(self, code: str, values: Mapping[str, Any]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={self._shown(value)}" for name, value in self.values.items())
        return f"{self.code}({shown})"

    @staticmethod
    def _shown(value: Any) -> str:
        return "0x" + value.hex() if isinstance(value, bytes) else str(value)


class OutcomeUnknown(LedgerError):
    """The command was sent and no answer came. Look the digest up before doing anything else."""

    def __init__(self, digest: bytes) -> None:
        super().__init__(digest)
        self.digest = digest

    def __str__(self) -> str:
        return f"the outcome of 0x{self.digest.hex()} is not known yet"


class EngineUnavailable(LedgerError):
    """The engine cannot be reached or cannot store; nothing was acknowledged and nothing is lost."""


class EvidenceUnavailable(LedgerError):
    """The engine cannot give evidence for this record now (for example before its block is sealed)."""
