"""What a match says: suggestions with their reasons, near misses with what excludes them, or why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ledger.sentences import Sentence

Standing = Literal["met", "missed", "open"]
Strength = Literal["strong", "medium", "weak"]
Value = str | int


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that is asked, and how the other side stands to it.

    name: deadline, trl, territory, budget, exclusivity, must_have, sector, kpi, ticket. standing: `open` where a record
    cannot tell and somebody has to read or ask. hard: a miss excludes. code: of its sentence (`sentences.py`), which
    `values` fill; amounts are whole units of a currency.
    """

    name: str
    standing: Standing
    hard: bool
    code: str
    values: Mapping[str, Value]
    said: Sentence


@dataclass(frozen=True, slots=True)
class Term:
    """Something both sides speak of. vi, en: how it is said; concept: the glossary's, None for a word in common."""

    vi: tuple[str, ...]
    en: tuple[str, ...]
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One candidate of a ranking. score and features: millionths; features are as they go into the blend."""

    id: str
    score: int
    features: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What fits, with reasons. position: from 1. said: the reasons as sentences, the strongest first."""

    id: str
    position: int
    scored: Scored
    strength: Strength
    terms: tuple[Term, ...]
    facets: tuple[Facet, ...]
    said: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """What is near enough but breaks hard constraints. broken: those, each with its sentence."""

    id: str
    scored: Scored
    terms: tuple[Term, ...]
    broken: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """Why there is no suggestion. code: DEADLINE_PAST, NO_CANDIDATES, NOTHING_NEAR, ALL_EXCLUDED."""

    code: str
    values: Mapping[str, Value]
    said: Sentence


@dataclass(frozen=True, slots=True)
class Matching:
    """The answer to one side's question.

    direction: need, technology, fund; asked: its id. found: `technology` or `need`, what the ids below are of.
    version: of the method, with weights, words and model; candidates: digest of all that was ranked.
    near: how many were near enough; ranked: the nearest, fitting or not, in order, for a run's record.
    """

    direction: str
    asked: str
    found: str
    version: str
    candidates: str
    suggestions: tuple[Suggestion, ...]
    excluded: tuple[Excluded, ...]
    empty: Empty | None
    near: int
    ranked: tuple[Scored, ...]
