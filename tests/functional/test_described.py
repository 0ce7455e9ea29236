"""The service answers as it is described, whatever it is asked; `make campaign CAMPAIGN=schemathesis` asks more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

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
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - taken:
            answer = peopled.admin.client.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED"), (method, path)
            assert {each.strip() for each in answer.headers["allow"].split(",")} == taken, (method, path)


def _taken_at(peopled: Peopled, path: str) -> Iterator[str]:
    """The methods of every path of the description that this one is."""
    for template, methods in peopled.description["paths"].items():
        if re.fullmatch(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template)), path):
            yield from map(str.upper, methods)
