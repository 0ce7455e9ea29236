"""One record as a page for people: Vietnamese labels beside the signed names, one thing a line, lists indented.

Driven by the annotations of the records, as `ledger.readable` is; what is told in JSON is told there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any, get_args, get_origin

from rich.markup import escape

from api import labels
from api.cli import times
from ledger import eip712, readable
from ledger.commands import Criterion, Kpi, Member, Move, Right, Share
from ledger.enums import Comparator, Gate, Missing, Power, Role, State
from ledger.proof.scope_words import FIELDS
from ledger.proof.words import COMPARATORS, TIERS, state_words
from ledger.readable import Names
from ledger.records import AnyRecord, Asset, GateCertificate, Instrument, Milestone, PartyKey, Pilot, RoleGrant
from ledger.scope import ACTS
from ledger.types import FieldType, find

COMMITMENT_NOTE = (
    "Cam kết băm: bản gốc do các bên giữ, không nằm trên sổ cái.",
    "A commitment's original is kept by the parties, off the ledger.",
)
_DISPUTE = ("claim", "claimant", "decision")
_PERCENT = frozenset({"bps", "funded", "released", "refunded", "paid", "pass_weight"})
_NONE_WHERE_ZERO = frozenset({"trl", "currency"})  # numbers that only some kinds of appraisal have
_EVERYTHING = {"acts": "tất cả / all", "fields": "tất cả / all", "territories": "mọi nơi / everywhere"}
_EVERY_PROVINCE = "cả nước / the whole country"
_WORDS = {
    "acts": {act.code: act.vi for act in ACTS},
    "fields": {code: words[0] for code, words in FIELDS.items()},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page. name: the signed name, "" where the label is a value itself."""

    depth: int
    label: str
    name: str = ""
    value: str = ""


def page(record: AnyRecord, state: State, names: Names) -> str:
    """A record in the console's markup. state: as derived at the time it is read at."""
    return markup(list(_record(record, state, names)))


def markup(rows: list[Row]) -> str:
    """Rows with their values in one column; the names dimmed beside the labels."""
    width = max(len(_left(row)) for row in rows if row.name)
    return "\n".join(_line(row, width) for row in rows)


def percent(bps: int) -> str:
    """Basis points of 10,000: `60% (6.000/10.000)`, `33,33% (3.333/10.000)`."""
    whole, rest = divmod(bps, 100)
    fraction = f",{rest:02}".rstrip("0") if rest else ""
    return f"{whole}{fraction}% ({f'{bps:,}'.replace(',', '.')}/10.000)"


def codes(value: Any, name: str) -> str:
    """Codes of acts, fields or territories; none at all means all of them."""
    if not isinstance(value, list):
        return str(value)
    return " ".join(value) or _EVERYTHING[name]


def _named(value: Any, name: str) -> str:
    """Codes of acts or fields with their Vietnamese words: `phòng cháy, cứu nạn (fire_rescue)`."""
    if not value or not isinstance(value, list):
        return codes(value, name)
    return "; ".join(f"{_WORDS[name][code]} ({code})" if code in _WORDS[name] else code for code in value)


def _left(row: Row) -> str:
    return "  " * row.depth + row.label + " " + row.name


def _line(row: Row, width: int) -> str:
    indent = "  " * row.depth
    if not row.name:
        return f"{indent}{escape(row.label)}{'  ' if row.value else ''}{escape(row.value)}"
    padding = " " * (width - len(_left(row))) if row.value else ""
    return f"{indent}[bold]{escape(row.label)}[/bold] [dim]{row.name}[/dim]{padding}  {escape(row.value)}".rstrip()


def _record(record: AnyRecord, state: State, names: Names) -> Iterator[Row]:
    for row in _struct(record, names, 0, skip=frozenset(_DISPUTE) if isinstance(record, Asset) else frozenset()):
        if row.name != "state":
            yield row
            continue
        yield Row(0, row.label, row.name, _state(record, state))
        if state != record.state:
            yield Row(0, labels.LABELS["stored_state"], "stored_state", _state(record, record.state))
    if isinstance(record, Asset) and any(record.claim):
        yield from _dispute(record, names)


