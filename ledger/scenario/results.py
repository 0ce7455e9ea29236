"""What came of each step and query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ledger.errors import Refused
from ledger.events import Receipt
from ledger.wire import SignedCommand


class Outcome(Enum):
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """kind: "step" or "query". what: the command or question; about: aliases it is about.

    said: what differs from the expectation. answer: the ledger's, as `ledger.readable` shows it.
    """

    id: str
    line: int
    kind: str
    what: str
    about: tuple[str, ...]
    outcome: Outcome
    said: tuple[str, ...] = ()
    answer: Any = None
    invariants: tuple[int, ...] = ()
    note: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "line": self.line,
            "kind": self.kind,
            "what": self.what,
            "about": list(self.about),
            "outcome": self.outcome.value,
            "said": list(self.said),
            "answer": self.answer,
            "invariants": list(self.invariants),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command as it went to the ledger, and the answer. at: the ledger's time when it was sent, UTC seconds."""

    id: str
    at: int
    signed: SignedCommand
    answer: Receipt | Refused


@dataclass
class Summary:
    """How many results there were of each outcome, steps and queries apart."""

    steps: Counter[Outcome] = field(default_factory=Counter)
    queries: Counter[Outcome] = field(default_factory=Counter)
    wrong: list[Result] = field(default_factory=list)

    @classmethod
    def of(cls, results: Iterable[Result]) -> Summary:
        summary = cls()
        for result in results:
            (summary.steps if result.kind == "step" else summary.queries)[result.outcome] += 1
            if result.outcome == Outcome.FAILED:
                summary.wrong.append(result)
        return summary

    @property
    def failed(self) -> int:
        return self.steps[Outcome.FAILED] + self.queries[Outcome.FAILED]

    @property
    def as_json(self) -> Mapping[str, Mapping[str, int]]:
        return {
            name: {outcome.value: counter[outcome] for outcome in Outcome}
            for name, counter in (("steps", self.steps), ("queries", self.queries))
        }
