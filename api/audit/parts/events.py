"""The stream of events: every one that the node has, in its order and place, and no other before the pinned block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.audit.audit import Audit
from api.audit.service import Told
from api.models.documents import event_document, place
from ledger.state import AnyEvent, records_of

PATH = "/v1/events"


def events(audit: Audit) -> None:
    pinned = audit.node.pinned_events
    chosen, sample = audit.chosen.records, audit.chosen.sample
    if chosen is not None:
        wanted = [index for index, event in enumerate(pinned) if chosen & set(records_of(event))]
        _one_by_one(audit, pinned, wanted)
    elif sample is not None and sample < len(pinned):
        # The last one too: what is held back is held back at the end.
        _one_by_one(audit, pinned, sorted({*audit.sampled(range(len(pinned))), len(pinned) - 1}))
    else:
        with audit.question("events"):
            _whole(audit, pinned)


def _one_by_one(audit: Audit, pinned: list[AnyEvent], wanted: list[int]) -> None:
    for index in audit.each("events", wanted):
        with audit.question("events"):
            told = audit.service.events(place(pinned[index - 1].position) if index else None, 1)
            _compare(audit, pinned[index], told[0] if told else None)


def _whole(audit: Audit, pinned: list[AnyEvent]) -> None:
    """Page by page. What comes after the pinned block is not looked at."""
    places = {place(event.position): index for index, event in enumerate(pinned)}
    index = 0
    while index < len(pinned):
        audit.tell("events", index, len(pinned))
        # Goes on after what the node has last, so that no answer can lead the questions astray.
        page = audit.service.events(place(pinned[index - 1].position) if index else None)
        before = index
        for told in page:
            if index < len(pinned):
                index = _next(audit, pinned, places, index, told)
        if index == before:
            break
    for left_out in pinned[index:]:
        _compare(audit, left_out, None)
    audit.compared["events"] = len(pinned)
    audit.tell("events", len(pinned), len(pinned))


def _next(audit: Audit, pinned: list[AnyEvent], places: Mapping[str, int], index: int, told: Told) -> int:
    """Compare what was told next; the index of what is to come after it."""
    at = places.get(told.position)
    if at is None or at < index:
        code = "INVENTED" if at is None else "OUT_OF_ORDER"
        audit.add(code, "events", PATH, node=place(pinned[index].position), service=told.position)
        return index
    for left_out in pinned[index:at]:
        _compare(audit, left_out, None)
    _compare(audit, pinned[at], told)
    return at + 1


def _compare(audit: Audit, event: AnyEvent, told: Told | None) -> None:
    path = f"{PATH}#{place(event.position)}"
    expected = event_document(event, audit.node.trust.ledger)
    about: dict[str, Any] = {"record": event.record, "version": expected["version"]}
    if told is None:
        audit.add("LEFT_OUT", "events", path, node=expected["name"], **about)
        return
    audit.compare("events", path, expected["position"], told.position, "id", **about)
    audit.compare("events", path, expected["name"], told.name, "event", **about)
    audit.compare("events", path, expected, told.data, **about)
