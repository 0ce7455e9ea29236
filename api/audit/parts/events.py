"""The stream of events: every one that the node has, in its order and place, and no other before the pinned block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.audit.audit import RECORD, Audit
from api.audit.difference import Unanswered
from api.audit.service import Told
from api.models.documents import event_document, place
from ledger.commands import COMMANDS
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
    """Page by page. What is told beyond the pinned block has to be what the ledger has by then."""
    places = {place(event.position): index for index, event in enumerate(pinned)}
    index, later = 0, list[Told]()
    while index < len(pinned):
        audit.tell("events", index, len(pinned))
        # Goes on after what the node has last, so that no answer can lead the questions astray.
        page = audit.service.events(place(pinned[index - 1].position) if index else None)
        before = index
        for number, told in enumerate(page):
            if index == len(pinned):
                later = page[number:]
                break
            index = _next(audit, pinned, places, index, told)
        if index == before:
            break
    for left_out in pinned[index:]:
        _compare(audit, left_out, None)
    for told in later:
        _later(audit, told)
    audit.compared["events"] = len(pinned)
    audit.tell("events", len(pinned), len(pinned))


def _later(audit: Audit, told: Told) -> None:
    own = audit.node.event_at(told.position)
    if own is None:
        audit.node.refresh()
        own = audit.node.event_at(told.position)
    if own is not None:
        _compare(audit, own, told)
        return
    path, data = f"{PATH}#{told.position}", told.data if isinstance(told.data, dict) else {}
    command, record, version = COMMANDS.get(told.name), data.get("record"), data.get("version")
    if command is None or not isinstance(record, str) or not RECORD.fullmatch(record) or type(version) is not int:
        raise Unanswered("OTHER_FORM", path, member="data")
    audit.newer("events", path, command.kind, bytes.fromhex(record[2:]), version, data.get("head", ""))


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
