"""The scenario file: YAML read into frozen steps, with the line of everything that can be wrong.

Only the form is looked at: what the names in it mean is looked up by `check`, before the first command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from ledger.enums import PartyKind, Role
from ledger.errors import REFUSALS
from ledger.scenario.counting import counted
from ledger.scenario.document import (
    Located,
    ScenarioError,
    known_members,
    number_member,
    read,
    text_member,
    texts_member,
)
from ledger.sentences import Sentence

ASKS = frozenset(
    {"record", "history", "verify", "live_grants", "signers", "overdue", "unopened", "right", "count", "search"}
)
DAMAGES = ("high_s", "truncated", "other_content")
_STEP_FORMS = ("do", "onboard", "resend", "wait", "repeat")


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
        raise ScenarioError(f"không đọc được tệp: {error}", f"it cannot be read: {error}") from error
    try:
        return parse(text)
    except ScenarioError as error:
        error.file = path.name
        raise


def parse(text: str) -> Scenario:
    """Read a scenario's text; raises `ScenarioError`."""
    document = read(text)
    if document is None:
        raise ScenarioError("Tệp rỗng.", "The file is empty.")
    return _scenario(document)


# --- Parts ---------------------------------------------------------------------------------------------------------


def _scenario(document: Any) -> Scenario:
    whole = known_members(
        document, {"scenario", "title", "parties", "steps", "queries"}, Sentence("kịch bản", "a scenario")
    )
    title = known_members(whole.get("title", Located()), {"vi", "en"}, Sentence("`title`", "`title`"))
    parties = tuple(_party(entry) for entry in _entries(whole, "parties"))
    _unique(((party.alias, 0) for party in parties), Sentence("bên", "parties"))
    if sum(party.genesis for party in parties) != 1:
        raise ScenarioError("phải có đúng một bên ghi `genesis: true`", "exactly one party has `genesis: true`")
    aliases = {party.alias for party in parties}
    steps = tuple(step for entry in _entries(whole, "steps") for step in _steps(entry, aliases))
    _unique(((step.id, step.line) for step in steps), Sentence("bước", "steps"))
    ids = {step.id for step in steps}
    for step in steps:
        if isinstance(step, Resend) and step.step not in ids:
            vi, en = f"không có bước `{step.step}` để gửi lại", f"there is no step `{step.step}` to send again"
            raise ScenarioError(vi, en, step.line, step.id)
    queries = tuple(_query(entry, ids) for entry in _entries(whole, "queries"))
    _unique(((query.id, query.line) for query in queries), Sentence("truy vấn", "queries"))
    name = text_member(whole, "scenario")
    return Scenario(name, text_member(title, "vi", name), text_member(title, "en", name), parties, steps, queries)


def _entries(whole: Located, key: str) -> list[Any]:
    value = whole.get(key) or []
    if not isinstance(value, list):
        raise ScenarioError(f"`{key}` phải là danh sách", f"`{key}` is a list", whole.line)
    return value


def _unique(named: Iterator[tuple[str, int]], what: Sentence) -> None:
    seen = set()
    for name, line in named:
        if name in seen:
            raise ScenarioError(f"hai {what.vi} cùng tên `{name}`", f"two {what.en} are called `{name}`", line)
        seen.add(name)


def _party(entry: Any) -> PartySpec:
    keys = {"alias", "kind", "vi", "en", "country", "parent", "keys", "threshold", "roles", "genesis"}
    source = known_members(entry, keys, Sentence("bên tham gia", "a party"))
    alias = text_member(source, "alias")
    if "#" in alias or not alias:
        raise ScenarioError(
            f"`{alias}` không phải bí danh: `#` để đánh số khóa",
            f"`{alias}` is no alias: `#` numbers its keys",
            source.line,
        )
    kind = _named(PartyKind, text_member(source, "kind"), "kind", source)
    roles = tuple(_named(Role, role, "roles", source) for role in texts_member(source, "roles"))
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


Listed = TypeVar("Listed", bound=IntEnum)


def _named(enum: type[Listed], name: str, key: str, source: Located) -> Listed:
    found: dict[str, Listed] = {each.name.lower(): each for each in enum}
    if name not in found:
        listed = ", ".join(found)
        vi, en = f"`{key}` không có `{name}`; có: {listed}", f"`{key}`: {name} is not in the catalogue; it has {listed}"
        raise ScenarioError(vi, en, source.lines.get(key, source.line))
    return found[name]


def _steps(entry: Any, aliases: set[str]) -> Iterator[Step]:
    if isinstance(entry, Located) and "repeat" in entry:
        yield from _repeated(entry, aliases)
        return
    source = known_members(
        entry,
        {*_STEP_FORMS, "id", "as", "record", "with", "envelope", "expect", "invariant", "note"},
        Sentence("bước", "a step"),
    )
    identifier = text_member(source, "id", step="")
    forms = [form for form in _STEP_FORMS if form in source]
    if len(forms) != 1:
        listed = ", ".join(_STEP_FORMS)
        raise ScenarioError(f"bước phải là một trong {listed}", f"a step is one of {listed}", source.line, identifier)
    common: dict[str, Any] = {
        "id": identifier,
        "line": source.line,
        "note": text_member(source, "note", "", identifier),
        "invariants": _invariants(source, identifier),
    }
    form = forms[0]
    if form != "do":
        allowed = {form, "id", "note", "invariant"} | ({"expect"} if form == "resend" else set())
        known_members(source, allowed, Sentence(f"bước `{form}`", f"a step with `{form}`"), identifier)
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
        listed = ", ".join(sorted(aliases))
        vi, en = f"không có bên `{alias}`; có: {listed}", f"`{alias}` is not among the parties: {listed}"
        raise ScenarioError(vi, en, source.line, step)
    if mark and not (number.isdigit() and int(number) > 0):
        vi, en = f"`{name}` không phải khóa: khóa đếm từ 1", f"`{name}` names no key: keys are counted from 1"
        raise ScenarioError(vi, en, source.line, step)


