"""Reads the services with a confidential place, as their sources have them: to withhold it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from wayfinder.domain.service import Service
from wayfinder.store import tables
from wayfinder.store.columns import table_of
from wayfinder.store.directory import services_by_id

_locations = table_of(tables.LocationRow)
_at_locations = table_of(tables.ServiceAtLocationRow)


def flagged_services(connection: Connection) -> Iterator[Service]:
    """Every service that has one, offered or not: what a source has withdrawn it still hides."""
    query = (
        select(_at_locations.c.service_id)
        .join(_locations, _locations.c.id == _at_locations.c.location_id)
        .where(_locations.c.confidential)
        .distinct()
    )
    yield from services_by_id(connection, set(connection.execute(query).scalars())).values()
