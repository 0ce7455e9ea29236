"""The shape checks of commands (check 2; readings 1 to 7) as Solidity libraries, one for each kind of record.

A field's path is a literal of at most 32 bytes; an entry of a list adds its index, on the way to an error only.
A struct stands at one path, whichever command carries it, so its check is one function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger import enums
from ledger.commands import Command, commands_of
from ledger.eip712 import element_struct, field_type, member_name, members
from ledger.enums import Kind
from ledger.types import After, FieldType, Listed, NumberUpToCount, Optional, RequiredWhen, find
from scripts.generators.solidity_text import camel, imports, solidity_member

LIBRARIES: dict[str, tuple[type[Command], ...]] = {
    "PartyShapes": commands_of(Kind.PARTY),
    "AssetShapes": commands_of(Kind.ASSET),
    "ListingShapes": commands_of(Kind.LISTING),
    "AppraisalShapes": commands_of(Kind.APPRAISAL),
    "InstrumentShapes": commands_of(Kind.INSTRUMENT),
    "RoyaltyShapes": commands_of(Kind.ROYALTY_PERIOD),
    "ProblemShapes": commands_of(Kind.PROBLEM),
    "ProposalShapes": commands_of(Kind.PROPOSAL),
    "PilotShapes": commands_of(Kind.PILOT),
    "CertificateShapes": commands_of(Kind.CERTIFICATE),
    "DocumentShapes": commands_of(Kind.DOCUMENT),
    "AnchorShapes": commands_of(Kind.ANCHOR),
}
ENVELOPE = ("record", "expected_version", "not_after")
LABELS = {"label": "isLabel", "office": "isOffice", "right_number": "isRightNumber"}
NAMES = ("id", "commitment", "address", *LABELS)
BITMAPS = {"acts": "areActs", "fields": "areFields", "countries": "areCountries", "provinces": "areProvinces"}


def files() -> dict[str, Iterator[str]]:
    """The lines of each library's file, by its name."""
    return {f"{name}.sol": _Library(name, commands).lines() for name, commands in LIBRARIES.items()}


@dataclass(frozen=True, slots=True)
class _Path:
    """Where the members of a struct stand: `terms.scope`, or (listed) in entry i of `holders`."""

    prefix: str = ""
    listed: bool = False

    def joined(self, member: str) -> str:
        return f"{self.prefix}.{member}" if self.prefix else member

    def at(self, member: str) -> str:
        """The Solidity expression of a member's path."""
        if self.listed:
            return f"Shape.field({_literal(self.prefix)}, i, {_literal(member)})"
        return f"Shape.field({_literal(self.joined(member))})"


def _literal(text: str) -> str:
    if len(text.encode()) > 32:
        raise ValueError(f"the path {text} does not fit 32 bytes")
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class _Need:
    """When a value must be there: a Solidity condition, or `true`; strict: elsewhere it must be absent."""

    condition: str = "true"
    strict: bool = False

    def presence(self, absent: str, present: str, at: str) -> Iterator[str]:
        """FIELD_MISSING where needed and absent, MALFORMED where it does not belong and is there (reading 7)."""
        if self.condition == "true":
            yield f"if ({absent}) Shape.missing({at});"
        elif self.condition != "false":
            yield f"if ({absent} && ({self.condition})) Shape.missing({at});"
        if self.strict:
            yield f"if ({present} && !({self.condition})) Shape.malformed({at});"


def _need(owner: type, holder: str, metadata: tuple[Any, ...]) -> _Need:
    when = find(metadata, RequiredWhen)
    if when is None:
        return _Need("false" if find(metadata, Optional) else "true")
    decider = field_type(dict(members(owner))[when.of]).enum
    assert decider is not None
    wanted = [value for value in decider if value in when.values]
    condition = " || ".join(f"{holder}.{when.of} == {decider.__name__}.{value.name}" for value in wanted)
    return _Need(condition, strict=not when.else_optional)


