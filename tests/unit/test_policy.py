"""Every route carries exactly one operation of the table, and what no table gives is refused."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.app import routed
from api.policy import ANONYMOUS, OPERATIONS, READING, TABLE, Allowed, Identity, Standing, decide
from api.settings import Settings

ANYBODY = {"service.look", "problems.read", "commands.submit", "commands.check", "commands.prepare", "commands.read"}


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
    assert decide(operation, ANONYMOUS, closed) == (operation in ANYBODY)
    assert decide(operation, ANONYMOUS, open_to_readers) == (operation in ANYBODY or operation in READING)
    assert decide(operation, Identity(Standing.MEMBER, "a"), closed)


def test_an_operation_that_no_table_lists_is_refused() -> None:
    unknown: Any = "ledger.rewrite"
    assert not decide(unknown, Identity(Standing.MEMBER, "a"), Settings(public_reading=True))
