"""Deadlines of a market set on the day of loading."""

from __future__ import annotations

from datetime import date

from api.loading import deadlines
from marketplace.profiles import Need

DAY = date(2026, 11, 29)


def need(name: str, deadline: date | None) -> Need:
    return Need(id=name, publisher="xa-dong", texts={}, deadline=deadline)


def test_deadlines_that_are_ahead_stand_as_they_are() -> None:
    needs = [need("P1", date(2026, 11, 30)), need("P2", date(2027, 2, 1))]
    assert deadlines.moved(needs, {}, DAY) == {"P1": date(2026, 11, 30), "P2": date(2027, 2, 1)}


def test_one_that_is_today_moves_all_of_them_so_that_the_earliest_is_a_week_ahead() -> None:
    needs = [need("P1", DAY), need("P2", date(2027, 2, 1))]
    assert deadlines.moved(needs, {}, DAY) == {"P1": date(2026, 12, 6), "P2": date(2027, 2, 8)}


def test_those_on_the_ledger_stand_and_the_others_follow_them() -> None:
    needs = [need("P1", date(2026, 6, 1)), need("P2", date(2026, 7, 1))]
    published = {"P1": deadlines.commit_by(date(2026, 12, 5))}
    # 187 days, as those that were loaded the day before.
    assert deadlines.moved(needs, published, DAY) == {"P1": date(2026, 12, 5), "P2": date(2027, 1, 4)}


def test_a_load_taken_up_again_months_later_moves_only_what_is_not_published() -> None:
    needs = [need("P1", date(2026, 6, 1)), need("P2", date(2026, 7, 1))]
    published = {"P1": deadlines.commit_by(date(2026, 12, 5))}
    moved = deadlines.moved(needs, published, date(2027, 3, 1))
    assert moved == {"P1": date(2026, 12, 5), "P2": date(2027, 3, 8)}


def test_a_need_without_a_deadline_gets_ninety_days() -> None:
    assert deadlines.moved([need("P1", None)], {}, DAY) == {"P1": date(2027, 2, 27)}


def test_proposals_are_taken_until_the_day_ends_in_viet_nam() -> None:
    # 5 December 2026, 17:00 UTC: midnight at UTC+07:00.
    assert deadlines.commit_by(date(2026, 12, 5)) == 1_796_490_000
    assert deadlines.deadline_of(1_796_490_000) == date(2026, 12, 5)
    assert deadlines.today(1_796_490_000) == date(2026, 12, 6)
