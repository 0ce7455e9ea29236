"""Problems: every code has a status, both languages and a page."""

from __future__ import annotations

import pytest

from api.problems import PROBLEMS
from api.problems.page import problem_page
from api.problems.table import _STATUS_OF
from ledger.errors import REFUSALS


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_code_has_a_page_in_both_languages(code: str) -> None:
    problem = PROBLEMS[code]
    page = problem_page(problem)
    assert all((problem.title.vi, problem.title.en, problem.advice.vi, problem.advice.en))
    assert page.startswith('<!DOCTYPE html><html lang="vi">')
    assert code in page
    assert "<script" not in page


def test_every_refusal_of_the_ledger_is_a_problem_and_no_status_is_of_an_unknown_code() -> None:
    assert set(REFUSALS) <= set(PROBLEMS)
    assert set(_STATUS_OF) <= set(REFUSALS)
    assert all(400 <= PROBLEMS[code].status < 500 or code == "CLOCK_BEHIND" for code in REFUSALS)
