"""A command that is still to be sent, and what is loaded as a chain of them.

A chain says from what stands on the ledger which commands its records still lack, so it is the same for a first load,
for one that was cut off, and for one that finds everything there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ledger.commands import Command
from ledger.records import AnyRecord

Found = Mapping[bytes, AnyRecord]  # what stands on the ledger, by record id


@dataclass(frozen=True, slots=True)
class Draft:
    """kind, fields: of the command. record: that it moves. signers: the parties that sign, in order."""

    kind: type[Command]
    record: bytes
    fields: Mapping[str, Any]
    signers: tuple[bytes, ...]

    def command(self, expected_version: int, not_after: int) -> Command:
        """not_after: UTC seconds."""
        return self.kind(
            record=self.record, expected_version=expected_version, not_after=not_after, **dict(self.fields)
        )


class Chain(Protocol):
    """What is loaded for one row of a set. alias: its id there. records: that it makes and moves."""

    @property
    def alias(self) -> str: ...

    @property
    def records(self) -> tuple[bytes, ...]: ...

    def lacking(self, found: Found, now: int) -> list[Draft]:
        """The commands that are still to come, in order. now: ledger time (UTC seconds)."""
        ...
