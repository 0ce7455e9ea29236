"""What a run that is made again has otherwise than the one that was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marketplace.matching.runs.document import RunDocument

# Millionths that a feature may differ by where another machine, or another library, adds floats in another order.
ROUNDING = 50
What = Literal[
    "MATCHER_CHANGED",
    "QUESTION_CHANGED",
    "CANDIDATE_CHANGED",
    "CANDIDATE_MISSING",
    "CANDIDATE_ADDED",
    "CANDIDATE_SET_CHANGED",
    "FEATURE_DIFFERS",
    "OUTCOME_DIFFERS",
    "ABSTENTION_DIFFERS",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """of: a candidate's reference, or "". name: the part that differs. kept, again: its value, as in the documents."""

    what: What
    of: str
    name: str
    kept: Any
    again: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """same: the very same root. rounding: the largest difference of a feature within `ROUNDING`, in millionths, which
    is no difference.
    """

    same: bool
    differences: tuple[Difference, ...]
    rounding: int


def compare(kept: RunDocument, again: RunDocument) -> Comparison:
    """What differs, what explains a difference before what follows from it."""
    if kept.root == again.root:
        return Comparison(True, (), 0)
    old, new = ({each["entry"]: each for each in run.candidates} for run in (kept, again))
    rounding = max((_apart(old[entry], new[entry]) for entry in old.keys() & new.keys()), default=0)
    found = (
        *_header(kept.value, again.value),
        *_candidates(old, new),
        *_of_value("CANDIDATE_SET_CHANGED", "candidate_set", kept.value, again.value),
        *_of_value("ABSTENTION_DIFFERS", "abstention", kept.value, again.value),
        *_order([each["entry"] for each in kept.candidates], [each["entry"] for each in again.candidates]),
    )
    return Comparison(False, found, rounding)


def _header(kept: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Difference]:
    for name in ("code", "weights", "glossary", "model"):
        if kept["matcher"][name] != again["matcher"][name]:
            yield Difference("MATCHER_CHANGED", "", name, kept["matcher"][name], again["matcher"][name])
    for name in ("asked", "day", "salt"):
        yield from _of_value("QUESTION_CHANGED", name, kept, again)


def _order(kept: list[str], again: list[str]) -> Iterator[Difference]:
    """The same candidates in another order, or one of them twice."""
    if kept != again and set(kept) == set(again):
        yield Difference("CANDIDATE_SET_CHANGED", "", "order", kept, again)


def _of_value(what: What, name: str, kept: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Difference]:
    if kept[name] != again[name]:
        yield Difference(what, "", name, kept[name], again[name])


def _candidates(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for entry, was in old.items():
        now = new.get(entry)
        if now is None:
            yield Difference("CANDIDATE_MISSING", was["reference"], "entry", entry, None)
            continue
        for name in ("kind", "reference", "version", "content"):
            if was[name] != now[name]:
                yield Difference("CANDIDATE_CHANGED", was["reference"], name, was[name], now[name])
        for name in sorted(was["features"].keys() | now["features"].keys()):
            before, after = was["features"].get(name), now["features"].get(name)
            if before is None or after is None or abs(before - after) > ROUNDING:
                yield Difference("FEATURE_DIFFERS", was["reference"], name, before, after)
        if was["outcome"] != now["outcome"]:
            yield Difference("OUTCOME_DIFFERS", was["reference"], "outcome", was["outcome"], now["outcome"])
    for entry in new.keys() - old.keys():
        yield Difference("CANDIDATE_ADDED", new[entry]["reference"], "entry", None, entry)


def _apart(was: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    """The largest difference of a feature that counts as rounding."""
    both = was["features"].keys() & now["features"].keys()
    apart = (abs(was["features"][name] - now["features"][name]) for name in both)
    return max((each for each in apart if each <= ROUNDING), default=0)
