"""What a query may name: the parameters of its route, and no other. One left unread would be taken for one obeyed."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from api.problems.answer import NotServed

_LONGEST = 64
# An identity provider may add parameters of its own, and they are to be ignored (RFC 6749, section 4.1.2).
_OTHERS_ADD = frozenset({"finish_oidc_sign_in"})


def expect_declared(request: Request) -> None:
    """Raises `NotServed` MALFORMED with the name of a parameter that the route does not have."""
    if not request.query_params:
        return
    route = request.scope["route"]
    if route.operation_id in _OTHERS_ADD:
        return
    known = declared(route)
    for name in request.query_params:
        if name not in known:
            raise NotServed("MALFORMED", field=name[:_LONGEST], allowed=sorted(known))


def declared(route: Any) -> frozenset[str]:
    """The parameters of a route's query, those that it depends on included."""
    found: set[str] = set()
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        waiting += dependant.dependencies
        found |= {field.alias for field in dependant.query_params}
    return frozenset(found)
