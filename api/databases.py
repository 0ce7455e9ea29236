"""Which databases a service's tables stand in, by its settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from api.migrations import DERIVED, SERVICE, open_tables, open_upgraded, upgrade
from api.settings import Settings
from marketplace.database import POSTGRESQL, SQLITE, database_url, file_url

SERVICE_FILE, TABLES_FILE = "service.sqlite", "tables.sqlite"


@dataclass(frozen=True, slots=True)
class Databases:
    """service: what nothing can make again. tables: what is derived from events; they may be one database."""

    service: Engine
    tables: Engine


def service_url(settings: Settings) -> str:
    return settings.database or file_url(settings.folder / SERVICE_FILE)


def tables_url(settings: Settings) -> str:
    """A server keeps both; in files, what can be thrown away does not lie with what cannot."""
    if settings.tables:
        return settings.tables
    url = service_url(settings)
    in_file = database_url(url).get_backend_name() == SQLITE
    return file_url(settings.folder / TABLES_FILE) if in_file else url


def is_there(url: str) -> bool:
    """Whether there is a file to open; a server is asked by opening it. Raises `UnknownDatabase`."""
    parsed = database_url(url)
    return parsed.get_backend_name() != SQLITE or Path(parsed.database or "").is_file()


@contextmanager
def open_databases(settings: Settings) -> Iterator[Databases]:
    """Both, brought up to date. Raises `UnknownDatabase`, `UnknownRevision`, and SQLAlchemy's errors."""
    service = open_upgraded(service_url(settings), SERVICE)
    try:
        if service.dialect.name == POSTGRESQL and tables_url(settings) == service_url(settings):
            upgrade(service, DERIVED)
            yield Databases(service, service)
            return
        tables = open_tables(tables_url(settings))
        try:
            yield Databases(service, tables)
        finally:
            tables.dispose()
    finally:
        service.dispose()
