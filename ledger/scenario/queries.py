"""Questions about what was recorded: the `queries` of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ledger import readable, readings
from ledger.commands import Scope, command_name
from ledger.enums import Exclusivity, Kind, State
from ledger.events import Event
from ledger.records import AnyRecord
from ledger.scenario import human
from ledger.scenario.cast import Cast
from ledger.scenario.format import Query
from ledger.scenario.recheck import recheck
from ledger.state import AnyEvent, Records, fold
from ledger.traces import Places, occurs
from ledger.wire import struct_from_json

_EVER = (1 << 64) - 1


class NotAsked(ValueError):
    """A query whose arguments do not say what is asked."""


def view(record: AnyRecord, at: int, cast: Cast) -> dict[str, Any]:
    """A record as read at a time: its members, with the derived state."""
    return {**readable.struct(record, cast.alias), "state": readings.state(record, at).name.lower()}


def answer(query: Query, cast: Cast, history: Callable[[bytes], Iterable[AnyEvent]], places: Places) -> Any:
    """The answer in readable form; None where there is no such record.

    history: the ledger's own, by record id. Raises `NotAsked`, `human.Unreadable`, `times.NoSuchTime`.
    """
    arguments = query.arguments
    if query.ask == "search":
        return {"found": occurs(_argument(arguments, "text"), places)}
    if query.ask == "signers":
        event = cast.step_events.get(_argument(arguments, "step"))
        return [cast.alias(party) for party in dict.fromkeys(event.signers)] if event else None
    if query.ask == "history":
        return _history(cast, _argument(arguments, "record"))
    if query.ask == "verify":
        record = cast.record(_argument(arguments, "record"))
        failures = recheck(record, tuple(history(record)), cast.records, cast.events)
        return {"valid": not failures, "failures": failures}
    at = cast.time(arguments["at"]) if "at" in arguments else cast.now
    records = fold(cast.events, until=at) if "at" in arguments else cast.records
    if query.ask == "record":
        found = records.get(cast.record(_argument(arguments, "record")))
        return None if found is None else view(found, at, cast)
    if query.ask == "live_grants":
        return _live_grants(arguments, cast, records, at)
    if query.ask == "right":
        return _right(arguments, cast, records)
    if query.ask in ("overdue", "unopened"):
        recipient = cast.record(_argument(arguments, "recipient"))
        late = query.ask == "overdue"
        documents = readings.overdue(records, recipient, at) if late else readings.unopened(records, recipient)
        return [readable.identifier(document.id, cast.alias) for document in documents]
    if query.ask == "count":
        return _count(arguments, records, at)
    raise NotAsked(f"nothing answers `{query.ask}`")


def _argument(arguments: Mapping[str, Any], name: str) -> str:
    if name not in arguments:
        raise NotAsked(f"thiếu `{name}` / `{name}` is missing")
    return str(arguments[name])


def _history(cast: Cast, alias: str) -> dict[str, Any]:
    events = cast.records.history(cast.record(alias))
    names = [command_name(type(event.command)) if isinstance(event, Event) else "genesis" for event in events]
    return {"length": len(events), "commands": names}


def _live_grants(arguments: Mapping[str, Any], cast: Cast, records: Records, at: int) -> list[str | None]:
    given = {name: arguments[name] for name in ("acts", "fields", "territories") if name in arguments}
    form = human.struct(Scope, {**given, "start": 0, "end": _EVER}, cast)
    scope: Scope = struct_from_json(Scope, form, "scope")
    named = arguments.get("exclusivity")
    exclusivity = None if named is None else Exclusivity[str(named).upper()]
    subject = cast.record(_argument(arguments, "subject"))
    grants = readings.live_grants(records, subject, at, scope, exclusivity)
    return [readable.identifier(grant.id, cast.alias) for grant in grants]


def _right(arguments: Mapping[str, Any], cast: Cast, records: Records) -> str | None:
    office = human.label(_argument(arguments, "office"))
    number = human.label(human.right_number(_argument(arguments, "number")))
    holder = records.holder_of_right(office, number)
    return readable.identifier(holder, cast.alias) if holder else None


def _count(arguments: Mapping[str, Any], records: Records, at: int) -> int:
    counts = readings.count(records, Kind[_argument(arguments, "kind").upper()], at)
    wanted = arguments.get("state")
    return counts.total() if wanted is None else counts[State[str(wanted).upper()]]
