"""Every place of every operation that takes a text, each in a request that is otherwise as it should be."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from tests.functional.peopled import FORM, WEBHOOK, Peopled

_MARK = "\ue000here\ue000"
# Headers that the service reads, described or not. The token is the admin's in every request but that of its own.
_HEADERS = (
    *("Authorization", "Cookie", "Accept-Language", "X-Request-Id", "Client-Cert", "Origin", "Sec-Fetch-Site"),
    *("X-Forwarded-For", "X-Forwarded-Proto", "Host", "Content-Type", "Last-Event-ID", "Accept", "Expect", "Range"),
)
_HEADERS_OF = ("get_own_account", "stream_events", "submit_command", "sign_in_with_password")
# A text of each pattern that the description has; those with an example of their own need none.
_OF_PATTERN = {
    "^0x[0-9a-f]{64}$": "0x" + "ab" * 32,
    "^0x[0-9a-f]{40}$": "0x" + "ab" * 20,
    "^0x([0-9a-f]{2})*$": "0x" + "ab" * 65,
    "^(0x[0-9a-f]{64}|(did:nda:)?0x[0-9a-f]{40})$": "0x" + "ab" * 32,
    "^[0-9a-f]{32}$": "ab" * 16,
    "^[A-Z]{2}$": "VN",
    "^[0-9]{6}$": "123456",
    "^(non_exclusive|sole|exclusive)$": "sole",
}
_PARTS = {
    "name": "document",
    "filename": "form.pdf",
    "content-type": "application/pdf",
    "content": "%PDF-1.7",
    "salt": "0x" + "5a" * 32,
}
_OF_NAME = {"after": "", "at": "1795651200", "start": "1795651200", "end": "1827187200", "last-event-id": "1:0"}


Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes. kind: path, query, header, body or part; steps: to it in a body, else its name."""

    operation: str
    kind: str
    steps: tuple[str | int, ...]
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.operation} {self.variant} {self.kind} {'.'.join(map(str, self.steps))}"


