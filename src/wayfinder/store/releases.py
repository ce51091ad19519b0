"""Publishes the directory's state as numbered releases."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, distinct, func, insert, select

from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ReleaseRow
from wayfinder.store.offered import is_offered
from wayfinder.store.tables import ServiceAtLocationRow, ServiceRow

_releases = table_of(ReleaseRow)
_services = table_of(ServiceRow)
_at_locations = table_of(ServiceAtLocationRow)


class Release(Struct, frozen=True, kw_only=True):
    """A published state. The counts are of what it offers; numbers go up by one from 1."""

    number: int
    published_at: datetime
    services: int
    organizations: int
    locations: int


def publish(connection: Connection, now: datetime) -> Release:
    """Declares what is offered now to be the next release."""
    latest = latest_release(connection)
    services, organizations = connection.execute(
        select(func.count(), func.count(distinct(_services.c.organization_id)))
        .select_from(_services)
        .where(is_offered())
    ).one()
    release = Release(
        number=latest.number + 1 if latest else 1,
        published_at=now,
        services=services,
        organizations=organizations,
        locations=_count_locations(connection),
    )
    values = {name: getattr(release, name) for name in release.__struct_fields__}
    connection.execute(insert(_releases).values(values))
    return release


def latest_release(connection: Connection) -> Release | None:
    """The newest release; None before the first."""
    query = select(_releases).order_by(_releases.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Release(**row._mapping) if row else None


def _count_locations(connection: Connection) -> int:
    query = (
        select(func.count(distinct(_at_locations.c.location_id)))
        .join_from(_at_locations, _services, _services.c.id == _at_locations.c.service_id)
        .where(is_offered())
    )
    return int(connection.execute(query).scalar_one())
