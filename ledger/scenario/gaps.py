"""What a scenario tells of that this rulebook does not have yet, and which of its other steps hang on that.

A step whose command, or kind of instrument, is still to come is not run. A step or query that names a record which
such a step would have created hangs on it and is not run either. A record which such a step would have changed has
gone another way than the story: its steps are run, but a different answer proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.commands import COMMANDS
from ledger.enums import InstrumentKind, Kind
from ledger.rulebook import INSTRUMENT_KINDS, is_to_come, kind_is_to_come
from ledger.scenario.format import Do, Query, Resend, Step, Wait

_TOUCHING = frozenset({"effect_instrument", "end_instrument", "rule_on_instrument"})


class Gaps:
    """The steps left out so far, and what they would have done."""

    def __init__(self) -> None:
        self._left_out: set[str] = set()
        self._absent: dict[str, str] = {}
        self._subjects: dict[str, str] = {}
        self._diverged: dict[str, tuple[str, int]] = {}

    def to_come(self, step: Step) -> str | None:
        """Why a step is not in this rulebook, or None if it is."""
        if not isinstance(step, Do):
            return None
        if is_to_come(step.command):
            return step.command
        kind = _instrument_kind(step)
        if kind is not None and kind not in INSTRUMENT_KINDS and step.expect.code != "BAD_ENUM":
            return f"{step.command} ({kind.name.lower()})"
        return None

    def hangs_on(self, step: Step) -> str | None:
        """The step that was left out and without which this one means nothing, or None."""
        if isinstance(step, Resend):
            return step.step if step.step in self._left_out else None
        if isinstance(step, Wait):
            return self._first_left_out([step.until])
        if isinstance(step, Do):
            named = [*_strings(step.fields), *_strings(step.envelope), *_strings(step.expect.values)]
            # A create command gives its alias a new meaning.
            command = COMMANDS.get(step.command)
            if command is None or not command.creates:
                named.append(step.record)
            return self._first_left_out(named)
        return None

    def query_hangs_on(self, query: Query) -> str | None:
        """As `hangs_on`, for a query: what it names, and the step it follows."""
        if query.after in self._left_out:
            return query.after
        kind = query.arguments.get("kind")
        if isinstance(kind, str) and kind.upper() in Kind.__members__ and kind_is_to_come(Kind[kind.upper()]):
            return f"kind {kind}"
        if query.ask in ("overdue", "unopened") and kind_is_to_come(Kind.DOCUMENT):
            return "kind document"
        return self._first_left_out([*_strings(query.arguments), *_strings(query.expect)])

    def leave_out(self, step: Step, exists: bool, now: int) -> None:
        """Take note of a step that is not run. exists: whether its record does; now: the ledger's time."""
        self._left_out.add(step.id)
        if not isinstance(step, Do):
            return
        if not exists:
            self._absent.setdefault(step.record, step.id)
            subject = _terms(step).get("subject")
            if isinstance(subject, str):
                self._subjects[step.record] = subject
        if step.expect.answer != "ok":
            return
        if exists:
            self._diverged.setdefault(step.record, (step.id, now))
        elif step.command in _TOUCHING and step.record in self._subjects:
            self._diverged.setdefault(self._subjects[step.record], (step.id, now))

    def appeared(self, alias: str) -> None:
        """A record of that alias exists after all."""
        self._absent.pop(alias, None)

    def diverged(self, named: Any, at: int | None = None) -> str | None:
        """The step left out that would have changed a record that `named` names, before `at` if given; or None."""
        for name in _strings(named):
            step, since = self._diverged.get(name, ("", 0))
            if step and (at is None or at >= since):
                return step
        return None

    def _first_left_out(self, named: list[str]) -> str | None:
        for name in named:
            if name in self._absent:
                return self._absent[name]
            if name.startswith("@"):
                step = _longest(name[1:], self._left_out)
                if step:
                    return step
        return None


def _longest(name: str, steps: set[str]) -> str | None:
    """The step that a time such as `@STEP+12t` names."""
    found = [step for step in steps if name == step or (name.startswith(step) and name[len(step)] in "+-")]
    return max(found, key=len, default=None)


def _terms(step: Do) -> Mapping[str, Any]:
    terms = step.fields.get("terms")
    return terms if isinstance(terms, Mapping) else {}


def _instrument_kind(step: Do) -> InstrumentKind | None:
    name = _terms(step).get("instrument_kind")
    known = isinstance(name, str) and name.upper() in InstrumentKind.__members__
    return InstrumentKind[str(name).upper()] if known else None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield str(key)
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
