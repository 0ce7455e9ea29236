"""The browser's tables: EIP-712 types, enumerations, states and refusals, from the definitions in `ledger`.

The types stand as `{name, type}` entries, the form that `eth_signTypedData_v4` takes, and `as const`: the
TypeScript types of commands are inferred from them, so nothing is written twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any

from ledger import enums
from ledger.commands import COMMANDS
from ledger.eip712 import (
    DOMAIN_NAME,
    DOMAIN_TYPE,
    DOMAIN_VERSION,
    abi_type,
    member_name,
    members,
    referenced_structs,
)
from ledger.errors import REFUSALS

TARGET = Path("api/web/src/generated.ts")
LINE_LENGTH = 120
HEADER = "// Written by scripts/generate.py from ledger/. Do not edit.\n"


def generate() -> dict[Path, str]:
    """The text of each generated file, by its path from the root of the repository."""
    sections = (_types(), _commands(), _enumerations(), _refusals())
    return {TARGET: HEADER + "".join("\n" + "\n".join(section) + "\n" for section in sections)}


def _types() -> Iterator[str]:
    yield "/** EIP-712 types: the domain, each struct, then each command's primary type; members in signing order. */"
    yield "export const TYPES = {"
    inside = DOMAIN_TYPE.removeprefix("EIP712Domain(").removesuffix(")")
    yield from _struct("EIP712Domain", ((name, abi) for abi, name in (part.split() for part in inside.split(","))))
    structs = {struct for command in COMMANDS.values() for struct in referenced_structs(command)}
    for struct in (*sorted(structs, key=lambda each: each.__name__), *COMMANDS.values()):
        signed = ((member_name(name), abi_type(annotation)) for name, annotation in members(struct))
        yield from _struct(struct.__name__, signed)
    yield "} as const;"
    yield ""
    yield f'export const DOMAIN = {{ name: "{DOMAIN_NAME}", version: "{DOMAIN_VERSION}" }} as const;'


def _struct(name: str, signed: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"  {name}: ["
    yield from (f"    {{ name: {_text(member)}, type: {_text(abi)} }}," for member, abi in signed)
    yield "  ],"


def _commands() -> Iterator[str]:
    yield "/** The catalogue's commands: primary type, kind of record, power, whether it creates the record. */"
    yield "export const COMMANDS = {"
    for name, command in COMMANDS.items():
        yield (
            f"  {name}: {{ type: {_text(command.__name__)}, kind: {int(command.kind)}, "
            f"power: {int(command.power)}, creates: {_text(command.creates)} }},"
        )
    yield "} as const;"


def _enumerations() -> Iterator[str]:
    yield "/** Numbers of the catalogue's enumerations, of the kinds and states of records and of powers, by name. */"
    yield "export const ENUMS = {"
    for name, values in vars(enums).items():
        if isinstance(values, type) and issubclass(values, IntEnum) and values is not IntEnum:
            inside = (f"{value.name.lower()}: {int(value)}" for value in values)
            yield from _entry(_snake(name), "{ ", inside, " }")
    yield "} as const;"


def _refusals() -> Iterator[str]:
    yield "/** The values each refusal carries: name and type; a type that is no ABI type names an enumeration. */"
    yield "export const REFUSALS = {"
    for code, values in REFUSALS.items():
        yield from _entry(code, "[", (_text(value) for value in values), "]")
    yield "} as const;"


def _entry(name: str, opening: str, inside: Iterable[str], closing: str) -> Iterator[str]:
    """One member of an object on one line, or one line for each inner entry where that would be too long."""
    entries = list(inside)
    line = f"  {name}: {opening}{', '.join(entries)}{closing},"
    if len(line) <= LINE_LENGTH:
        yield line
    else:
        yield f"  {name}: {opening.rstrip()}"
        yield from (f"    {entry}," for entry in entries)
        yield f"  {closing.lstrip()},"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
