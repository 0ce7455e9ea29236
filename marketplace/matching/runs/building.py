"""A run's document from what matching answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from marketplace.matching.results import Excluded, Matching, Scored, Suggestion
from marketplace.matching.runs.document import (
    Candidate,
    Content,
    Direction,
    Found,
    Matcher,
    Outcome,
    RunDocument,
    candidate_set_root,
    run_document,
)


def ranked_set(contents: Sequence[Content]) -> tuple[Content, ...]:
    """Everything that can be suggested, in the order in which a run's set has it."""
    return tuple(sorted(contents, key=lambda each: each.entry))


def document_of(
    matching: Matching,
    *,
    subject: Content,
    day: str,
    limit: int,
    candidates: Sequence[Content],
    salt: bytes,
    set_root: bytes | None = None,
) -> RunDocument:
    """candidates: a `ranked_set`; set_root: its root, where it is known. day: ISO date; salt: 16 random bytes."""
    known = {each.entry: each for each in candidates}
    return run_document(
        direction=cast(Direction, matching.direction),
        found=cast(Found, matching.found),
        subject=subject,
        day=day,
        limit=limit,
        matcher=matcher_of(matching.version),
        candidates=_candidates(matching, known),
        among=len(candidates),
        set_root=candidate_set_root(candidates) if set_root is None else set_root,
        abstention=_abstention(matching),
        salt=salt,
    )


def matcher_of(version: str) -> Matcher:
    """What `marketplace.matching.match.version` says, in parts; a model's name may hold anything."""
    code, weights, glossary, model = version.split("; ", 3)
    return Matcher(code, weights.removeprefix("weights "), glossary.removeprefix("glossary "), model)


def _candidates(matching: Matching, known: Mapping[str, Content]) -> list[Candidate]:
    """Those that were ranked, nearest first; then whatever else was suggested or told to be excluded."""
    outcomes = {each.id: _suggested(each) for each in matching.suggestions}
    outcomes |= {each.id: _excluded(each) for each in matching.excluded}
    scored = {each.id: each for each in matching.ranked}
    for suggested in matching.suggestions:
        scored.setdefault(suggested.id, suggested.scored)
    for excluded in matching.excluded:
        scored.setdefault(excluded.id, excluded.scored)
    nothing = Outcome("not_suggested")
    return [Candidate(known[name], outcomes.get(name, nothing), _features(each)) for name, each in scored.items()]


def _suggested(suggestion: Suggestion) -> Outcome:
    return Outcome("suggested", suggestion.position, suggestion.strength)


def _excluded(excluded: Excluded) -> Outcome:
    reasons = [{"facet": each.name, "code": each.code, "values": dict(each.values)} for each in excluded.broken]
    return Outcome("excluded", reasons=reasons)


def _features(scored: Scored) -> dict[str, int]:
    return {"score": scored.score, **scored.features}


def _abstention(matching: Matching) -> dict[str, object] | None:
    empty = matching.empty
    return None if empty is None else {"code": empty.code, "values": dict(empty.values)}
