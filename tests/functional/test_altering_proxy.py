"""A proxy that alters, omits, rolls back or forks what the service tells, and what catches it (docs/specs/audit.md).

`make campaign` runs every mutation; here a sample of each kind of answer and deed does.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.judging import judged, sample
from tests.functional.mutations import Mutation, mutations
from tests.functional.stand import Stand

SEED = 20_261_201
# Of each kind of answer and deed. Certificates take longest: each is verified several times.
MOST, MOST_CERTIFICATES = 30, 16
ANSWERS = (
    *("status", "trust", "record", "history", "list", "events", "certificate", "right", "live grants"),
    *("command", "receipt", "intake", "service"),
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("ledgers")) as made:
        yield made


@pytest.fixture(scope="module")
def made(stand: Stand) -> list[Mutation]:
    return list(mutations(stand))


def test_without_a_mutation_nothing_differs(stand: Stand) -> None:
    whole = stand.audited()
    assert (whole.differences, whole.unanswered, stand.proxy.altered) == ([], [], 0)


def test_there_are_mutations_of_every_answer_and_every_deed(made: list[Mutation]) -> None:
    assert len({(each.answer, each.deed, each.what) for each in made}) == len(made) > 2_000
    assert {each.answer for each in made} == set(ANSWERS)
    assert {each.deed for each in made} == {"alter", "omit", "roll back", "fork", "nothing"}
    assert len(sample(made, SEED, MOST_CERTIFICATES)) > 300


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_mutation_is_caught_by_what_has_to_catch_it(stand: Stand, made: list[Mutation], answer: str) -> None:
    most = MOST_CERTIFICATES if answer == "certificate" else MOST
    drawn = sample([each for each in made if each.answer == answer], SEED, most)
    counts, wrong = judged(stand, drawn)
    assert wrong == []
    assert sum(counts.values()) == len(drawn)
