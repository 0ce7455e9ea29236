"""The errors of a route as its description states them, from the table of problems."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from api.problems.answer import MEDIA_TYPE
from api.problems.table import PROBLEMS

SCHEMA = "Problem"
# What any request may be answered with, whatever it asks.
_ALWAYS = ("MALFORMED", "BODY_TOO_SLOW", "BODY_TOO_LARGE", "INTERNAL_ERROR")
CHANGING = ("SIGN_IN_REQUIRED", "FORBIDDEN", "CROSS_SITE", "TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE")
READING = ("SIGN_IN_REQUIRED", "FORBIDDEN", "ENGINE_UNAVAILABLE", "DATABASE_UNAVAILABLE", "HISTORY_BROKEN")


def declared(*codes: str) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route that may answer with these codes: one entry a status, with an example of each code.

    The schema and the examples stand once among the components of the description (`api.openapi`).
    """
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys((*_ALWAYS, *codes)):
        by_status[PROBLEMS[code].status].append(code)
    return {
        status: {
            "description": ", ".join(found),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": f"#/components/schemas/{SCHEMA}"},
                    "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in found},
                }
            },
        }
        for status, found in sorted(by_status.items())
    }


def example(code: str) -> dict[str, Any]:
    """A problem of a code, as the description shows it."""
    problem = PROBLEMS[code]
    shown = {
        "type": f"/problems/{code}",
        "title": problem.title.vi,
        "status": problem.status,
        "detail": f"{problem.title.vi}. {problem.advice.vi}",
        "instance": "urn:hanotex:request:5f0c2f6d7a1e4b0c9d3e8f7a6b5c4d3e",
        "code": code,
        "values": {},
        "title_vi": problem.title.vi,
        "title_en": problem.title.en,
        "advice_vi": problem.advice.vi,
        "advice_en": problem.advice.en,
    }
    return {"summary": problem.title.en, "value": shown}
