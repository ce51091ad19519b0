"""The one rule of which services are offered to residents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from wayfinder.domain.service import Status
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.tables import ServiceRow

_services = table_of(ServiceRow)
_records = table_of(SourceRecordRow)


def is_offered() -> ColumnElement[bool]:
    """True for an active service of which a source still says that it is offered."""
    told = exists().where(
        _records.c.service_id == _services.c.id,
        _records.c.outcome == "offered",
        _records.c.withdrawn_at.is_(None),
    )
    return and_(_services.c.status == Status.ACTIVE.value, told)


def is_closed() -> ColumnElement[bool]:
    """True for a service that its source still lists, and says is closed for a time or for good."""
    listed = exists().where(
        _records.c.service_id == _services.c.id, _records.c.withdrawn_at.is_(None)
    )
    return and_(_services.c.status != Status.ACTIVE.value, listed)


def count_offered(connection: Connection, source_id: str) -> int:
    """How many records `source_id` still says are offered."""
    return _count(connection, source_id, _records.c.withdrawn_at.is_(None))


def count_withdrawn(connection: Connection, source_id: str, moment: datetime) -> int:
    """How many records that were offered the import of `moment` found to be gone."""
    return _count(connection, source_id, _records.c.withdrawn_at == moment)


def _count(connection: Connection, source_id: str, which: ColumnElement[bool]) -> int:
    c = _records.c
    query = select(func.count()).where(c.source_id == source_id, c.outcome == "offered", which)
    return int(connection.execute(query).scalar_one())
