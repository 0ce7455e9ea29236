"""The Python client's shapes: a `TypedDict` for each schema of the service's description, names for its strings."""

from __future__ import annotations

import keyword
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

REF = "#/components/schemas/"
_WIDTH = 112
_LONG = 8  # members of an enumeration that is written out where it stands
_STRINGS = {
    "^0x[0-9a-f]{64}$": ("Bytes32", "32 bytes: 0x and 64 lower-case hex digits."),
    "^0x[0-9a-f]{40}$": ("Address", "An address: 0x and 40 lower-case hex digits."),
    "^0x([0-9a-f]{2})*$": ("Bytes", "Bytes: 0x and lower-case hex digits."),
    "^(0|[1-9][0-9]{0,19})$": ("Digits", "A whole number in decimal digits: it may have more than 53 bits."),
    "^(0|[1-9][0-9]{0,77})$": ("Digits", ""),
    "^(0|-?[1-9][0-9]{0,77})$": ("Digits", ""),
    "^[0-9]+:[0-9]+$": ("Position", "An event's place in the ledger: block:log."),
}


class Models:
    """Type expressions for the schemas of `document`. What it has been asked for is what `text` declares."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas: dict[str, Any] = document["components"]["schemas"]
        self._enumerations = dict(_enumerations(document, self._schemas))
        self._asked: set[str] = set()
        self._apart: set[str] = set()

    def expression(self, schema: dict[str, Any]) -> str:
        """The type of a value, as it is written in the module of the shapes. Raises `ValueError` for what is new."""
        match schema:
            case {"$ref": str(reference)}:
                return self._reference(reference.removeprefix(REF))
            case {"enum": values}:
                return self._enumerations.get(tuple(values)) or _literal(values)
            case {"const": value}:
                return _literal([value])
            case {"anyOf": options} | {"oneOf": options}:
                return " | ".join(dict.fromkeys(self.expression(option) for option in options))
            case {"type": "array", "items": items}:
                return f"list[{self.expression(items)}]"
            case {"type": "object", "additionalProperties": dict(inner)}:
                return f"dict[str, {self.expression(inner)}]"
            case {"type": "object"} if "properties" not in schema:
                return "dict[str, Any]"
            case {"type": "string", "format": "binary"} | {"type": "string", "contentMediaType": _}:
                return "bytes"
            case {"type": "string"}:
                return _STRINGS.get(schema.get("pattern", ""), ("str",))[0]
            case {"type": "integer" | "boolean" | "number" | "null" as simple}:
                return {"integer": "int", "boolean": "bool", "number": "float", "null": "None"}[simple]
        raise ValueError(f"no type for {schema}")

    def outside(self, schema: dict[str, Any]) -> str:
        """The same, as another module writes it."""
        return _qualified(self.expression(schema), self._named())

    def told_apart(self, names: Iterable[str]) -> None:
        """Say that these answer one operation: checkers tell them apart by a member where the classes are final."""
        self._apart |= set(names)

    def schema(self, reference: str) -> dict[str, Any]:
        """What a reference leads to."""
        found: dict[str, Any] = self._schemas[reference.removeprefix(REF)]
        return found

    def text(self) -> str:
        """The module, without its first lines."""
        bodies: dict[str, str] = {}
        while missing := sorted(self._asked - set(bodies)):
            for name in missing:
                bodies[name] = "\n".join(self._declaration(name, self._schemas[name]))
        unions = {name for name in bodies if "oneOf" in self._schemas[name]}
        parts = [*self._aliases(), *(bodies[name] for name in sorted(set(bodies) - unions))]
        return "\n\n".join([*parts, *(bodies[name] for name in sorted(unions))]) + "\n"

    def _reference(self, name: str) -> str:
        self._asked.add(name)
        return name

    def _named(self) -> set[str]:
        return {*self._schemas, *self._enumerations.values(), *(name for name, _ in _STRINGS.values())}

    def _aliases(self) -> Iterator[str]:
        for name, said in dict(reversed(_STRINGS.values())).items():
            yield f"# {said}\n{name}: TypeAlias = str"
        for values, name in self._enumerations.items():
            yield f"{name}: TypeAlias = {_literal(values)}"

    def _declaration(self, name: str, schema: dict[str, Any]) -> Iterator[str]:
        if "properties" not in schema:
            yield from comment(schema.get("description", ""), "# ")
            yield f"{name}: TypeAlias = {self.expression(schema)}"
            return
        required = set(schema.get("required", ()))
        members = {key: self._member(inner, key in required) for key, inner in schema["properties"].items()}
        if any(map(keyword.iskeyword, members)):
            yield from comment(schema.get("description", ""), "# ")
            # Written as a call, because a keyword is no member of a class.
            listed = ", ".join(f"{key!r}: {each!r}" for key, each in members.items())
            yield f"{name} = TypedDict({name!r}, {{{listed}}})"
            return
        if name in self._apart:
            yield "@final"
        yield f"class {name}(TypedDict):"
        if "description" in schema:
            yield from docstring(schema["description"], "    ")
            yield ""
        for key, each in members.items():
            yield from comment(schema["properties"][key].get("description", ""), "    # ")
            yield f"    {key}: {each}"

    def _member(self, schema: dict[str, Any], required: bool) -> str:
        kind = self.expression(schema)
        return kind if required else f"NotRequired[{kind}]"


def docstring(text: str, indent: str, terms: Iterable[str] = ()) -> Iterator[str]:
    """A docstring of these paragraphs, in which a newline is no break; terms: `name: what it is`, a line each."""
    parts = _paragraphs(text.replace("\\", "\\\\"), len(indent) + 3)
    listed = [line for term in terms for line in textwrap.wrap(term, _WIDTH - len(indent), subsequent_indent="    ")]
    lines = "\n\n".join("\n".join(part) for part in (*parts, *([listed] if listed else []))).split("\n")
    if len(lines) == 1:
        yield f'{indent}"""{lines[0]}"""'
        return
    yield f'{indent}"""{lines[0]}'
    yield from (indent + line if line else "" for line in lines[1:])
    yield f'{indent}"""'


