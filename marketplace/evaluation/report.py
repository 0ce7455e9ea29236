"""What an evaluation found, and its JSON (docs/evaluation.md, "The JSON")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Interval = tuple[float, float]  # 95 %


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its interval; None where nothing was asked."""

    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One ranker on one slice. violations: broken constraints in the first ten places, counted."""

    measures: Mapping[str, Figure]
    violations: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline on the same slice; lead: how far the ranker is ahead of it, pair by pair; filtered: its figures when
    what breaks a constraint is taken out of its ranking first."""

    figures: Figures
    lead: Mapping[str, Figure]
    filtered: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Slice:
    """asked: how many needs or queries are in it."""

    asked: int
    figures: Figures
    baselines: Mapping[str, Baseline]


@dataclass(frozen=True, slots=True)
class Side:
    """Needs, or queries.

    abstained: of the unanswerable, those for which nothing was shown; false_abstentions: of the answerable those.
    halvings: nDCG@10 of both halves, for divisions at random.
    """

    slices: Mapping[str, Slice]  # `all` first
    abstained: int
    unanswerable: int
    false_abstentions: int
    answerable: int
    halvings: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """sides: `needs`, `queries`, those that were asked. missing: files of the set that were not there. embedder: its
    name; unread: operators of rules that nobody could check."""

    sides: Mapping[str, Side]
    technologies: int
    missing: tuple[str, ...]
    half: int | None
    embedder: str
    unread: tuple[str, ...]

    @property
    def as_json(self) -> dict[str, Any]:
        about = {
            "technologies": self.technologies,
            "missing": list(self.missing),
            "half": self.half,
            "embedder": self.embedder,
            "unread_operators": list(self.unread),
            "answerable": {name: side.answerable for name, side in self.sides.items()},
            "halvings": {
                name: [[_rounded(each) for each in halving] for halving in side.halvings]
                for name, side in self.sides.items()
            },
        }
        return {**{name: _side(side) for name, side in self.sides.items()}, "about": about}


def _side(side: Side) -> dict[str, Any]:
    return {
        **{name: _slice(each) for name, each in side.slices.items()},
        "abstained": side.abstained,
        "unanswerable": side.unanswerable,
        "false_abstentions": side.false_abstentions,
    }


def _slice(found: Slice) -> dict[str, Any]:
    baselines = {
        name: {**_figures(each.figures), "lead": _measures(each.lead), "filtered": _measures(each.filtered)}
        for name, each in found.baselines.items()
    }
    return {"count": found.asked, **_figures(found.figures), **baselines}


def _figures(figures: Figures) -> dict[str, Any]:
    return {**_measures(figures.measures), "constraint_violations": figures.violations}


def _measures(measures: Mapping[str, Figure]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, figure in measures.items():
        shown[name] = _rounded(figure.value)
        shown[f"{name}_interval"] = None if figure.interval is None else [_rounded(each) for each in figure.interval]
    return shown


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
