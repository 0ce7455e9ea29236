"""How the service is spoken to: requests, the answers that are no problem, and the problems as errors."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from .errors import BeyondBound, ServiceProblem, UnexpectedAnswer

# The service says something every 15 seconds on a quiet stream; a line that is silent for longer is dead.
_SILENCE_SECONDS = 60.0
_PROBLEM = "application/problem+json"
_START = 200  # characters of an answer that nobody expected

# What a service that is broken, or is another, may cost whoever asks it.
ANSWER_BYTES = 64 << 20
ANSWER_SECONDS = 600.0
EVENT_BYTES = 8 << 20
PAGES = 100_000
DEPTH = 64  # of values within values
_CURSOR = 1024  # characters
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{\]}]', re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_PLAIN = ("", "identity")  # a few bytes of a compressed body can be gigabytes


def segment(value: str) -> str:
    """A part of a path."""
    return quote(value, safe="")


class Sending:
    """One service. What is None is left out of a request. Safe to use from several threads, as httpx's client is."""

    def __init__(self, http: httpx.Client) -> None:
        http.headers["Accept-Encoding"] = "identity"
        self._http = http

    def _json(self, verb: str, path: str, *, also: Iterable[int] = (), **more: Any) -> Any:
        """also: statuses of failure that are answered with the same shape."""
        answer = self._answer(verb, path, also, **more)
        try:
            return _read_json(answer.content)
        except ValueError as error:
            raise _unexpected(answer) from error

    def _file(self, verb: str, path: str, **more: Any) -> bytes:
        """Every byte as it came: files are signed."""
        return self._answer(verb, path, **more).content

    def _text(self, verb: str, path: str, **more: Any) -> str:
        return self._answer(verb, path, **more).text

    def _nothing(self, verb: str, path: str, **more: Any) -> None:
        self._answer(verb, path, **more)

    def _location(self, verb: str, path: str, **more: Any) -> str:
        """Where the answer leads to; a browser is what should follow it."""
        answer = self._answer(verb, path, (303,), **more)
        if "Location" not in answer.headers:
            raise _unexpected(answer)
        return answer.headers["Location"]

    def _stream(self, verb: str, path: str, **more: Any) -> Generator[Any, None, None]:
        """The data of server-sent events as they come. Closing it closes the line."""
        timeout = httpx.Timeout(self._http.timeout.connect, read=_SILENCE_SECONDS)
        with self._http.stream(verb, path, timeout=timeout, **_request(**more)) as answer:
            _expect_plain(answer)
            if not answer.is_success:
                raise _error(_whole(answer))
            try:
                yield from told(answer.iter_bytes())
            except ValueError as error:
                raise _unexpected(answer, "an event that is no JSON") from error

    def _each(self, page: Callable[[str | None], Mapping[str, Any]], after: str | None, listed: str) -> Iterator[Any]:
        """The entries of one page after the other, each asked for when the one before is used up."""
        asked = {after}
        while True:
            found = page(after)
            yield from found[listed]
            after = found.get("next")
            if after is None:
                return
            if not isinstance(after, str) or len(after) > _CURSOR or after in asked:
                raise UnexpectedAnswer(200, "application/json", f"next: {after!r:.{_START}}")
            if len(asked) == PAGES:
                raise BeyondBound("pages", PAGES)
            asked.add(after)

    def _answer(self, verb: str, path: str, also: Iterable[int] = (), **more: Any) -> httpx.Response:
        with self._http.stream(verb, path, **_request(**more)) as coming:
            _expect_plain(coming)
            answer = _whole(coming)
        if answer.is_success or answer.status_code in also:
            return answer
        raise _error(answer)


def told(parts: Iterable[bytes]) -> Iterator[Any]:
    """The data of each event, from a stream cut anywhere.

    Lines end with a line feed and nothing else: characters that text calls line ends too may stand within the data.
    Raises `ValueError` for data that is no JSON, `BeyondBound` for an event without end.
    """
    rest, data, held = b"", list[bytes](), 0
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            name, _, value = line.removesuffix(b"\r").partition(b":")
            if name == b"data":
                data.append(value.removeprefix(b" "))
                held += len(line) + 1
            elif not line.strip() and data:
                yield _read_json(b"\n".join(data))
                data, held = [], 0
        if held + len(rest) > EVENT_BYTES:
            raise BeyondBound("event_bytes", EVENT_BYTES)


def _read_json(content: bytes) -> Any:
    """Raises `ValueError`, for values within values without end too: where a program has raised Python's limit of
    recursion, the reader would end it.
    """
    text, depth = content.decode(), 0
    for found in _STRING_OR_BRACKET.finditer(text):
        depth += _STEP.get(found[0], 0)
        if depth > DEPTH:
            raise ValueError("JSON nested too deeply")
    return json.loads(text)


def _expect_plain(answer: httpx.Response) -> None:
    """Before a byte of the body is read."""
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _PLAIN:
        raise _unexpected(answer, f"Content-Encoding: {encoding[:_START]}")


def _whole(coming: httpx.Response) -> httpx.Response:
    """An answer with its body, which has come within the bounds or is given up."""
    until, body = time.monotonic() + ANSWER_SECONDS, bytearray()
    for part in coming.iter_bytes():
        body += part
        if len(body) > ANSWER_BYTES:
            raise BeyondBound("answer_bytes", ANSWER_BYTES)
        if time.monotonic() > until:
            raise BeyondBound("answer_seconds", ANSWER_SECONDS)
    return httpx.Response(coming.status_code, headers=coming.headers, content=bytes(body), request=coming.request)


def _request(
    *,
    query: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
    headers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What httpx is asked for."""
    given = {"params": query, "json": body, "data": form, "headers": headers}
    asked = {name: {key: value for key, value in each.items() if value is not None}
             for name, each in given.items() if each is not None}  # fmt: skip
    return {**asked, "files": files} if files else asked


def _error(answer: httpx.Response) -> ServiceProblem | UnexpectedAnswer:
    if answer.headers.get("Content-Type", "").partition(";")[0] != _PROBLEM:
        return _unexpected(answer)
    wait = answer.headers.get("Retry-After", "")
    try:
        return ServiceProblem(_read_json(answer.content), float(wait) if wait.isdecimal() else None)
    except (ValueError, KeyError, TypeError):
        return _unexpected(answer)


def _unexpected(answer: httpx.Response, said: str | None = None) -> UnexpectedAnswer:
    """said: in place of the start of its body."""
    start = answer.text[:_START] if said is None else said
    return UnexpectedAnswer(answer.status_code, answer.headers.get("Content-Type", ""), start)
