"""The port: what callers may ask of any ledger engine, in the words of the business.

Every engine implements this and nothing else is asked of one. A gap is declared in `Capabilities`, never found by type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ledger.events import BEFORE_ALL, Event, GenesisEvent, Position, Receipt
from ledger.genesis import Genesis
from ledger.wire import SignedCommand


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can and cannot do.

    single_operator: one key seals every block, so evidence is that operator's word, not a quorum's.
    proves_absence: the engine can prove that a record, a right's number or a live grant does not exist.
    """

    engine: str
    single_operator: bool
    proves_absence: bool


@dataclass(frozen=True, slots=True)
class Status:
    """height: the last sealed block; sealed_at: its time; now: when a command would run now (UTC seconds)."""

    genesis: Genesis
    rulebook: int
    height: int
    sealed_at: int
    now: int
    capabilities: Capabilities


class Ledger(Protocol):
    """A ledger. All methods MUST be safe to call from several threads at once."""

    def submit(self, signed: SignedCommand) -> Receipt:
        """Have the ledger check and record a command.

        On return the command is accepted and durable: it survives the loss of this process and of the machine's power.
        A command whose digest was accepted before answers its first receipt and changes nothing.
        Raises `Refused` (nothing recorded), `OutcomeUnknown` (look `receipt` up before trying again; submitting the
        very same bytes again is always safe) or `EngineUnavailable` (nothing was sent).
        """
        ...

    def check(self, signed: SignedCommand) -> None:
        """Say now what `submit` would say, without recording anything; raises `Refused`."""
        ...

    def receipt(self, digest: bytes) -> Receipt | None:
        """The receipt of an accepted command, or None if no such digest was accepted."""
        ...

    def events(self, after: Position = BEFORE_ALL, limit: int = 1000) -> Sequence[Event | GenesisEvent]:
        """Sealed events after a position, oldest first; fewer than `limit` means that there are no more now."""
        ...

    def history(self, record: bytes) -> Sequence[Event | GenesisEvent]:
        """Every event that moved or touched a record, oldest first; empty if there is no such record.

        Includes accepted commands whose block is not sealed yet.
        """
        ...

    def evidence(self, request: dict[str, Any]) -> dict[str, Any]:
        """Evidence, in the engine's own kind, for what `request` names (docs/specs/certificate.md, "Evidence").

        Waits for the seal of what was accepted before the call. Raises `EvidenceUnavailable`.
        """
        ...

    def status(self) -> Status:
        """Where the ledger stands now."""
        ...

    def close(self) -> None:
        """Let go of files and connections. What was acknowledged is durable already."""
        ...


def all_events(ledger: Ledger, after: Position = BEFORE_ALL, page: int = 1000) -> Iterator[Event | GenesisEvent]:
    """Every sealed event after a position, page by page."""
    while True:
        events = ledger.events(after, page)
        yield from events
        if len(events) < page:
            return
        after = events[-1].position
