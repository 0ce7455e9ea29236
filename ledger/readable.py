"""Records, commands and refusals as people and scenarios read them: enum names, aliases, codes, decimal numbers.

Everything is plain JSON data. Driven by the annotations of `ledger.types`, so a new record kind needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from decimal import Context, Decimal
from enum import IntEnum
from typing import Any, get_args, get_origin

from ledger import eip712, enums, scope
from ledger.commands import Kpi, Measurement
from ledger.errors import REFUSALS, Refused
from ledger.types import FieldType, find

_EXACT = Context(prec=100)  # a signed word has 77 digits

Names = Callable[[bytes], str | None]
"""The alias of a record's id (32 bytes) or of a key (20 bytes), or None."""


def nameless(_: bytes) -> str | None:
    """No aliases: identifiers are shown in hex."""
    return None


def identifier(value: bytes, names: Names = nameless) -> str | None:
    """An alias, else hex; None for zero, which names nothing."""
    if not any(value):
        return None
    return names(value) or "0x" + value.hex()


def struct(value: Any, names: Names = nameless) -> dict[str, Any]:
    """A record, command or struct: its members under their signed names."""
    shown: dict[str, Any] = {}
    own = dict(eip712.members(type(value)))
    for attribute, annotation in own.items():
        name = eip712.member_name(attribute)
        if name == "provinces" and "countries" in own:
            continue
        if name == "countries" and "provinces" in own:
            shown["territories"] = _territories(value.countries, value.provinces)
        elif name == "holders":
            shown["shares"] = shares(value.holders, names)
        elif name == "values" and "kpis" in own:
            shown[name] = measured(value.values, value.kpis)
        elif name in ("target", "baseline") and "scale" in own:
            shown[name] = decimal(getattr(value, attribute), value.scale)
        else:
            shown[name] = member(getattr(value, attribute), annotation, names)
    return shown


def shares(holders: Any, names: Names = nameless) -> dict[str, int]:
    """Holders as `{alias: bps}`."""
    return {str(identifier(share.party, names)): share.bps for share in holders}


def measured(values: Iterable[Measurement], kpis: Iterable[Kpi]) -> dict[str, str]:
    """Measured values as `{code: "26.0"}`, each in the scale of its KPI."""
    scales = {kpi.code: kpi.scale for kpi in kpis}
    return {str(label(each.code)): decimal(each.value, scales.get(each.code, 0)) for each in values}


def decimal(value: int, scale: int) -> str:
    """An integer at `scale` decimals: 260 at 1 is `26.0`."""
    return f"{Decimal(value).scaleb(-scale, _EXACT):f}"


def member(value: Any, annotation: Any, names: Names = nameless) -> Any:
    """One member by its annotation; a time is UTC seconds."""
    inner = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    if get_origin(inner) is tuple:
        return [member(entry, get_args(inner)[0], names) for entry in value]
    if is_dataclass(value):
        return struct(value, names)
    kind = find(getattr(annotation, "__metadata__", ()), FieldType)
    return value if kind is None else _atom(value, kind, names)


def _atom(value: Any, kind: FieldType, names: Names) -> Any:
    if kind.shape in ("id", "address"):
        return identifier(value, names)
    if kind.abi == "bytes32":
        return label(value) if kind.shape in ("label", "office", "right_number") else identifier(value)
    if kind.shape == "enum" and kind.enum is not None:
        return enum_name(kind.enum, value)
    if kind.shape == "acts":
        return _codes(scope.act_codes, value)
    if kind.shape == "fields":
        return _codes(scope.field_codes, value)
    if kind.shape == "provinces":
        return _codes(lambda bitmap: scope.territory_codes(0, bitmap), value)
    if kind.shape == "country":
        return _codes(scope.country_code, value)
    return value


def label(value: bytes) -> str | None:
    """The text of a label, None for zero; hex where it is not ASCII."""
    text = value.rstrip(b"\0")
    if not text:
        return None
    return text.decode() if text.isascii() else "0x" + value.hex()


def enum_name(kind: type[IntEnum], value: int) -> str | int | None:
    """The catalogue's name of a value, None for zero, the number itself where it has no name."""
    if value == 0:
        return None
    return kind(value).name.lower() if value in kind._value2member_map_ else int(value)


def _codes(read: Callable[[int], Any], value: int) -> Any:
    try:
        codes = read(value)
    except scope.UnknownCode:
        return value
    return list(codes) if isinstance(codes, tuple) else codes


def _territories(countries: int, provinces: int) -> Any:
    try:
        return list(scope.territory_codes(countries, provinces))
    except scope.UnknownCode:
        return {"countries": countries, "provinces": provinces}


# --- Refusals and outcomes -----------------------------------------------------------------------------------------

_VALUE_ENUMS: dict[str, type[IntEnum]] = {
    "state": enums.State,
    "role": enums.Role,
    "gate": enums.Gate,
    "asset_kind": enums.AssetKind,
    "escrow_action": enums.EscrowAction,
    "appraisal_kind": enums.AppraisalKind,
    "outcome": enums.Outcome,
}


def value_enum(value_type: str) -> type[IntEnum] | None:
    """The enum that a refusal's value is taken from, by the type `ledger.errors` gives it."""
    return _VALUE_ENUMS.get(value_type)


def refusal(refused: Refused, names: Names = nameless) -> dict[str, Any]:
    """The values of a refusal."""
    types = dict(REFUSALS[refused.code])
    shown: dict[str, Any] = {}
    for name, value in refused.values.items():
        listed = value_enum(types[name])
        if listed:
            shown[name] = enum_name(listed, value)
        elif name == "code":
            shown[name] = label(value)
        else:
            shown[name] = identifier(value, names) if isinstance(value, bytes) else value
    return shown


def outcome(computed: Mapping[str, Any], names: Names = nameless) -> dict[str, Any]:
    """What an event says the ledger computed."""
    shown: dict[str, Any] = {}
    for name, value in computed.items():
        if name == "shares":
            shown[name] = shares(value, names)
        elif name == "proposal_state":
            shown[name] = enum_name(enums.State, value)
        else:
            shown[name] = identifier(value, names) if isinstance(value, bytes) else value
    return shown
