"""Reads the services with a confidential place, as their sources have them: to withhold it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, exists, select

from wayfinder.domain.service import Service
from wayfinder.store import tables
from wayfinder.store.assembling import assemble
from wayfinder.store.columns import table_of

_services = table_of(tables.ServiceRow)
_locations = table_of(tables.LocationRow)
_at_locations = table_of(tables.ServiceAtLocationRow)


def flagged_services(connection: Connection) -> Iterator[Service]:
    """Every service that has one, offered or not: what a source has withdrawn it still hides."""
    has_one = exists().where(
        _at_locations.c.service_id == _services.c.id,
        _at_locations.c.location_id == _locations.c.id,
        _locations.c.confidential,
    )
    rows = connection.execute(select(_services).where(has_one).order_by(_services.c.id)).all()
    for row in rows:
        yield from assemble(connection, [row])
