"""The service answers as it is described, whatever it is asked; `make campaign CAMPAIGN=schemathesis` asks more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from api.heads import has_head
from tests.functional.described import Amount, ask
from tests.functional.peopled import Peopled

SEED = 20261126
# With its own examples and links about 2,000 cases.
AMOUNTS = {
    "nobody": Amount(commands=4, examples=2, sequences=0, steps=2, coverage=False),
    "admin": Amount(commands=4, examples=4, sequences=8, steps=6, coverage=False),
    "program": Amount(commands=4, examples=2, sequences=0, steps=2, coverage=False),
}


@pytest.mark.parametrize("caller", AMOUNTS)
def test_every_operation_answers_as_it_is_described(peopled: Peopled, caller: str) -> None:
    told = ask(peopled, caller, AMOUNTS[caller], SEED)
    assert not told.failures, "\n\n".join(f"{name}\n{said}" for name, said in told.failures.items())
    asked = {operation for operation, _ in told.cases}
    assert len(asked) == len(peopled.operations)
    assert {200, 400, 404} <= set(told.statuses)
    print(f"{told.cases.total()} cases, {dict(sorted(told.statuses.items()))}")


def test_every_path_answers_405_to_every_other_method_and_says_which_it_takes(peopled: Peopled) -> None:
    for path in map(peopled.filled, peopled.description["paths"]):
        taken = set(_taken_at(peopled, path))
        taken |= {"HEAD"} if "GET" in taken and has_head(path) else set()
        for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - taken:
            answer = peopled.admin.client.request(method, path)
            assert answer.status_code == 405, (method, path)
            assert method == "HEAD" or answer.json()["code"] == "METHOD_NOT_ALLOWED", (method, path)
            assert {each.strip() for each in answer.headers["allow"].split(",")} == taken, (method, path)


def test_every_path_that_has_get_has_head_without_content(peopled: Peopled) -> None:
    for path, methods in peopled.description["paths"].items():
        filled = peopled.filled(path)
        if "get" in methods and has_head(filled):
            got, head = (peopled.admin.client.request(method, filled) for method in ("GET", "HEAD"))
            assert (head.status_code, head.content) == (got.status_code, b""), path
            assert head.headers["content-type"] == got.headers["content-type"], path


def test_no_path_takes_a_parameter_that_it_does_not_have(peopled: Peopled) -> None:
    for path, methods in peopled.description["paths"].items():
        for method in methods:
            if methods[method]["operationId"] == "finish_oidc_sign_in":
                continue
            answer = peopled.admin.client.request(method, peopled.filled(path) + "?no-such=1")
            assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED"), (method, path)
            own = {each["name"] for each in methods[method].get("parameters", ()) if each["in"] == "query"}
            assert answer.json()["values"] == {"field": "no-such", "allowed": sorted(own)}, (method, path)


def _taken_at(peopled: Peopled, path: str) -> Iterator[str]:
    """The methods of every path of the description that this one is."""
    for template, methods in peopled.description["paths"].items():
        if re.fullmatch(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template)), path):
            yield from map(str.upper, methods)
