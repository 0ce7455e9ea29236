"""The names in a scenario, looked up before its first command: commands, fields, records, enums, codes and times.

A step that is meant to be refused for such a name says so in its `expect`, and is left to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import IntEnum
from typing import Any

from ledger import eip712
from ledger.commands import COMMANDS, RegisterParty, Scope
from ledger.enums import STATES_OF, Exclusivity, Kind, State
from ledger.records import RECORD_TYPES
from ledger.scenario import human, times
from ledger.scenario.document import Located, ScenarioError
from ledger.scenario.format import Do, Onboard, Query, Scenario, Step, Wait
from ledger.sentences import Sentence

# The refusals that a name can be meant to be answered with; any other answer is not reached.
_UNKNOWN, _NO_MEMBER = "UNKNOWN_COMMAND", "MALFORMED"
# What a question cannot do without.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("record", "history", "verify"), ("record",)),
    **dict.fromkeys(("overdue", "unopened"), ("recipient",)),
    "live_grants": ("subject",),
    "signers": ("step",),
    "right": ("office", "number"),
    "count": ("kind",),
    "search": ("text",),
}
# What answers say beside the record: the catalogue's brackets after an event's name.
_COMPUTED = frozenset(
    {"revoked_at", "terms_digest", "gates", "registered_at", "proposal_state", "funded", "released", "refunded", "paid"}
    | {"encumbrance_version", "shares", "kpi_version", "met", "owner_signed", "sender", "recipient"}
)
_DECIMALS = 18  # as many as any KPI may have: which it has is known when the command is built


def faults(scenario: Scenario) -> Iterator[ScenarioError]:
    """What names nothing, in the order of the file; nothing for a scenario that can be run."""
    records = {party.alias for party in scenario.parties}
    for step in scenario.steps:
        if isinstance(step, Do) and step.command in COMMANDS:
            command = COMMANDS.get(step.command)
            if command is None or command.creates:
                records.add(step.record)
    earlier: dict[str, int] = {}
    for step in scenario.steps:
        yield from _Names(records, earlier, step).faults()
        # Whether it was accepted, and so has a time, only the run will tell.
        if isinstance(step, Do | Onboard):
            earlier[step.id] = 0
    for query in scenario.queries:
        yield from _Asked(records, earlier, query).faults()


class _Names:
    """Implements `human.Context`: every name means something, and those that name nothing are kept."""

    def __init__(self, records: set[str], earlier: Mapping[str, int], about: Step | Query) -> None:
        self._records = records
        self._earlier = earlier
        self._about = about
        self._found: list[ScenarioError] = []

    def faults(self) -> list[ScenarioError]:
        step = self._about
        if isinstance(step, Wait):
            self.time(step.until)
        elif isinstance(step, Do):
            if step.command not in COMMANDS:
                if step.expect.code != _UNKNOWN:
                    self._say(*_no_command(step.command), step.command)
                return self._found
            kind = COMMANDS.get(step.command)
            # A step that is to be refused may be so for its record, or before anyone looks for it.
            if step.expect.answer != "refused":
                if kind is not None and not kind.creates:
                    self.record(step.record)
                if "record" in step.envelope:
                    self.record(str(step.envelope["record"]))
            if "not_after" in step.envelope:
                self.time(step.envelope["not_after"])
            if kind is not None and step.expect.answer == "ok":
                self._expected(kind.kind, step.expect.values)
            if kind is not None:
                self._read(lambda: human.fields(kind, _own(kind, step.fields), self, unknown=self._no_member))
        return self._found

    def _expected(self, kind: Kind, values: Mapping[str, Any]) -> None:
        """What is expected of a record: names that it or an answer has, and a state that its kind can have."""
        known = _shown_members(kind) | _COMPUTED
        for name, value in values.items():
            if name not in known:
                near = ", ".join(get_close_matches(name, known, 3, 0.5) or sorted(known))
                self._say(f"`expect` không có `{name}`; có: {near}", f"`expect`: no `{name}`; there are: {near}", name)
            elif name == "state":
                states = [state.name.lower() for state in STATES_OF[kind]]
                if value not in states:
                    self._say(*human.not_one_of("expect.state", value, states), value)

    def _read(self, reading: Any) -> None:
        try:
            reading()
        except human.Unreadable as error:
            self._say(*error.sentence, error.path)

    def _say(self, vi: str, en: str, where: Any) -> None:
        self._found.append(ScenarioError(vi, en, self._line(where), self._about.id))

    def _line(self, where: Any) -> int:
        """Of a member's path, or of a value, as near as the file tells."""
        step = self._about
        if not isinstance(step, Do):
            return step.line
        by_value = _line_of_value(step.fields, where) or _line_of_value(step.envelope, where)
        return _line_of_path(step.fields, str(where)) or by_value or step.line

    def _no_member(self, path: str, names: list[str]) -> None:
        if isinstance(self._about, Do) and self._about.expect.code == _NO_MEMBER:
            return
        listed = ", ".join(names)
        self._say(f"không có trường `{path}`; có: {listed}", f"no field `{path}`; there are: {listed}", path)

    # --- human.Context ---------------------------------------------------------------------------------------------

    def record(self, alias: str) -> bytes:
        if alias not in self._records and not self._is_meant_absent(alias):
            near = get_close_matches(alias, self._records, 5, 0.5) or sorted(self._records)
            listed = ", ".join(near)
            self._say(
                f"không có bản ghi hoặc bên `{alias}`; có: {listed}",
                f"no record or party `{alias}`; there are: {listed}",
                alias,
            )
        return b"\1" * 32

    def _is_meant_absent(self, alias: str) -> bool:
        if isinstance(self._about, Query):
            return self._about.expect is None
        expect = self._about.expect if isinstance(self._about, Do) else None
        if expect is None or expect.answer != "refused":
            return False
        return expect.code == "RECORD_NOT_FOUND" or alias in map(str, expect.values.values())

    def address(self, name: str) -> bytes:
        return b"\1" * 20

    def time(self, value: Any) -> int:
        try:
            return times.seconds(value, now=1, start=1, tick=1, steps=self._earlier)
        except times.NoSuchTime as error:
            self._say(*error.sentence, value)
            return 1

    def commit(self, text: str) -> bytes:
        return b"\1" * 32

    def current(self, subject: str) -> int:
        return 0

    def scale(self, code: str) -> int:
        return _DECIMALS

    def signer(self) -> bytes:
        return b"\1" * 32