def _state(record: AnyRecord, state: State) -> str:
    return f"{state_words(state.name.lower(), record.kind)[0]} ({state.name.lower()})"


def _dispute(asset: Asset, names: Names) -> Iterator[Row]:
    """The last dispute, said to be open or settled; a decision left from an earlier one is not told of an open one."""
    open_ = asset.state == State.DISPUTED
    settled = asset.state in (State.REGISTERED, State.ACTIVE)
    words = "tranh chấp đang mở" if open_ else "tranh chấp đã giải quyết" if settled else "tranh chấp gần nhất"
    yield Row(0, words, "open dispute" if open_ else "settled dispute" if settled else "last dispute")
    own = dict(eip712.members(Asset))
    for name in _DISPUTE[:2] if open_ else _DISPUTE:
        yield from _member(Asset, name, getattr(asset, name), own[name], names, 1)


def _struct(value: Any, names: Names, depth: int, skip: frozenset[str] = frozenset()) -> Iterator[Row]:
    own = dict(eip712.members(type(value)))
    for attribute, annotation in own.items():
        name = eip712.member_name(attribute)
        if name in skip or (name == "provinces" and "countries" in own):
            continue
        if name == "countries" and "provinces" in own:
            yield Row(depth, labels.label(type(value), "territories"), "territories", _territories(value))
        elif name == "gates" and isinstance(value, Instrument):
            yield from _gates(value, depth)
        elif name == "values" and isinstance(value, Pilot):
            yield from _values(value, depth)
        else:
            shown = "shares" if name == "holders" else name
            yield from _member(type(value), shown, getattr(value, attribute), annotation, names, depth)


def _member(owner: type, name: str, value: Any, annotation: Any, names: Names, depth: int) -> Iterator[Row]:
    inner = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    label = labels.label(owner, name)
    if get_origin(inner) is tuple:
        yield Row(depth, label, name, "" if value else "–")
        for entry in value:
            yield Row(depth + 1, _entry(entry, get_args(inner)[0], names))
    elif is_dataclass(value):
        yield Row(depth, label, name)
        yield from _struct(value, names, depth + 1)
    else:
        yield Row(depth, label, name, _atom(name, value, annotation, names))


def _atom(name: str, value: Any, annotation: Any, names: Names) -> str:
    kind = find(getattr(annotation, "__metadata__", ()), FieldType)
    shape = kind.shape if kind else ""
    if shape == "commitment":
        return f"0x{value.hex()} (cam kết băm / commitment)" if any(value) else "–"
    if shape == "time":
        return times.term(value) if name in ("start", "end") else times.moment(value)
    if shape == "bool":
        return "có / yes" if value else "không / no"
    if shape == "enum" and kind is not None and kind.enum is not None:
        return labels.enum_words(kind.enum, value)
    if name in _NONE_WHERE_ZERO and not value:
        return "–"
    if name == "tier" and value < len(TIERS):
        return f"{value}: {TIERS[value][0]} / {TIERS[value][1]}"
    if name in _PERCENT:
        return percent(value)
    shown = readable.member(value, annotation, names)
    if shape in ("acts", "fields"):
        return _named(shown, shape)
    if shape == "provinces":
        return " ".join(shown) or _EVERY_PROVINCE if isinstance(shown, list) else str(shown)
    if name == "met":
        return _numbered(value)
    return "–" if shown is None else str(shown)


def _territories(value: Any) -> str:
    return codes(readable.struct(value)["territories"], "territories")


def _gates(instrument: Instrument, depth: int) -> Iterator[Row]:
    required = [gate for gate in Gate if instrument.gates >> (gate - 1) & 1]
    yield Row(depth, labels.label(Instrument, "gates"), "gates", "" if required else "–")
    for gate in required:
        met = "đã đạt / met" if instrument.is_met(gate) else "chưa đạt / open"
        yield Row(depth + 1, f"{labels.enum_words(Gate, gate)}: {met}")


