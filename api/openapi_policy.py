"""What `api.policy` means for the description: who has to sign in for what, and the answers to whoever may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.policy import TABLE, UNASKED, Allowed, Operation, Standing
from api.problems.declared import declared

SCHEMES: Mapping[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A session's token (`hxs_…`), or a program's API key (`hxk_…`) within its scopes",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "hanotex",
        "description": "A session, for requests of the service's own pages alone; `__Host-hanotex` over https",
    },
    "certificate": {"type": "mutualTLS", "description": "The key of a machine that the organisation registered"},
}
_SAFE = ("get", "head")


def add_policy(app: FastAPI, document: dict[str, Any]) -> None:
    """To each operation: the ways of signing in where one is needed, and the problems that any such route has.

    Reading is described as members', which it is unless `public_reading` is on.
    """
    of = dict(operations_of(app))
    document["components"]["securitySchemes"] = dict(SCHEMES)
    for path in document["paths"].values():
        for method, described in path.items():
            operation = of[described["operationId"]]
            if operation in UNASKED:
                continue
            codes = ["TOO_MANY_REQUESTS", "DATABASE_UNAVAILABLE"]
            if method not in _SAFE:
                codes.append("CROSS_SITE")
            if not is_open(operation):
                codes += ["SIGN_IN_REQUIRED", "FORBIDDEN"]
                described["security"] = [{name: []} for name in SCHEMES]
            _declare(described, codes)


def is_open(operation: Operation) -> bool:
    """Whether everybody may, whoever they are."""
    return all(Standing.ANONYMOUS in who for who in TABLE[operation].values())


def operations_of(app: FastAPI) -> Iterator[tuple[str, Operation]]:
    """Operation ids, and the operation of the policy that each route carries."""
    for route in iter_route_contexts(app.routes):
        yield str(route.operation_id), operation_of(route)


def operation_of(route: Any) -> Operation:
    """The operation that a route carries. Raises `LookupError` where it carries none."""
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        if isinstance(dependant.call, Allowed):
            return dependant.call.operation
        waiting += dependant.dependencies
    raise LookupError(route.path)


def _declare(described: dict[str, Any], codes: list[str]) -> None:
    """Add to what the route itself declares."""
    own = [
        code
        for answer in described["responses"].values()
        for content in answer.get("content", {}).values()
        for code in content.get("examples", {})
    ]
    told = described["responses"] | {str(status): answer for status, answer in declared(*own, *codes).items()}
    described["responses"] = dict(sorted(told.items()))
