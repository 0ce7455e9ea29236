"""kill -9 of the serving and of the following process, at every named step and at random, under clients that go on.

KILL_SEED plays the seed of a failure again; `make campaign CAMPAIGN=kills` does the same at length.
"""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.geth_node import GETH, GethNode
from tests.functional.kill_campaign import Campaign
from tests.functional.kill_grounds import embedded, network
from tests.functional.kill_points import BETWEEN, BETWEEN_ON_A_NETWORK, MAKING, WORKING
from tests.functional.kill_rounds import network_round, short_round
from tests.functional.postgresql import Server
from tests.functional.webhook_receiver import Receiver

SEED = os.environ.get("KILL_SEED") or secrets.token_hex(4)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


# The seed stands in the names of the tests, and so in what a failure prints.
@pytest.mark.parametrize("seed", [SEED])
def test_killed_at_every_step_a_service_stays_true_to_what_it_told(
    tmp_path: Path, receiver: Receiver, seed: str
) -> None:
    campaign = Campaign(embedded(tmp_path, receiver.url), receiver, seed, print)
    keys = {file.name for file in (campaign.ground.home / "keys").iterdir()}
    assert keys == {"operator.json", "operator.password", "relay.json", "relay.password", "service.key"}
    short_round(campaign, random.Random(seed))
    assert not campaign.violations, "\n".join(violation.says for violation in campaign.violations)
    assert {life.step for life in campaign.killed} >= {point.name for point in (*MAKING, *BETWEEN, *WORKING)}
    _assert_eventful(campaign)


@pytest.mark.skipif(GETH is None, reason="geth: GETH names no binary")
@pytest.mark.parametrize("seed", [SEED])
def test_of_two_processes_that_are_killed_either_answers_for_both(
    tmp_path: Path, receiver: Receiver, postgresql_server: Server, seed: str
) -> None:
    (tmp_path / "geth").mkdir()
    node = GethNode(tmp_path / "geth")
    try:
        ground = network(tmp_path, node, receiver.url, postgresql_server.new_database())
        campaign = Campaign(ground, receiver, seed, print)
        network_round(campaign, random.Random(seed), briefly=True)
    finally:
        node.close()
    assert not campaign.violations, "\n".join(violation.says for violation in campaign.violations)
    assert {life.step for life in campaign.killed} >= {point.name for point in BETWEEN_ON_A_NETWORK}
    _assert_eventful(campaign)


def _assert_eventful(campaign: Campaign) -> None:
    """All that it is about took place."""
    told = {(call.asked.value, call.told.value) for call in campaign.calls.all}
    assert told >= {("submit", "accepted"), ("submit", "refused"), ("submit", "lost"), ("status", "accepted")}
    assert campaign.heard.streamed
    assert campaign.heard.drafts
    assert set(campaign.heard.webhooks) == set(campaign.ground.subscriptions)
