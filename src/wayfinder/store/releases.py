"""Publishes the directory's state as numbered releases."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ReleaseRow

_releases = table_of(ReleaseRow)


class Release(Struct, frozen=True, kw_only=True):
    """A published state. The counts are of what it offers; numbers go up by one from 1."""

    number: int
    published_at: datetime
    services: int
    organizations: int
    locations: int


def declare(
    connection: Connection, now: datetime, *, services: int, organizations: int, locations: int
) -> Release:
    """Declare the joint directory to be the next release, which offers so much."""
    latest = latest_release(connection)
    release = Release(
        number=latest.number + 1 if latest else 1,
        published_at=now,
        services=services,
        organizations=organizations,
        locations=locations,
    )
    values = {name: getattr(release, name) for name in release.__struct_fields__}
    connection.execute(insert(_releases).values(values))
    return release


def after_latest(connection: Connection, now: datetime) -> datetime:
    """`now`, or just after the latest release: what had to wait for another one's end began before
    that was published, but is no part of it."""
    latest = latest_release(connection)
    return max(now, latest.published_at + timedelta(microseconds=1)) if latest else now


def latest_release(connection: Connection, upto: int | None = None) -> Release | None:
    """The newest release, or the newest up to a number; None before the first."""
    query = select(_releases).order_by(_releases.c.number.desc()).limit(1)
    if upto is not None:
        query = query.where(_releases.c.number <= upto)
    row = connection.execute(query).one_or_none()
    return Release(**row._mapping) if row else None
