"""Sends what is on its way: in one process of those on a database, many addresses at once, of each record in order."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.leadership import Leadership
from api.observability.logs import log
from api.observability.metrics import Metrics
from api.observability.tracing import NO_TRACING, Kind, Span, Tracing
from api.sealing import SealBroken, Sealing
from api.webhooks.addresses import AddressForbidden
from api.webhooks.envelope import body_of, message_id, signed_headers
from api.webhooks.outbox import Due, Key, Outbox, Outcome, Retries, State
from api.webhooks.sending import Answered, Sender, Unreachable
from api.webhooks.subscriptions import secret_place
from ledger.events import Position
from ledger.state import AnyEvent
from marketplace.projection import Projection, events

logger = logging.getLogger(__name__)

DUTY = "webhooks"
KEPT_SECONDS = 30 * 86_400  # what arrived is remembered for so long
_TIDY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """look, fail: seconds between looks, and after one that failed. at_once: of one subscription; threads: in all."""

    look: float = 0.25
    fail: float = 2.0
    at_once: int = 4
    threads: int = 16


class Deliverer:
    """A thread of this process, and those that send. `leads`: whether it is the one that delivers."""

    def __init__(
        self,
        database: Engine,
        tables: Engine,
        sealing: Sealing,
        sender: Sender,
        metrics: Metrics,
        *,
        retries: Retries | None = None,
        load: Load | None = None,
        clock: Callable[[], float] = time.time,
        tracing: Tracing = NO_TRACING,
    ) -> None:
        """clock: UTC seconds."""
        self._outbox = Outbox(database, tables, retries or Retries())
        self._tables = tables
        self._projection = Projection(tables)
        self._sealing = sealing
        self._sender = sender
        self._metrics = metrics
        self._load = load or Load()
        self._clock = clock
        self._tracing = tracing
        self._leadership = Leadership(database, DUTY)
        self._stopping = False
        self._changed = threading.Condition()
        self._busy: set[Key] = set()
        self._tidy_at = 0.0
        self._thread = threading.Thread(target=self._deliver, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let what is being sent come to its end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def leads(self) -> bool:
        return self._leadership.held

    def _deliver(self) -> None:
        try:
            with ThreadPoolExecutor(self._load.threads, "webhook") as pool:
                while not self._stopping:
                    pause = self._turn(pool)
                    with self._changed:
                        if not self._stopping and pause:
                            self._changed.wait(pause)
        finally:
            self._leadership.release()

    def _turn(self, pool: ThreadPoolExecutor) -> float:
        """One look at what is due; how long to wait for the next, unless something arrives before."""
        led = self.leads
        try:
            if not self._leadership.take():
                return self._load.look
            if not led:
                log(logger, logging.INFO, "delivers webhooks")
            made = self._outbox.fill(int(self._clock()))
            self._tidy()
            sent = self._send_due(pool)
        except (SQLAlchemyError, OSError) as error:
            log(logger, logging.WARNING, "webhooks could not be looked at", error=type(error).__name__)
            return self._load.fail
        except Exception:
            logger.exception("nobody foresaw this; webhooks are delivered again")
            return self._load.fail
        return 0.0 if made and not sent else self._load.look

    def _send_due(self, pool: ThreadPoolExecutor) -> int:
        with self._changed:
            busy = frozenset(self._busy)
        free = self._load.threads - len(busy)
        due = self._outbox.due(int(self._clock()), busy, self._load.at_once, free) if free > 0 else []
        ledger = self._projection.ledger() if due else None
        if ledger is None:
            return 0
        for each in due:
            with self._changed:
                self._busy.add(each.key)
            pool.submit(self._attempt, ledger, each)
        return len(due)

    def _attempt(self, ledger: bytes, due: Due) -> None:
        try:
            with self._tracing.span("webhook.attempt", Kind.CLIENT) as span:
                event = self._event(due.key.position)
                if event is None:
                    span.forget()
                    return  # the tables are being filled anew
                outcome = self._send(due, ledger, event)
                state = self._outbox.settle(due.key, outcome, int(self._clock()))
                self._count(outcome, state, span)
        except SQLAlchemyError as error:
            # It is sent again: at least once.
            log(logger, logging.WARNING, "how a webhook ended could not be stored", error=type(error).__name__)
        except Exception:
            logger.exception("nobody foresaw this; the webhook is sent again")
        finally:
            with self._changed:
                self._busy.discard(due.key)
                self._changed.notify_all()

    def _send(self, due: Due, ledger: bytes, event: AnyEvent) -> Outcome:
        body = body_of(ledger, event)
        place = secret_place(due.key.subscription)
        try:
            secrets = [self._sealing.open(sealed, place) for sealed in due.secrets]
            identifier = message_id(due.key.subscription, due.key.position)
            headers = signed_headers(identifier, int(self._clock()), body, secrets)
            return _judged(self._sender.post(due.url, headers, body))
        except SealBroken:
            return Outcome(0, "secret", of_address=True)
        except (AddressForbidden, Unreachable) as error:
            return Outcome(0, error.trouble, of_address=True)

    def _event(self, position: Position) -> AnyEvent | None:
        with Session(self._tables) as session:
            found = events(session, Position(position.block, position.log - 1), 1)
        return found[0] if found and found[0].position == position else None

    def _tidy(self) -> None:
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + _TIDY_SECONDS
            self._outbox.forget(int(self._clock()) - KEPT_SECONDS)

    def _count(self, outcome: Outcome, state: State | None, span: Span) -> None:
        became = "arrived" if not outcome.trouble else "dead" if state is State.DEAD else "failed"
        self._metrics.webhooks.labels(became).inc()
        span.set("hanotex.outcome", became)
        if outcome.status:
            span.set("http.response.status_code", outcome.status)
        if outcome.trouble:
            span.fail(outcome.trouble)


def _judged(answered: Answered) -> Outcome:
    """What an answer means: any 2xx is taken, 410 asks for no more (Standard Webhooks)."""
    status = answered.status
    if 200 <= status < 300:
        return Outcome(status)
    if status == 410:
        return Outcome(status, "gone", ended=True)
    if 300 <= status < 400:
        return Outcome(status, "redirect")
    of_address = status >= 500 or status in (408, 425, 429)
    return Outcome(status, "status", of_address=of_address, rest=answered.retry_after if of_address else 0)