def _do(source: Located, common: dict[str, Any], aliases: set[str]) -> Do:
    step = common["id"]
    signers = texts_member(source, "as", step)
    for name in signers:
        _is_party(name, aliases, source, step)
    fields = source.get("with")
    fields = Located() if fields is None else fields
    if not isinstance(fields, Located):
        raise ScenarioError(
            "`with` phải gồm các cặp trường: giá trị", "`with` is a mapping of fields", source.line, step
        )
    envelope = known_members(
        source.get("envelope", Located()),
        {"expected_version", "not_after", "ledger", "record", "signature"},
        Sentence("`envelope`", "`envelope`"),
        step,
    )
    if envelope.get("ledger", "other") != "other":
        raise ScenarioError(
            "`envelope.ledger` chỉ có thể là `other`", "`envelope.ledger` can only be `other`", source.line, step
        )
    if "signature" in envelope and envelope["signature"] not in DAMAGES:
        listed = ", ".join(DAMAGES)
        vi, en = f"`envelope.signature` phải là một trong {listed}", f"`envelope.signature` is one of {listed}"
        raise ScenarioError(vi, en, source.line, step)
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
        vi = f"`expect` là ok, same_receipt, {{ok: …}} hoặc {{refused: MÃ}}, không phải {value!r}"
        raise ScenarioError(vi, f"`expect` is ok, same_receipt or a mapping, not {value!r}", source.line, step)
    expected = known_members(value, {"ok", "refused", "values"}, Sentence("`expect`", "`expect`"), step)
    if set(expected) == {"ok"} and isinstance(expected["ok"], Mapping):
        return Expectation("ok", values=expected["ok"])
    if "refused" in expected and "ok" not in expected:
        code, values = expected["refused"], expected.get("values", {})
        if code not in REFUSALS:
            near = ", ".join(get_close_matches(str(code), REFUSALS, 3, 0.5)) or "docs/specs/commands.md"
            vi, en = f"không có mã từ chối `{code}`; xem: {near}", f"`{code}` is no error of the catalogue; see: {near}"
            raise ScenarioError(vi, en, source.line, step)
        known = {name for name, _ in REFUSALS[code]}
        if not isinstance(values, Mapping) or not set(values) <= known:
            listed = ", ".join(sorted(known))
            raise ScenarioError(f"{code} có các giá trị {listed}", f"{code} has the values {listed}", source.line, step)
        return Expectation("refused", code, values)
    vi = "`expect` là ok, {ok: …}, {refused: MÃ, values: …} hoặc same_receipt"
    raise ScenarioError(vi, "`expect` is ok, {ok: …}, {refused: CODE, values: …} or same_receipt", source.line, step)


def _invariants(source: Located, step: str) -> tuple[int, ...]:
    value = source.get("invariant", [])
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        vi, en = "`invariant` phải là số hoặc danh sách số", "`invariant` is a number or a list of numbers"
        raise ScenarioError(vi, en, source.line, step)
    return tuple(numbers)


def _query(entry: Any, steps: set[str]) -> Query:
    if not isinstance(entry, Located):
        raise ScenarioError("truy vấn phải gồm các cặp khóa: giá trị", f"a query is a mapping, not {entry!r}")
    identifier = text_member(entry, "id")
    after, ask = text_member(entry, "after", ""), text_member(entry, "ask")
    if ask not in ASKS:
        listed = ", ".join(sorted(ASKS))
        raise ScenarioError(
            f"không có câu hỏi `{ask}`; có: {listed}", f"`{ask}` is not one of {listed}", entry.line, identifier
        )
    if after and after not in steps:
        raise ScenarioError(f"không có bước `{after}`", f"there is no step `{after}`", entry.line, identifier)
    if "expect" not in entry:
        raise ScenarioError("thiếu `expect`", "it expects nothing", entry.line, identifier)
    arguments = {key: value for key, value in entry.items() if key not in ("id", "after", "ask", "expect", "invariant")}
    invariants = _invariants(entry, identifier)
    return Query(identifier, entry.line, after, ask, arguments, entry["expect"], invariants)


# --- Repetition ----------------------------------------------------------------------------------------------------


def _repeated(entry: Located, aliases: set[str]) -> Iterator[Step]:
    known_members(entry, {"id", "repeat", "note"}, Sentence("bước `repeat`", "a step with `repeat`"))
    repeat = known_members(entry["repeat"], {"count", "first", "steps"}, Sentence("`repeat`", "`repeat`"))
    count, first = number_member(repeat, "count", -1, 0), number_member(repeat, "first", 1, -(1 << 31))
    inner = repeat.get("steps")
    if not isinstance(inner, list):
        raise ScenarioError("`repeat.steps` phải là danh sách bước", "`repeat.steps` is a list of steps", repeat.line)
    if any(isinstance(each, Located) and "repeat" in each for each in inner):
        raise ScenarioError("`repeat` không lồng nhau", "a `repeat` stands in no other `repeat`", repeat.line)
    for number in range(first, first + count):
        for each in inner:
            yield from _steps(counted(each, number), aliases)
