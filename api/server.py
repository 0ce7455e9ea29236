"""The HTTP server around a service: it listens, and stops in order."""

from __future__ import annotations

import signal
from types import FrameType

import uvicorn

from api.app import create_app
from api.service import Service
from api.transport import lines


class DrainingServer(uvicorn.Server):
    """Tells the service that it is about to stop as soon as a signal says so, so that streams end by themselves."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not the framework's own: it would raise the signal again at the end, and end the process before the ledger,
        # the intent log and what is under way are closed.
        self._service.drain()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


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
        **lines(settings),
    )
    return DrainingServer(config, service)