@dataclass
class Template:
    """A request as it should be. optional: of the query, what is left out unless the payload goes there."""

    operation: str
    method: str
    path: str
    values: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    parts: dict[str, str] | None = None
    variant: str = ""

    def places(self) -> Iterator[Place]:
        for kind, names in (("path", self.values), ("query", self.query), ("part", self.parts or {})):
            yield from (Place(self.operation, kind, (name,), self.variant) for name in names)
        if self.operation in _HEADERS_OF and self.variant in ("", "register_party"):
            yield from (Place(self.operation, "header", (name,), self.variant) for name in _HEADERS)
        if self.body is not None:
            yield from (Place(self.operation, "body", steps, self.variant) for steps in _texts(self.body))

    def request(self, place: Place, payload: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
        """Target, headers and body, with the payload in its place."""
        values, query, headers, body, parts = self._filled(place)
        path = self.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        target = path.encode()
        if query:
            target += b"?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items()).encode()
        content = b""
        if body is not None:
            content = json.dumps(body, ensure_ascii=False).encode().replace(_MARK.encode(), _in_json(payload))
            headers.setdefault("Content-Type", "application/json")
        elif parts is not None:
            content = _multipart(parts).replace(_MARK.encode(), payload)
            headers.setdefault("Content-Type", "multipart/form-data; boundary=boundary")
        sent = {name.encode(): value.encode().replace(_MARK.encode(), payload) for name, value in headers.items()}
        return target.replace(quote(_MARK, safe="").encode(), _in_target(payload)), sent, content

    def _filled(
        self, place: Place
    ) -> tuple[dict[str, str], dict[str, str], dict[str, str], Any, dict[str, str] | None]:
        values, headers, name = dict(self.values), dict(self.headers), str(place.steps[-1])
        # Of what may be left out some stands against other: a time and a block.
        query = {each: value for each, value in self.query.items() if each not in self.optional}
        body, parts = copy.deepcopy(self.body), None if self.parts is None else dict(self.parts)
        match place.kind:
            case "path":
                values[name] = _MARK
            case "query":
                query[name] = _MARK
            case "header":
                headers[name] = _MARK
            case "part":
                assert parts is not None
                parts[name] = _MARK
            case _:
                inner = body
                for step in place.steps[:-1]:
                    inner = inner[step]
                inner[place.steps[-1]] = _MARK
        return values, query, headers, body, parts


def templates(served: Peopled) -> Iterator[Template]:
    """Of every operation; of those that take a signed command one for each command."""
    for operation, (path, method, described) in served.operations.items():
        values, query, optional = {}, {}, set()
        for parameter in described.get("parameters", ()):
            kind, name = parameter["in"], parameter["name"]
            if kind == "path":
                values[name] = served.named(path, name)
            elif kind == "query":
                if not parameter.get("required"):
                    optional.add(name)
                query[name] = str(_OF_NAME.get(name) or _sample(served, parameter["schema"]) or "x")
        if operation == "stream_events":
            query["follow"] = "false"
            optional.remove("follow")
        made = Template(operation, method, path, values, query, frozenset(optional))
        content = described.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            yield replace(made, parts=dict(_PARTS))
        elif not content:
            yield made
        else:
            for variant, body in _bodies(served, operation, content["application/json"]["schema"]):
                yield replace(made, body=body, variant=variant)


# --- Bodies --------------------------------------------------------------------------------------------------------


def _bodies(served: Peopled, operation: str, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if operation in ("submit_command", "check_command"):
        day = {told["command"]: told for told in served.commands()}
        for name, reference in served.description["components"]["schemas"]["SignedCommand"]["discriminator"][
            "mapping"
        ].items():
            yield name, day.get(name) or _sample(served, {"$ref": reference})
        return
    credential = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30"}}
    own: dict[str, dict[str, Any]] = {
        "make_draft": {"command": served.drafted[0]},
        "rewrite_draft": {"command": served.drafted[0]},
        "fill_mandate_form": FORM,
        "add_machine": served.machine_given,
        "prepare_command": {
            "command": "raise_tier",
            "record": served.ids["assets"][0],
            "fields": {"tier": "1", "evidence": "một biên bản"},
            "signers": served.ids["parties"][:1],
            "not_after": "2027-01-01",
        },
        # From the start: it would be told something at once.
        "create_webhook": {"url": WEBHOOK, "after": "start"},
        "replay_webhook": {"after": "99999999:0"},
        "follow_application": {"token": served.mandate_token},
    }
    body = _sample(served, schema)
    if "credential" in body:
        body["credential"] = credential
    yield "", {**body, **own.get(operation, {})}


def _sample(served: Peopled, schema: dict[str, Any]) -> Any:
    """A value that fits, with every member that there may be."""
    if "$ref" in schema:
        found = served.description
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return _sample(served, found)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _sample(served, next(each for each in schema[several] if each.get("type") != "null"))
    for given in ("const", "default"):
        if schema.get(given) is not None:
            return schema[given]
    for given in ("enum", "examples"):
        if schema.get(given) and schema.get("type") != "object":
            return schema[given][0]
    match schema.get("type"):
        case "object":
            return {name: _sample(served, each) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [_sample(served, schema["items"])]
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 1)
        case _:
            fits = _OF_PATTERN.get(schema.get("pattern", ""), "ab")
            return fits.ljust(schema.get("minLength", 0), "b")


def _texts(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str) and steps:
        yield steps
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _texts(inner, (*steps, step))


# --- Spelling ------------------------------------------------------------------------------------------------------


def _in_json(payload: bytes) -> bytes:
    """As a JSON text holds it, half a pair of surrogates as its escape; what is no UTF-8 as it is, which none may."""
    try:
        return json.dumps(payload.decode(errors="surrogatepass"))[1:-1].encode()
    except UnicodeDecodeError:
        return payload.replace(b'"', b'\\"')


def _in_target(payload: bytes) -> bytes:
    """Percent-encoded, unless it is written so already."""
    written = b"%" in payload and b" " not in payload and payload.isascii() and payload.decode().isprintable()
    return payload if written else quote(payload, safe="").encode()


def _multipart(parts: dict[str, str]) -> bytes:
    return (
        f'--boundary\r\nContent-Disposition: form-data; name="{parts["name"]}"; filename="{parts["filename"]}"\r\n'
        f"Content-Type: {parts['content-type']}\r\n\r\n{parts['content']}\r\n"
        f'--boundary\r\nContent-Disposition: form-data; name="salt"\r\n\r\n{parts["salt"]}\r\n--boundary--\r\n'
    ).encode()
