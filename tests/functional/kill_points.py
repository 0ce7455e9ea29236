"""The instants at which a serving or a following process is killed, beside those of the engine (`crash_points`)."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from alembic import command as alembic_command
from sqlalchemy import event
from sqlalchemy.orm import Session

from api import databases, intake, sealing
from api.intake import Intakes
from api.leadership import Leadership
from api.routes import commands
from api.submission import Submissions
from api.webhooks import outbox
from api.webhooks.outbox import Outbox
from api.webhooks.sending import Sender
from ledger.engines.evm import submission
from ledger.engines.evm.rpc import Endpoint
from marketplace import projection
from marketplace.projection import Projection
from tests.functional import crash_points
from tests.functional.crash_points import ACKNOWLEDGED, Arm, Countdown, Point, after, before

_WITH_THE_CLIENT = {"client told of its receipt", "client told of its refusal"}  # in the engine's campaign alone
_MOST = 12  # clients are fewer than in the engine's campaign


def committing(module: ModuleType) -> Arm:
    """Between the last row of a transaction of a module's sessions and its COMMIT."""

    def arm(countdown: Countdown) -> None:
        class Dying(Session):
            pass

        def written(session: Session) -> None:
            session.flush()
            countdown.passed()

        event.listen(Dying, "before_commit", written)
        module.Session = Dying  # type: ignore[attr-defined]

    return arm


def after_some(owner: Any, method: str) -> Arm:
    """After a call that did something: it answered more than nothing."""

    def arm(countdown: Countdown) -> None:
        original = getattr(owner, method)

        def wrapped(*arguments: Any, **named: Any) -> Any:
            result = original(*arguments, **named)
            if result:
                countdown.passed()
            return result

        setattr(owner, method, wrapped)

    return arm


def before_some(owner: Any, method: str) -> Arm:
    """Before a call whose last argument holds something."""

    def arm(countdown: Countdown) -> None:
        original = getattr(owner, method)

        def wrapped(*arguments: Any) -> Any:
            if arguments[-1]:
                countdown.passed()
            return original(*arguments)

        setattr(owner, method, wrapped)

    return arm


def sent(countdown: Countdown) -> None:
    """The node took the transaction, and nobody read its answer."""
    call = Endpoint.call

    def wrapped(endpoint: Endpoint, method: str, *params: Any) -> Any:
        result = call(endpoint, method, *params)
        if method == "eth_sendRawTransaction":
            countdown.passed()
        return result

    Endpoint.call = wrapped  # type: ignore[method-assign]


def answered(countdown: Countdown) -> None:
    """The last byte of an acceptance is with the operating system."""

    class Dying(commands.JSONResponse):
        async def __call__(self, *arguments: Any) -> None:
            await super().__call__(*arguments)
            if self.status_code == 201:
                countdown.passed()

    commands.JSONResponse = Dying  # type: ignore[misc]


# The way of a command: before the engine, in it on any chain, and back to the client.
INTAKE = (
    Point("command read, not taken in", before(Intakes, "take"), _MOST),
    Point("intake signed, not written", after(Intakes, "_row"), _MOST),
    Point("intakes written, not committed", committing(intake), 6),
    Point("intakes committed, nobody told", after(Intakes, "_written"), 6),
    Point("intake durable, not with the engine", before(Submissions, "submit"), _MOST),
)
SIGN = (Point("transaction signed, no intent of it", after(submission, "sign_transaction"), _MOST),)
ANSWER = (
    Point("receipt known, answer not made", before(commands, "receipt_document"), _MOST),
    Point("refusal known, answer not made", before(commands, "refusal_body"), 4),
    Point("answer made, not sent", after(commands, "receipt_document"), _MOST),
    Point("answer sent", answered, _MOST),
)
_FEWER = {
    point.name: Point(point.name, point.arm, min(point.most, _MOST))
    for point in crash_points.UNDER_LOAD
    if point.name not in _WITH_THE_CLIENT
}
EMBEDDED = tuple(_FEWER.values())
_ON_ANY_CHAIN = (
    "command received",
    "intents handed to the writer, not durable",
    "intents durable, nobody told",
    "intent durable, not sent",
    "acknowledged, not marked committed",
    "marked committed, client not told",
    "refused, not marked",
)
SENT = Point("sent to the node, answer not read", sent, 4)
ON_A_NETWORK = (*(_FEWER[name] for name in _ON_ANY_CHAIN), SENT)

SERVING = (*INTAKE, *SIGN, *EMBEDDED, *ANSWER)
SERVING_ON_A_NETWORK = (*INTAKE, *SIGN, *ON_A_NETWORK, *ANSWER)

# Those that a run of all tests comes by: what is between them is the engine's, which has a campaign of its own.
BETWEEN = (
    *INTAKE,
    *SIGN,
    *(_FEWER[name] for name in ("intent durable, not sent", "journalled, not acknowledged", ACKNOWLEDGED.name)),
    *(_FEWER[name] for name in ("acknowledged, not marked committed", "marked committed, client not told", "sealed")),
    *ANSWER,
)
BETWEEN_ON_A_NETWORK = (INTAKE[3], _FEWER["intent durable, not sent"], SENT)

# While a process opens what one that was killed at `ACKNOWLEDGED` has left.
BEFORE_OPENING = _FEWER[ACKNOWLEDGED.name]
OPENING = tuple(Point(point.name, point.arm) for point in crash_points.OPENING)
OPENING_ON_A_NETWORK = tuple(
    point for point in OPENING if point.name in ("unresolved intents listed", "resolved, not written")
)

WORKING = (
    Point("leads, nothing done", after(Leadership, "take"), 6),
    Point("events read, not folded", before_some(Projection, "apply"), 3),
    Point("events folded, no row written", before(projection, "_write"), 3),
    Point("rows written, not committed", committing(projection), 3),
    Point("rows committed", after_some(Projection, "apply"), 3),
    Point("before events are compared again", before(Projection, "recheck")),
    Point("deliveries made, no row written", after_some(outbox, "_deliveries"), 3),
    Point("deliveries or answers written, not committed", committing(outbox), 4),
    Point("deliveries committed", after_some(Outbox, "fill"), 3),
    Point("webhook due, not sent", before(Sender, "post"), 4),
    Point("webhook sent, answer not settled", after(Sender, "post"), 4),
    Point("answer of a webhook settled", after(Outbox, "settle"), 4),
)

# While a process makes the service's own files beside a ledger, in the order in which it comes by them.
MAKING = (
    Point("service's tables made, not committed", after(alembic_command, "upgrade")),
    Point("service's tables committed, no derived ones", before(databases, "open_tables")),
    Point("derived tables made, not committed", after(alembic_command, "upgrade")),
    Point("every table made, no sealing key", before(sealing, "_make")),
    Point("sealing key written, not in its place", after(sealing, "write_private")),
    Point("sealing key in its place", after(sealing, "_make")),
)

POINTS = {point.name: point for point in (*SERVING, *SERVING_ON_A_NETWORK, *OPENING, *WORKING, *MAKING)}
