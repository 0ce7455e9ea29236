"""Every payload in every place that takes a text, one at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.campaigns import Outcome
from tests.functional.conftest import play_opening_day
from tests.functional.fields import templates
from tests.functional.injecting import Injected, payloads
from tests.functional.peopled import Peopled

_OFTEN = 100  # places between two lines


def run(seed: int, say: Callable[[str], None]) -> Outcome:
    """seed: nothing is drawn, because nothing is left out."""
    each = payloads()
    with tempfile.TemporaryDirectory() as folder:
        day = Path(folder) / "day"
        play_opening_day(day)
        with Peopled(day, Path(folder)) as served:
            places = [(template, place) for template in templates(served) for place in template.places()]
            injected = Injected(served)
            with injected.watch():
                for done, (template, place) in enumerate(places):
                    if done % _OFTEN == 0:
                        said = f"{done} of {len(places)} places, {injected.sent:,} requests"
                        say(f"{said}, {len(injected.failures)} failures")
                    for payload in each:
                        injected.send(template, place, payload)
    say(f"answers: {', '.join(f'{status}: {count:,}' for status, count in sorted(injected.statuses.items()))}")
    return Outcome({"requests": injected.sent, "places": len(places), "payloads": len(each)}, injected.failures)
