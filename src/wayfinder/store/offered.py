"""The one rule of which services are offered to residents."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists

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
