"""The scenario file: YAML read into frozen steps, with the line of everything that can be wrong.

Only the form is looked at. What a field's value means is `human`'s, whether a command exists is the rulebook's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.enums import PartyKind, Role
from ledger.errors import REFUSALS
from ledger.scenario.document import (
    Located,
    ScenarioError,
    known_members,
    number_member,
    read,
    text_member,
    texts_member,
)

ASKS = frozenset(
    {"record", "history", "verify", "live_grants", "signers", "overdue", "unopened", "right", "count", "search"}
)
DAMAGES = ("high_s", "truncated", "other_content")
_STEP_FORMS = ("do", "onboard", "resend", "wait", "repeat")
_COUNTER = re.compile(r"\{i(?:([+-])(\d+))?\}")


@dataclass(frozen=True, slots=True)
class PartySpec:
    """Who takes part. keys: how many; threshold: how many of them sign for title and keys."""

    alias: str
    kind: PartyKind
    vi: str
    en: str
    country: str
    parent: str
    keys: int
    threshold: int
    roles: tuple[Role, ...]
    genesis: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the ledger must answer: "ok", "refused" or "same_receipt"; `values` are those of the record or refusal."""

    answer: str
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    line: int
    note: str = field(kw_only=True, default="")
    invariants: tuple[int, ...] = field(kw_only=True, default=())


@dataclass(frozen=True, slots=True)
class Do(Step):
    """Sign and submit one command. fields: in human form; envelope: overrides, for wrong commands."""

    command: str
    record: str
    signers: tuple[str, ...]
    fields: Mapping[str, Any]
    envelope: Mapping[str, Any]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Onboard(Step):
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resend(Step):
    step: str
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Wait(Step):
    until: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question, asked right after the step `after` ("": at the end)."""

    id: str
    line: int
    after: str
    ask: str
    arguments: Mapping[str, Any]
    expect: Any
    invariants: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """steps: with every `repeat` written out."""

    name: str
    vi: str
    en: str
    parties: tuple[PartySpec, ...]
    steps: tuple[Step, ...]
    queries: tuple[Query, ...]

    def party(self, alias: str) -> PartySpec | None:
        return next((party for party in self.parties if party.alias == alias), None)

    @property
    def regulator(self) -> PartySpec:
        """The party of the genesis document."""
        return next(party for party in self.parties if party.genesis)


# --- Reading --------------------------------------------------------------------------------------------------------


def load(path: Path) -> Scenario:
    """Read a scenario file; raises `ScenarioError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path} cannot be read: {error}") from error
    return parse(text)


def parse(text: str) -> Scenario:
    """Read a scenario's text; raises `ScenarioError`."""
    return _scenario(read(text))


# --- Parts ---------------------------------------------------------------------------------------------------------


def _scenario(document: Any) -> Scenario:
    whole = known_members(document, {"scenario", "title", "parties", "steps", "queries"}, "a scenario")
    title = known_members(whole.get("title", Located()), {"vi", "en"}, "`title`")
    parties = tuple(_party(entry) for entry in _entries(whole, "parties"))
    _unique(((party.alias, 0) for party in parties), "parties")
    if sum(party.genesis for party in parties) != 1:
        raise ScenarioError("exactly one party has `genesis: true`")
    aliases = {party.alias for party in parties}
    steps = tuple(step for entry in _entries(whole, "steps") for step in _steps(entry, aliases))
    _unique(((step.id, step.line) for step in steps), "steps")
    ids = {step.id for step in steps}
    for step in steps:
        if isinstance(step, Resend) and step.step not in ids:
            raise ScenarioError(f"there is no step `{step.step}` to send again", step.line, step.id)
    queries = tuple(_query(entry, ids) for entry in _entries(whole, "queries"))
    _unique(((query.id, query.line) for query in queries), "queries")
    name = text_member(whole, "scenario")
    return Scenario(name, text_member(title, "vi", name), text_member(title, "en", name), parties, steps, queries)


def _entries(whole: Located, key: str) -> list[Any]:
    value = whole.get(key) or []
    if not isinstance(value, list):
        raise ScenarioError(f"`{key}` is a list", whole.line)
    return value


def _unique(named: Iterator[tuple[str, int]], what: str) -> None:
    seen = set()
    for name, line in named:
        if name in seen:
            raise ScenarioError(f"two {what} are called `{name}`", line)
        seen.add(name)


def _party(entry: Any) -> PartySpec:
    keys = {"alias", "kind", "vi", "en", "country", "parent", "keys", "threshold", "roles", "genesis"}
    source = known_members(entry, keys, "a party")
    alias = text_member(source, "alias")
    if "#" in alias or not alias:
        raise ScenarioError(f"`{alias}` is no alias: `#` numbers its keys", source.line)
    try:
        kind = PartyKind[text_member(source, "kind").upper()]
        roles = tuple(Role[role.upper()] for role in texts_member(source, "roles"))
    except KeyError as error:
        raise ScenarioError(f"party {alias}: {error.args[0].lower()} is not in the catalogue", source.line) from error
    count = number_member(source, "keys", 1, 1)
    return PartySpec(
        alias=alias,
        kind=kind,
        vi=text_member(source, "vi", alias),
        en=text_member(source, "en", alias),
        country=text_member(source, "country", "VN"),
        parent=text_member(source, "parent", ""),
        keys=count,
        threshold=number_member(source, "threshold", 1, 0),
        roles=roles,
        genesis=source.get("genesis", False) is True,
    )


