"""Events: what the ledger says it accepted. Everything readable is derived from them.

The events alone rebuild every state and every signed command (docs/specs/commands.md, "Commands").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.commands import Command
from ledger.genesis import Genesis


class Position(NamedTuple):
    """Where an event stands in its engine's order: block number, and number of the event within the block."""

    block: int
    log: int


BEFORE_ALL = Position(-1, -1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an accepted command left: the record's new version and head, and when it was accepted (UTC seconds)."""

    record: bytes
    version: int
    head: bytes
    digest: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A second record that the command moved to a new version."""

    record: bytes
    version: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """One accepted command, as the ledger recorded it.

    signers[i] is the id of the party whose key made signatures[i]. outcome holds what the ledger computed and the
    catalogue names in brackets (for example `encumbrance_version`), under those names; `shares` is a tuple of `Share`.
    """

    position: Position
    version: int
    head: bytes
    digest: bytes
    at: int
    command: Command
    signers: tuple[bytes, ...]
    signatures: tuple[bytes, ...]
    touched: tuple[Touched, ...] = ()
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> bytes:
        return self.command.record

    @property
    def receipt(self) -> Receipt:
        return Receipt(self.record, self.version, self.head, self.digest, self.at)


@dataclass(frozen=True, slots=True)
class GenesisEvent:
    """The record that no command made: the regulator of the genesis document, an active party at version 1."""

    position: Position
    genesis: Genesis
    head: bytes

    @property
    def record(self) -> bytes:
        return self.genesis.regulator_id
