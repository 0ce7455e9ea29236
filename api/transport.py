"""What connections may do: how long they may say or read nothing, TLS without a proxy, and no upgrade."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.settings import Settings


class BoundedLines(H11Protocol):
    """Closes a line on which no request begins in time, and one whose other end does not read its answer."""

    # The framework makes these by itself, so a class is how it is told.
    seconds = 30.0
    _until_head: asyncio.TimerHandle | None = None
    _until_read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def handle_events(self) -> None:
        super().handle_events()
        # A head that has not arrived whole leaves it idle, so that each byte does not win more time.
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        else:
            self._stop_waiting("_until_head")

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._until_read is None:
            self._until_read = self.loop.call_later(self.seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_waiting("_until_read")

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting("_until_head")
        self._stop_waiting("_until_read")
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._until_head is None:
            self._until_head = self.loop.call_later(self.seconds, self.timeout_keep_alive_handler)

    def _stop_waiting(self, name: Literal["_until_head", "_until_read"]) -> None:
        timer: asyncio.TimerHandle | None = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)

    def _should_upgrade(self) -> bool:
        # There is nothing to upgrade to: the request is answered as the one that it also is (RFC 9110, section 7.8).
        return False


class ClientCertificates(BoundedLines):
    """Puts the client's certificate (DER) into the state of each request; the framework has no place for it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        session = transport.get_extra_info("ssl_object")
        certificate = None if session is None else session.getpeercert(binary_form=True)
        self.app_state = {**self.app_state, "client_certificate": certificate}


def lines(settings: Settings) -> dict[str, Any]:
    """What the server is told of connections; nothing of TLS where a proxy ends it or there is none."""
    told: dict[str, Any] = {"http": _bounded(BoundedLines, settings), "ws": "none"}
    if settings.tls_certificate is None:
        return told
    told |= {"ssl_certfile": settings.tls_certificate, "ssl_keyfile": settings.tls_key}
    if settings.tls_client_roots is not None:
        told |= {
            "ssl_ca_certs": str(settings.tls_client_roots),
            "ssl_cert_reqs": ssl.CERT_REQUIRED,
            "http": _bounded(ClientCertificates, settings),
        }
    return told


def _bounded(kind: type[BoundedLines], settings: Settings) -> type[BoundedLines]:
    return type(kind.__name__, (kind,), {"seconds": settings.line_seconds})
