"""What the author's histories come to, on the model alone: how often each command is accepted, or refused with what."""

from __future__ import annotations

import random
from collections import Counter

from ledger.commands import COMMANDS, command_name
from ledger.errors import Refused
from tests.conformance.cast import genesis
from tests.conformance.histories.author import Author, Drawn
from tests.model import Model

START = 1_790_000_000
# Seconds between two commands: deadlines are a minute or a few off, so that some are met and some are missed.
WAITS = (0, 1, 1, 1, 4, 30)
ACCEPTED = "accepted"

Measured = dict[str, Counter[str]]


def measure(seed: int, steps: int) -> Measured:
    """command -> how often it was `accepted`, or refused with each code."""
    choices = random.Random(seed)
    model, now = Model(genesis(START)), START
    author = Author(model, lambda given: choices.choice(list(given)), lambda n: choices.randrange(n) == 0)
    measured: Measured = {name: Counter() for name in COMMANDS}

    def put(drawn: Drawn) -> None:
        try:
            model.apply(drawn.command, [each.address for each in drawn.keys], now)
            answer = ACCEPTED
        except Refused as refused:
            answer = refused.code
        measured[command_name(type(drawn.command))][answer] += 1

    for drawn in author.opening(START):
        now += 1
        put(drawn)
    for _ in range(steps):
        now += choices.choice(WAITS)
        model.now = now
        put(author.any_command())
    return measured


def table(measured: Measured) -> str:
    """One line per command: accepted, then its refusals, the commonest first."""
    lines = []
    for name, answers in measured.items():
        refusals = ", ".join(f"{code} {count}" for code, count in answers.most_common() if code != ACCEPTED)
        lines.append(f"{name:20}{answers[ACCEPTED]:6}  {refusals}")
    return "\n".join(lines)
