"""Check 2 of commands in Go: readings 1 to 7 of docs/specs/readings.md, field by field in signing order."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.commands import COMMANDS
from ledger.types import After, Listed, NumberUpToCount, Optional, RequiredWhen
from scripts.generators.golang_members import Member, camel, go_members, lower_first, nested_structs

_LABELS = {"label": "text", "office": "office", "right_number": "rightNumber"}


def shapes() -> Iterator[str]:
    """The check of every struct and command."""
    for struct in nested_structs():
        yield f"// {lower_first(struct.__name__)} checks a struct; path ends with a dot."
        yield f"func (s *shape) {lower_first(struct.__name__)}(v *{struct.__name__}, path string) {{"
        for member in go_members(struct):
            yield from _check(member, f'path+"{member.signed}"')
        yield "}"
        yield ""
    for i, command in enumerate(COMMANDS.values()):
        if i:
            yield ""
        own = [line for member in go_members(command, own_only=True) for line in _check(member, f'"{member.signed}"')]
        yield f"func (v *{command.__name__}) shape({'s' if own else '_'} *shape) {{" + ("" if own else "}")
        if own:
            yield from own
            yield "}"


def _check(member: Member, path: str) -> Iterator[str]:
    """The lines that check one member; readings 1 to 7 of docs/specs/readings.md."""
    when = member.has(RequiredWhen)
    if not when:
        if member.listed:
            yield f"\ts.listed({path}, len(v.{member.go}), {int(not member.has(Optional))}, {member.has(Listed).most})"
        yield from _check_value(member, path, bool(member.has(Optional)), "\t")
        return
    of = f"v.{camel(when.of)}"
    needed = " || ".join(f"{of} == {type(value).__name__}{camel(value.name)}" for value in when.values)
    present = f"len(v.{member.go}) != 0" if member.listed else f"v.{member.go} != {_zero(member)}"
    check = "requiredWhen" if when.else_optional else "dependent"
    yield f"\ts.{check}({path}, {present}, {needed})"
    if when.else_optional and not member.listed and member.encoding.shape in ("id", "commitment"):
        return
    yield f"\tif {present} {{"
    if member.listed:
        yield f"\t\ts.listed({path}, len(v.{member.go}), 1, {member.has(Listed).most})"
    yield from _check_value(member, path, False, "\t\t")
    yield "\t}"


def _zero(member: Member) -> str:
    return "(Bytes32{})" if member.go_type == "Bytes32" else "0"


def _check_value(member: Member, path: str, optional: bool, indent: str) -> Iterator[str]:
    if member.struct and member.listed:
        yield f"{indent}for i := range v.{member.go} {{"
        yield f'{indent}\ts.{lower_first(member.struct.__name__)}(&v.{member.go}[i], indexed({path}, i)+".")'
        yield f"{indent}}}"
    elif member.struct:
        yield f'{indent}s.{lower_first(member.struct.__name__)}(&v.{member.go}, {path[:-1]}.")'
    elif member.listed:
        yield f"{indent}for i := range v.{member.go} {{"
        for line in _check_atom(member, f"v.{member.go}[i]", f"indexed({path}, i)", False):
            yield f"{indent}\t{line}"
        yield f"{indent}}}"
    else:
        yield from (f"{indent}{line}" for line in _check_atom(member, f"v.{member.go}", path, optional))


def _check_atom(member: Member, value: str, path: str, optional: bool) -> Iterator[str]:
    kind = member.encoding
    match kind.shape:
        case "id" | "commitment" | "address":
            if not optional:
                zero = "Address{}" if kind.abi == "address" else "Bytes32{}"
                yield f"s.present({path}, {value} != ({zero}))"
        case "label" | "office" | "right_number":
            yield f"s.{_LABELS[kind.shape]}({path}, {value}, {str(optional).lower()})"
        case "enum":
            assert kind.enum is not None
            known = tuple(kind.enum)
            if [int(each) for each in known] != list(range(1, len(known) + 1)):
                raise ValueError(f"the values of {kind.enum.__name__} are not 1 to n")
            yield f"s.enum({path}, uint8({value}), {len(known)})"
        case "acts" | "fields" | "countries" | "provinces" | "country":
            yield f"s.{kind.shape}({path}, {value})"
        case "number" | "time" | "digest" | "bool" | "integer":
            yield from _check_number(member, value, path)
        case other:
            raise ValueError(f"no Go check for the shape {other}")


def _check_number(member: Member, value: str, path: str) -> Iterator[str]:
    kind, after, count = member.encoding, member.has(After), member.has(NumberUpToCount)
    if kind.low is not None:
        yield f"s.between({path}, uint64({value}), {kind.low}, {kind.high})"
    if count:
        yield f"s.between({path}, uint64({value}), 1, uint64(len(v.{camel(count.of)})))"
    if after:
        yield f"s.interval(v.{camel(after.start)}, {value})"
