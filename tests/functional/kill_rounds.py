"""Which steps a round kills at: briefly for every run of the tests, at length for the campaign."""

from __future__ import annotations

import random

from tests.functional.kill_campaign import Campaign
from tests.functional.kill_deaths import at_random, at_random_opening, at_steps, from_cold, while_opening
from tests.functional.kill_points import (
    BEFORE_OPENING,
    BETWEEN,
    BETWEEN_ON_A_NETWORK,
    OPENING,
    OPENING_ON_A_NETWORK,
    SENT,
    SERVING,
    SERVING_ON_A_NETWORK,
    WORKING,
)

_SERVING_SECONDS = 2.0  # a process is killed within, once it answers
_OPENING_SECONDS = 0.8
_FEW = 4  # a command takes a block's second


def short_round(campaign: Campaign, chance: random.Random) -> None:
    """Once at each step between client and engine, and of the worker; the engine's own have a campaign of their own."""
    (serving,), (working,) = campaign.ground.serving, campaign.ground.working
    served = [
        *at_steps(BETWEEN, chance),
        *at_random(1, _SERVING_SECONDS, chance),
        *at_random_opening(1, _OPENING_SECONDS, chance),
    ]
    campaign.round((serving, served), (working, [*at_steps(WORKING, chance), *at_random(1, _SERVING_SECONDS, chance)]))


def long_round(campaign: Campaign, chance: random.Random) -> None:
    """Once at each step there is, and many times at random."""
    (serving,), (working,) = campaign.ground.serving, campaign.ground.working
    served = [
        *at_steps(SERVING, chance),
        *while_opening(OPENING, BEFORE_OPENING),
        *at_random(6, _SERVING_SECONDS, chance),
        *at_random_opening(4, _OPENING_SECONDS, chance),
        *from_cold(2, _SERVING_SECONDS, chance),
    ]
    worked = [
        *at_steps((*WORKING, *WORKING), chance),
        *at_random(6, _SERVING_SECONDS, chance),
        *at_random_opening(2, _OPENING_SECONDS, chance),
        *from_cold(2, _SERVING_SECONDS, chance),
    ]
    campaign.round((serving, served), (working, worked))


def network_round(campaign: Campaign, chance: random.Random, *, briefly: bool = False) -> None:
    """The first process at each step, the second and the worker at random: either may go on alone, or none."""
    (first, second), (working,) = campaign.ground.serving, campaign.ground.working
    if briefly:
        campaign.round(
            (first, at_steps(BETWEEN_ON_A_NETWORK, chance, _FEW)), (working, at_random(1, _SERVING_SECONDS, chance))
        )
        return
    campaign.round(
        (first, [*at_steps(SERVING_ON_A_NETWORK, chance, _FEW), *while_opening(OPENING_ON_A_NETWORK, SENT)]),
        (second, [*at_random(6, 5.0, chance), *at_random_opening(2, _OPENING_SECONDS, chance)]),
        (working, [*at_steps(WORKING, chance), *at_random(4, 5.0, chance)]),
    )
