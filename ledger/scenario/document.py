"""YAML with line numbers: mappings that know where they stand, and the reading of their members."""

from __future__ import annotations

import re
from typing import Any

import yaml

from ledger.sentences import Sentence


class ScenarioError(Exception):
    """The file is not a scenario, said in both languages.

    line: counted from 1, 0 if it is the whole file's; step: its id or ""; file: its path, "" for a text without one.
    """

    def __init__(self, vi: str, en: str, line: int = 0, step: str = "") -> None:
        super().__init__(vi, en, line, step)
        self.said = Sentence(vi, en)
        self.line = line
        self.step = step
        self.file = ""

    @property
    def sentence(self) -> Sentence:
        """`fire.yaml, dòng 14, bước asset-1: …` and `fire.yaml, line 14, step asset-1: …`."""
        vi = (self.file, f"dòng {self.line}" if self.line else "", f"bước {self.step}" if self.step else "")
        en = (self.file, f"line {self.line}" if self.line else "", f"step {self.step}" if self.step else "")
        place_vi, place_en = (", ".join(part for part in parts if part) for parts in (vi, en))
        return Sentence(
            f"{place_vi}: {self.said.vi}" if place_vi else self.said.vi,
            f"{place_en}: {self.said.en}" if place_en else self.said.en,
        )

    def __str__(self) -> str:
        return self.sentence.en


class Located(dict[Any, Any]):
    """A mapping that knows where it, and each of its keys, stands in the file."""

    line = 0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.lines: dict[Any, int] = {}


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
            raise ScenarioError(f"`{key}` ghi hai lần", f"`{key}` stands twice", line)
    loader.flatten_mapping(node)
    mapping = Located(loader.construct_mapping(node, deep=True))
    mapping.line = line
    mapping.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    return mapping


def _date(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        line = node.start_mark.line + 1
        raise ScenarioError(f"{node.value} không phải ngày hợp lệ", f"{node.value} is no valid date", line) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(text: str) -> Any:
    """The document in a YAML text; raises `ScenarioError`."""
    try:
        return yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ScenarioError(f"không đúng dạng YAML ({error.problem})", f"not YAML: {error.problem}", line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ScenarioError(f"không đúng dạng YAML ({error})", f"not YAML: {error}") from error


def known_members(value: Any, allowed: set[str], what: Sentence, step: str = "") -> Located:
    if not isinstance(value, Located):
        raise ScenarioError(
            f"{what.vi} phải gồm các cặp khóa: giá trị", f"{what.en} is a mapping, not {value!r}", 0, step
        )
    for key in value:
        if key not in allowed:
            listed, line = ", ".join(sorted(allowed)), value.lines.get(key, value.line)
            raise ScenarioError(
                f"{what.vi} không có `{key}` (có {listed})", f"{what.en} has no `{key}` (it has {listed})", line, step
            )
    return value


def text_member(source: Located, key: str, default: str | None = None, step: str = "") -> str:
    value = source.get(key, default)
    if isinstance(value, bool) or not isinstance(value, str | int):
        vi = f"thiếu `{key}`" if value is None else f"`{key}` phải là chữ, không phải {value!r}"
        raise ScenarioError(vi, f"`{key}` is text, not {value!r}", source.line, step)
    return str(value)


def number_member(source: Located, key: str, default: int, low: int, step: str = "") -> int:
    value = source.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        vi, en = f"`{key}` phải là số từ {low}, không phải {value!r}", f"`{key}` is a number from {low}, not {value!r}"
        raise ScenarioError(vi, en, source.line, step)
    return value


def texts_member(source: Located, key: str, step: str = "") -> tuple[str, ...]:
    value = source.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        vi, en = f"`{key}` phải là danh sách tên, không phải {value!r}", f"`{key}` is a list of names, not {value!r}"
        raise ScenarioError(vi, en, source.line, step)
    return tuple(value)
