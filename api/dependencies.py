"""What routes are handed: the service."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.service import Service


async def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Serving = Annotated[Service, Depends(_service)]
