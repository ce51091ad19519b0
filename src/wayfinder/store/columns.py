"""Column types and names shared by all tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Table, Uuid, inspect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Root of all tables; its metadata is the schema."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC (SQLite knows no time zones) and read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


# SQLModel types `sa_type` as a class; SQLAlchemy takes these instances just as well.
ID: Any = Uuid(as_uuid=False)
TIME: Any = UtcDateTime()
DOCUMENT: Any = JSON(none_as_null=True)


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a table class."""
    return cast(Table, inspect(model).local_table)
