"""The one rule of which services are offered to residents."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, exists, select

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


def offers_anything(connection: Connection, source_id: str) -> bool:
    """Whether `source_id` has a record that it still says is offered."""
    offered = exists().where(
        _records.c.source_id == source_id,
        _records.c.outcome == "offered",
        _records.c.withdrawn_at.is_(None),
    )
    return bool(connection.execute(select(offered)).scalar_one())
