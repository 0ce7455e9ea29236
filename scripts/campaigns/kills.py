"""kill -9 of the service's processes: at every step of serving, opening, following and delivering, and at random.

KILL_ROUNDS (3 by default): of a home with its tables in SQLite. Then, where there are PostgreSQL and geth, one of a
home with its tables in PostgreSQL, and one of two serving processes over a network and one database.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from scripts.campaigns import Outcome
from tests.functional import postgresql
from tests.functional.geth_node import GETH, GethNode
from tests.functional.kill_campaign import Campaign
from tests.functional.kill_deaths import HEADING, restarts, table, told_in_all
from tests.functional.kill_grounds import embedded, network
from tests.functional.kill_rounds import long_round, network_round
from tests.functional.webhook_receiver import Receiver

Say = Callable[[str], None]
_ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))


def run(seed: int, say: Say) -> Outcome:
    outcome = Outcome()
    for name, campaign in _campaigns(seed, say):
        say(f"-- {name}: {len(campaign.killed)} kills, {len(campaign.calls.all):,} calls")
        say(HEADING)
        for row in table(campaign.killed, campaign.calls, campaign.violations):
            say(str(row))
        for line in (*told_in_all(campaign.calls, campaign.heard), *restarts(campaign.killed)):
            say(line)
        outcome.tried["kills"] = outcome.tried.get("kills", 0) + len(campaign.killed)
        outcome.tried["calls"] = outcome.tried.get("calls", 0) + len(campaign.calls.all)
        outcome.failures.extend(f"{name}: {violation.says}" for violation in campaign.violations)
    return outcome


def _campaigns(seed: int, say: Say) -> Iterator[tuple[str, Campaign]]:
    """Each once it is over."""
    with ExitStack() as opened:

        def folder() -> Path:
            return Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="hanotex-kills-")))

        receiver = opened.enter_context(Receiver())
        if _ROUNDS:
            campaign = Campaign(embedded(folder(), receiver.url), receiver, f"{seed}", say)
            for number in range(_ROUNDS):
                long_round(campaign, random.Random(f"{seed}/{number}"))
            yield "one home, SQLite", campaign
        if (programs := postgresql.programs()) is None:
            say("PostgreSQL: not installed; its rounds are left out")
            return
        server = opened.enter_context(postgresql.server(programs))
        campaign = Campaign(embedded(folder(), receiver.url, server.new_database()), receiver, f"{seed}/pg", say)
        long_round(campaign, random.Random(f"{seed}/pg"))
        yield "one home, PostgreSQL", campaign
        if GETH is None:
            say("geth: GETH names no binary; the round of two serving processes is left out")
            return
        node = GethNode(folder())
        opened.callback(node.close)
        campaign = Campaign(network(folder(), node, receiver.url, server.new_database()), receiver, f"{seed}/net", say)
        network_round(campaign, random.Random(f"{seed}/net"))
        yield "two serving processes, geth, PostgreSQL", campaign
