"""A process that submits commands and kills itself at a named point: `python -m tests.functional.crashing ...`.

Arguments: home, genesis time, point, number of commands. Each command's digest is printed when it was acknowledged.
The killing is built around the intent log and the line to the chain; the adapter knows nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ledger.intents import Intent, IntentLog, State
from ledger.wire import SignedCommand
from tests.conformance.cast import key
from tests.functional.exchange import Exchange, Line

POINTS = (
    "intent received",  # remembered, not yet written
    "intent not stored",  # handed to the writer, not yet durable
    "intent stored",  # durable, not yet sent
    "sent",  # accepted by the chain, no answer read
    "receipt read",  # the answer is known, not yet remembered
    "committed",  # remembered, not yet written, not yet told
)
AFTER = 5  # commands that pass the point before the kill


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Countdown:
    """Kills the process at the named point, once `AFTER` commands have passed it; None: never."""

    def __init__(self, point: str | None) -> None:
        self._point = point
        self._left = AFTER

    def at(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left < 0:
                die()


class DyingLog(IntentLog):
    countdown = Countdown(None)

    def put(self, intent: Intent) -> None:
        if intent.state is State.COMMITTED:
            self.countdown.at("receipt read")
        super().put(intent)
        self.countdown.at({State.RECEIVED: "intent received", State.COMMITTED: "committed"}.get(intent.state, ""))

    def put_durably(self, intent: Intent) -> None:
        self.countdown.at("intent not stored")
        super().put_durably(intent)
        self.countdown.at("intent stored")


class DyingLine(Line):
    countdown = Countdown(None)

    def make_request(self, method: Any, params: Any) -> Any:
        answer = super().make_request(method, params)
        if method == "eth_sendRawTransaction" and "result" in answer:
            self.countdown.at("sent")
        return answer


def commands(exchange: Exchange, count: int) -> list[SignedCommand]:
    """The same in every process: nothing in them depends on the time at which they are built."""
    for_ever = exchange.genesis.at + 86_400
    return [
        exchange.signed(exchange.register(f"party {n}", not_after=for_ever), key(f"party {n}")) for n in range(count)
    ]


def main(home: Path, at: int, point: str, count: int) -> None:
    exchange = Exchange(home, at, line=DyingLine, log=DyingLog)
    # Only now: what the deployment sent does not count.
    DyingLine.countdown = DyingLog.countdown = Countdown(point)

    def submit(signed: SignedCommand) -> None:
        exchange.ledger.submit(signed)
        os.write(1, signed.digest.hex().encode() + b"\n")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(submit, commands(exchange, count)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
