"""Who asked to be told: made, listed, told anew from a position, given another secret, ended."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from api.sealing import Sealing
from api.tables import DeliveryRow, SubscriptionRow
from api.webhooks.addresses import Allowance, permitted, place_of
from api.webhooks.envelope import SECRET_PREFIX
from api.webhooks.filters import Filter
from api.webhooks.outbox import Delivery, State
from ledger.events import Position
from marketplace.database import writing

_SECRET_BYTES = 32
MOST_OF_AN_OWNER = 50
# A former secret signs beside the new one for a day, so that nobody has to change both ends at one instant.
OVERLAP_SECONDS = 86_400


class TooMany(Exception):
    """The owner has as many subscriptions as it may have."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """stopped: "" while it is told, else why not. pending, dead, held: deliveries."""

    id: str
    owner: str
    url: str
    filter: Filter
    created_at: int
    position: Position
    failures: int
    rests_until: int
    stopped: str
    pending: int
    dead: int
    held: int


class Subscriptions:
    """Thread-safe. Every method but `create` takes an owner, and knows nothing of what another one has."""

    def __init__(self, database: Engine, sealing: Sealing, allowance: Allowance) -> None:
        self._database = database
        self._sealing = sealing
        self._allowance = allowance

    def create(self, owner: str, url: str, wanted: Filter, after: Position, at: int) -> tuple[Subscription, str]:
        """The subscription, and the secret that nobody is shown again. after: it is told of later events only.

        Raises `AddressForbidden`, `TooMany`.
        """
        permitted(place_of(url), self._allowance)
        identifier, secret = secrets.token_hex(16), secrets.token_bytes(_SECRET_BYTES)
        row = SubscriptionRow(
            id=identifier,
            owner=owner,
            url=url,
            filter=wanted.to_text(),
            secret=self._sealing.seal(secret, secret_place(identifier)),
            former_secret=b"",
            former_until=0,
            created_at=at,
            block=after.block,
            log=after.log,
            round=1,
            failures=0,
            rests_until=0,
            stopped="",
        )
        with Session(writing(self._database)) as session, session.begin():
            owned = select(func.count()).select_from(SubscriptionRow).where(SubscriptionRow.owner == owner)
            if (session.scalar(owned) or 0) >= MOST_OF_AN_OWNER:
                raise TooMany(owner)
            session.add(row)
            session.flush()
            return _shown(session, [row])[0], _spelt(secret)

    def of(self, owner: str) -> Sequence[Subscription]:
        """In the order of creation."""
        with Session(self._database) as session:
            owned = select(SubscriptionRow).where(SubscriptionRow.owner == owner)
            return _shown(
                session, session.scalars(owned.order_by(SubscriptionRow.created_at, SubscriptionRow.id)).all()
            )

    def get(self, owner: str, identifier: str) -> Subscription | None:
        with Session(self._database) as session:
            row = _owned(session, owner, identifier)
            return None if row is None else _shown(session, [row])[0]

    def unarrived(self, owner: str, identifier: str, after: Position, limit: int) -> list[Delivery] | None:
        """Deliveries of events after a position that have not arrived, oldest first; None: no such subscription."""
        with Session(self._database) as session:
            row = _owned(session, owner, identifier)
            if row is None:
                return None
            chosen = select(DeliveryRow).where(
                DeliveryRow.subscription == identifier,
                DeliveryRow.round == row.round,
                DeliveryRow.state != State.DELIVERED,
                tuple_(DeliveryRow.block, DeliveryRow.log) > tuple_(*after),
            )
            found = session.scalars(chosen.order_by(DeliveryRow.block, DeliveryRow.log).limit(limit))
            return [
                Delivery(
                    Position(each.block, each.log),
                    each.record,
                    State(each.state),
                    each.attempts,
                    each.due_at,
                    each.status,
                    each.trouble,
                )
                for each in found
            ]

    def delete(self, owner: str, identifier: str) -> bool:
        """Whether there was one; what was on its way is not sent any more."""
        with Session(writing(self._database)) as session, session.begin():
            row = _owned(session, owner, identifier)
            if row is None:
                return False
            session.execute(delete(DeliveryRow).where(DeliveryRow.subscription == identifier))
            session.delete(row)
            return True

    def replay(self, owner: str, identifier: str, after: Position) -> Subscription | None:
        """Tell it again of every event after a position, and of none up to it that has not arrived; None: no such one.

        It also ends a stop and a rest.
        """
        with Session(writing(self._database)) as session, session.begin():
            row = _owned(session, owner, identifier, lock=True)
            if row is None:
                return None
            unarrived = DeliveryRow.state != State.DELIVERED
            session.execute(delete(DeliveryRow).where(DeliveryRow.subscription == identifier, unarrived))
            row.round += 1
            row.block, row.log = after
            row.failures = row.rests_until = 0
            row.stopped = ""
            session.flush()
            return _shown(session, [row])[0]

    def rotate(self, owner: str, identifier: str, at: int) -> str | None:
        """Another secret; the one until now signs as well for a day. None: no such subscription."""
        secret = secrets.token_bytes(_SECRET_BYTES)
        with Session(writing(self._database)) as session, session.begin():
            row = _owned(session, owner, identifier, lock=True)
            if row is None:
                return None
            row.former_secret, row.former_until = row.secret, at + OVERLAP_SECONDS
            row.secret = self._sealing.seal(secret, secret_place(identifier))
        return _spelt(secret)


def stop_all(session: Session, owner: str) -> None:
    """Tell an owner's subscriptions nothing more: it is no longer of the service."""
    owned = update(SubscriptionRow).where(SubscriptionRow.owner == owner)
    session.execute(owned.values(stopped="closed"))


def secret_place(identifier: str) -> str:
    """What a subscription's secrets are sealed for."""
    return f"webhook/{identifier}"


def _spelt(secret: bytes) -> str:
    return SECRET_PREFIX + b64encode(secret).decode()


def _owned(session: Session, owner: str, identifier: str, *, lock: bool = False) -> SubscriptionRow | None:
    named = select(SubscriptionRow).where(SubscriptionRow.id == identifier, SubscriptionRow.owner == owner)
    return session.scalars(named.with_for_update() if lock else named).one_or_none()


def _shown(session: Session, rows: Sequence[SubscriptionRow]) -> list[Subscription]:
    counts = _counts(session, [row.id for row in rows])
    return [
        Subscription(
            id=row.id,
            owner=row.owner,
            url=row.url,
            filter=Filter.from_text(row.filter),
            created_at=row.created_at,
            position=Position(row.block, row.log),
            failures=row.failures,
            rests_until=row.rests_until,
            stopped=row.stopped,
            pending=counts.get((row.id, State.PENDING), 0),
            dead=counts.get((row.id, State.DEAD), 0),
            held=counts.get((row.id, State.HELD), 0),
        )
        for row in rows
    ]


def _counts(session: Session, identifiers: Sequence[str]) -> dict[tuple[str, int], int]:
    columns = (DeliveryRow.subscription, DeliveryRow.state)
    counted = select(*columns, func.count()).where(DeliveryRow.subscription.in_(identifiers)).group_by(*columns)
    return {(identifier, state): count for identifier, state, count in session.execute(counted)}
