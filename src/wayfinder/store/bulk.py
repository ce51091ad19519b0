"""Writes many rows at once in the way each database takes them fastest.

Rows are tuples in the order of the table's columns, the primary key first. Values pass through
the column types' own binders, a column at a time, so that what lands is what SQLAlchemy itself
would have written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    any_,
    delete,
    func,
    literal,
    select,
)

T = TypeVar("T")
Values = tuple[Any, ...]


def in_chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, `size` at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert_rows(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Adds `rows`, whole: by COPY on PostgreSQL, by one prepared statement on SQLite."""
    if not rows:
        return
    columns = list(table.columns)
    names = ", ".join(_quoted(connection.dialect, columns))
    bound = _bound(connection.dialect, columns, rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", bound)
    else:
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(insert, list(bound))


def update_rows(
    connection: Connection, table: Table, rows: Sequence[Values], only: Sequence[str] = ()
) -> None:
    """Rewrites existing rows. `rows` are whole, or the primary key and then the columns `only`."""
    if not rows:
        return
    keys = list(table.primary_key.columns)
    targets = [table.columns[name] for name in only] or list(table.columns)[len(keys) :]
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sets = ", ".join(f"{name} = {mark}" for name in _quoted(connection.dialect, targets))
    where = " AND ".join(f"{name} = {mark}" for name in _quoted(connection.dialect, keys))
    key_last = [(*row[len(keys) :], *row[: len(keys)]) for row in rows]
    bound = _bound(connection.dialect, [*targets, *keys], key_last)
    update = f"UPDATE {table.name} SET {sets} WHERE {where}"  # noqa: S608
    connection.exec_driver_sql(update, list(bound))


def delete_rows(connection: Connection, column: Column[Any], values: Collection[object]) -> None:
    """Deletes the rows of `column`'s table in which it is one of `values`."""
    if values:
        connection.execute(delete(column.table).where(is_one_of(connection, column, values)))


def is_one_of(
    connection: Connection, column: Column[Any], values: Collection[object]
) -> ColumnElement[bool]:
    """`column IN values`, for however many values: they are one parameter."""
    if connection.dialect.name == "postgresql":
        # One array is parsed in no time, two thousand parameters take ten milliseconds.
        array = literal(list(values), ARRAY(column.type))
        return column == any_(array)
    # SQLite takes no more than 32,766 parameters, and may be built to take fewer.
    binder = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    told = list(map(binder, values) if binder else values)
    listed = func.json_each(msgspec.json.encode(told).decode()).table_valued("value")
    return column.in_(select(listed.c.value))


def _bound(
    dialect: Dialect, columns: Sequence[Column[Any]], rows: Sequence[Values]
) -> Iterator[Values]:
    binders = (column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns)
    by_column = zip(*rows, strict=True)
    return zip(
        *(
            map(binder, values) if binder else values
            for binder, values in zip(binders, by_column, strict=True)
        ),
        strict=True,
    )


def _copy(connection: Connection, statement: str, rows: Iterator[Values]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(dialect: Dialect, columns: Sequence[Column[Any]]) -> list[str]:
    return [dialect.identifier_preparer.format_column(column) for column in columns]
