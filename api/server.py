"""The HTTP server around a service: it listens, and stops in order."""

from __future__ import annotations

from types import FrameType

import uvicorn

from api.app import create_app
from api.service import Service


class DrainingServer(uvicorn.Server):
    """Tells the service that it is about to stop as soon as a signal says so, so that streams end by themselves."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._service.drain()
        super().handle_exit(sig, frame)


def server(service: Service) -> DrainingServer:
    """The server of a service, not yet running."""
    settings = service.settings
    config = uvicorn.Config(
        create_app(service),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        lifespan="on",
    )
    return DrainingServer(config, service)
