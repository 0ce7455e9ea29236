"""Webhooks: asking to be told of events, and what became of the telling. An organisation sees its own alone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from api.apart import Apart
from api.dependencies import Serving
from api.models.webhooks import (
    After,
    DeliveryList,
    NewWebhook,
    ReplayRequest,
    SecretModel,
    WebhookList,
    WebhookModel,
    WebhookRequest,
    delivery_document,
    position_of,
    spelt,
    webhook_document,
)
from api.policy import Identity, allowed
from api.problems import NotServed
from api.problems.declared import declared
from api.service import Service
from api.webhooks.addresses import AddressForbidden
from api.webhooks.subscriptions import TooMany

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
Identifier = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The webhook's id")]
Reading = Annotated[Identity, allowed("webhooks.read")]
Creating = Annotated[Identity, allowed("webhooks.create")]
Deleting = Annotated[Identity, allowed("webhooks.delete")]
Replaying = Annotated[Identity, allowed("webhooks.replay")]
Rotating = Annotated[Identity, allowed("webhooks.rotate")]
_MOST_DELIVERIES = 200
# A name is looked up for up to 10 seconds.
_RESOLVING = Apart("webhook", 4, each=2)


@router.post(
    "",
    operation_id="create_webhook",
    summary="Have events posted to an address",
    description=(
        "Standard Webhooks: verify `webhook-signature` with the secret, and take `webhook-id` as the key by which a "
        "message counts once. The body is a CloudEvent (1.0, JSON). At least once; of one record (`partitionkey`) in "
        "order (`sequence`). Any 2xx within the time allowed takes it; no redirect is followed."
    ),
    status_code=201,
    response_model=NewWebhook,
    responses=declared("WEBHOOK_ADDRESS_FORBIDDEN", "WEBHOOKS_TOO_MANY", "TOO_BUSY", "DATABASE_UNAVAILABLE"),
)
async def create(service: Serving, asked: WebhookRequest, identity: Creating) -> Response:
    return await _RESOLVING.run(_owner(identity), lambda: _created(service, asked, identity))


def _created(service: Service, asked: WebhookRequest, identity: Identity) -> Response:
    after = service.follower.position() if asked.after is None else position_of(asked.after)
    try:
        made, secret = service.webhooks.create(
            _owner(identity), asked.url, asked.filter.wanted, after, int(service.clock())
        )
    except AddressForbidden as forbidden:
        raise NotServed("WEBHOOK_ADDRESS_FORBIDDEN", reason=forbidden.trouble) from None
    except TooMany:
        raise NotServed("WEBHOOKS_TOO_MANY") from None
    place = f"{service.settings.public_url.rstrip('/')}/v1/webhooks/{made.id}"
    return JSONResponse({"webhook": webhook_document(made), "secret": secret}, 201, {"Location": place})


@router.get(
    "",
    operation_id="list_webhooks",
    summary="The webhooks of one's organisation",
    response_model=WebhookList,
    responses=declared("DATABASE_UNAVAILABLE"),
)
def listed(service: Serving, identity: Reading) -> Response:
    return JSONResponse({"webhooks": [webhook_document(each) for each in service.webhooks.of(_owner(identity))]})


@router.get(
    "/{identifier}",
    operation_id="get_webhook",
    summary="How a webhook stands",
    response_model=WebhookModel,
    responses=declared("WEBHOOK_NOT_FOUND", "DATABASE_UNAVAILABLE"),
)
def shown(service: Serving, identifier: Identifier, identity: Reading) -> Response:
    return JSONResponse(webhook_document(_found(service.webhooks.get(_owner(identity), identifier))))


@router.get(
    "/{identifier}/deliveries",
    operation_id="list_deliveries",
    summary="What has not arrived, oldest first: pending, dead and held",
    response_model=DeliveryList,
    responses=declared("WEBHOOK_NOT_FOUND", "DATABASE_UNAVAILABLE"),
)
def deliveries(
    service: Serving,
    identifier: Identifier,
    identity: Reading,
    after: Annotated[After, Query()] = "start",
    limit: Annotated[int, Query(ge=1, le=_MOST_DELIVERIES)] = 50,
) -> Response:
    found = _found(service.webhooks.unarrived(_owner(identity), identifier, position_of(after), limit + 1))
    following = spelt(found[limit - 1].position) if len(found) > limit else None
    return JSONResponse({"deliveries": [delivery_document(each) for each in found[:limit]], "next": following})


@router.delete(
    "/{identifier}",
    operation_id="delete_webhook",
    summary="Be told no more",
    status_code=204,
    response_class=Response,
    responses=declared("WEBHOOK_NOT_FOUND", "DATABASE_UNAVAILABLE"),
)
def delete(service: Serving, identifier: Identifier, identity: Deleting) -> Response:
    if not service.webhooks.delete(_owner(identity), identifier):
        raise NotServed("WEBHOOK_NOT_FOUND")
    return Response(status_code=204)


@router.post(
    "/{identifier}/replay",
    operation_id="replay_webhook",
    summary="Be told again of every event after a position",
    description=(
        "What arrived before arrives again under the same `webhook-id`. What has not arrived up to the position is "
        "given up. It also starts a stopped webhook again."
    ),
    response_model=WebhookModel,
    responses=declared("WEBHOOK_NOT_FOUND", "DATABASE_UNAVAILABLE"),
)
def replay(service: Serving, identifier: Identifier, asked: ReplayRequest, identity: Replaying) -> Response:
    found = service.webhooks.replay(_owner(identity), identifier, position_of(asked.after))
    return JSONResponse(webhook_document(_found(found)))


@router.post(
    "/{identifier}/secret",
    operation_id="rotate_webhook_secret",
    summary="Another secret; the one until now signs as well for a day",
    response_model=SecretModel,
    responses=declared("WEBHOOK_NOT_FOUND", "DATABASE_UNAVAILABLE"),
)
def rotate(service: Serving, identifier: Identifier, identity: Rotating) -> Response:
    return JSONResponse({"secret": _found(service.webhooks.rotate(_owner(identity), identifier, int(service.clock())))})


def _owner(identity: Identity) -> str:
    """An organisation's: whoever made them may leave it."""
    return identity.organisation or identity.account


def _found(what: Any) -> Any:
    if what is None:
        raise NotServed("WEBHOOK_NOT_FOUND")
    return what
