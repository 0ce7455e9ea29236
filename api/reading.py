"""Records as they were: at a time or at a block, each folded from its own history; and the licences that stood then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ledger import readings
from ledger.commands import EffectInstrument
from ledger.events import Event
from ledger.records import AnyRecord, Instrument
from ledger.state import AnyEvent, accepted_at, fold_record


class Histories(Protocol):
    """A ledger, or whatever has the events of one."""

    def history(self, record: bytes) -> Sequence[AnyEvent]: ...


@dataclass(frozen=True, slots=True)
class AsOf:
    """Records of a ledger as they were at the end of a second, and of a block where one is named.

    at: the second that they are read at (UTC). block: nothing that was accepted after it counts.
    """

    ledger: Histories
    at: int
    block: int | None = None

    def get(self, record: bytes) -> AnyRecord | None:
        return fold_record(record, self.history(record))

    def history(self, record: bytes) -> Sequence[AnyEvent]:
        """What had moved or touched a record by then, oldest first."""
        return self.until_then(self.ledger.history(record))

    def until_then(self, history: Iterable[AnyEvent]) -> list[AnyEvent]:
        return [event for event in history if accepted_at(event) <= self.at and self._is_by_then(event)]

    def _is_by_then(self, event: AnyEvent) -> bool:
        return self.block is None or event.position.block <= self.block


def standing(records: AsOf, subject: bytes, history: Iterable[AnyEvent]) -> list[tuple[Instrument, bool]]:
    """Grants that stand on a subject then, in the order of effect, and whether each is live.

    history: the subject's own. Whatever takes effect on a subject touches it.
    """
    effected = (
        event.record
        for event in records.until_then(history)
        if isinstance(event, Event) and isinstance(event.command, EffectInstrument)
    )
    grants = (records.get(identifier) for identifier in dict.fromkeys(effected) if identifier != subject)
    return [
        (grant, readings.grant_live(records, grant, records.at))
        for grant in grants
        if isinstance(grant, Instrument) and grant.terms.subject == subject and readings.stands(grant, records.at)
    ]
