"""The application: routes, limits and problems around one service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from api.body_limits import BodyLimits
from api.feed import Feed
from api.heads import Heads
from api.observability.middleware import Observed
from api.places import Places
from api.problems import handlers
from api.routes import (
    accounts,
    catalogue,
    catalogue_files,
    catalogue_follows,
    catalogue_moderation,
    catalogue_own,
    certificates,
    claims,
    commands,
    drafts,
    events,
    external,
    health,
    identity,
    lookups,
    matches,
    onboarding,
    organisations,
    problems,
    programs,
    records,
    search,
    webhooks,
)
from api.service import Service

TITLE = "HanoTEX Ledger"
VERSION = "1"
ROUTERS = (
    health.router,
    problems.router,
    commands.router,
    lookups.router,
    events.router,
    records.router,
    search.router,
    matches.router,
    certificates.router,
    webhooks.router,
    identity.router,
    external.router,
    claims.router,
    accounts.router,
    organisations.router,
    programs.router,
    drafts.router,
    onboarding.router,
    catalogue_moderation.router,
    catalogue.router,
    catalogue_own.router,
    catalogue_files.router,
    catalogue_follows.router,
)


def create_app(service: Service) -> FastAPI:
    """The application of a service; whoever composed the service closes it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        watching = asyncio.create_task(app.state.feed.watch(), name="feed")
        yield
        service.drain()
        watching.cancel()

    app = routed(lifespan=lifespan)
    app.state.service = service
    app.state.feed = Feed(service.tables)
    app.state.streams = Places(service.settings.streams_most, service.settings.streams_each)
    # The last one added is the outermost.
    app.add_middleware(Heads)
    app.add_middleware(BodyLimits, most=service.settings.body_bytes, seconds=service.settings.body_seconds)
    app.add_middleware(Observed, metrics=service.metrics, tracing=service.tracing)
    return app


def routed(**more: Any) -> FastAPI:
    """Every route and every problem, and nothing behind them: what the description of the service is made from."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        # The description is a committed file; the framework's own pages load scripts from elsewhere.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # The framework's own would tell a collector of paths, queries, hosts and errors' messages.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        **more,
    )
    for router in ROUTERS:
        app.include_router(router)
    handlers.install(app)
    return app
