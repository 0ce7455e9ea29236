"""What a bundle asks its evidence, what the evidence answers, and what a valid certificate shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.enums import Kind
from ledger.proof.storage import Holding, KeyWords, StandingGrant


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be shown, all at one sealed block (docs/specs/certificate.md, "Evidence").

    heads: record ids. keys: 20-byte addresses. rights: (office, number) labels. grants: subjects of grants.
    holders: assets whose present holders are to be shown.
    """

    heads: tuple[bytes, ...] = ()
    keys: tuple[bytes, ...] = ()
    rights: tuple[tuple[bytes, bytes], ...] = ()
    grants: tuple[bytes, ...] = ()
    holders: tuple[bytes, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The JSON that `Ledger.evidence` takes."""
        return {
            "heads": ["0x" + record.hex() for record in self.heads],
            "keys": ["0x" + key.hex() for key in self.keys],
            "rights": [["0x" + office.hex(), "0x" + number.hex()] for office, number in self.rights],
            "grants": ["0x" + subject.hex() for subject in self.grants],
            "holders": ["0x" + asset.hex() for asset in self.holders],
        }


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state of one sealed block holds.

    at: the block's time, UTC seconds. sealed_by: address whose key sealed the block, or None where the seal is no valid
    signature. A head is 32 zero bytes where there is no such record; a right's asset likewise.
    """

    block: int
    block_hash: bytes
    at: int
    sealed_by: bytes | None
    heads: Mapping[bytes, bytes] = field(default_factory=dict)
    keys: Mapping[bytes, KeyWords] = field(default_factory=dict)
    rights: Mapping[tuple[bytes, bytes], bytes] = field(default_factory=dict)
    grants: Mapping[bytes, tuple[StandingGrant, ...]] = field(default_factory=dict)
    holders: Mapping[bytes, tuple[Holding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownCommand:
    """One command of a history. version: the record's after it. on: the record it was given on. at: UTC seconds.

    decided: what it decided, in Vietnamese and English, where its name does not say it.
    """

    version: int
    name: str
    on: bytes
    digest: bytes
    at: int
    signers: tuple[bytes, ...]
    decided: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record whose whole history is shown.

    genesis: the genesis document created it, so version 1 has no command. state: as `shown_state` gives it. pilot: the
    commands of the pilot that an acceptance certificate rests on.
    """

    record: bytes
    kind: Kind
    version: int
    head: bytes
    commands: tuple[ShownCommand, ...]
    genesis: bool
    state: Mapping[str, Any]
    pilot: tuple[ShownCommand, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a valid certificate shows, as of which block and time, and by whose word.

    claim: the claim's JSON. record: for a claim about a record. operators: whose keys attest the state and signed the
    bundle; one only, so this is that operator's word and no quorum's.
    """

    ledger: bytes
    claim: Mapping[str, Any]
    block: int
    block_hash: bytes
    at: int
    operators: tuple[bytes, ...]
    record: ShownRecord | None
