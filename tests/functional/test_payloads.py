"""What attackers write, wherever a text is taken; `make campaign CAMPAIGN=payloads` puts all of it everywhere."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

from tests.functional.fields import templates
from tests.functional.injecting import HALF_A_PAIR, Injected, payloads
from tests.functional.peopled import Peopled

SEED = 20261126


def test_no_payload_anywhere_does_anything_but_be_answered(peopled: Peopled) -> None:
    """Each place and each payload at least once, which goes where follows from the seed; all where a URL goes; and
    half a pair of surrogates in every text of JSON, because it is a text until somebody has to write it."""
    drawn = random.Random(SEED)
    places = [(template, place) for template in templates(peopled) for place in template.places()]
    drawn.shuffle(places)
    each = payloads()
    drawn.shuffle(each)
    assert len(places) > len(each)
    injected = Injected(peopled)
    with injected.watch():
        for (template, place), payload in zip(places, itertools.cycle(each), strict=False):
            injected.send(template, place, payload)
        for template, place in places:
            if place.kind == "body":
                injected.send(template, place, HALF_A_PAIR)
            if place.steps[-1] == "url":
                for payload in each:
                    injected.send(template, place, payload)
    assert not injected.failures, "\n".join(injected.failures[:40])
    assert {place.operation for _, place in places} >= {
        operation
        for operation, (_, _, described) in peopled.operations.items()
        if described.get("parameters") or described.get("requestBody")
    }
    assert not Path("/tmp/hanotex-injected").exists()
    print(f"{injected.sent} requests, {len(each)} payloads, answers {injected.statuses}")