class _Asked(_Names):
    """The names in a query."""

    def faults(self) -> list[ScenarioError]:
        query = self._about
        assert isinstance(query, Query)
        for name in _NEEDED[query.ask]:
            if name not in query.arguments:
                self._say(f"thiếu `{name}`", f"`{name}` is missing", query.id)
        if query.ask == "signers" and query.arguments.get("step", "") not in {"", *self._earlier}:
            step = query.arguments["step"]
            self._say(f"không có bước `{step}`", f"there is no step `{step}`", step)
        for name in ("record", "subject", "recipient"):
            if name in query.arguments:
                self.record(str(query.arguments[name]))
        if "at" in query.arguments:
            self.time(query.arguments["at"])
        for name, enum in (("kind", Kind), ("state", State), ("exclusivity", Exclusivity)):
            if name in query.arguments:
                self._is_one_of(enum, name, query.arguments[name])
        if query.ask == "live_grants":
            scope = {
                name: query.arguments[name] for name in ("acts", "fields", "territories") if name in query.arguments
            }
            self._read(lambda: human.struct(Scope, scope, self))
        return self._found

    def _is_one_of(self, enum: type[IntEnum], name: str, value: Any) -> None:
        names = [each.name.lower() for each in enum]
        if value not in names:
            self._say(*human.not_one_of(name, value, names), value)


def _own(kind: type, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields without those that `register_party` takes from `parties` in another form."""
    return {name: value for name, value in given.items() if not (kind is RegisterParty and name == "keys")}


def _shown_members(kind: Kind) -> set[str]:
    """The names under which `readable.struct` shows a record."""
    names = {eip712.member_name(attribute) for attribute, _ in eip712.members(RECORD_TYPES[kind])}
    renamed = {"holders": "shares", "countries": "territories", "provinces": "territories"}
    return names | {renamed[name] for name in names if name in renamed} | {"state"}


def _no_command(name: str) -> Sentence:
    listed = ", ".join(get_close_matches(name, COMMANDS, 3, 0.5) or COMMANDS)
    return Sentence(f"không có lệnh `{name}`; có: {listed}", f"no command `{name}`; there are: {listed}")


def _line_of_path(source: Any, path: str) -> int:
    """The line of the deepest member of `terms.members[0].party` that the file has; 0 if it has none of it."""
    line = 0
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(source, Located) and part in source:
            line, source = source.lines.get(part, source.line), source[part]
        elif isinstance(source, list) and part.isdigit() and int(part) < len(source):
            source = source[int(part)]
            line = source.line if isinstance(source, Located) else line
        else:
            return line
    return line


def _line_of_value(source: Any, value: Any, line: int = 0) -> int:
    """The line of the first member that is `value` or is called so; 0 if there is none."""
    if isinstance(source, Located):
        for key, entry in source.items():
            here = source.lines.get(key, source.line)
            found = here if key == value else _line_of_value(entry, value, here)
            if found:
                return found
    elif isinstance(source, list):
        return next((found for entry in source if (found := _line_of_value(entry, value, line))), 0)
    return line if source == value else 0
