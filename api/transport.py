"""TLS without a proxy: the server's certificate, and which clients' certificates it wants."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from api.settings import Settings


class ClientCertificates(H11Protocol):
    """Puts the client's certificate (DER) into the state of each request; the framework has no place for it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        session = transport.get_extra_info("ssl_object")
        certificate = None if session is None else session.getpeercert(binary_form=True)
        self.app_state = {**self.app_state, "client_certificate": certificate}


def tls(settings: Settings) -> dict[str, Any]:
    """What the server is told of TLS; nothing where a proxy ends it or there is none."""
    if settings.tls_certificate is None:
        return {}
    told: dict[str, Any] = {"ssl_certfile": settings.tls_certificate, "ssl_keyfile": settings.tls_key}
    if settings.tls_client_roots is not None:
        told |= {
            "ssl_ca_certs": str(settings.tls_client_roots),
            "ssl_cert_reqs": ssl.CERT_REQUIRED,
            "http": ClientCertificates,
        }
    return told
