"""What `hanotex doctor` says of one thing that it looked at."""

from __future__ import annotations

from dataclasses import dataclass

from api.cli.problems import detail, problem


@dataclass(frozen=True, slots=True)
class Finding:
    """ok: None where there is nothing to judge. vi, en: what to do where it is not."""

    name: str
    ok: bool | None
    said: str
    vi: str = ""
    en: str = ""


def wrong(name: str, error: Exception) -> Finding:
    """What one of `USER_ERRORS` tells of it."""
    return Finding(name, False, detail(error), *problem(error).next_step)
