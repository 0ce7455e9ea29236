"""What a new version changes in every record, and the shape of a transition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.events import Event
from ledger.records import AnyRecord

Transition = Callable[[Any, Event, Any], AnyRecord]
"""(the record before, or None; the event; its command) -> the record after."""

Touch = Callable[[Any, Event], dict[str, Any]]
"""(a record that the command touched, the event) -> what changes in it beside its version."""


def following(event: Event) -> dict[str, Any]:
    return {"version": event.version, "head": event.head, "at": event.at}


def first(event: Event) -> dict[str, Any]:
    return {"id": event.record, "created_at": event.at, **following(event)}


def first_or_following(record: AnyRecord | None, event: Event) -> dict[str, Any]:
    """Of a create that may come again: a correction keeps the time of the first version."""
    return {**first(event), "created_at": record.created_at if record else event.at}
