"""A problem as the body of an answer: `application/problem+json`, in both languages at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from api.problems.table import PROBLEMS
from ledger import wire
from ledger.errors import Refused

MEDIA_TYPE = "application/problem+json"


class ProblemResponse(JSONResponse):
    """A problem may repeat what was sent, and JSON can hold half a pair of surrogates, which UTF-8 cannot."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


class NotServed(Exception):
    """The service does not do what was asked. code: one of `PROBLEMS`; values: JSON values that say what about it."""

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def refusal_body(request: HTTPConnection, refused: Refused) -> dict[str, Any]:
    """The problem that a refusal of the ledger is."""
    return problem_body(request, refused.code, wire.refusal_to_json(refused)["values"])


def problem_body(request: HTTPConnection, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """`title` and `detail` are in the language asked for, Vietnamese where none is."""
    problem = PROBLEMS[code]
    language = 1 if _asks_for_english(request) else 0
    # A value that is a sentence is there in both languages, and is told in the one asked for.
    other = ("en", "vi")[language]
    told = {name: value for name, value in values.items() if name != other}
    said = "; ".join(str(value) if name in ("vi", "en") else f"{name} = {value}" for name, value in told.items())
    return {
        "type": f"{_base(request)}/problems/{code}",
        "title": problem.title[language],
        "status": problem.status,
        "detail": f"{problem.title[language]}{f' ({said})' if said else ''}. {problem.advice[language]}",
        "instance": f"urn:hanotex:request:{request.scope.get('state', {}).get('request_id', '')}",
        "code": code,
        "values": dict(values),
        "title_vi": problem.title.vi,
        "title_en": problem.title.en,
        "advice_vi": problem.advice.vi,
        "advice_en": problem.advice.en,
    }


def problem_response(
    request: HTTPConnection, code: str, values: Mapping[str, Any] | None = None, **more: Any
) -> JSONResponse:
    """more: members beside those of every problem."""
    return respond({**problem_body(request, code, values or {}), **more})


def respond(body: Mapping[str, Any]) -> JSONResponse:
    """An answer with a problem's body."""
    problem = PROBLEMS[body["code"]]
    # Where the wait depends on who asks, it is one of the values.
    wait = body["values"].get("retry_after", problem.retry_after)
    headers = {} if wait is None else {"Retry-After": str(wait)}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return ProblemResponse(dict(body), problem.status, headers)


async def answer_internal_error(scope: Scope, receive: Receive, send: Send) -> None:
    """500, and not a word of what happened but the request's id."""
    await problem_response(Request(scope), "INTERNAL_ERROR")(scope, receive, send)


def _base(request: HTTPConnection) -> str:
    app = request.scope.get("app")
    service = getattr(app.state, "service", None) if app is not None else None
    return "" if service is None else str(service.settings.public_url).rstrip("/")


def _asks_for_english(request: HTTPConnection) -> bool:
    """Whether the first language that the reader names, of the two that there are, is English."""
    for named in request.headers.get("accept-language", "")[:200].lower().split(","):
        tag = named.strip()[:2]
        if tag in ("vi", "en"):
            return tag == "en"
    return False
