"""What one accepted command makes of a record. No rule is checked: the ledger accepted it, so it was allowed.

One function per command, by the noun that it moves; the tables here put them together. A record that is only touched
takes over what the event says of it. Where nothing is known of what the ledger computed (`Event.outcome` is empty, as
in a certificate's bundle), states and members follow from the command as far as they can.
"""

from __future__ import annotations

from dataclasses import replace

from ledger.commands import Command
from ledger.events import Event, Touched
from ledger.records import AnyRecord
from ledger.transitions import assets, evidence, instruments, market, parties, pilots, royalties
from ledger.transitions.parties import founded
from ledger.transitions.versions import Touch, Transition

__all__ = ["TOUCHES", "TRANSITIONS", "founded", "moved", "touched"]

TRANSITIONS: dict[type[Command], Transition] = {
    **parties.TRANSITIONS,
    **assets.TRANSITIONS,
    **instruments.TRANSITIONS,
    **royalties.TRANSITIONS,
    **market.TRANSITIONS,
    **pilots.TRANSITIONS,
    **evidence.TRANSITIONS,
}
# What the commands that may touch a second record change in it.
TOUCHES: dict[type[Command], Touch] = {**instruments.TOUCHES, **market.TOUCHES, **pilots.TOUCHES}


def moved(record: AnyRecord | None, event: Event) -> AnyRecord:
    """The record that the command names, after it; `record` is None for a create."""
    return TRANSITIONS[type(event.command)](record, event, event.command)


def touched(record: AnyRecord, event: Event, touch: Touched) -> AnyRecord:
    """A record that the command touched: a new version, and what the event says of it."""
    changes = TOUCHES[type(event.command)](record, event)
    return replace(record, version=touch.version, head=touch.head, at=event.at, **changes)
