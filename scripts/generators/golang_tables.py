"""Enumerations, code lists and refusals in Go."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from ledger import enums, scope
from ledger.commands import RegisterGate
from ledger.errors import REFUSALS
from scripts.generators.golang_members import NUMBERS, camel, columns, lower_first


def enumerations() -> Iterator[str]:
    """Every enumeration, with the states of records and the powers of keys."""
    known = [each for each in vars(enums).values() if isinstance(each, type) and issubclass(each, IntEnum)]
    listed: list[type[IntEnum]] = [*(each for each in known if each is not IntEnum), RegisterGate]
    for i, enum in enumerate(listed):
        if i:
            yield ""
        name = enum.__name__
        yield f"// {name} is a uint8 of the catalogue."
        yield f"type {name} uint8"
        yield ""
        yield "const ("
        yield from columns([(f"{name}{camel(value.name)}", name, f"= {int(value)}") for value in enum])
        yield ")"
    yield ""
    yield "// AllPowers is the sum of the powers of a key."
    yield f"const AllPowers Power = {enums.ALL_POWERS}"
    yield ""
    yield "var privilegedRoles = []Role{"
    yield from (f"\tRole{camel(role.name)}," for role in sorted(enums.PRIVILEGED_ROLES))
    yield "}"


def code_lists() -> Iterator[str]:
    """The masks of published codes."""
    yield "// Published codes of scopes, as bitmaps (the catalogue's code lists)."
    yield "const ("
    yield f"\tpublishedActs      uint32 = {scope.PUBLISHED_ACTS:#x}"
    yield f"\tpublishedFields    uint64 = {scope.PUBLISHED_FIELDS:#x}"
    yield f"\tpublishedProvinces uint64 = {scope.PUBLISHED_PROVINCES:#x}"
    yield ")"
    yield ""
    yield "// sectorBits is how many bits of the fields' word one sector takes."
    yield f"const sectorBits = {scope.SECTOR_BITS}"
    yield ""
    yield "// listedCountries is how many countries have a bit number; that of the ledger's own country is among them."
    yield f"const listedCountries = {len(scope.COUNTRIES)}"
    yield ""
    yield "// publishedCountries is the word of all countries but the ledger's own, which its provinces speak for."
    yield "var publishedCountries = Uint256{"
    raw = scope.PUBLISHED_COUNTRIES.to_bytes(32, "big")
    for start in range(0, 32, 16):
        yield "\t" + ", ".join(f"0x{byte:02x}" for byte in raw[start : start + 16]) + ","
    yield "}"


_VALUE_TYPES = {"bytes32": "Bytes32", "address": "Address", "string": "string", "uint256": "Uint256", "state": "State"}


def _value_type(kind: str) -> str:
    return _VALUE_TYPES.get(kind) or (kind if kind in NUMBERS else camel(kind))


def refusals() -> Iterator[str]:
    """A constructor for each refusal of the catalogue."""
    for i, (code, values) in enumerate(REFUSALS.items()):
        if i:
            yield ""
        name = camel(code)
        # Go's own words are no parameter names; the signed name stays the catalogue's.
        named = [(f"{lower_first(camel(value))}", value, _value_type(kind)) for value, kind in values]
        taken = {"max": "most", "min": "least"}
        named = [(taken.get(go, go), value, kind) for go, value, kind in named]
        parameters = ", ".join(f"{go} {kind}" for go, _, kind in named)
        inside = ", ".join(f'{{"{value}", {go}}}' for go, value, _ in named)
        yield f"// {name} is the refusal {code}."
        yield f"func {name}({parameters}) *Refusal {{"
        yield f'\treturn &Refusal{{Code: "{code}", Values: []Value{{{inside}}}}}'
        yield "}"
