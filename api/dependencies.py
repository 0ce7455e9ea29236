"""What routes are handed: the service, and transactions on its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.service import Service
from marketplace.database import writing


async def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Serving = Annotated[Service, Depends(_service)]


@contextmanager
def reading_tables(service: Service) -> Iterator[Session]:
    """The service's own tables, to be read."""
    with Session(service.database) as session:
        yield session


@contextmanager
def changing_tables(service: Service) -> Iterator[Session]:
    """The service's own tables in one transaction, committed where the block ends without an error."""
    with Session(writing(service.database), expire_on_commit=False) as session, session.begin():
        yield session
