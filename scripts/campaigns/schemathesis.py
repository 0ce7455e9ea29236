"""Every operation of the service, asked by schemathesis as nobody, as a person with every role and as a program."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scripts.campaigns import Outcome
from tests.functional.conftest import play_opening_day
from tests.functional.described import Amount, Told, ask
from tests.functional.peopled import CALLERS, Peopled

AMOUNT = Amount(commands=1000, examples=25, sequences=100, steps=10, coverage=True)


def run(seed: int, say: Callable[[str], None]) -> Outcome:
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "day"
        play_opening_day(home)
        for caller in CALLERS:
            place = Path(folder) / caller
            place.mkdir()
            with Peopled(home, place) as served:
                told += ask(served, caller, AMOUNT, seed, say)
    by_phase: Counter[str] = Counter()
    by_operation: Counter[str] = Counter()
    for (operation, phase), count in told.cases.items():
        by_phase[f"cases ({phase})"] += count
        by_operation[operation] += count
    for operation, count in sorted(by_operation.items()):
        say(f"{count:6,} {operation}")
    say(f"answers: {', '.join(f'{status}: {count:,}' for status, count in sorted(told.statuses.items()))}")
    tried = {"operations": len(by_operation), "cases": told.cases.total(), **by_phase}
    return Outcome(tried, [f"{name}\n{said}" for name, said in told.failures.items()])
