"""Whether the process lives, whether it can serve, and what it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.dependencies import Serving
from api.observability.metrics import CONTENT_TYPE
from api.policy import allowed
from api.problems.declared import declared
from api.service import Service
from ledger.errors import LedgerError

router = APIRouter(tags=["service"], dependencies=[allowed("service.look")], responses=declared())
MOST_BEHIND = 30.0  # seconds
# The committed file: what clients were made from is what they are told.
_DESCRIPTION = Path(__file__).parents[2] / "docs" / "specs" / "openapi.json"


class Health(BaseModel):
    status: Literal["alive"]


class Readiness(BaseModel):
    """Each part: `ok`, or why not. `stopping` is no fault: the process finishes what it has begun. Nor is `commands`
    that are `not_taken`: it reads, and another process takes them.
    """

    ready: bool
    engine: Literal["ok", "unavailable"]
    projection: Literal["ok", "starting", "behind", "halted", "unavailable"]
    database: Literal["ok", "unavailable"]
    commands: Literal["taken", "not_taken"]
    stopping: bool


@router.get("/health", operation_id="health", summary="The process lives")
async def health() -> Health:
    return Health(status="alive")


@router.get(
    "/ready",
    operation_id="ready",
    summary="It can serve: the engine answers and the tables follow it",
    responses={503: {"model": Readiness, "description": "It cannot, and says why"}},
)
async def ready(service: Serving, response: Response) -> Readiness:
    found = await run_in_threadpool(readiness, service)
    response.status_code = 200 if found.ready else 503
    return found


@router.get(
    "/openapi.json",
    operation_id="openapi",
    summary="This description",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "OpenAPI 3.1"}},
)
async def description() -> Response:
    return Response(_DESCRIPTION.read_bytes(), media_type="application/json")


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Counters in the text form of Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Counters"}},
)
async def metrics(service: Serving) -> Response:
    await run_in_threadpool(_measure, service)
    return Response(service.metrics.exposition(), media_type=CONTENT_TYPE)


def readiness(service: Service) -> Readiness:
    engine, projection, database = _engine(service), _projection(service), _database(service)
    return Readiness(
        ready=engine == projection == database == "ok" and not service.draining,
        engine=engine,
        projection=projection,
        database=database,
        commands="not_taken" if service.intakes is None else "taken",
        stopping=service.draining,
    )


def _engine(service: Service) -> Literal["ok", "unavailable"]:
    try:
        service.ledger.status()
    except LedgerError:
        return "unavailable"
    return "ok"


def _projection(service: Service) -> Literal["ok", "starting", "behind", "halted", "unavailable"]:
    try:
        if service.follower.halt() is not None:
            return "halted"
    except SQLAlchemyError:
        return "unavailable"
    behind = service.follower.behind
    if behind is None:
        return "starting"
    return "ok" if behind < MOST_BEHIND else "behind"


def _database(service: Service) -> Literal["ok", "unavailable"]:
    try:
        with service.database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "unavailable"
    return "ok"


def _measure(service: Service) -> None:
    """Gauges, read when they are asked for; what cannot be read keeps its last value."""
    try:
        service.worker.measure(service.metrics)
        service.metrics.height.set(service.ledger.status().height)
    except (LedgerError, SQLAlchemyError):
        return
