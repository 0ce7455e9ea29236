"""Many rows into one table at once: by one prepared statement in SQLite, by `COPY` in PostgreSQL.

Either belongs to the connection's transaction, as any other statement does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator

from marketplace.database import POSTGRESQL
from marketplace.tables import Base

Row = Mapping[str, Any]


class _Statement(NamedTuple):
    """names: the attributes. bound: (place, function) of those that the driver is handed otherwise."""

    text: str
    names: tuple[str, ...]
    bound: tuple[tuple[int, Callable[[Any, Dialect], Any]], ...]


def insert_rows(connection: Connection, mapped: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows, each with a value for every attribute of its class. Raises SQLAlchemy's errors."""
    if not rows:
        return
    statement = _statement(mapped, connection.dialect)
    if connection.dialect.name == POSTGRESQL:
        _copy(connection, statement, rows)
    else:
        connection.exec_driver_sql(statement.text, list(_values(statement, connection.dialect, rows)))


@lru_cache(maxsize=256)
def _statement(mapped: type[Base], dialect: Dialect) -> _Statement:
    table = table_of(mapped)
    quote = dialect.identifier_preparer.quote
    listed = ", ".join(quote(column.name) for column in table.columns)
    if dialect.name == POSTGRESQL:
        text = f"COPY {quote(table.name)} ({listed}) FROM STDIN"
    else:
        text = f"INSERT INTO {quote(table.name)} ({listed}) VALUES ({', '.join('?' for _ in table.columns)})"
    bound = tuple(
        (place, column.type.process_bind_param)
        for place, column in enumerate(table.columns)
        if isinstance(column.type, TypeDecorator)
    )
    names = tuple(mapped.__mapper__.get_property_by_column(column).key for column in table.columns)
    return _Statement(text, names, bound)


def table_of(mapped: type[Base]) -> Table:
    table = mapped.__table__
    assert isinstance(table, Table)
    return table


def _values(statement: _Statement, dialect: Dialect, rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = [row[name] for name in statement.names]
        for place, process in statement.bound:
            values[place] = process(values[place], dialect)
        yield tuple(values)


def _copy(connection: Connection, statement: _Statement, rows: Sequence[Row]) -> None:
    """By the driver's own cursor, for SQLAlchemy has no `COPY`; errors are told as its own are."""
    dialect = connection.dialect
    errors: Any = dialect.loaded_dbapi.Error
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement.text) as copy:  # type: ignore[attr-defined]
            for values in _values(statement, dialect, rows):
                copy.write_row(values)
    except errors as error:
        raise DBAPIError.instance(statement.text, None, error, errors, dialect=dialect) from error
