"""Webhooks as they are asked for and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

from api.models.answers import Answer
from api.models.documents import hexadecimal, place
from api.models.given import Given
from api.models.values import Seconds, Word
from api.webhooks.addresses import MOST_CHARACTERS
from api.webhooks.filters import EVENT_NAMES, KIND_NAMES, MOST_LISTED, Filter
from api.webhooks.outbox import Delivery
from api.webhooks.subscriptions import Subscription
from ledger.events import BEFORE_ALL, Position

POSITION = r"^(start|(0|[1-9][0-9]{0,17}):(0|[1-9][0-9]{0,8}))$"
After = Annotated[
    str, Field(pattern=POSITION, strict=True, description="`start`, or an event's position", examples=["17:4"])
]
if TYPE_CHECKING:
    EventName: TypeAlias = str
    KindName: TypeAlias = str
else:  # the catalogue's, none by hand
    EventName = Literal[tuple(sorted(EVENT_NAMES))]
    KindName = Literal[tuple(KIND_NAMES)]


class FilterModel(Given):
    """Each list that holds something must hold something of the event; empty lists ask for nothing.

    names: of events, those of their commands. kinds: of the record moved. records: moved or touched. parties: whose key
    signed, or that are the record itself.
    """

    names: list[EventName] = Field(default_factory=list, max_length=MOST_LISTED)
    kinds: list[KindName] = Field(default_factory=list, max_length=MOST_LISTED)
    records: list[Word] = Field(default_factory=list, max_length=MOST_LISTED)
    parties: list[Word] = Field(default_factory=list, max_length=MOST_LISTED)

    @property
    def wanted(self) -> Filter:
        return Filter(
            frozenset(self.names),
            frozenset(KIND_NAMES[name] for name in self.kinds),
            frozenset(bytes.fromhex(record[2:]) for record in self.records),
            frozenset(bytes.fromhex(party[2:]) for party in self.parties),
        )


class WebhookRequest(Given):
    """after: told of later events only; without it, of those accepted from now on."""

    url: str = Field(max_length=MOST_CHARACTERS, strict=True, examples=["https://example.org/hanotex"])
    filter: FilterModel = Field(default_factory=FilterModel)
    after: After | None = None


class ReplayRequest(Given):
    after: After


class WebhookModel(Answer):
    """after: the last event looked at. failures: of the address in a row; until rests_until nothing is sent there.

    stopped: why it is told nothing more: `unreachable`, `gone` (it answered 410), `closed` (its organisation); null
    while it is. pending, dead, held: deliveries; a dead one holds the later ones of its record until a replay.
    """

    id: str
    url: str
    filter: FilterModel
    created_at: Seconds
    after: str
    failures: int
    rests_until: Seconds | None
    stopped: Literal["unreachable", "gone", "closed"] | None
    pending: int
    dead: int
    held: int


class SecretModel(Answer):
    """Verifies the signatures (Standard Webhooks). It is shown this once."""

    secret: str = Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])


class NewWebhook(SecretModel):
    webhook: WebhookModel


class WebhookList(Answer):
    webhooks: list[WebhookModel]


class DeliveryModel(Answer):
    """An event on its way. position: of the event; status: the last HTTP status, null where no answer came."""

    position: str
    record: Word
    state: Literal["pending", "dead", "held"]
    attempts: int
    due_at: Seconds
    status: int | None
    trouble: str | None


class DeliveryList(Answer):
    """next: the `after` of the following page; null at the end."""

    deliveries: list[DeliveryModel]
    next: str | None


def position_of(text: str) -> Position:
    """The position that an `After` names."""
    if text == "start":
        return BEFORE_ALL
    block, _, log = text.partition(":")
    return Position(int(block), int(log))


def spelt(position: Position) -> str:
    return "start" if position == BEFORE_ALL else place(position)


def webhook_document(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "url": subscription.url,
        "filter": subscription.filter.document,
        "created_at": str(subscription.created_at),
        "after": spelt(subscription.position),
        "failures": subscription.failures,
        "rests_until": str(subscription.rests_until) if subscription.rests_until else None,
        "stopped": subscription.stopped or None,
        "pending": subscription.pending,
        "dead": subscription.dead,
        "held": subscription.held,
    }


def delivery_document(delivery: Delivery) -> dict[str, Any]:
    return {
        "position": spelt(delivery.position),
        "record": hexadecimal(delivery.record),
        "state": delivery.state.name.lower(),
        "attempts": delivery.attempts,
        "due_at": str(delivery.due_at),
        "status": delivery.status or None,
        "trouble": delivery.trouble or None,
    }
