"""The one rule of which services are offered to residents."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from wayfinder.domain.service import Status
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.tables import ServiceRow

_services = table_of(ServiceRow)
_records = table_of(SourceRecordRow)


def is_offered() -> ColumnElement[bool]:
    """True for an active service of which a source still says that it is offered."""
    told = exists().where(_records.c.service_id == _services.c.id, _still_told())
    return and_(_services.c.status == Status.ACTIVE.value, told)


def is_closed() -> ColumnElement[bool]:
    """True for a service that its source still lists, and says is closed for a time or for good."""
    listed = exists().where(
        _records.c.service_id == _services.c.id, _records.c.withdrawn_at.is_(None)
    )
    return and_(_services.c.status != Status.ACTIVE.value, listed)


def offered_records(connection: Connection, source_id: str) -> set[str]:
    """The ids of the records that `source_id` still says are offered."""
    c = _records.c
    query = select(c.record_id).where(c.source_id == source_id, _still_told())
    return set(connection.execute(query).scalars())


def count_offered(connection: Connection) -> dict[str, int]:
    """How many records each source still says are offered, by its id; none is not listed."""
    c = _records.c
    query = select(c.source_id, func.count()).where(_still_told()).group_by(c.source_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _still_told() -> ColumnElement[bool]:
    return and_(_records.c.outcome == "offered", _records.c.withdrawn_at.is_(None))