class _Library:
    """One library: a `check` for each command, and a function for each struct inside them."""

    def __init__(self, name: str, commands: tuple[type[Command], ...]) -> None:
        self.name = name
        self.commands = commands
        self.paths: dict[type, _Path] = {}

    def lines(self) -> Iterator[str]:
        functions = [line for command in self.commands for line in self._command(command)]
        written = 0
        while written < len(self.paths):  # a struct's own function may name further structs
            struct = list(self.paths)[written]
            functions += self._struct(struct)
            written += 1
        body = "\n".join(functions).rstrip("\n")
        yield imports("./Types.sol", (each.__name__ for each in (*self.paths, *self.commands)))
        used = sorted(name for name in vars(enums) if re.search(rf"\b{name}\.[A-Z]", body))
        if used:
            yield imports("./Enums.sol", used)
        if "BadInterval" in body:
            yield imports("./Errors.sol", ["BadInterval"])
        if "LAST_COUNTRY" in body:
            yield imports("./Rulebook.sol", ["LAST_COUNTRY"])
        yield imports("../Shape.sol", ["Shape"])
        yield ""
        yield "/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed."
        yield f"library {self.name} {{"
        yield body
        yield "}"

    def _command(self, command: type[Command]) -> Iterator[str]:
        own = members(command)[len(ENVELOPE) :]
        argument = " command" if own else ""
        yield f"    function check({command.__name__} calldata{argument}, bytes[] calldata signatures) internal pure {{"
        for name, annotation in own:
            for line in self._member(command, "command", _Path(), name, annotation):
                yield " " * 8 + line
        yield "        Shape.checkSignatures(signatures);"
        yield "    }"
        yield ""

    def _struct(self, struct: type) -> Iterator[str]:
        path = self.paths[struct]
        index = ", uint256 i" if path.listed else ""
        yield f"    function _{camel(struct.__name__)}({struct.__name__} calldata value{index}) private pure {{"
        for name, annotation in members(struct):
            for line in self._member(struct, "value", path, name, annotation):
                yield " " * 8 + line
        yield "    }"
        yield ""

    def _stands_at(self, struct: type, path: _Path) -> None:
        if self.paths.setdefault(struct, path) != path:
            raise ValueError(f"{struct.__name__} stands at two paths")

    def _member(self, owner: type, holder: str, path: _Path, name: str, annotation: Any) -> Iterator[str]:
        signed = member_name(name)
        value = f"{holder}.{solidity_member(name)}"
        struct, listed = element_struct(annotation)
        metadata = getattr(annotation, "__metadata__", ())
        need = _need(owner, holder, metadata)
        if listed:
            yield from self._list(path, signed, value, annotation, need)
        elif struct:
            self._stands_at(struct, _Path(path.joined(signed)))
            yield f"_{camel(struct.__name__)}({value});"
        else:
            conditional = find(metadata, RequiredWhen) is not None
            yield from _atom(field_type(annotation), value, path.at(signed), need, conditional)
        after, count = find(metadata, After), find(metadata, NumberUpToCount)
        if after:
            start = f"{holder}.{after.start}"
            yield f"if ({start} >= {value}) revert BadInterval({start}, {value});"
        if count:
            most = f"{holder}.{count.of}.length"
            yield f"if ({value} == 0 || {value} > {most}) Shape.outOfRange({path.at(signed)}, {value}, 1, {most});"

    def _list(self, path: _Path, signed: str, value: str, annotation: Any, need: _Need) -> Iterator[str]:
        if path.listed:
            raise ValueError(f"{signed}: a list inside a list has no path")
        at, length = path.at(signed), f"{value}.length"
        if find(annotation.__metadata__, RequiredWhen):
            yield from need.presence(f"{length} == 0", f"{length} != 0", at)
        most = find(annotation.__metadata__, Listed).most
        empty = f"{length} == 0 || " if need.condition == "true" else ""
        yield f"if ({empty}{length} > {most}) Shape.wrongLength({at}, {length}, {most});"
        struct, _ = element_struct(annotation)
        prefix = path.joined(signed)
        yield f"for (uint256 i = 0; i < {length}; ++i) {{"
        if struct:
            self._stands_at(struct, _Path(prefix, listed=True))
            yield f"    _{camel(struct.__name__)}({value}[i], i);"
        else:
            entry = f"Shape.field({_literal(prefix)}, i)"
            for line in _atom(field_type(annotation), f"{value}[i]", entry, _Need(), conditional=False):
                yield "    " + line
        yield "}"


def _atom(kind: FieldType, value: str, at: str, need: _Need, conditional: bool) -> Iterator[str]:
    """The checks of one value. A digest, time, flag or free integer has none, unless it depends on another member."""
    if kind.shape in NAMES or conditional:
        zero = "address(0)" if kind.shape == "address" else "0"
        yield from need.presence(f"{value} == {zero}", f"{value} != {zero}", at)
    if kind.shape in LABELS:
        given = "" if need.condition == "true" else f"{value} != 0 && "
        yield f"if ({given}!Shape.{LABELS[kind.shape]}({value})) Shape.malformed({at});"
    elif kind.shape == "enum":
        yield f"if ({_outside(kind, value, zero_allowed=conditional)}) Shape.badEnum({at}, {value});"
    elif kind.shape in BITMAPS:
        yield f"if (!Shape.{BITMAPS[kind.shape]}({value})) Shape.unknownCode({at}, {value});"
    elif kind.shape == "country":
        yield f"if ({value} > LAST_COUNTRY) Shape.unknownCode({at}, {value});"
    elif kind.low is not None and kind.high is not None:
        # A conditional number that is absent is zero, which its range may leave out.
        low = f"{value} < {kind.low} || " if kind.low and not conditional else ""
        yield f"if ({low}{value} > {kind.high}) Shape.outOfRange({at}, {value}, {kind.low}, {kind.high});"


def _outside(kind: FieldType, value: str, zero_allowed: bool) -> str:
    """The condition that an enum's value is none of those known."""
    assert kind.enum is not None
    known = [int(each) for each in kind.enum]
    if known != list(range(1, len(known) + 1)):
        raise ValueError(f"{kind.enum.__name__} does not count from 1")
    whole = getattr(enums, kind.enum.__name__, None) is kind.enum
    last = f"{kind.enum.__name__}.LAST" if whole else str(known[-1])
    return f"{value} > {last}" if zero_allowed else f"{value} == 0 || {value} > {last}"
