"""Every pair of the table, asked of a running service: each standing, each operation, each relation, by every route.

The requests have no body and name nothing that is there, so that whoever may is told what is missing, and whoever may
not is told so and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from api.app import routed
from api.authorisation import FILE, pairs, text
from api.dependencies import changing_tables
from api.identity.api_keys import new_api_key
from api.identity.who import StaffRole
from api.openapi_policy import operation_of
from api.policy import OPERATIONS, READING, SCOPES, TABLE, Operation, Relation, Standing
from ledger.enums import Role
from tests.conformance.cast import key
from tests.functional import certification
from tests.functional.serving import Served
from tests.functional.staff import organisation, person
from tests.functional.test_machines import ROOT, header, register

REFUSALS = ("SIGN_IN_REQUIRED", "FORBIDDEN")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    operation: Operation


@dataclass(frozen=True)
class Somebody:
    """What asks. own: its organisation, "" for none. scoped: whether a service key has every scope, or one other."""

    standing: Standing
    client: httpx.Client
    own: str
    scoped: bool = True


def routes() -> Iterator[Route]:
    for context in iter_route_contexts(routed().routes):
        for method in sorted(context.methods or ()):
            yield Route(method, str(context.path), operation_of(context))


# Whoever signs out is signed out: last.
ROUTES = sorted(routes(), key=lambda route: route.operation == "identity.sign_out")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home") / "home"
    with Served(home, public_reading=False, proxies="127.0.0.1") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        running.submit(running.register("auditor"), key("auditor"))
        running.admit("auditor", "operator")
        running.grant("auditor", Role.AUDITOR, "operator", "regulator")
        yield running


@pytest.fixture(scope="module")
def everybody(served: Served) -> list[Somebody]:
    office = organisation(served, "Alice", "alice")
    found = [Somebody(Standing.ANONYMOUS, served.client_with(), "")]
    staff: Mapping[Standing, tuple[StaffRole, ...]] = {
        Standing.MEMBER: (),
        Standing.DRAFTER: (StaffRole.DRAFTER,),
        Standing.REVIEWER: (StaffRole.REVIEWER,),
        Standing.SIGNER: (StaffRole.SIGNER,),
        Standing.ADMIN: (StaffRole.ADMIN,),
    }
    for standing, roles in staff.items():
        found.append(Somebody(standing, person(served, office, f"{standing}@example.vn", *roles).client, office))
    for standing in (Standing.OPERATOR, Standing.REGULATOR, Standing.AUDITOR):
        own = organisation(served, standing, standing)
        found.append(Somebody(standing, person(served, own, f"{standing}@example.vn", StaffRole.OFFICER).client, own))
    found.append(Somebody(Standing.SERVICE_KEY, _program(served, office, SCOPES), office))
    holder = certification.client("gateway", ROOT)
    register(served, office, holder)
    machine = served.client_with()
    machine.headers["Client-Cert"] = header(holder)
    found.append(Somebody(Standing.MACHINE, machine, office))
    return found


def _program(served: Served, office: str, scopes: tuple[Operation, ...]) -> httpx.Client:
    now = served.service.identities.now
    with changing_tables(served.service) as session:
        made, _ = new_api_key(session, office, "a program", scopes, "", now, now + 3600)
    return served.client_with(made)


@pytest.fixture(scope="module")
def strangers(served: Served) -> str:
    """An organisation that is nobody's own."""
    return organisation(served, "Người lạ")


def place(route: Route, organisation: str) -> str:
    """The route's path with something in every place that is nothing that is there."""
    values = {"organisation": organisation, "address": "0x" + "00" * 20}
    words = {"digest", "spki"}

    def value(found: re.Match[str]) -> str:
        name = found[1].partition(":")[0]
        return values.get(name, "0x" + "00" * 32 if name in words else "0" * 32)

    return re.sub(r"\{([^}]+)\}", value, route.path)


def told(client: httpx.Client, route: Route, path: str) -> tuple[int, str]:
    """The status, and the code where it is a problem. A stream is not read to its end."""
    with client.stream(route.method, path) as answer:
        if answer.headers.get("content-type") == "application/problem+json":
            answer.read()
            return answer.status_code, answer.json()["code"]
        return answer.status_code, ""


def expected(somebody: Somebody, operation: Operation, relation: Relation) -> bool:
    """The table read once more, apart from the program that decides by it."""
    given = TABLE[operation][relation]
    if Standing.ANONYMOUS in given:
        return True
    if somebody.standing is Standing.SERVICE_KEY and not somebody.scoped:
        return False
    # Every person is a member as well.
    people = set(Standing) - {Standing.ANONYMOUS, Standing.SERVICE_KEY, Standing.MACHINE}
    member = somebody.standing in people and Standing.MEMBER in given
    return member or somebody.standing in given


def check(somebody: Somebody, route: Route, relation: Relation, organisation: str) -> None:
    path = place(route, organisation)
    status, code = told(somebody.client, route, path)
    about = (somebody.standing, somebody.scoped, route, relation, status, code)
    if expected(somebody, route.operation, relation):
        assert code not in REFUSALS, about
    elif somebody.standing is Standing.ANONYMOUS:
        assert (status, code) == (401, "SIGN_IN_REQUIRED"), about
    else:
        assert (status, code) == (403, "FORBIDDEN"), about


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_standing_may_what_the_table_gives_and_nothing_else(
    served: Served, everybody: list[Somebody], strangers: str, route: Route
) -> None:
    for somebody in everybody:
        for relation in TABLE[route.operation]:
            # Nobody's own organisation is one that does not exist.
            own = somebody.own or "0" * 32
            check(somebody, route, relation, own if relation is Relation.OWN else strangers)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_service_key_without_the_scope_may_only_what_everybody_may(
    served: Served, everybody: list[Somebody], strangers: str, operation: Operation
) -> None:
    office = next(each.own for each in everybody if each.standing is Standing.SERVICE_KEY)
    others = tuple(each for each in SCOPES if each != operation)
    somebody = Somebody(Standing.SERVICE_KEY, _program(served, office, others), office, scoped=False)
    for route in ROUTES:
        if route.operation == operation:
            for relation in TABLE[operation]:
                check(somebody, route, relation, office if relation is Relation.OWN else strangers)


def test_every_pair_was_asked() -> None:
    """Each operation has a route, so that no row of the table goes unasked; the file says how many there are."""
    assert {route.operation for route in ROUTES} == set(get_args(Operation))
    asked = {
        (standing, route.operation, relation)
        for route in ROUTES
        for relation in TABLE[route.operation]
        for standing in Standing
    }
    assert len(asked) == pairs()
    print(f"{len(asked)} pairs of standing, operation and relation, by {len(ROUTES)} routes")


def test_the_committed_table_is_that_of_the_program() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def test_reading_is_everybodys_only_where_the_settings_say_so(tmp_path: Any) -> None:
    with Served(tmp_path / "home", public_reading=True) as open_to_readers:
        for route in ROUTES:
            relation = next(iter(TABLE[route.operation]))
            status, code = told(open_to_readers.client, route, place(route, "0" * 32))
            may = Standing.ANONYMOUS in TABLE[route.operation][relation] or route.operation in READING
            assert (code != "SIGN_IN_REQUIRED") == may, (route, status, code)
