"""Which problem each error is. Nothing that is raised below reaches a client as anything else."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.problems.answer import NotServed, problem_response, refusal_body, respond
from api.problems.methods import allowed_at
from ledger.errors import EngineUnavailable, EvidenceUnavailable, OutcomeUnknown, Refused
from ledger.keys import SignerFailed
from ledger.proof.collect import NotShown
from ledger.proof.sentence import reason
from ledger.scenario.human import Unreadable
from ledger.scenario.times import NoSuchTime
from ledger.state import HistoryBroken
from marketplace.catalogue.content import BadContent
from marketplace.catalogue.refusals import CatalogueRefused

logger = logging.getLogger(__name__)
_LONGEST = 2000  # characters of a sentence that may repeat what was sent; every list of codes is shorter

# The framework's names of what bounds a value.
_BOUNDS = frozenset({"ge", "gt", "le", "lt", "expected", "pattern", "min_length", "max_length"})

_OF_STATUS = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "BODY_TOO_LARGE", 415: "UNSUPPORTED_MEDIA_TYPE"}


def install(app: FastAPI) -> None:
    for kind, handler in (
        (Refused, _refused),
        (NotServed, _not_served),
        (OutcomeUnknown, _outcome_unknown),
        (EngineUnavailable, _coded("ENGINE_UNAVAILABLE")),
        (SignerFailed, _coded("ENGINE_UNAVAILABLE")),
        (EvidenceUnavailable, _coded("EVIDENCE_UNAVAILABLE")),
        (SQLAlchemyError, _coded("DATABASE_UNAVAILABLE")),
        (HistoryBroken, _coded("HISTORY_BROKEN")),
        (NotShown, _not_shown),
        (Unreadable, _unreadable),
        (NoSuchTime, _unreadable),
        (CatalogueRefused, _not_served),
        (BadContent, _bad_entry),
        (RequestValidationError, _malformed),
        (HTTPException, _http),
    ):
        app.add_exception_handler(kind, handler)


def _coded(code: str) -> Any:
    async def handler(request: Request, error: Exception) -> Response:
        logger.warning("%s answered for %s", code, type(error).__name__)
        return problem_response(request, code)

    return handler


async def _refused(request: Request, error: Any) -> Response:
    return respond(refusal_body(request, error))


async def _not_served(request: Request, error: Any) -> Response:
    return problem_response(request, error.code, error.values)


async def _outcome_unknown(request: Request, error: Any) -> Response:
    return problem_response(request, "OUTCOME_UNKNOWN", {"digest": "0x" + error.digest.hex()})


async def _not_shown(request: Request, error: Any) -> Response:
    vi, en = reason(error.verdict)
    return problem_response(request, "NOT_SHOWN", {"reason": error.verdict.code, "vi": vi, "en": en})


async def _unreadable(request: Request, error: Any) -> Response:
    vi, en = (shortened(said) for said in error.sentence)
    return problem_response(
        request, "UNREADABLE_FIELD", {"field": getattr(error, "path", "")[:_LONGEST], "vi": vi, "en": en}
    )


async def _bad_entry(request: Request, error: Any) -> Response:
    """Every fault, and the first one's sentence."""
    first = error.faults[0]
    vi, en = (shortened(f"{first.path}: {said}" if first.path else said) for said in (first.vi, first.en))
    faults = [each.document() for each in error.faults]
    return problem_response(request, "BAD_ENTRY", {"vi": vi, "en": en}, faults=faults)


async def _malformed(request: Request, error: Any) -> Response:
    found = error.errors()
    if not found:
        return problem_response(request, "MALFORMED", {"field": ""})
    first = found[0]
    # What is no JSON has no member yet, but a place that the reading stopped at.
    if first["type"] == "json_invalid":
        return problem_response(request, "MALFORMED", {"field": "body", "position": first["loc"][-1]})
    values = {"field": shortened(_path(first["loc"]))}
    return problem_response(request, "MALFORMED", values | _allowed(first))


async def _http(request: Request, error: Any) -> Response:
    code = _OF_STATUS.get(error.status_code)
    if code is None:
        # The framework's other answers are all about what a client sent.
        code = "MALFORMED" if error.status_code < 500 else "INTERNAL_ERROR"
    answer = problem_response(request, code, {"field": ""} if code == "MALFORMED" else {})
    if error.status_code == 405:
        answer.headers["Allow"] = allowed_at(request.app, request.scope["path"])
    return answer


def _allowed(error: Mapping[str, Any]) -> dict[str, Any]:
    """What a parameter or a member may be instead, where that is a list, a bound or a pattern."""
    bounds = {name: value for name, value in error.get("ctx", {}).items() if name in _BOUNDS}
    return {"allowed": bounds} if bounds else {}


def shortened(text: str) -> str:
    """A text as long as an answer may repeat it, and a sign where some of it is left out."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _path(where: Sequence[int | str]) -> str:
    """A place as the wire form writes it: `terms.members[1].party`; without the part of the request it is in."""
    path = ""
    for step in where[1:]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path
