"""YAML with line numbers: mappings that know where they stand, and the reading of their members."""

from __future__ import annotations

import re
from typing import Any

import yaml


class ScenarioError(Exception):
    """The file is not a scenario. line: counted from 1, 0 if it is the whole file's; step: its id or ""."""

    def __init__(self, message: str, line: int = 0, step: str = "") -> None:
        place = ", ".join(part for part in (f"line {line}" if line else "", f"step {step}" if step else "") if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.line = line
        self.step = step


class Located(dict[Any, Any]):
    """A mapping that knows where it stands in the file."""

    line = 0


class _Loader(yaml.SafeLoader):
    """YAML 1.2's plain booleans and integers: `NO` is a country, `0041237` is a number as printed."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":int"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789"))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Located:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
    line = node.start_mark.line + 1
    for key in keys:
        if keys.count(key) > 1:
            raise ScenarioError(f"`{key}` stands twice", line)
    loader.flatten_mapping(node)
    mapping = Located(loader.construct_mapping(node, deep=True))
    mapping.line = line
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(text: str) -> Any:
    """The document in a YAML text; raises `ScenarioError`."""
    try:
        return yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ScenarioError(f"not YAML: {error.problem}", line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ScenarioError(f"not YAML: {error}") from error


def known_members(value: Any, allowed: set[str], what: str, step: str = "") -> Located:
    if not isinstance(value, Located):
        raise ScenarioError(f"{what} is a mapping, not {value!r}", 0, step)
    for key in value:
        if key not in allowed:
            raise ScenarioError(f"{what} has no `{key}` (it has {', '.join(sorted(allowed))})", value.line, step)
    return value


def text_member(source: Located, key: str, default: str | None = None, step: str = "") -> str:
    value = source.get(key, default)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ScenarioError(f"`{key}` is text, not {value!r}", source.line, step)
    return str(value)


def number_member(source: Located, key: str, default: int, low: int, step: str = "") -> int:
    value = source.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise ScenarioError(f"`{key}` is a number from {low}, not {value!r}", source.line, step)
    return value


def texts_member(source: Located, key: str, step: str = "") -> tuple[str, ...]:
    value = source.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ScenarioError(f"`{key}` is a list of names, not {value!r}", source.line, step)
    return tuple(value)
