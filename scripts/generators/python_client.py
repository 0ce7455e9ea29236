"""The Python client from the service's description: one method for each operation, named by its stable id.

Written here and not by a library for the reasons of docs/adr/0014-python-client.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.generators.python_models import REF, Models, docstring

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs" / "specs" / "openapi.json"
FOLDER = Path("api/client")
_HEADER = "# Written by scripts/make_client.py from docs/specs/openapi.json. Do not edit.\n"
_MODELS = '''"""What goes in and out, as JSON has it. A newer service may answer with members beside these."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, final

'''
_OPERATIONS = '''"""Every operation of the service, by its stable id; `all_…` follows pages to the end."""

# What comes is JSON of the described shape; nothing of it is checked or changed on the way.
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Literal

from . import models
from .sending import Sending, segment


class Operations(Sending):
    """What the service can be asked. Errors are raised as `errors` has them, and httpx's own where nothing came."""
'''
_PROBLEM = "application/problem+json"


def generate() -> dict[Path, str]:
    """The text of each generated file, by its path from the root of the repository."""
    document = json.loads(SOURCE.read_text(encoding="utf-8"))
    models = Models(document)
    methods = [
        line
        for path, operations in document["paths"].items()
        for verb, described in operations.items()
        for line in _Method(verb.upper(), path, described, models).lines()
    ]
    models.expression({"$ref": REF + "Problem"})
    texts = {"operations.py": _OPERATIONS + "\n".join(methods), "models.py": _MODELS + models.text()}
    return {FOLDER / name: _formatted(_HEADER + text, name) for name, text in texts.items()}


def _formatted(text: str, name: str) -> str:
    """As every other file is formatted, by the same program."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(ROOT / FOLDER / name), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@dataclass
class _Method:
    verb: str
    path: str
    described: dict[str, Any]
    models: Models
    positional: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.described["operationId"])

    def lines(self) -> Iterator[str]:
        place = self._place()
        self._body()
        self._queries()
        given, kind = self._answer()
        yield from self._signature(self.name, kind)
        yield from docstring("\n\n".join(self._doc()), " " * 8, self.said)
        yield f"        return self.{given}({', '.join([repr(self.verb), place, *self.sent])})"
        yield ""
        if {"after", "limit"} <= {each.split(":")[0] for each in self.named} and given == "_json":
            yield from self._all()

    def _doc(self) -> Iterator[str]:
        yield self.described["summary"] + "."
        yield f"{self.verb} {self.path}"
        yield from (each["description"] for each in (self.described, self.given) if "description" in each)

    def _signature(self, name: str, kind: str) -> Iterator[str]:
        arguments = ["self", *self.positional, *(["*"] if self.named else []), *self.named]
        yield f"    def {name}({', '.join(arguments)}) -> {kind}:"

    def _place(self) -> str:
        """The path as an expression; its parts are the first arguments."""
        for each in self._parameters("path"):
            self.positional.append(f"{each['name']}: {self._kind(each['schema'])}")
        filled = re.sub(r"\{(\w+)\}", r"{segment(\1)}", self.path)
        return f"f{filled!r}" if filled != self.path else repr(filled)

    def _parameters(self, where: str) -> Iterator[dict[str, Any]]:
        for each in self.described.get("parameters", ()):
            if each["in"] == where:
                self._say(each["name"].replace("-", "_"), each)
                yield each

    def _say(self, name: str, described: dict[str, Any]) -> None:
        if "description" in described:
            self.said.append(f"{name}: {described['description']}")

    def _queries(self) -> None:
        for where, argument in (("query", "query"), ("header", "headers")):
            entries = []
            for each in self._parameters(where):
                name = each["name"].replace("-", "_")
                self._named(name, self._kind(each["schema"]), each.get("required", False))
                entries.append(f"{each['name']!r}: {name}")
            if entries:
                self.sent.append(f"{argument}={{{', '.join(entries)}}}")

    def _body(self) -> None:
        """A body's members are arguments of their own; a signed command goes as it is."""
        for media, content in self.described.get("requestBody", {}).get("content", {}).items():
            reference = content["schema"]["$ref"]
            if media == "application/json" and reference == REF + "SignedCommand":
                self.positional.append(f"command: {self._kind(content['schema'])}")
                self.sent.append("body=command")
                continue
            self.given = self.models.schema(reference)
            members, required = self.given["properties"], self.given.get("required", ())
            entries = {False: list[str](), True: list[str]()}
            for name, schema in members.items():
                kind = self._kind(schema)
                if name in required and "None" in kind.split(" | "):
                    raise ValueError(f"{self.name}: {name} must be sent and may be null")
                self._say(name, schema)
                self._named(name, kind, name in required)
                entries[kind == "bytes"].append(f"{name!r}: {name}")
            plain, files = (f"{{{', '.join(entries[each])}}}" for each in (False, True))
            self.sent.append(f"body={plain}" if media == "application/json" else f"form={plain}, files={files}")

    def _named(self, name: str, kind: str, required: bool) -> None:
        if any(each.startswith(f"{name}:") for each in (*self.positional, *self.named)):
            raise ValueError(f"{self.name}: two arguments are called {name}")
        optional = kind if "None" in kind.split(" | ") else f"{kind} | None"
        self.named.append(f"{name}: {kind}" if required else f"{name}: {optional} = None")

    def _kind(self, schema: dict[str, Any]) -> str:
        return self.models.outside(schema)

    def _answer(self) -> tuple[str, str]:
        """Which way of `Sending` it goes, and the type of what comes."""
        answers = {
            int(status): answer
            for status, answer in self.described["responses"].items()
            if _PROBLEM not in answer.get("content", {})
        }
        first = answers[min(answers)]
        media, content = next(iter(first.get("content", {}).items()), ("", {}))
        if min(answers) == 303:
            return "_location", "str"
        if not media:
            return "_nothing", "None"
        if "Content-Disposition" in first.get("headers", {}) or media == "application/pdf":
            return "_file", "bytes"
        if media == "text/event-stream":
            return "_stream", f"Generator[{self._kind(content['x-item-schema'])}, None, None]"
        if media.startswith("text/"):
            return "_text", "str"
        schemas = [answer["content"][media]["schema"] for answer in answers.values()]
        if len({schema.get("$ref") for schema in schemas}) > 1:
            self.models.told_apart(schema["$ref"].removeprefix(REF) for schema in schemas)
        failing = [status for status in answers if status >= 400]
        if failing:
            self.sent.append(f"also={tuple(failing)}")
        return "_json", " | ".join(dict.fromkeys(map(self._kind, schemas)))

    def _all(self) -> Iterator[str]:
        """The iterator over the pages of an operation that has them."""
        reference = self.described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        members = self.models.schema(reference)["properties"].items()
        ((listed, entries),) = ((name, each) for name, each in members if each.get("type") == "array")
        name = re.sub("^(list|get)_", "all_", self.name)
        yield from self._signature(name, f"Iterator[{self._kind(entries['items'])}]")
        yield f'        """Each entry of `{self.name}`, page after page from `after` on; limit: entries of a page."""'
        handed = [*(each.split(":")[0] for each in self.positional), "after=cursor"]
        handed += [f"{each}={each}" for each in (part.split(":")[0] for part in self.named) if each != "after"]
        yield f"        return self._each(lambda cursor: self.{self.name}({', '.join(handed)}), after, {listed!r})"
        yield ""
