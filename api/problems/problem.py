"""What a problem is, beside its code."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """status: of HTTP. title: the sentence. advice: what to do next. retry_after: seconds, where waiting helps."""

    code: str
    status: int
    title: Sentence
    advice: Sentence
    retry_after: int | None = None