def _values(pilot: Pilot, depth: int) -> Iterator[Row]:
    units = {kpi.code: readable.label(kpi.unit) for kpi in pilot.kpis}
    yield Row(depth, labels.label(Pilot, "values"), "values", "" if pilot.values else "–")
    for each, told in zip(pilot.values, readable.measured(pilot.values, pilot.kpis).items(), strict=True):
        code, value = told
        yield Row(depth + 1, f"{code}: {value} {units.get(each.code) or ''}".rstrip())


def _numbered(bitmap: int) -> str:
    """The places of the bits that are set, counted from 1 as a reader counts the KPIs."""
    places = [str(place + 1) for place in range(bitmap.bit_length()) if bitmap >> place & 1]
    return f"thứ / no. {', '.join(places)}" if places else "–"


def _kpi(kpi: Kpi) -> str:
    """`K1: ≤ 30.0 min; hiện trạng / baseline 34.0; trọng số / weight 50% (5.000/10.000); bắt buộc / mandatory`."""
    sign = COMPARATORS[Comparator(kpi.comparator)][0]
    shown = readable.struct(kpi)
    missing = "thiếu thì không tính / left out where missing"
    parts = [
        f"{shown['code']}: {sign} {shown['target']} {shown['unit']}",
        f"hiện trạng / baseline {shown['baseline']}",
        f"trọng số / weight {percent(kpi.weight)}",
        *(["bắt buộc / mandatory"] if kpi.mandatory else []),
        *([missing] if kpi.missing == Missing.EXCLUDED else []),
    ]
    return "; ".join(parts)


def _entry(entry: Any, annotation: Any, names: Names) -> str:
    """An entry of a list in one line."""
    if isinstance(entry, Share):
        return f"{readable.identifier(entry.party, names)}  {percent(entry.bps)}"
    if isinstance(entry, Member):
        role = _atom("member_role", entry.member_role, dict(eip712.members(Member))["member_role"], names)
        return f"{readable.identifier(entry.party, names)}  {role}"
    if isinstance(entry, Move):
        given, taken = (readable.identifier(party, names) for party in (entry.from_, entry.to))
        return f"{given} → {taken}  {percent(entry.bps)}"
    if isinstance(entry, Right):
        return _right(entry)
    if isinstance(entry, PartyKey):
        powers = ", ".join(labels.POWERS[power][0] for power in Power if entry.powers & power)
        return f"0x{entry.address.hex()}  quyền ký / powers: {powers}; {_validity(entry)}"
    if isinstance(entry, RoleGrant):
        fields = _named(readable.struct(entry)["fields"], "fields")
        return f"{labels.enum_words(Role, entry.role)}  lĩnh vực / fields: {fields}; {_validity(entry)}"
    if isinstance(entry, GateCertificate):
        return f"{labels.enum_words(Gate, entry.gate)}  0x{entry.certificate.hex()} (cam kết băm / commitment)"
    if isinstance(entry, Kpi):
        return _kpi(entry)
    if isinstance(entry, Criterion):
        score = f"{entry.score:,}".replace(",", ".")
        return f"{readable.label(entry.code)}: {score}/1.000; trọng số / weight {percent(entry.weight)}"
    if isinstance(entry, Milestone):
        certificate = readable.identifier(entry.certificate, names)
        paid = f"{readable.label(entry.milestone)}  {percent(entry.bps)}"
        return f"{paid}; theo chứng nhận / against certificate {certificate}; {times.moment(entry.at)}"
    return str(readable.member(entry, annotation, names))


def _right(right: Right) -> str:
    number = " ".join(filter(None, (readable.label(right.office), readable.label(right.number)))) or "–"
    stage = _atom("right_stage", right.right_stage, dict(eip712.members(Right))["right_stage"], readable.nameless)
    return f"{number}  {stage}; {_territories(right)}; {times.term(right.start)} – {times.term(right.end)}"


def _validity(granted: PartyKey | RoleGrant) -> str:
    revoked = f"; thu hồi / revoked {times.moment(granted.revoked_at)}" if granted.revoked_at else ""
    return f"{times.term(granted.valid_from)} – {times.term(granted.valid_to)}{revoked}"
