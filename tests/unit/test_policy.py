"""Every route carries exactly one operation of the table, and what no table gives is refused."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.app import routed
from api.policy import (
    ANONYMOUS,
    OPERATIONS,
    READING,
    SCOPES,
    TABLE,
    Allowed,
    Identity,
    Relation,
    Standing,
    decide,
    relation_of,
)
from api.settings import Settings

ANYBODY = {
    *("service.look", "problems.read", "commands.submit", "commands.check", "commands.prepare", "commands.read"),
    *("identity.sign_in", "accounts.claim", "mandates.apply", "mandates.follow", "catalogue.read"),
}
MEMBER = Identity(frozenset({Standing.MEMBER}), "a", "o")


def operations(route: Any) -> list[str]:
    """The operations that a route carries, one for each time that it asks for one."""
    found: list[str] = []
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        waiting += dependant.dependencies
        found += [dependant.call.operation] if isinstance(dependant.call, Allowed) else []
    return found


def unlisted(app: FastAPI) -> list[tuple[str | None, list[str]]]:
    """The routes of an application that do not carry exactly one operation of the table."""
    listed = [(route.path, operations(route)) for route in iter_route_contexts(app.routes)]
    return [(path, carried) for path, carried in listed if len(carried) != 1 or carried[0] not in TABLE]


def test_every_route_carries_exactly_one_operation() -> None:
    assert len(list(iter_route_contexts(routed().routes))) >= 4
    assert unlisted(routed()) == []


def test_a_route_without_an_operation_is_found() -> None:
    app = routed()
    app.add_api_route("/forgotten", lambda: None)
    assert unlisted(app) == [("/forgotten", [])]


def test_the_table_lists_every_operation_and_no_other() -> None:
    assert set(TABLE) == set(OPERATIONS)
    assert set(OPERATIONS) >= READING


@pytest.mark.parametrize("operation", OPERATIONS)
def test_somebody_who_is_not_signed_in_may_do_only_what_everybody_may(operation: Any) -> None:
    closed, open_to_readers = Settings(), Settings(public_reading=True)
    for relation in TABLE[operation]:
        assert decide(operation, ANONYMOUS, closed, relation) == (operation in ANYBODY)
        may_read = operation in ANYBODY or operation in READING
        assert decide(operation, ANONYMOUS, open_to_readers, relation) == may_read


def test_an_operation_that_no_table_lists_is_refused() -> None:
    unknown: Any = "ledger.rewrite"
    assert not decide(unknown, MEMBER, Settings(public_reading=True))


def test_a_relation_that_an_operation_does_not_have_is_refused() -> None:
    assert decide("drafts.read", MEMBER, Settings(), Relation.OWN)
    for relation in (Relation.OTHERS, Relation.NOBODYS, Relation.ONESELF):
        assert not decide("drafts.read", MEMBER, Settings(), relation)


def test_whose_it_is_follows_from_the_path_alone() -> None:
    assert relation_of("drafts.read", MEMBER, "o") is Relation.OWN
    assert relation_of("drafts.read", MEMBER, "p") is Relation.OTHERS
    # Whoever belongs to no organisation has none of their own.
    assert relation_of("drafts.read", ANONYMOUS, "") is Relation.OTHERS
    assert relation_of("account.read", MEMBER, None) is Relation.ONESELF
    assert relation_of("records.read", MEMBER, None) is Relation.NOBODYS


def test_a_service_key_does_what_its_scopes_name_and_what_everybody_may() -> None:
    key = Identity(frozenset({Standing.SERVICE_KEY}), "k", "o", frozenset({"drafts.read"}))
    assert decide("drafts.read", key, Settings(), Relation.OWN)
    assert not decide("drafts.write", key, Settings(), Relation.OWN)
    assert not decide("records.read", key, Settings())
    assert decide("commands.submit", key, Settings())
    # A scope beyond the table gives nothing.
    beyond = Identity(frozenset({Standing.SERVICE_KEY}), "k", "o", frozenset({"drafts.sign", "accounts.invite"}))
    for operation in ("drafts.sign", "accounts.invite"):
        assert not decide(operation, beyond, Settings(), Relation.OWN)  # type: ignore[arg-type]
    assert "drafts.read" in SCOPES
    assert not {"drafts.sign", "drafts.review", "accounts.invite", "commands.submit", "mandates.decide"} & set(SCOPES)


def test_a_path_names_an_organisation_where_the_table_asks_whose_it_is() -> None:
    for route in iter_route_contexts(routed().routes):
        (operation,) = operations(route)
        asks = Relation.OWN in TABLE[operation]  # type: ignore[index]
        assert asks == ("{organisation}" in str(route.path)), route.path


def test_no_operation_of_the_table_is_without_a_route() -> None:
    used = {operation for route in iter_route_contexts(routed().routes) for operation in operations(route)}
    assert used == set(OPERATIONS)


def test_nobody_but_a_person_reviews_or_signs() -> None:
    for operation in ("drafts.review", "drafts.sign", "accounts.invite", "managed_keys.grant", "mandates.decide"):
        for who in TABLE[operation].values():  # type: ignore[index]
            assert not who & {Standing.ANONYMOUS, Standing.SERVICE_KEY, Standing.MACHINE}
