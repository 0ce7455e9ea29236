"""Runs a scenario against a fresh ledger, step by step, and compares every answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger import readable, telling
from ledger.enums import PRIVILEGED_ROLES, Role
from ledger.errors import OutcomeUnknown, Refused
from ledger.events import Event, Receipt
from ledger.port import Ledger
from ledger.scenario import queries
from ledger.scenario.building import signed_command
from ledger.scenario.cast import Cast
from ledger.scenario.clock import Clock
from ledger.scenario.compare import differences, instead, refusal_differences, same
from ledger.scenario.document import ScenarioError
from ledger.scenario.format import Do, Expectation, Onboard, Query, Resend, Step, Wait
from ledger.scenario.human import Unreadable
from ledger.scenario.results import Exchange, Outcome, Result
from ledger.scenario.times import NoSuchTime
from ledger.traces import Places
from ledger.wire import SignedCommand

_ATTEMPTS = 5
_OK = Expectation("ok")


def _no_places() -> Iterator[bytes]:
    return iter(())


class Runner:
    """One run. `exchanges` are the commands that went to the ledger, in order."""

    def __init__(self, cast: Cast, ledger: Ledger, clock: Clock, places: Places = _no_places) -> None:
        self.cast = cast
        self.exchanges: list[Exchange] = []
        self._ledger = ledger
        self._clock = clock
        self._places = places
        self._sent: dict[str, Exchange] = {}
        self._digests: set[bytes] = set()
        self._id = b""

    def run(self) -> Iterator[Result]:
        """The result of every step and query as it comes. Raises `ScenarioError` if the ledger is not fresh."""
        scenario = self.cast.scenario
        self._take_genesis()
        read_at = _steps_read_at(scenario.queries)
        for step in scenario.steps:
            yield self._step(step)
            if step.id in read_at and step.id in self.cast.step_events:
                # The query reads the end of that second, so nothing else of the story may happen within it.
                self._clock.wait_until(self.cast.step_events[step.id].at + 1)
            for query in scenario.queries:
                if query.after == step.id:
                    yield self._query(query)
        for query in scenario.queries:
            if not query.after:
                yield self._query(query)

    def _take_genesis(self) -> None:
        genesis = self._ledger.status().genesis
        regulator = self.cast.record(self.cast.scenario.regulator.alias)
        history = self._ledger.history(genesis.regulator_id)
        if genesis.regulator_id != regulator or len(history) != 1:
            raise ScenarioError(
                "kịch bản cần một sổ cái mới, có cơ quan quản lý là của kịch bản",
                "a scenario runs on a fresh ledger, whose regulator is the scenario's",
            )
        self._id = genesis.ledger
        self.cast.records.apply(history[0])
        self.cast.events.append(history[0])

    # --- Steps -----------------------------------------------------------------------------------------------------

    def _step(self, step: Step) -> Result:
        self.cast.now = self._clock.now()
        answer: Any = None
        try:
            if isinstance(step, Do):
                answer, said = self._do(step)
            elif isinstance(step, Resend):
                answer, said = self._resend(step)
            elif isinstance(step, Onboard):
                said = self._onboard(step)
            else:
                assert isinstance(step, Wait)
                self._clock.wait_until(self.cast.time(step.until))
                said = []
        except (Unreadable, NoSuchTime) as error:
            said = [str(error)]
        return _result(step, Outcome.FAILED if said else Outcome.PASSED, said, answer)

    def _do(self, step: Do) -> tuple[Any, list[str]]:
        try:
            signed = signed_command(step, self.cast, self._id, self.cast.now)
        except Refused as refused:
            return self._compared(step.expect, refused)
        answer = self._submit(step.id, signed)
        if isinstance(answer, Receipt):
            event = self._recorded(answer)
            self.cast.accepted(step.id, answer.at)
            self.cast.step_events[step.id] = event
        return self._compared(step.expect, answer)

    def _resend(self, step: Resend) -> tuple[Any, list[str]]:
        first = self._sent.get(step.step)
        if first is None:
            return None, [f"bước {step.step} không gửi gì / step {step.step} sent nothing"]
        answer = self._submit(step.id, first.signed)
        if step.expect.answer != "same_receipt":
            if isinstance(answer, Receipt):
                self._recorded(answer)
            return self._compared(step.expect, answer)
        shown = _receipt(answer) if isinstance(answer, Receipt) else _refusal(answer, self.cast)
        alike = answer == first.answer if isinstance(answer, Receipt) else False
        return shown, [] if alike else [instead("biên nhận đầu tiên · the first receipt", shown)]

    def _onboard(self, step: Onboard) -> list[str]:
        """Register, admit and give roles, each with a command that must be accepted."""
        for alias in step.parties:
            for command in self._onboarding(step, alias):
                self.cast.now = self._clock.now()
                _, said = self._do(command)
                if said:
                    return [f"{alias}, {command.command}: {line}" for line in said]
                self.cast.accepted(step.id, self.cast.step_events[command.id].at)
        return []

    def _onboarding(self, step: Onboard, alias: str) -> Iterator[Do]:
        spec = self.cast.scenario.party(alias)
        assert spec is not None
        regulator = self.cast.scenario.regulator.alias
        operator = self._operator()
        yield _made(step, alias, "register_party", (alias,), {})
        yield _made(step, alias, "move_party", (operator or regulator,), {"party_state": "active"})
        for role in spec.roles:
            if role in (Role.OPERATOR, Role.REGULATOR) or not operator:
                signers: tuple[str, ...] = (regulator,)
            else:
                signers = (operator, regulator) if role in PRIVILEGED_ROLES else (operator,)
            window = {"valid_from": "start", "valid_to": "start+10y"}
            name = role.name.lower()
            yield _made(step, alias, "grant_role", signers, {"role": name, "fields": [], **window}, name)

    def _operator(self) -> str:
        """The alias of a party that holds the role operator now, or ""."""
        for spec in self.cast.scenario.parties:
            party = self.cast.records.party(self.cast.record(spec.alias))
            if party and party.holds(Role.OPERATOR, self._clock.now()):
                return spec.alias
        return ""

    # --- The ledger ------------------------------------------------------------------------------------------------

    def _submit(self, step: str, signed: SignedCommand) -> Receipt | Refused:
        at = self._clock.now()
        answer: Receipt | Refused
        for attempt in range(_ATTEMPTS):
            try:
                answer = self._ledger.submit(signed)
                break
            except Refused as refused:
                answer = refused
                break
            except OutcomeUnknown:
                # The very same bytes may always be sent again: a second acceptance is impossible.
                if attempt == _ATTEMPTS - 1:
                    raise
        exchange = Exchange(step, at, signed, answer)
        self.exchanges.append(exchange)
        self._sent[step] = exchange
        return answer

    def _recorded(self, receipt: Receipt) -> Event:
        """The event of an accepted command, taken into the records unless it is there already."""
        history = self._ledger.history(receipt.record)
        event = next(e for e in reversed(history) if isinstance(e, Event) and e.digest == receipt.digest)
        if receipt.digest not in self._digests:
            self.cast.records.apply(event)
            self.cast.events.append(event)
            self._digests.add(receipt.digest)
        return event

    # --- Answers ---------------------------------------------------------------------------------------------------

    def _compared(self, expect: Expectation, answer: Receipt | Refused) -> tuple[Any, list[str]]:
        if isinstance(answer, Refused):
            shown = _refusal(answer, self.cast)
            came = shown["code"] + telling.in_one_line(shown["code"], shown["values"])
            if expect.answer != "refused":
                return shown, [f"mong đợi: được nhận; nhận được: {came} / expected: accepted; got: {came}"]
            if expect.code != answer.code:
                return shown, [instead(expect.code, came)]
            return shown, refusal_differences(expect.values, answer, self.cast)
        seen = self._seen(answer)
        if expect.answer == "refused":
            return seen, [f"mong đợi {expect.code}; nhận được: được nhận / expected {expect.code}; got: accepted"]
        return seen, differences(expect.values, seen, self.cast)

    def _seen(self, receipt: Receipt) -> dict[str, Any]:
        record = self.cast.records.get(receipt.record)
        event = next(e for e in reversed(self.cast.events) if isinstance(e, Event) and e.digest == receipt.digest)
        shown = queries.view(record, receipt.at, self.cast) if record else {}
        return {**shown, **readable.outcome(event.outcome, self.cast.alias)}

    def _query(self, query: Query) -> Result:
        self.cast.now = self._clock.now()
        answer: Any = None
        try:
            answer = queries.answer(query, self.cast, self._ledger.history, self._places)
            said = self._query_differences(query, answer)
        except (Unreadable, NoSuchTime, queries.NotAsked) as error:
            said = [str(error)]
        return _query_result(query, Outcome.FAILED if said else Outcome.PASSED, said, answer)

    def _query_differences(self, query: Query, answer: Any) -> list[str]:
        if isinstance(query.expect, Mapping):
            if not isinstance(answer, Mapping):
                return ["không có bản ghi này / there is no such record"]
            return differences(query.expect, answer, self.cast)
        return [] if same(query.expect, answer, self.cast) else [instead(query.expect, answer, self.cast)]


def _steps_read_at(asked: Iterable[Query]) -> set[str]:
    """The steps at whose time a query reads the records."""
    return {str(query.arguments["at"])[1:] for query in asked if str(query.arguments.get("at", "")).startswith("@")}


def _refusal(refused: Refused, cast: Cast) -> dict[str, Any]:
    return {"code": refused.code, "values": readable.refusal(refused, cast.alias)}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {"version": receipt.version, "head": "0x" + receipt.head.hex(), "digest": "0x" + receipt.digest.hex()}


def _made(
    step: Onboard, alias: str, command: str, signers: tuple[str, ...], fields: Mapping[str, Any], more: str = ""
) -> Do:
    name = "/".join(part for part in (step.id, alias, command, more) if part)
    return Do(name, step.line, command, alias, signers, fields, {}, _OK)


def _result(step: Step, outcome: Outcome, said: list[str], answer: Any) -> Result:
    what = type(step).__name__.lower()
    about: tuple[str, ...] = ()
    if isinstance(step, Do):
        what, about = step.command, (step.record, *step.signers)
    elif isinstance(step, Onboard):
        about = step.parties
    elif isinstance(step, Resend):
        about = (step.step,)
    elif isinstance(step, Wait):
        about = (step.until,)
    return Result(step.id, step.line, "step", what, about, outcome, tuple(said), answer, step.invariants, step.note)


def _query_result(query: Query, outcome: Outcome, said: list[str], answer: Any) -> Result:
    about = tuple(
        str(query.arguments[name]) for name in ("record", "subject", "step", "recipient") if name in query.arguments
    )
    return Result(query.id, query.line, "query", query.ask, about, outcome, tuple(said), answer, query.invariants)
