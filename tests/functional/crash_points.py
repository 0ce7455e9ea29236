"""The instants at which a process is killed: each stands right before or right after one call inside the product.

A process that is to die wraps that one call in itself before it opens its home. The product knows nothing of it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from api import connection
from ledger import intents, keystore
from ledger.engines.embedded import EmbeddedProvider, executor, store
from ledger.engines.embedded.block import NextBlock
from ledger.engines.embedded.chain import Chain
from ledger.engines.embedded.executor import Executor
from ledger.engines.embedded.store import Store
from ledger.engines.evm.submission import Submission
from ledger.intents import Intent, IntentLog, State
from tests.functional.crash_log import ClientLog


class Countdown:
    """Ends the process with SIGKILL when it has been passed that often; several threads may pass it at once."""

    def __init__(self, passings: int) -> None:
        self._left = passings
        self._lock = threading.Lock()

    def passed(self) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
                signal.pause()


Arm = Callable[[Countdown], None]


@dataclass(frozen=True)
class Point:
    """most: the process may be let past that often, less one, before it is killed there."""

    name: str
    arm: Arm
    most: int = 1


def before(owner: Any, method: str) -> Arm:
    def passed_then(call: Callable[[], Any], countdown: Countdown) -> Any:
        countdown.passed()
        return call()

    return lambda countdown: _wrap(owner, method, lambda call: passed_then(call, countdown))


def after(owner: Any, method: str) -> Arm:
    def then_passed(call: Callable[[], Any], countdown: Countdown) -> Any:
        result = call()
        countdown.passed()
        return result

    return lambda countdown: _wrap(owner, method, lambda call: then_passed(call, countdown))


def _wrap(owner: Any, method: str, around: Callable[[Callable[[], Any]], Any]) -> None:
    original = getattr(owner, method)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        return around(lambda: original(*arguments, **named))

    setattr(owner, method, wrapped)


def received(countdown: Countdown) -> None:
    put = IntentLog.put

    def wrapped(log: IntentLog, intent: Intent) -> None:
        put(log, intent)
        if intent.state is State.RECEIVED:
            countdown.passed()

    IntentLog.put = wrapped  # type: ignore[method-assign, assignment]


def before_commit(countdown: Countdown) -> None:
    """Between the rows of a write to the chain's file and its COMMIT."""
    durable = getattr(store, "durable")  # noqa: B009  the store's own import of it, which nobody else is to use

    @contextmanager
    def wrapped(database: Any) -> Iterator[None]:
        with durable(database):
            yield
            countdown.passed()

    setattr(store, "durable", wrapped)  # noqa: B010


def checkpointing(arm: Arm) -> Arm:
    """With both write-ahead logs moved into their files as soon as there is anything to move."""

    def armed(countdown: Countdown) -> None:
        executor.MOVED_BLOCKS = 1
        intents._COMMITS_PER_CHECKPOINT = 1
        arm(countdown)

    return armed


# The chain has the command, and neither the intents nor the client know.
ACKNOWLEDGED = Point("acknowledged, receipt not read", after(Executor, "send"), 60)

# Under load: the way of a command, then that of a block.
UNDER_LOAD = (
    Point("command received", received, 60),
    Point("intents handed to the writer, not durable", before(IntentLog, "_write"), 4),
    Point("intents durable, nobody told", after(IntentLog, "_write"), 4),
    Point("intent durable, not sent", after(IntentLog, "put_durably"), 60),
    Point("transaction at the chain, not executed", before(Executor, "send"), 60),
    Point("executed, not journalled", before(Store, "append"), 3),
    Point("journal or block written, not committed", before_commit, 4),
    Point("journalled, not acknowledged", after(Store, "append"), 3),
    ACKNOWLEDGED,
    Point("acknowledged, not marked committed", before(Submission, "_commit"), 40),
    Point("marked committed, client not told", after(Submission, "_commit"), 40),
    Point("refused, not marked", before(Submission, "_refused"), 10),
    Point("client told of its receipt", after(ClientLog, "accepted"), 60),
    Point("client told of its refusal", after(ClientLog, "refused"), 10),
    Point("before the seal", before(Chain, "seal")),
    Point("block finished, not signed", after(NextBlock, "finish")),
    Point("block signed, not written", before(Store, "seal")),
    Point("block's rows written, not committed", after(Store, "_insert")),
    Point("sealed", after(Store, "seal")),
    Point("before the chain's checkpoint", checkpointing(before(Store, "checkpoint"))),
    Point("after the chain's checkpoint", checkpointing(after(Store, "checkpoint"))),
    Point("after the intents' checkpoint", checkpointing(after(IntentLog, "_checkpoint")), 3),
)

# While a home is opened that a process killed at `ACKNOWLEDGED` has left.
OPENING = (
    Point("home read, chain not open", before(EmbeddedProvider, "create_or_open")),
    Point("journal read", after(Store, "journal")),
    Point("in the middle of the replay", after(NextBlock, "execute"), 5),
    Point("journal replayed", after(Chain, "_replay")),
    Point("chain open, intents not", before(connection, "IntentLog")),
    Point("unresolved intents listed", after(IntentLog, "unresolved")),
    Point("in the middle of resolving", before(Submission, "_resolve"), 5),
    Point("resolved, not written", after(Submission, "resolve_unknown")),
)

# While a home is made, in the order in which it comes by them: each process gets one step further.
MAKING = (
    Point("genesis.json made, not in its place", before(os, "replace")),
    Point("password file open, nothing in it", after(keystore, "_owner_only")),
    Point("password written", after(connection, "write_private")),
    Point("keystore made, not in its place", after(connection, "keep_secret")),
    Point("keys made, chain not chosen", before(connection, "_settled_chain")),
    Point("chain chosen, no file", after(connection, "_settled_chain")),
    Point("tables made, no block 0", before(Store, "create")),
    Point("block 0 written, not committed", before_commit),
    Point("block 0 durable", after(Store, "create")),
    Point("first deployment transaction executed, not journalled", before(Store, "append")),
    *(Point(f"deployment transaction {n} journalled", after(Store, "append")) for n in range(1, 7)),
    Point("deployed, not written down", before(connection, "_write_once")),
    Point("deployment.json made, not in its place", before(os, "replace")),
    Point("trust not settled", before(connection, "_settled_trust")),
    Point("chain open, intents not made", before(connection, "IntentLog")),
    Point("intents made", after(intents, "_open")),
)

POINTS = {point.name: point for point in (*UNDER_LOAD, *OPENING, *MAKING)}
