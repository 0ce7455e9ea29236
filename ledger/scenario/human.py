"""The human form of a command's fields, turned into its wire form (examples/opening-day/README.md, "Human form").

Driven by the annotations of `ledger.commands`, so a new command needs nothing here. The result is JSON as in
docs/specs/wire.md and is parsed like any other: what does not fit its type is passed on, and refused there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import Any, Protocol

from eth_hash.auto import keccak

from ledger import eip712, scope
from ledger.commands import RegisterGate
from ledger.enums import Comparator, Gate
from ledger.scenario import fill
from ledger.sentences import Sentence
from ledger.types import FieldType, Optional, RequiredWhen, find, integer_bits
from ledger.wire import integer_to_json

_BYTES32 = re.compile(r"0x[0-9a-f]{64}$")
_ADDRESS = re.compile(r"0x[0-9a-f]{40}$")
_ZERO32 = "0x" + bytes(32).hex()
_MOST_DIGITS = 80  # a signed word has 77
_SYMBOLS = {">=": Comparator.GTE, "<=": Comparator.LTE, "==": Comparator.EQ}
# What a member left out of a struct is, where that is not zero.
_DEFAULTS = {"right_stage": "granted"}
# Structs whose short list form is not in the order of their members: [role, alias].
_SHORT_ORDER = {"Member": ("member_role", "party")}

_FIELD_CODES = [code for sector in scope.SECTORS for code in (sector.code, *sector.subsectors)]
_TERRITORY_CODES = [scope.HOME, *(province.code for province in scope.PROVINCES), "ISO 3166-1"]
# How each reading of a code list calls its codes, and the codes.
_PUBLISHED: Mapping[Any, tuple[Sentence, list[str]]] = {
    scope.acts_bitmap: (Sentence("mã hành vi", "act code"), [act.code for act in scope.ACTS]),
    scope.fields_bitmap: (Sentence("mã lĩnh vực", "field code"), _FIELD_CODES),
    scope.territory_bitmaps: (Sentence("mã lãnh thổ", "territory code"), _TERRITORY_CODES),
    scope.country_number: (Sentence("mã nước", "country code"), ["ISO 3166-1"]),
}


class Unreadable(ValueError):
    """A value that no human form of its type allows, said in both languages. path: of the member, as in `MALFORMED`."""

    def __init__(self, path: str, vi: str, en: str) -> None:
        super().__init__(f"{path}: {vi} / {en}")
        self.path = path
        self.sentence = Sentence(f"{path}: {vi}", f"{path}: {en}")


Unknown = Callable[[str, list[str]], None]


class Context(Protocol):
    """What names mean at the moment when a command is built."""

    def record(self, alias: str) -> bytes:
        """The id of a record or party."""
        ...

    def address(self, name: str) -> bytes:
        """The address of `alias#n` (`alias`: its first key)."""
        ...

    def time(self, value: Any) -> int:
        """UTC seconds of a time in human form."""
        ...

    def commit(self, text: str) -> bytes:
        """The commitment to a text; the same within a scenario."""
        ...

    def current(self, subject: str) -> int:
        """The encumbrance version of a subject, read now."""
        ...

    def scale(self, code: str) -> int:
        """Decimals of a KPI of the record that the command moves."""
        ...

    def signer(self) -> bytes:
        """The party of the first signature."""
        ...


def fields(
    command: Any,
    given: Mapping[str, Any],
    context: Context,
    base: Mapping[str, Any] | None = None,
    unknown: Unknown | None = None,
) -> dict[str, Any]:
    """The `fields` of a signed command's wire form. base: members that stand where none is given, in wire form.

    unknown: told of every member given that does not belong where it is: its path, and the names that do.

    Raises `Unreadable`, and whatever the context raises for a name it does not know.
    """
    own = eip712.members(command)[3:]
    return _Reading(context, unknown).members(own, given, "", base or {})


def struct(kind: type, given: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """A struct's wire form from its human form."""
    return _Reading(context).members(eip712.members(kind), given, "", {})