def _steps(entry: Any, aliases: set[str]) -> Iterator[Step]:
    if isinstance(entry, Located) and "repeat" in entry:
        yield from _repeated(entry, aliases)
        return
    source = known_members(
        entry,
        {*_STEP_FORMS, "id", "as", "record", "with", "envelope", "expect", "invariant", "note"},
        "a step",
    )
    identifier = text_member(source, "id", step="")
    forms = [form for form in _STEP_FORMS if form in source]
    if len(forms) != 1:
        raise ScenarioError(f"a step is one of {', '.join(_STEP_FORMS)}", source.line, identifier)
    common: dict[str, Any] = {
        "id": identifier,
        "line": source.line,
        "note": text_member(source, "note", "", identifier),
        "invariants": _invariants(source, identifier),
    }
    form = forms[0]
    if form != "do":
        allowed = {form, "id", "note", "invariant"} | ({"expect"} if form == "resend" else set())
        known_members(source, allowed, f"a step with `{form}`", identifier)
    if form == "do":
        yield _do(source, common, aliases)
    elif form == "onboard":
        parties = texts_member(source, "onboard", identifier)
        for alias in parties:
            _is_party(alias, aliases, source, identifier)
        yield Onboard(**common, parties=parties)
    elif form == "resend":
        expect = _expectation(source, source.get("expect", "same_receipt"), identifier)
        yield Resend(**common, step=text_member(source, "resend", step=identifier), expect=expect)
    else:
        yield Wait(**common, until=text_member(source, "wait", step=identifier))


def _is_party(name: str, aliases: set[str], source: Located, step: str) -> None:
    alias, mark, number = name.partition("#")
    if alias not in aliases:
        raise ScenarioError(f"`{alias}` is not among the parties", source.line, step)
    if mark and not (number.isdigit() and int(number) > 0):
        raise ScenarioError(f"`{name}` names no key: keys are counted from 1", source.line, step)


def _do(source: Located, common: dict[str, Any], aliases: set[str]) -> Do:
    step = common["id"]
    signers = texts_member(source, "as", step)
    for name in signers:
        _is_party(name, aliases, source, step)
    fields = source.get("with")
    fields = Located() if fields is None else fields
    if not isinstance(fields, Located):
        raise ScenarioError("`with` is a mapping of fields", source.line, step)
    envelope = known_members(
        source.get("envelope", Located()),
        {"expected_version", "not_after", "ledger", "record", "signature"},
        "`envelope`",
        step,
    )
    if envelope.get("ledger", "other") != "other":
        raise ScenarioError("`envelope.ledger` can only be `other`", source.line, step)
    if "signature" in envelope and envelope["signature"] not in DAMAGES:
        raise ScenarioError(f"`envelope.signature` is one of {', '.join(DAMAGES)}", source.line, step)
    return Do(
        **common,
        command=text_member(source, "do", step=step),
        record=text_member(source, "record", step=step),
        signers=signers,
        fields=fields,
        envelope=envelope,
        expect=_expectation(source, source.get("expect", "ok"), step),
    )


