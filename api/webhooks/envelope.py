"""An event as it is told: CloudEvents 1.0 in JSON, signed as Standard Webhooks asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import rfc8785
from standardwebhooks import Webhook

from api.models.documents import event_document, hexadecimal, place
from api.webhooks.filters import event_name
from ledger.events import Position
from ledger.state import AnyEvent, accepted_at

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE_PREFIX = "vn.hanotex."
SECRET_PREFIX = "whsec_"


def cloud_event(ledger: bytes, event: AnyEvent) -> dict[str, Any]:
    """`source` and `id` name an event once and for all; `partitionkey` says which of them come in order, `sequence` in
    which (the extensions of these names). `data` is the event as every other answer of the service shows it.
    """
    record = hexadecimal(event.record)
    return {
        "specversion": "1.0",
        "id": place(event.position),
        "source": f"urn:hanotex:ledger:{hexadecimal(ledger)}",
        "type": TYPE_PREFIX + event_name(event),
        "subject": record,
        "time": datetime.fromtimestamp(accepted_at(event), UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "partitionkey": record,
        "sequence": f"{event.position.block:019}.{event.position.log:010}",
        "data": event_document(event, ledger),
    }


def body_of(ledger: bytes, event: AnyEvent) -> bytes:
    """The same bytes whenever it is told."""
    return rfc8785.dumps(cloud_event(ledger, event))


def message_id(subscription: str, position: Position) -> str:
    """The same for every attempt, and for a replay: by it the other side knows what it has had."""
    return f"msg_{subscription}_{position.block}_{position.log}"


def signed_headers(identifier: str, at: int, body: bytes, secrets: Iterable[bytes]) -> dict[str, str]:
    """at: UTC seconds of this attempt. secrets: each signs, the present one first."""
    moment = datetime.fromtimestamp(at, UTC)
    signatures = [Webhook(secret).sign(identifier, moment, body.decode()) for secret in secrets]
    return {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "HanoTEX-Webhooks/1",
        "webhook-id": identifier,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }
