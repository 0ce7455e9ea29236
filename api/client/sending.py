"""How the service is spoken to: requests, the answers that are no problem, and the problems as errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from .errors import ServiceProblem, UnexpectedAnswer

# The service says something every 15 seconds on a quiet stream; a line that is silent for longer is dead.
_SILENCE_SECONDS = 60.0
_PROBLEM = "application/problem+json"
_START = 200  # characters of an answer that nobody expected


def segment(value: str) -> str:
    """A part of a path."""
    return quote(value, safe="")


class Sending:
    """One service. What is None is left out of a request. Safe to use from several threads, as httpx's client is."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def _json(self, verb: str, path: str, *, also: Iterable[int] = (), **more: Any) -> Any:
        """also: statuses of failure that are answered with the same shape."""
        answer = self._answer(verb, path, also, **more)
        try:
            return answer.json()
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
            if not answer.is_success:
                answer.read()
                raise _error(answer)
            yield from told(answer.iter_bytes())

    def _each(self, page: Callable[[str | None], Mapping[str, Any]], after: str | None, listed: str) -> Iterator[Any]:
        """The entries of one page after the other, each asked for when the one before is used up."""
        while True:
            found = page(after)
            yield from found[listed]
            after = found.get("next")
            if after is None:
                return

    def _answer(self, verb: str, path: str, also: Iterable[int] = (), **more: Any) -> httpx.Response:
        answer = self._http.request(verb, path, **_request(**more))
        if answer.is_success or answer.status_code in also:
            return answer
        raise _error(answer)


def told(parts: Iterable[bytes]) -> Iterator[Any]:
    """The data of each event, from a stream cut anywhere.

    Lines end with a line feed and nothing else: characters that text calls line ends too may stand within the data.
    """
    rest, data = b"", list[bytes]()
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            name, _, value = line.removesuffix(b"\r").partition(b":")
            if name == b"data":
                data.append(value.removeprefix(b" "))
            elif not line.strip() and data:
                yield json.loads(b"\n".join(data))
                data = []


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
        return ServiceProblem(answer.json(), float(wait) if wait.isdecimal() else None)
    except (ValueError, KeyError, TypeError):
        return _unexpected(answer)


def _unexpected(answer: httpx.Response) -> UnexpectedAnswer:
    return UnexpectedAnswer(answer.status_code, answer.headers.get("Content-Type", ""), answer.text[:_START])
