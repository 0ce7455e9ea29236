"""Every mutation of the altering proxy, and which checks caught it; the seed orders them."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scripts.campaigns import Outcome
from tests.functional.judging import judged
from tests.functional.mutations import mutations
from tests.functional.stand import Stand

_AT_ONCE = 200


def run(seed: int, say: Callable[[str], None]) -> Outcome:
    counts: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Stand(Path(folder)) as stand:
        true = stand.audited()
        wrong += [f"without a mutation: {each.sentence.en}" for each in true.differences]
        made = list(mutations(stand))
        random.Random(seed).shuffle(made)
        for begun in range(0, len(made), _AT_ONCE):
            found, otherwise = judged(stand, made[begun : begun + _AT_ONCE])
            counts += found
            wrong += otherwise
            say(f"{min(begun + _AT_ONCE, len(made))} of {len(made)} mutations, {len(wrong)} caught otherwise")
    for (answer, deed, caught), count in sorted(counts.items()):
        say(f"| {answer} | {deed} | {count} | {caught} |")
    return Outcome({"mutations": counts.total()}, wrong)