def comment(text: str, start: str) -> Iterator[str]:
    """Comment lines, none where there is no text."""
    for paragraph in _paragraphs(text, len(start)):
        yield from (start + line for line in paragraph)


def _paragraphs(text: str, indent: int) -> list[list[str]]:
    return [textwrap.wrap(" ".join(each.split()), _WIDTH - indent) for each in text.split("\n\n") if each.strip()]


def _literal(values: Iterable[Any]) -> str:
    return f"Literal[{', '.join(map(repr, values))}]"


def _qualified(expression: str, names: set[str]) -> str:
    """Names of the shapes' module with the module before them."""
    made, word = "", ""
    quoted = False
    for letter in [*expression, ""]:
        if letter and (letter.isalnum() or letter == "_"):
            word += letter
            continue
        made += f"models.{word}" if word in names and not quoted else word
        made, word = made + letter, ""
        quoted ^= letter == "'"
    return made


def _enumerations(document: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Names for the enumerations that are long or stand in several places: the member's title, else where it stands."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for owner, schema in schemas.items():
        if "enum" not in schema:
            for values, title, where in _inside(schema, owner):
                found.setdefault(values, []).append((title, where))
    for values, title, where in _inside(document["paths"], ""):
        found.setdefault(values, []).append((title, where))
    taken = set(schemas)
    for values, places in found.items():
        if len(places) > 1 or len(values) > _LONG:
            title = next((title for title, _ in places if title), "")
            name = title if title and title not in taken else places[0][1]
            taken.add(name)
            yield values, name


def _inside(schema: Any, where: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if isinstance(schema, list):
        for each in schema:
            yield from _inside(each, where)
    elif isinstance(schema, dict):
        if "enum" in schema:
            yield tuple(schema["enum"]), schema.get("title", "").title().replace(" ", ""), where
        for key, each in schema.get("properties", {}).items():
            yield from _inside(each, where + key.title().replace("_", ""))
        yield from (each for key, value in schema.items() if key != "properties" for each in _inside(value, where))