def _expectation(source: Located, value: Any, step: str) -> Expectation:
    if value in ("ok", "same_receipt"):
        return Expectation(value)
    if not isinstance(value, Located):
        raise ScenarioError(f"`expect` is ok, same_receipt or a mapping, not {value!r}", source.line, step)
    expected = known_members(value, {"ok", "refused", "values"}, "`expect`", step)
    if set(expected) == {"ok"} and isinstance(expected["ok"], Mapping):
        return Expectation("ok", values=expected["ok"])
    if "refused" in expected and "ok" not in expected:
        code, values = expected["refused"], expected.get("values", {})
        if code not in REFUSALS:
            raise ScenarioError(f"`{code}` is no error of the catalogue", source.line, step)
        known = {name for name, _ in REFUSALS[code]}
        if not isinstance(values, Mapping) or not set(values) <= known:
            raise ScenarioError(f"{code} has the values {', '.join(sorted(known))}", source.line, step)
        return Expectation("refused", code, values)
    raise ScenarioError("`expect` is ok, {ok: …}, {refused: CODE, values: …} or same_receipt", source.line, step)


def _invariants(source: Located, step: str) -> tuple[int, ...]:
    value = source.get("invariant", [])
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        raise ScenarioError("`invariant` is a number or a list of numbers", source.line, step)
    return tuple(numbers)


def _query(entry: Any, steps: set[str]) -> Query:
    if not isinstance(entry, Located):
        raise ScenarioError(f"a query is a mapping, not {entry!r}")
    identifier = text_member(entry, "id")
    after, ask = text_member(entry, "after", ""), text_member(entry, "ask")
    if ask not in ASKS:
        raise ScenarioError(f"query {identifier}: `{ask}` is not one of {', '.join(sorted(ASKS))}", entry.line)
    if after and after not in steps:
        raise ScenarioError(f"query {identifier}: there is no step `{after}`", entry.line)
    if "expect" not in entry:
        raise ScenarioError(f"query {identifier} expects nothing", entry.line)
    arguments = {key: value for key, value in entry.items() if key not in ("id", "after", "ask", "expect", "invariant")}
    invariants = _invariants(entry, identifier)
    return Query(identifier, entry.line, after, ask, arguments, entry["expect"], invariants)


# --- Repetition ----------------------------------------------------------------------------------------------------


def _repeated(entry: Located, aliases: set[str]) -> Iterator[Step]:
    known_members(entry, {"id", "repeat", "note"}, "a step with `repeat`")
    repeat = known_members(entry["repeat"], {"count", "first", "steps"}, "`repeat`")
    count, first = number_member(repeat, "count", -1, 0), number_member(repeat, "first", 1, -(1 << 31))
    inner = repeat.get("steps")
    if not isinstance(inner, list):
        raise ScenarioError("`repeat.steps` is a list of steps", repeat.line)
    if any(isinstance(each, Located) and "repeat" in each for each in inner):
        raise ScenarioError("a `repeat` stands in no other `repeat`", repeat.line)
    for number in range(first, first + count):
        for each in inner:
            yield from _steps(_counted(each, number), aliases)


def _counted(value: Any, number: int) -> Any:
    """`value` with `{i}`, `{i+1}`, `{i-1}` in its strings replaced by the running number."""
    if isinstance(value, Located):
        mapping = Located({_counted(key, number): _counted(entry, number) for key, entry in value.items()})
        mapping.line = value.line
        return mapping
    if isinstance(value, list):
        return [_counted(entry, number) for entry in value]
    if not isinstance(value, str):
        return value

    def replaced(match: re.Match[str]) -> str:
        offset = int(match[2] or 0)
        return str(number - offset if match[1] == "-" else number + offset)

    counted = _COUNTER.sub(replaced, value)
    return int(counted) if _COUNTER.fullmatch(value) else counted
