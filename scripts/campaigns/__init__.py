"""Long campaigns, one a file: each takes the very code that `make test` runs briefly, with larger numbers.

A file NAME.py has `run`, a `Campaign`, and is called by `scripts/campaign.py NAME`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """tried: how many of what. failures: a line for each thing that did not hold."""

    tried: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


# Takes the seed, and what says how far it has come.
Campaign = Callable[[int, Callable[[str], None]], Outcome]
