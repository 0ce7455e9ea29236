"""Judges a ledger by its chain alone: was everything that clients were told true, and did each command happen once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ledger import eip712
from ledger.events import Event, GenesisEvent
from tests.functional.crash_log import Told
from tests.functional.crash_stream import ACCEPTED, CONTESTED

AnyEvent = Event | GenesisEvent


def audit(told: Told, events: Iterable[AnyEvent], ledger: bytes) -> list[str]:
    """Every contradiction between what clients were told and the events; empty if there is none.

    events: all those on the records of `told`, each record's oldest first. ledger: its id.
    """
    on_chain = [event for event in events if isinstance(event, Event)]
    return [
        *_broken_histories(on_chain, ledger),
        *_more_than_once(on_chain),
        *_contradicted(told, {event.digest: event for event in on_chain}),
        *_against_fate(told),
        *_undecided_contests(told),
    ]


def _broken_histories(events: Sequence[Event], ledger: bytes) -> Iterator[str]:
    last: dict[bytes, tuple[int, bytes]] = {}
    for event in events:
        version, head = last.get(event.record, (0, event.record))
        place = f"version {event.version} of {event.record.hex()}"
        if event.version != version + 1 or event.command.expected_version != version:
            yield f"{place} follows version {version}"
        if event.digest != eip712.digest(ledger, event.command):
            yield f"{place} holds another command than its digest says"
        if event.head != eip712.next_head(head, event.digest, event.at):
            yield f"{place} has a head that does not follow the one before"
        last[event.record] = (event.version, event.head)


def _more_than_once(events: Sequence[Event]) -> Iterator[str]:
    for digest, times in Counter(event.digest for event in events).items():
        if times > 1:
            yield f"{digest.hex()} happened {times} times"


def _contradicted(told: Told, found: dict[bytes, Event]) -> Iterator[str]:
    for digest, receipts in told.receipts.items():
        event = found.get(digest)
        if event is None:
            yield f"{digest.hex()} was acknowledged and is lost"
        elif receipts != {event.receipt}:
            yield f"{digest.hex()} was answered with {receipts}; the chain says {event.receipt}"
    for digest, codes in told.refusals.items():
        if digest in found:
            yield f"{digest.hex()} was refused with {sorted(codes)} and is on the chain"


def _against_fate(told: Told) -> Iterator[str]:
    for digest, fate in told.fates.items():
        codes = told.refusals.get(digest, set())
        if fate == ACCEPTED:
            allowed: set[str] = set()
        elif fate == CONTESTED:
            allowed = {"VERSION_MISMATCH"}
        else:
            allowed = {fate}
            if digest in told.receipts:
                yield f"{digest.hex()} was accepted, and had to be refused with {fate}"
        if codes - allowed:
            yield f"{digest.hex()} was refused with {sorted(codes)}, and may only be with {sorted(allowed)}"


def _undecided_contests(told: Told) -> Iterator[str]:
    contests: dict[tuple[bytes, int], list[bytes]] = {}
    for digest, fate in told.fates.items():
        if fate == CONTESTED:
            command = told.signed[digest].command
            contests.setdefault((command.record, command.expected_version), []).append(digest)
    unknown = set(told.unknown)
    for (record, version), sides in contests.items():
        won = sum(side in told.receipts for side in sides)
        if won > 1 or (won == 0 and not unknown.intersection(sides)):
            yield f"{won} of {len(sides)} commands took version {version + 1} of {record.hex()}"
