"""The service that is audited, as a stranger's: every answer is bounded in size and time, and nothing is followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from api.audit.difference import Unanswered
from ledger import json_text

MOST_BYTES = 16 << 20
_EVENTS = 500
_BUSY_TRIES = 12
_LONGEST_PAUSE = 30.0  # seconds
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """path: what was asked, with its query. code: of the problem, where it is one; "" otherwise."""

    path: str
    status: int
    body: bytes
    code: str = ""

    @property
    def json(self) -> dict[str, Any]:
        """The object in the body; raises `Unanswered` NOT_JSON."""
        try:
            found = json_text.read(self.body, MOST_BYTES)
        except ValueError as error:
            raise Unanswered("NOT_JSON", self.path, why=str(error)[:100]) from error
        if not isinstance(found, dict):
            raise Unanswered("NOT_JSON", self.path, why="no object")
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the stream. position, name: of its lines `id` and `event`; data: its JSON."""

    position: str
    name: str
    data: Any


class Service:
    """Asks the service at a URL, as often as it says that it is busy, within bounds. `asked`: how many questions."""

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        seconds: float = 60.0,
        page: int = 200,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """key: an API key. seconds: for one answer as a whole. page: entries of a page."""
        headers = {"Accept-Encoding": "identity", "Accept-Language": "en"}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.Client(base_url=url, headers=headers, timeout=seconds, follow_redirects=False)
        self._seconds = seconds
        self._page = page
        self._sleep = sleep
        self.asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, *gone: str, most: int = MOST_BYTES) -> Answer:
        """The answer to a question. gone: codes of problems that are an answer too: it says that there is no such.

        Raises `Unanswered`.
        """
        for _ in range(_BUSY_TRIES):
            answer, pause = self._ask(path, most)
            if answer.status not in _BUSY or pause is None:
                break
            self._sleep(min(pause, _LONGEST_PAUSE))
        if answer.status == 200 or answer.code in gone:
            return answer
        if answer.status in (401, 403):
            raise Unanswered("SIGN_IN", path, status=answer.status)
        raise Unanswered("STATUS", path, status=answer.status, problem=answer.code)

    def pages(self, path: str, expected: int) -> Iterator[dict[str, Any]]:
        """Every page of a list that may hold a little more than `expected` entries, and whose end has to come.

        Raises `Unanswered`, and `EndlessPages`.
        """
        after, most = "", expected // self._page + 50
        for number in range(most):
            asked = f"{path}?limit={self._page}" + (f"&after={after}" if after else "")
            answer = self.get(asked, "RECORD_NOT_FOUND", "MALFORMED")
            if answer.code == "MALFORMED":
                # It does not take the cursor that it gave.
                raise EndlessPages(path, number)
            page = answer.json
            yield page
            if answer.status != 200:
                return
            if "next" not in page:
                raise Unanswered("OTHER_FORM", path, member="next")
            following = page["next"]
            if following is None:
                return
            if not isinstance(following, str) or not page.get("items") or following == after:
                raise EndlessPages(path, number + 1)
            after = str(httpx.QueryParams({"a": following}))[2:]
        raise EndlessPages(path, most)

    def events(self, after: str | None, limit: int = _EVENTS) -> list[Told]:
        """Events after a position, oldest first; fewer than `limit` where there are no more. Raises `Unanswered`."""
        path = f"/v1/events?follow=false&limit={limit}" + (f"&after={after}" if after else "")
        body = self.get(path, most=4 * MOST_BYTES).body
        try:
            return [_told(block) for block in body.decode().split("\n\n") if block and not block.startswith(":")]
        except (KeyError, ValueError) as error:
            raise Unanswered("NOT_JSON", path, why=str(error)[:100]) from error

    def _ask(self, path: str, most: int) -> tuple[Answer, float | None]:
        """An answer, and how long to wait where the service is busy."""
        self.asked += 1
        until = time.monotonic() + self._seconds
        body = bytearray()
        try:
            with self._client.stream("GET", path) as response:
                if response.is_redirect:
                    raise Unanswered("REDIRECT", path, to=response.headers.get("location", ""))
                for chunk in response.iter_raw():
                    body += chunk
                    if len(body) > most:
                        raise Unanswered("TOO_LARGE", path, most=most)
                    if time.monotonic() > until:
                        raise Unanswered("TOO_SLOW", path, seconds=self._seconds)
        except httpx.TimeoutException as error:
            raise Unanswered("TOO_SLOW", path, seconds=self._seconds) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unanswered("UNREACHABLE", path, why=str(error)[:200] or type(error).__name__) from error
        pause = response.headers.get("retry-after", "")
        answer = Answer(path, response.status_code, bytes(body))
        if response.status_code != 200:
            answer = Answer(path, response.status_code, bytes(body), _code(answer))
        return answer, float(pause) if pause.isascii() and pause.isdigit() else None


class EndlessPages(Exception):
    """Pages that lead back, or on and on. pages: how many were read."""

    def __init__(self, path: str, pages: int) -> None:
        super().__init__(path)
        self.path, self.pages = path, pages


def _code(answer: Answer) -> str:
    try:
        code = answer.json.get("code", "")
    except Unanswered:
        return ""
    return code if isinstance(code, str) else ""


def _told(block: str) -> Told:
    """One event of a stream; raises `KeyError` or `ValueError`."""
    lines = dict(line.split(": ", 1) for line in block.split("\n"))
    return Told(lines["id"], lines["event"], json_text.read(lines["data"].encode(), MOST_BYTES))
