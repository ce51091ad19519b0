"""Opens the system of record: SQLite or PostgreSQL, one schema, one owner of commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Engine,
    RootTransaction,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from wayfinder.errors import StoreBusy, StoreUnavailable

_WRITERS = 7_902_114_309  # the advisory lock that all writers of one PostgreSQL database share
_BEGIN = "wayfinder_begin"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # Commits are few and large, so a true fsync for each costs nothing worth saving.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
)


def open_engine(url: str, lock_timeout_s: float = 60) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql+psycopg://...`; PATH's folder is made.

    `lock_timeout_s` is how long a writer waits for the one before it.
    """
    sqlite = make_url(url).get_backend_name() == "sqlite"
    timeout = (
        {"timeout": lock_timeout_s}
        if sqlite
        else {"options": f"-c lock_timeout={lock_timeout_s * 1000:.0f}"}
    )
    engine = create_engine(
        url,
        connect_args=timeout,
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
        pool_pre_ping=True,
    )
    if sqlite:
        _make_folder(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """The one owner of commit: all that is written inside is kept, or on any error nothing is.

    Writers come one after another, in other processes too; a second one waits for the first, and
    raises StoreBusy where that takes too long. Readers go on and see the state before. Raises
    StoreUnavailable if the database is not there, is damaged, or finds no room on its disk.
    """
    with _told_plainly():
        writer = engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        with writer as connection, _begin_alone(connection):
            yield connection


@contextmanager
def step(connection: Connection) -> Iterator[None]:
    """A part of a transaction, undone by itself on any error; that goes on to the caller."""
    with connection.begin_nested():
        yield


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store throughout, whatever is written meanwhile.

    Raises StoreUnavailable as `transaction` does.
    """
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _told_plainly(), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        # Its other subclasses are faults of ours: a wrong statement, a value that does not fit.
        if type(error) not in (OperationalError, DatabaseError):
            raise
        raise StoreUnavailable(f"The database cannot be used: {error.orig}") from error


def _begin_alone(connection: Connection) -> RootTransaction:
    try:
        begun = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
    except OperationalError as error:
        if "lock" not in str(error.orig):
            raise
        raise StoreBusy("Another import is running; try again when it has ended.") from error
    return begun


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _make_folder(url: str) -> None:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own BEGIN would come late and never IMMEDIATE: `_begin_sqlite` sends it instead.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
