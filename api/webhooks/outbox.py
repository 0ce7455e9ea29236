"""What is on its way: made from events once, each taken out when it has arrived, died, or was replayed.

Of one subscription, round and record, only the earliest that has not arrived is ever sent, so they arrive in order. A
dead one holds the later ones of its record until the subscription is replayed. Whoever changes deliveries locks their
subscription first.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import Engine, and_, exists, insert, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from api.tables import DeliveryRow, SubscriptionRow
from api.webhooks.filters import Filter
from ledger.events import Position
from ledger.state import AnyEvent
from marketplace.database import writing
from marketplace.projection import events

_EVENTS_AT_ONCE = 500
_SUBSCRIPTIONS_AT_ONCE = 200
# Its own: whoever seeds the process's generator, as tests do, is not disturbed from another thread.
_CHANCE = random.Random()


class State(IntEnum):
    """held: behind a dead one of its record."""

    PENDING = 1
    DELIVERED = 2
    DEAD = 3
    HELD = 4


class Key(NamedTuple):
    """Which delivery."""

    subscription: str
    round: int
    block: int
    log: int

    @property
    def position(self) -> Position:
        return Position(self.block, self.log)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one that has not arrived stands."""

    position: Position
    record: bytes
    state: State
    attempts: int
    due_at: int
    status: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery to try now. secrets: sealed, those that sign."""

    key: Key
    url: str
    secrets: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """status: of HTTP, 0 where no answer came. trouble: "" where it arrived. ended: it never will, there.

    of_address: whatever had been sent would have met it. rest: seconds that the other side asks for.
    """

    status: int
    trouble: str = ""
    of_address: bool = False
    ended: bool = False
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Retries:
    """delays: seconds before each attempt after the first; past the last one it is dead. failures: of an address in a
    row, after which its subscription is stopped. spread: by how much of itself a delay may grow.
    """

    delays: tuple[int, ...] = (5, 30, 120, 600, 3600, 14_400, 36_000, 50_400, 72_000, 86_400)
    failures: int = 16
    spread: float = 0.1

    def delay(self, failed: int) -> int:
        """Seconds, after so many failures."""
        return int(self.delays[min(failed, len(self.delays)) - 1] * _CHANCE.uniform(1, 1 + self.spread))


class Outbox:
    """database: of subscriptions and deliveries; tables: of the events. Thread-safe."""

    def __init__(self, database: Engine, tables: Engine, retries: Retries) -> None:
        self._database = database
        self._tables = tables
        self._retries = retries

    def fill(self, now: int) -> int:
        """Make deliveries of events that are in the tables and were not looked at yet; how many."""
        told = SubscriptionRow.stopped == ""
        cursors = select(SubscriptionRow.block, SubscriptionRow.log).where(told).distinct()
        with Session(self._database) as session:
            places = [Position(*row) for row in session.execute(cursors)]
        return sum(self._fill_after(place, now) for place in sorted(places))

    def _fill_after(self, after: Position, now: int) -> int:
        with Session(self._tables) as session:
            page = events(session, after, _EVENTS_AT_ONCE)
        if not page:
            return 0
        made: list[dict[str, Any]] = []
        with Session(writing(self._database)) as session, session.begin():
            here = and_(SubscriptionRow.block == after.block, SubscriptionRow.log == after.log)
            waiting = select(SubscriptionRow).where(here, SubscriptionRow.stopped == "").order_by(SubscriptionRow.id)
            for row in session.scalars(waiting.limit(_SUBSCRIPTIONS_AT_ONCE).with_for_update()):
                made += _deliveries(session, row, page, now)
                row.block, row.log = page[-1].position
            if made:
                session.execute(insert(DeliveryRow), made)
        return len(made)

    def due(self, now: int, busy: Collection[Key], at_once: int, limit: int) -> list[Due]:
        """Deliveries to try now, none of `busy`: of one subscription so many at once, of a failing one a single one."""
        with Session(self._database) as session:
            ready = select(SubscriptionRow).where(
                SubscriptionRow.stopped == "",
                SubscriptionRow.rests_until <= now,
                exists().where(_is_due(SubscriptionRow.id, SubscriptionRow.round, now)),
            )
            found: list[Due] = []
            for row in session.scalars(ready.order_by(SubscriptionRow.rests_until, SubscriptionRow.id)):
                under_way = sum(key.subscription == row.id for key in busy)
                free = (1 if row.failures else at_once) - under_way
                # Those under way are still pending, and stand among the first of their records.
                keys = _firsts(session, row, now, free + under_way) if free > 0 else []
                secrets = (row.secret, row.former_secret) if row.former_until > now else (row.secret,)
                found += [Due(key, row.url, secrets) for key in keys if key not in busy][:free]
                if len(found) >= limit:
                    break
        return found[:limit]

    def settle(self, key: Key, outcome: Outcome, now: int) -> State | None:
        """Write down how an attempt ended; what became of the delivery, None where it was replayed or deleted since."""
        with Session(writing(self._database)) as session, session.begin():
            chosen = select(SubscriptionRow).where(SubscriptionRow.id == key.subscription).with_for_update()
            subscription = session.scalars(chosen).one_or_none()
            delivery = session.get(DeliveryRow, tuple(key))
            if subscription is None or delivery is None or subscription.round != key.round:
                return None
            if delivery.state != State.PENDING:
                return State(delivery.state)
            delivery.status, delivery.trouble = outcome.status, outcome.trouble
            delivery.attempts += 1
            if not outcome.trouble:
                delivery.state, delivery.delivered_at = State.DELIVERED, now
                subscription.failures = subscription.rests_until = 0
            else:
                self._put_off(session, subscription, delivery, outcome, now)
            return State(delivery.state)

    def forget(self, before: int) -> None:
        """Drop what arrived before a time (UTC seconds)."""
        arrived = and_(DeliveryRow.state == State.DELIVERED, DeliveryRow.delivered_at < before)
        with Session(writing(self._database)) as session, session.begin():
            session.execute(DeliveryRow.__table__.delete().where(arrived))  # type: ignore[attr-defined]

    def _put_off(
        self, session: Session, subscription: SubscriptionRow, delivery: DeliveryRow, outcome: Outcome, now: int
    ) -> None:
        if outcome.of_address:
            subscription.failures += 1
            subscription.rests_until = now + max(self._retries.delay(subscription.failures), outcome.rest)
        if outcome.ended or subscription.failures >= self._retries.failures:
            subscription.stopped = "gone" if outcome.ended else "unreachable"
        later = and_(
            DeliveryRow.subscription == delivery.subscription,
            DeliveryRow.round == delivery.round,
            DeliveryRow.record == delivery.record,
            DeliveryRow.state == State.PENDING,
            tuple_(DeliveryRow.block, DeliveryRow.log) > tuple_(delivery.block, delivery.log),
        )
        if delivery.attempts > len(self._retries.delays):
            delivery.state = State.DEAD
            session.execute(update(DeliveryRow).where(later).values(state=State.HELD))
            return
        delivery.due_at = now + max(self._retries.delay(delivery.attempts), outcome.rest)
        # Those behind it are not looked at in vain meanwhile.
        session.execute(update(DeliveryRow).where(later).values(due_at=delivery.due_at))


def _deliveries(session: Session, row: SubscriptionRow, page: Sequence[AnyEvent], now: int) -> list[dict[str, Any]]:
    wanted = Filter.from_text(row.filter)
    dead = select(DeliveryRow.record).where(
        DeliveryRow.subscription == row.id, DeliveryRow.round == row.round, DeliveryRow.state == State.DEAD
    )
    holding = set(session.scalars(dead))
    return [
        {
            "subscription": row.id,
            "round": row.round,
            **event.position._asdict(),
            "record": event.record,
            "state": State.HELD if event.record in holding else State.PENDING,
            "attempts": 0,
            "due_at": now,
            "status": 0,
            "trouble": "",
            "delivered_at": 0,
        }
        for event in page
        if wanted.matches(event)
    ]


def _is_due(subscription: Any, round: Any, now: int) -> Any:
    return and_(
        DeliveryRow.subscription == subscription,
        DeliveryRow.round == round,
        DeliveryRow.state == State.PENDING,
        DeliveryRow.due_at <= now,
    )


def _firsts(session: Session, row: SubscriptionRow, now: int, limit: int) -> list[Key]:
    """Pending deliveries with no earlier one of their record pending, oldest first."""
    earlier = aliased(DeliveryRow)
    behind = exists().where(
        earlier.subscription == DeliveryRow.subscription,
        earlier.round == DeliveryRow.round,
        earlier.record == DeliveryRow.record,
        earlier.state == State.PENDING,
        tuple_(earlier.block, earlier.log) < tuple_(DeliveryRow.block, DeliveryRow.log),
    )
    columns = (DeliveryRow.subscription, DeliveryRow.round, DeliveryRow.block, DeliveryRow.log)
    first = select(*columns).where(_is_due(row.id, row.round, now), ~behind)
    return [Key(*found) for found in session.execute(first.order_by(DeliveryRow.block, DeliveryRow.log).limit(limit))]