def label(text: str) -> bytes:
    """A label's bytes; more than 32 where the text is too long, to be refused as MALFORMED."""
    return text.encode().ljust(32, b"\0")


def right_number(text: str) -> str:
    """A public number as it is signed: capitals and digits, separators dropped."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _is_required(annotation: Any, own: tuple[tuple[str, Any], ...], given: Mapping[str, Any]) -> bool:
    """Whether a member must be there: always, or because of the enum beside it as it is given."""
    when = find(annotation.__metadata__, RequiredWhen)
    if when is None:
        return find(annotation.__metadata__, Optional) is None
    decider = eip712.field_type(dict(own)[when.of]).enum
    assert decider is not None
    said = given.get(when.of)
    return said in when.values or any(decider(value).name.lower() == said for value in when.values)


class _Reading:
    def __init__(self, context: Context, unknown: Unknown | None = None) -> None:
        self._context = context
        self._unknown = unknown

    def members(
        self, own: tuple[tuple[str, Any], ...], given: Mapping[str, Any], prefix: str, base: Mapping[str, Any]
    ) -> dict[str, Any]:
        given = self._with_territories(own, given, prefix)
        names = [eip712.member_name(attribute) for attribute, _ in own]
        scale = _scale(own, given)
        wire: dict[str, Any] = {}
        for name, (_, annotation) in zip(names, own, strict=True):
            path = f"{prefix}{name}"
            if name == "scale" and "scale" not in given and scale is not None:
                wire[name] = scale
            elif name in given:
                wire[name] = self._member(annotation, given[name], path, given, base.get(name), scale)
            elif name in base:
                wire[name] = base[name]
            else:
                wire[name] = self._absent(annotation, name, path, given, own)
        # A member that does not belong here goes on as it is: the parser answers MALFORMED with its path.
        stray = {str(name): value for name, value in given.items() if name not in names}
        if self._unknown:
            for name in stray:
                self._unknown(f"{prefix}{name}", names)
        wire.update(stray)
        return wire

    def _with_territories(
        self, own: tuple[tuple[str, Any], ...], given: Mapping[str, Any], prefix: str
    ) -> Mapping[str, Any]:
        if "territories" not in given or not {"countries", "provinces"} <= {name for name, _ in own}:
            return given
        codes = self._codes(given["territories"], f"{prefix}territories")
        countries, provinces = self._published(scope.territory_bitmaps, codes, f"{prefix}territories")
        rest = {name: value for name, value in given.items() if name != "territories"}
        return {"countries": countries, "provinces": provinces, **rest}

    def _absent(
        self, annotation: Any, name: str, path: str, given: Mapping[str, Any], own: tuple[tuple[str, Any], ...]
    ) -> Any:
        struct, listed = eip712.element_struct(annotation)
        if listed:
            return []
        if struct:
            return self.members(eip712.members(struct), {}, f"{path}.", {})
        if name in _DEFAULTS:
            return self._member(annotation, _DEFAULTS[name], path, given, None, None)
        kind = eip712.field_type(annotation)
        if kind.shape == "commitment" and _is_required(annotation, own, given):
            return _hex(self._context.commit(f"HanoTEX sample: {name}"))
        return zero(kind)

    def _member(
        self, annotation: Any, value: Any, path: str, given: Mapping[str, Any], base: Any, scale: int | None
    ) -> Any:
        struct, listed = eip712.element_struct(annotation)
        if not listed:
            if not struct:
                return self._atom(eip712.field_type(annotation), value, path, given, scale)
            if not isinstance(value, Mapping):
                return value
            return self.members(eip712.members(struct), value, f"{path}.", base if isinstance(base, Mapping) else {})
        if isinstance(value, Mapping) and set(value) == {"fill"}:
            return fill.entries(annotation, value["fill"], self._context)
        if value is None:
            return []
        if struct:
            entries = _struct_entries(struct, value, path)
            if entries is None:
                return value
            return [
                self.members(eip712.members(struct), entry, f"{path}[{i}].", {})
                if isinstance(entry, Mapping)
                else entry
                for i, entry in enumerate(entries)
            ]
        if not isinstance(value, list):
            return value
        kind = eip712.field_type(annotation)
        return [self._atom(kind, entry, f"{path}[{i}]", given, None) for i, entry in enumerate(value)]

    # --- Values ----------------------------------------------------------------------------------------------------

    def _atom(self, kind: FieldType, value: Any, path: str, given: Mapping[str, Any], scale: int | None) -> Any:
        if value is None:
            return zero(kind)
        if kind.abi == "bytes32":
            return self._bytes32(kind, value, path, given)
        if kind.shape == "address":
            literal = isinstance(value, str) and _ADDRESS.match(value)
            return value if literal else _hex(self._context.address(str(value)))
        if kind.shape == "bool":
            return value
        return self._number(kind, value, path, given, scale)

    def _bytes32(self, kind: FieldType, value: Any, path: str, given: Mapping[str, Any]) -> Any:
        if isinstance(value, str) and _BYTES32.match(value):
            return value
        if kind.shape == "digest" and isinstance(value, Mapping):
            return _hex(self._seal(value, given, path))
        if isinstance(value, list | Mapping):
            return value
        text = str(value)
        if kind.shape == "id":
            return _hex(self._context.record(text))
        if kind.shape == "commitment":
            return _hex(self._context.commit(text))
        if kind.shape == "digest":
            return _hex(keccak(text.encode()))
        if kind.shape == "right_number":
            text = right_number(text)
        return _hex(label(text))

    def _seal(self, value: Mapping[str, Any], given: Mapping[str, Any], path: str) -> bytes:
        """keccak256(abi.encode(problem, provider, content, salt)) (commands.md, "Proposal")."""
        if not {"content", "salt"} <= set(value) or "problem" not in given:
            raise Unreadable(
                path, "niêm phong gồm content và salt, cạnh problem", "a seal has content and salt, beside a problem"
            )
        content, salt = self._context.commit(str(value["content"])), keccak(str(value["salt"]).encode())
        return keccak(self._context.record(str(given["problem"])) + self._context.signer() + content + salt)

    def _number(self, kind: FieldType, value: Any, path: str, given: Mapping[str, Any], scale: int | None) -> Any:
        number: Any = value
        if kind.shape == "time":
            number = self._context.time(value)
        elif kind.shape == "enum":
            number = _enum(kind, value, path)
        elif kind.shape in ("acts", "fields", "countries", "provinces"):
            number = self._bitmap(kind.shape, value, path)
        elif kind.shape == "country" and isinstance(value, str):
            number = self._published(scope.country_number, value, path)
        elif kind.shape == "number" and value == "current":
            number = self._context.current(str(given.get("subject", "")))
        elif kind.shape == "integer":
            number = self._scaled(value, path, given, scale)
        if isinstance(number, bool) or not isinstance(number, int):
            return value
        return integer_to_json(kind.abi, number)

    def _scaled(self, value: Any, path: str, given: Mapping[str, Any], scale: int | None) -> int:
        if isinstance(value, int):
            return value
        decimals = self._context.scale(str(given.get("code", ""))) if scale is None else scale
        try:
            written = Decimal(str(value))
            # Before it is made a whole number: one with an exponent can have more digits than memory.
            if not written.is_finite() or written.adjusted() > _MOST_DIGITS:
                raise InvalidOperation
            scaled = written.scaleb(decimals)
        except ArithmeticError as error:
            raise Unreadable(path, f"{value!r} không phải số thập phân", f"{value!r} is no decimal") from error
        if scaled != scaled.to_integral_value():
            raise Unreadable(
                path, f"{value} có quá {decimals} chữ số thập phân", f"{value} has more than {decimals} decimals"
            )
        return int(scaled)

    def _bitmap(self, shape: str, value: Any, path: str) -> Any:
        if isinstance(value, int):
            return value
        codes = self._codes(value, path)
        if shape == "acts":
            return self._published(scope.acts_bitmap, codes, path)
        if shape == "fields":
            return self._published(scope.fields_bitmap, codes, path)
        countries, provinces = self._published(scope.territory_bitmaps, codes, path)
        if (provinces if shape == "countries" else countries) != 0:
            raise Unreadable(path, f"{codes} không phải đều là {shape}", f"{codes} are not all {shape}")
        return countries if shape == "countries" else provinces

    @staticmethod
    def _codes(value: Any, path: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise Unreadable(
                path,
                f"phải là danh sách mã hoặc số, không phải {value!r}",
                f"a list of codes or a number, not {value!r}",
            )
        return value

    @staticmethod
    def _published(read: Any, given: Any, path: str) -> Any:
        try:
            return read(given)
        except scope.UnknownCode as error:
            what, codes = _PUBLISHED[read]
            listed = ", ".join(codes)
            vi, en = f'không có {what.vi} "{error}"; các mã: {listed}', f'no {what.en} "{error}"; codes: {listed}'
            raise Unreadable(path, vi, en) from error


# --- Forms ---------------------------------------------------------------------------------------------------------


def _hex(raw: bytes) -> str:
    return "0x" + raw.hex()


def zero(kind: FieldType) -> Any:
    """An absent value in wire form."""
    if kind.abi == "bytes32":
        return _ZERO32
    if kind.abi == "address":
        return "0x" + bytes(20).hex()
    if kind.abi == "bool":
        return False
    return 0 if integer_bits(kind.abi) <= 32 else "0"


def _enum(kind: FieldType, value: Any, path: str) -> Any:
    if not isinstance(value, str) or kind.enum is None:
        return value
    if value in _SYMBOLS and kind.enum is Comparator:
        return int(_SYMBOLS[value])
    listed: type[IntEnum] = Gate if kind.enum is RegisterGate else kind.enum
    names: dict[str, IntEnum] = {each.name.lower(): each for each in listed}
    if value not in names:
        raise Unreadable(path, *not_one_of("", value, list(names)))
    return int(names[value])


def not_one_of(name: str, value: Any, names: list[str]) -> Sentence:
    """That an enum has no such value. name: of the member, "" where the path beside it says so."""
    place, listed = f"{name}: " if name else "", ", ".join(names)
    return Sentence(f"{place}không có `{value}`; có: {listed}", f"{place}`{value}` is not one of {listed}")


def _scale(own: tuple[tuple[str, Any], ...], given: Mapping[str, Any]) -> int | None:
    """The scale of a KPI: as given, else the most decimals among its values; None for a struct without one."""
    annotations = dict(own)
    if "scale" not in annotations:
        return None
    if isinstance(given.get("scale"), int):
        return int(given["scale"])
    values = [
        str(given[name])
        for name, annotation in own
        if name in given
        and not eip712.element_struct(annotation)[0]
        and eip712.field_type(annotation).shape == "integer"
    ]
    return max((len(value.partition(".")[2]) for value in values), default=0)


def _struct_entries(struct: type, value: Any, path: str) -> list[Any] | None:
    """A list of structs from its short forms, as mappings; None if it is none of them.

    `{alias: bps}`, `{code: [score, weight]}`, `{role: [alias, …]}`, `[[alias, bps], …]`, or mappings already.
    """
    names = [eip712.member_name(attribute) for attribute, _ in eip712.members(struct)]
    order = _SHORT_ORDER.get(struct.__name__, tuple(names))
    if isinstance(value, Mapping):
        rows: list[Any] = []
        for key, rest in value.items():
            if struct.__name__ in _SHORT_ORDER and isinstance(rest, list):
                rows += [[key, entry] for entry in rest]
            else:
                rows.append([key, *rest] if isinstance(rest, list) else [key, rest])
    elif isinstance(value, list):
        rows = value
    else:
        return None
    for i, row in enumerate(rows):
        if isinstance(row, list) and len(row) > len(order):
            raise Unreadable(
                f"{path}[{i}]", f"{row} nhiều hơn {', '.join(order)}", f"{row} has more than {', '.join(order)}"
            )
    return [dict(zip(order, row, strict=False)) if isinstance(row, list) else row for row in rows]
