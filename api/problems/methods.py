"""Which methods a path takes (RFC 9110, section 15.5.6). The framework names those of one route of several."""

from __future__ import annotations

from functools import cache
from re import Pattern

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from api.heads import has_head


def allowed_at(app: FastAPI, path: str) -> str:
    """The header `Allow` of a path."""
    taken: set[str] = set()
    for route in iter_route_contexts(app.routes):
        if _pattern(str(route.path)).fullmatch(path):
            taken |= set(route.methods or ())
    if "GET" in taken and has_head(path):
        taken.add("HEAD")
    return ", ".join(sorted(taken))


@cache
def _pattern(template: str) -> Pattern[str]:
    return compile_path(template)[0]
