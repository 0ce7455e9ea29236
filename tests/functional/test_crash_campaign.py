"""kill -9 at named and at random instants under 64 submitting clients, each time judged by the chain alone.

CRASH_ROUNDS (1 by default) repeats the kills under load that often; CRASH_SEED plays the seed of a failure again.
"""

from __future__ import annotations

import os
import secrets
import time

import pytest

from api.connection import open_embedded
from ledger.genesis import Genesis
from tests.conformance.cast import genesis
from tests.functional.crash_campaign import Campaign
from tests.functional.crash_points import ACKNOWLEDGED, MAKING, OPENING, UNDER_LOAD, Point
from tests.functional.crash_stream import Stream

SEED = os.environ.get("CRASH_SEED") or secrets.token_hex(4)
# The seed stands in the names of the tests, and so in what a failure prints.
ROUNDS = [f"seed {SEED}, round {n}" for n in range(1, 1 + int(os.environ.get("CRASH_ROUNDS", "1")))]
RANDOM_KILLS = 12
LONGEST_UNDER_LOAD = 1.5  # seconds
LONGEST_OPENING = 1.0  # seconds


def named(point: Point) -> str:
    return point.name


@pytest.fixture(scope="module")
def document() -> Genesis:
    return genesis(int(time.time()) - 10)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory, document: Genesis) -> Campaign:
    """A home made by processes each of which was killed one step further, and prepared for the clients' commands."""
    making = Campaign(tmp_path_factory.mktemp("campaign"), document, SEED)
    for point in MAKING:
        making.kill_at(point)
    with open_embedded(making.home, document) as made:
        assert made.ledger.status().genesis == document
        Stream(document).prepare(made.ledger)
    return making


def test_processes_killed_while_they_made_a_home_left_whole_secrets(campaign: Campaign) -> None:
    keys = campaign.home / "keys"
    assert sorted(file.name for file in keys.iterdir()) == [
        "operator.json",
        "operator.password",
        "relay.json",
        "relay.password",
    ]
    # 256 random bits in hex guard each of them.
    assert [len((keys / f"{name}.password").read_text()) for name in ("operator", "relay")] == [64, 64]


@pytest.mark.parametrize("point", UNDER_LOAD, ids=named)
@pytest.mark.parametrize("round_", ROUNDS)
def test_killed_under_load_every_answer_stays_true(campaign: Campaign, point: Point, round_: str) -> None:
    life = campaign.kill_at(point)
    wrong = campaign.judge()
    assert not wrong, "\n".join((str(life), *wrong))


@pytest.mark.parametrize("point", OPENING, ids=named)
@pytest.mark.parametrize("round_", ROUNDS)
def test_killed_while_a_home_is_opened_every_answer_stays_true(campaign: Campaign, point: Point, round_: str) -> None:
    lives = campaign.kill_at(ACKNOWLEDGED), campaign.kill_at(point)
    wrong = campaign.judge()
    assert not wrong, "\n".join((*map(str, lives), *wrong))


@pytest.mark.parametrize("number", range(RANDOM_KILLS))
@pytest.mark.parametrize("round_", ROUNDS)
def test_killed_at_random_and_again_while_opening_every_answer_stays_true(
    campaign: Campaign, number: int, round_: str
) -> None:
    lives = campaign.kill_within(LONGEST_UNDER_LOAD), campaign.kill_within_opening(LONGEST_OPENING)
    wrong = campaign.judge()
    assert not wrong, "\n".join((*map(str, lives), *wrong))


def test_after_all_deaths_the_whole_chain_agrees_with_everything_told(campaign: Campaign) -> None:
    assert campaign.kills >= 50
    wrong = campaign.judge_whole()
    assert not wrong, "\n".join((f"seed {SEED}", *wrong))
    told = campaign.told
    # The campaign has not been an easy one: all that it is about took place.
    assert told.receipts
    assert set().union(*told.refusals.values()) >= {"VERSION_MISMATCH", "UNKNOWN_KEY", "NOT_WHOLE", "COMMAND_EXPIRED"}
    assert max(told.submissions.values()) > 1
    assert told.unknown == []
