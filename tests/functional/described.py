"""The service as its description says it is, asked by schemathesis: cases of both kinds, and every check that it has.

One run is one caller (nobody, a person, a program). It follows from its seed.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis import hooks
from schemathesis.engine import events, from_schema
from schemathesis.schemas import BaseSchema

from tests.functional.peopled import CALLERS, FORM, Peopled

_EVENT = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+:[0-9]+$"},
        "event": {"type": "string", "pattern": "^[a-z_]+$"},
        "data": {"type": "string", "pattern": "^\\{.*\\}$"},
    },
}
# What a stream's `follow` may be told for one that does not end.
_FOR_EVER = (True, "true", "True", 1, "1", "on", "yes", "y", "t")


_LONG = 10.0  # seconds of one operation in one phase, from which on it is worth a line


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of each phase.

    commands: signed ones that are sent as they are. examples: cases that fuzzing draws for an operation. sequences: of
    calls that follow each other's links, of so many steps. coverage: whether every bound of every schema is tried.
    """

    commands: int
    examples: int
    sequences: int
    steps: int
    coverage: bool


@dataclass
class Told:
    """cases: by operation and phase. failures: what did not hold, with how to ask it again."""

    cases: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def __iadd__(self, other: Told) -> Told:
        self.cases += other.cases
        self.statuses += other.statuses
        self.failures |= other.failures
        return self


def ask(
    served: Peopled, caller: str, amount: Amount, seed: int, say: Callable[[str], None] = lambda said: None
) -> Told:
    """Ask every operation."""
    told = Told()
    with _before_each_call(served):
        for event in from_schema(_schema(served, caller, amount, seed)).execute():
            if isinstance(event, events.ScenarioFinished):
                _take_in(told, caller, event)
                if event.elapsed_time > _LONG:
                    say(f"{caller}: {event.phase.value}, {event.recorder.label}: {event.elapsed_time:.0f} s")
            elif isinstance(event, events.NonFatalError):
                told.failures[f"{caller}: {event.label}: {event.info.title}"] = str(event.value)
            elif isinstance(event, events.FatalError):
                raise event.exception
            elif isinstance(event, events.PhaseFinished):
                say(f"{caller}: {event.phase.name.value}, {told.cases.total():,} cases, {len(told.failures)} failures")
    return told


def _take_in(told: Told, caller: str, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for identifier, node in recorder.cases.items():
        told.cases[node.value.operation.label, event.phase.value] += 1
        interaction = recorder.interactions.get(identifier)
        if interaction is not None and interaction.response is not None:
            told.statuses[interaction.response.status_code] += 1
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                name = f"{caller}: {failure.operation}: {check.name}: {failure.title}"
                told.failures.setdefault(name, f"{failure.message}\n{check.failure_info.code_sample}")


# --- What schemathesis is told -------------------------------------------------------------------------------------


def _schema(served: Peopled, caller: str, amount: Amount, seed: int) -> BaseSchema:
    schema = schemathesis.openapi.from_dict(_document(served, amount), config=_config(served, amount, seed))
    token = CALLERS[caller](served)
    if token:

        @schema.auth(cache_by_key=None, refresh_interval=None)
        class Bearer:
            def get(self, case: Any, context: Any) -> str:
                return token

            def set(self, case: Any, data: str, context: Any) -> None:
                case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

    return schema


@contextmanager
def _before_each_call(served: Peopled) -> Iterator[None]:
    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        served.restore()
        asked = case.query if isinstance(case.query, dict) else {}
        if case.operation.definition.raw["operationId"] == "stream_events" and asked.get("follow", True) in _FOR_EVER:
            case.query = {**asked, "follow": "false"}

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        hooks.unregister(before_call)


def _config(served: Peopled, amount: Amount, seed: int) -> Any:
    # What the service may say of a request that is well formed: it is not there, it is not theirs, the rules are
    # against it, or a text in it is none that can be read (`UNREADABLE_FIELD`).
    fine = ["2xx", "303", "400", "401", "403", "404", "409", "422", "429", "503"]
    phases = {
        "examples": {"enabled": True},
        "coverage": {"enabled": amount.coverage},
        "fuzzing": {"enabled": amount.examples > 0, "generation": {"max-examples": amount.examples}},
        "stateful": {
            "enabled": amount.sequences > 0,
            "max-steps": amount.steps,
            "generation": {"max-examples": amount.sequences},
        },
    }
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "base-url": served.url,
            "workers": 1,
            "max-redirects": 0,
            "continue-on-failure": True,
            "request-timeout": 30,
            "cache": {"enabled": False},
            "suppress-health-check": ["all"],
            "generation": {"mode": "all", "deterministic": True, "database": "none", "no-shrink": True},
            "phases": phases,
            "checks": {
                "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
                "positive_data_acceptance": {"expected-statuses": fine},
                # What is no method of a path that is written out may be one of a path with a place in it: GET of
                # /v1/commands/check. `test_described.py` asks every path, and knows.
                "unsupported_method": {"enabled": False},
                "allow_header_conformance": {"enabled": False},
                "negative_data_rejection": {"expected-statuses": ["4xx", "503"]},
            },
        }
    )


def _document(served: Peopled, amount: Amount) -> dict[str, Any]:
    """The committed description, in which every place for an id says which ids there are, so that look-ups find them.

    It describes the very same requests: what is listed is among what was allowed already.
    """
    document = copy.deepcopy(served.description)
    # To schemathesis the schema of a stream is that of each event in it.
    document["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]["text/event-stream"]["schema"] = _EVENT
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                known = _known(served, path, parameter)
                if known:
                    parameter["schema"] = {"anyOf": [{"enum": known}, parameter["schema"]]}
                    parameter["examples"] = {str(n): {"value": value} for n, value in enumerate(known[:2])}
            examples = _bodies(served, amount).get(operation["operationId"], [])
            for content in operation.get("requestBody", {}).get("content", {}).values() if examples else ():
                content["examples"] = {str(n): {"value": value} for n, value in enumerate(examples)}
    return document


def _known(served: Peopled, path: str, parameter: dict[str, Any]) -> list[str]:
    if parameter["in"] == "path":
        noun = path.split("/")[2] if path.startswith("/v1/") else ""
        return served.ids.get(noun if parameter["name"] == "identifier" else parameter["name"], [])
    return served.ids["parties"] if parameter["name"] == "party" else []


def _bodies(served: Peopled, amount: Amount) -> dict[str, list[Any]]:
    """Bodies that lead somewhere."""
    commands = served.commands()[: amount.commands]
    first = commands[0]
    return {
        "submit_command": commands,
        "check_command": commands,
        "make_draft": [{"command": each} for each in served.drafted],
        "fill_mandate_form": [FORM],
        "add_machine": [served.machine_given],
        "prepare_command": [
            {
                "command": "raise_tier",
                "record": served.ids["assets"][0],
                "fields": {"tier": 1, "evidence": "một biên bản"},
                "signers": served.ids["parties"][:1],
            },
            {"command": first["command"], "fields": {}},
        ],
        "follow_application": [{"token": served.mandate_token}],
    }
