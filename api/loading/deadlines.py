"""Deadlines of a set on the day of loading: as they stand, or all of them later by the same number of whole days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from ledger.proof.times import VIET_NAM
from marketplace.profiles import Need

LEAST_AHEAD = 7  # days from the day of loading to the earliest deadline, where deadlines are moved
WITHOUT_DEADLINE = 90  # days from the day of loading, for a need that states none
_REVEAL_DAYS = 14
_DAY = 86_400


def today(now: int) -> date:
    """The day in Viet Nam at a ledger time."""
    return datetime.fromtimestamp(now, UTC).astimezone(VIET_NAM).date()


def commit_by(deadline: date) -> int:
    """The ledger time up to which proposals are taken: the end of the day in Viet Nam (UTC seconds)."""
    midnight = datetime(deadline.year, deadline.month, deadline.day, tzinfo=VIET_NAM)
    return int(midnight.timestamp()) + _DAY


def reveal_by(deadline: date) -> int:
    return commit_by(deadline) + _REVEAL_DAYS * _DAY


def deadline_of(commit_by: int) -> date:
    """The deadline that a problem on the ledger was published with."""
    return today(commit_by - 1)


def moved(needs: Iterable[Need], published: Mapping[str, int], day: date) -> dict[str, date]:
    """The deadline of each need by its id.

    published: `commit_by` of the needs that are on the ledger; their deadlines stand. The others are moved by as many
    days as those were, if that leaves them ahead of `day`; else, where the earliest of them is `day` or before it, all
    by what brings the earliest `LEAST_AHEAD` days ahead.
    """
    needs = list(needs)
    settled = {need.id: deadline_of(published[need.id]) for need in needs if need.id in published}
    stated = {need.id: need.deadline for need in needs if need.deadline is not None}
    open_ = {each: deadline for each, deadline in stated.items() if each not in settled}
    shifts = {settled[each] - stated[each] for each in settled if each in stated}
    shift = shifts.pop() if len(shifts) == 1 else timedelta(0)
    if open_ and min(open_.values()) + shift <= day:
        shift = day + timedelta(days=LEAST_AHEAD) - min(open_.values())
    unstated = {need.id: day + timedelta(days=WITHOUT_DEADLINE) for need in needs if need.deadline is None}
    return unstated | {each: deadline + shift for each, deadline in open_.items()} | settled
