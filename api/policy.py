"""Who may do what: one table, and the dependency that every route carries exactly once.

Default deny: an operation that the table does not give to a standing is refused. Signing in never replaces signing:
submitting a signed command is open to everybody, because the signatures are the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args

from fastapi import Depends, Request

from api.problems.answer import NotServed
from api.settings import Settings

Operation = Literal[
    "service.look",
    "problems.read",
    "commands.submit",
    "commands.check",
    "commands.prepare",
    "commands.read",
    "records.read",
    "certificates.make",
    "events.read",
    "webhooks.read",
    "webhooks.create",
    "webhooks.delete",
    "webhooks.replay",
    "webhooks.rotate",
]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)


class Standing(StrEnum):
    """What somebody is to the service. anonymous: not signed in."""

    ANONYMOUS = "anonymous"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. account: the service's own name of it, "" for nobody in particular."""

    standing: Standing
    account: str = ""


ANONYMOUS = Identity(Standing.ANONYMOUS)

_EVERYBODY = frozenset(Standing)
_MEMBERS = frozenset({Standing.MEMBER})
# Reading is the members', and everybody's where `public_reading` is on.
READING: frozenset[Operation] = frozenset({"records.read", "certificates.make", "events.read"})
TABLE: Mapping[Operation, frozenset[Standing]] = {
    "service.look": _EVERYBODY,
    "problems.read": _EVERYBODY,
    "commands.submit": _EVERYBODY,
    "commands.check": _EVERYBODY,
    "commands.prepare": _EVERYBODY,
    # A digest is known to whoever made or was shown the command, and to nobody else.
    "commands.read": _EVERYBODY,
    "records.read": _MEMBERS,
    "certificates.make": _MEMBERS,
    "events.read": _MEMBERS,
    # Each of them of one's own alone: `api.webhooks.subscriptions` knows no other's.
    "webhooks.read": _MEMBERS,
    "webhooks.create": _MEMBERS,
    "webhooks.delete": _MEMBERS,
    "webhooks.replay": _MEMBERS,
    "webhooks.rotate": _MEMBERS,
}


def decide(operation: Operation, identity: Identity, settings: Settings) -> bool:
    """Whether the table lets somebody do it."""
    if operation in READING and settings.public_reading:
        return True
    return identity.standing in TABLE.get(operation, frozenset())


async def identify(request: Request) -> Identity:
    """Who asks, by what the request carries."""
    return ANONYMOUS


@dataclass(frozen=True, slots=True)
class Allowed:
    """The dependency of one operation: gives the identity that may do it, or answers 401 or 403."""

    operation: Operation

    async def __call__(self, request: Request, identity: Annotated[Identity, Depends(identify)]) -> Identity:
        request.state.operation = self.operation
        if decide(self.operation, identity, request.app.state.service.settings):
            return identity
        raise NotServed("SIGN_IN_REQUIRED" if identity == ANONYMOUS else "FORBIDDEN", operation=self.operation)


def allowed(operation: Operation) -> Any:
    """What a route names once, in `dependencies=` or as the default of a parameter."""
    return Depends(Allowed(operation))
