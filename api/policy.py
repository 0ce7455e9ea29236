"""Who may do what: one table, and the dependency that every route carries exactly once.

Default deny: an operation that the table does not give to a standing is refused. Signing in never replaces signing:
submitting a signed command is open to everybody, because the signatures are the authority.
docs/specs/authorisation.md is generated from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, get_args

from fastapi import Depends, Request

from api.identity.identities import Identities
from api.identity.who import ANONYMOUS, Identity, Standing
from api.problems.answer import NotServed
from api.query import expect_declared
from api.settings import Settings

__all__ = ["ANONYMOUS", "OPERATIONS", "READING", "TABLE", "Allowed", "Identity", "Standing", "allowed", "decide"]

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
    "market.search",
    "matches.make",
    "runs.read",
    "feedback.give",
    "feedback.read",
    "webhooks.read",
    "webhooks.create",
    "webhooks.delete",
    "webhooks.replay",
    "webhooks.rotate",
    "identity.sign_in",
    "identity.sign_out",
    "account.read",
    "account.change",
    "accounts.claim",
    "accounts.read",
    "accounts.invite",
    "accounts.change",
    "organisations.list",
    "organisations.read",
    "organisations.change",
    "organisations.close",
    "api_keys.read",
    "api_keys.make",
    "api_keys.revoke",
    "machines.read",
    "machines.add",
    "machines.revoke",
    "managed_keys.read",
    "managed_keys.make",
    "managed_keys.grant",
    "managed_keys.revoke",
    "drafts.read",
    "drafts.write",
    "drafts.review",
    "drafts.sign",
    "drafts.submit",
    "drafts.withdraw",
    "mandates.apply",
    "mandates.follow",
    "mandates.list",
    "mandates.read",
    "mandates.decide",
    "mandates.erase",
    "catalogue.read",
    "catalogue.own",
    "catalogue.write",
    "catalogue.bind",
    "catalogue.withdraw",
    "catalogue.moderate",
    "catalogue.follow",
]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)


class Relation(StrEnum):
    """Whose it is that the operation is about.

    nobodys: no organisation's in particular. oneself: who asks. own: the organisation of who asks; others: another.
    """

    NOBODYS = "nobodys"
    ONESELF = "oneself"
    OWN = "own"
    OTHERS = "others"


Row = Mapping[Relation, frozenset[Standing]]
_ALL = frozenset(Standing)
_STAFF = _ALL - {Standing.ANONYMOUS, Standing.SERVICE_KEY, Standing.MACHINE}
_SIGNED_IN = _ALL - {Standing.ANONYMOUS}
_OFFICES = frozenset({Standing.OPERATOR, Standing.REGULATOR, Standing.AUDITOR})
_ADMIN = frozenset({Standing.ADMIN})
_SIGNER = frozenset({Standing.SIGNER})
_OPERATOR = frozenset({Standing.OPERATOR})
_PROGRAMS = frozenset({Standing.SERVICE_KEY, Standing.MACHINE})
_NOBODY: frozenset[Standing] = frozenset()


def _open(who: frozenset[Standing]) -> Row:
    return {Relation.NOBODYS: who}


def _oneself(who: frozenset[Standing]) -> Row:
    return {Relation.ONESELF: who}


def _organisation(own: frozenset[Standing], others: frozenset[Standing] = _NOBODY) -> Row:
    return {Relation.OWN: own, Relation.OTHERS: others}


# Reading is the members', and everybody's where `public_reading` is on.
READING: frozenset[Operation] = frozenset(
    {"records.read", "certificates.make", "events.read", "market.search", "matches.make", "runs.read"}
)
# Answered without asking who asks: also while the database cannot say.
UNASKED: frozenset[Operation] = frozenset({"service.look", "problems.read"})
TABLE: Mapping[Operation, Row] = {
    "service.look": _open(_ALL),
    "problems.read": _open(_ALL),
    "commands.submit": _open(_ALL),
    "commands.check": _open(_ALL),
    "commands.prepare": _open(_ALL),
    # A digest is known to whoever made or was shown the command, and to nobody else.
    "commands.read": _open(_ALL),
    "records.read": _open(_SIGNED_IN),
    "certificates.make": _open(_SIGNED_IN),
    "events.read": _open(_SIGNED_IN),
    "market.search": _open(_SIGNED_IN),
    "matches.make": _open(_SIGNED_IN),
    # Those of what is published, and one's own: `api.routes.matches` knows no other's.
    "runs.read": _open(_SIGNED_IN),
    "feedback.give": _oneself(_SIGNED_IN),
    "feedback.read": _oneself(_SIGNED_IN),
    # Those of the organisation of who asks: `api.webhooks.subscriptions` knows no other's.
    "webhooks.read": _oneself(_SIGNED_IN),
    "webhooks.create": _oneself(_ADMIN | _PROGRAMS),
    "webhooks.delete": _oneself(_ADMIN | _PROGRAMS),
    "webhooks.replay": _oneself(_ADMIN | _PROGRAMS),
    "webhooks.rotate": _oneself(_ADMIN | _PROGRAMS),
    "identity.sign_in": _open(_ALL),
    "identity.sign_out": _oneself(_STAFF),
    "account.read": _oneself(_STAFF),
    "account.change": _oneself(_STAFF),
    # Whoever holds the invitation is who it was meant for.
    "accounts.claim": _open(_ALL),
    "accounts.read": _organisation(_ADMIN),
    "accounts.invite": _organisation(_ADMIN),
    "accounts.change": _organisation(_ADMIN),
    "organisations.list": _open(_OFFICES),
    "organisations.read": _organisation(_SIGNED_IN, _OFFICES),
    "organisations.change": _organisation(_ADMIN),
    "organisations.close": _organisation(_NOBODY, _OPERATOR),
    "api_keys.read": _organisation(_ADMIN),
    "api_keys.make": _organisation(_ADMIN),
    "api_keys.revoke": _organisation(_ADMIN),
    "machines.read": _organisation(_ADMIN),
    "machines.add": _organisation(_ADMIN),
    "machines.revoke": _organisation(_ADMIN),
    "managed_keys.read": _organisation(_ADMIN | _SIGNER),
    "managed_keys.make": _organisation(_ADMIN),
    "managed_keys.grant": _organisation(_ADMIN),
    "managed_keys.revoke": _organisation(_ADMIN),
    # What an organisation is about to do is read by nobody else, whatever their office.
    "drafts.read": _organisation(_SIGNED_IN),
    "drafts.write": _organisation(frozenset({Standing.DRAFTER}) | _PROGRAMS),
    "drafts.review": _organisation(frozenset({Standing.REVIEWER})),
    "drafts.sign": _organisation(_SIGNER),
    "drafts.submit": _organisation(_SIGNER | _PROGRAMS),
    "drafts.withdraw": _organisation(frozenset({Standing.DRAFTER, Standing.ADMIN})),
    # Whoever holds the application's token is who it was given to.
    "mandates.apply": _open(_ALL),
    "mandates.follow": _open(_ALL),
    "mandates.list": _open(frozenset({Standing.OPERATOR, Standing.REGULATOR})),
    "mandates.read": _open(frozenset({Standing.OPERATOR, Standing.REGULATOR})),
    "mandates.decide": _open(_OPERATOR),
    "mandates.erase": _open(_OPERATOR),
    # What is published was moderated for everybody; what is not is read by its organisation and the moderator alone.
    "catalogue.read": _open(_ALL),
    "catalogue.own": _organisation(_SIGNED_IN, _OPERATOR),
    "catalogue.write": _organisation(frozenset({Standing.DRAFTER}) | _PROGRAMS),
    "catalogue.bind": _organisation(frozenset({Standing.DRAFTER, Standing.SIGNER}) | _PROGRAMS),
    "catalogue.withdraw": _organisation(frozenset({Standing.DRAFTER, Standing.ADMIN}) | _PROGRAMS),
    # Never of one's own organisation: `marketplace.catalogue.entries` refuses it.
    "catalogue.moderate": _open(_OPERATOR),
    "catalogue.follow": _oneself(_STAFF),
}
# What a service key may be given: everything that the table has for one and not for everybody.
SCOPES: tuple[Operation, ...] = tuple(
    operation
    for operation, row in TABLE.items()
    if any(Standing.SERVICE_KEY in who and Standing.ANONYMOUS not in who for who in row.values())
)


def decide(operation: Operation, identity: Identity, settings: Settings, relation: Relation = Relation.NOBODYS) -> bool:
    """Whether the table lets somebody do it."""
    given = TABLE.get(operation, {}).get(relation, _NOBODY)
    if Standing.ANONYMOUS in given or (operation in READING and settings.public_reading):
        return True
    standings = identity.standings
    if operation not in identity.scopes:
        standings -= {Standing.SERVICE_KEY}
    return not given.isdisjoint(standings)


def relation_of(operation: Operation, identity: Identity, organisation: str | None) -> Relation:
    """organisation: the one that the path names, None where it names none."""
    row = TABLE.get(operation, {})
    if organisation is not None:
        return Relation.OWN if organisation and organisation == identity.organisation else Relation.OTHERS
    return Relation.ONESELF if Relation.ONESELF in row else Relation.NOBODYS


@dataclass(frozen=True, slots=True)
class Allowed:
    """The dependency of one operation: gives the identity that may do it, or answers 401, 403 or 429."""

    operation: Operation

    async def __call__(self, request: Request) -> Identity:
        request.state.operation = self.operation
        expect_declared(request)
        if self.operation in UNASKED:
            return ANONYMOUS
        service = request.app.state.service
        identities: Identities = service.identities
        identity = await identities.recognise(request)
        await identities.count(request, identity)
        relation = relation_of(self.operation, identity, request.path_params.get("organisation"))
        if decide(self.operation, identity, service.settings, relation):
            return identity
        raise NotServed("SIGN_IN_REQUIRED" if identity.is_anonymous else "FORBIDDEN", operation=self.operation)


def allowed(operation: Operation) -> Any:
    """What a route names once, in `dependencies=` or as the default of a parameter."""
    return Depends(Allowed(operation))
