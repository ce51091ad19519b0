"""Keeps the feeds that the directory is made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, true, update

from wayfinder.domain.service import Sector
from wayfinder.domain.source import Source
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ImportRunRow, SourceRow

_sources = table_of(SourceRow)
_runs = table_of(ImportRunRow)

_JOINED = ("name", "trust")
"""What the joint directory itself tells or weighs of a source."""


def upsert_source(connection: Connection, source: Source, now: datetime) -> None:
    """Keeps `source` as it is given; an `as_of` that is None leaves the day known so far."""
    told = _declared(source) | {
        "sector": source.sector and source.sector.value,
        "format": source.format,
        "url": source.url,
    }
    if source.as_of is not None:
        told["as_of"] = source.as_of
    if not _renewed(connection, source, told, now):
        connection.execute(insert(_sources).values(id=source.id, **told))


def keep_declared(
    connection: Connection, declared: Iterable[Source], now: datetime
) -> tuple[str, ...]:
    """Keeps what the manifest says now of the sources that were ever imported: who they are and
    how far they are trusted. The ids of those it named when it was last looked at, and no more.

    What an import reads into records (the sector, a day) waits for that import.
    """
    named = set()
    for source in declared:
        _renewed(connection, source, _declared(source) | {"declared": True}, now)
        named.add(source.id)
    c = _sources.c
    known = connection.execute(select(c.id).where(c.declared).order_by(c.id)).scalars()
    vanished = tuple(own for own in known if own not in named)
    for own in vanished:
        connection.execute(update(_sources).where(c.id == own).values(declared=False))
    return vanished


def _declared(source: Source) -> dict[str, object]:
    """Who a source is and how far it is trusted, by column."""
    return {
        "name": source.name,
        "publisher": source.publisher,
        "licence": source.licence,
        "trust": source.trust,
    }


def _renewed(
    connection: Connection, source: Source, told: dict[str, object], now: datetime
) -> bool:
    """Whether the source was known; if so it is now as it is told."""
    is_it = _sources.c.id == source.id
    counts = or_(*(_sources.c[each].is_distinct_from(told[each]) for each in _JOINED))
    connection.execute(update(_sources).where(is_it, counts).values(changed_at=now))
    return connection.execute(update(_sources).where(is_it).values(told)).rowcount > 0


def list_sources(connection: Connection) -> tuple[Source, ...]:
    """All sources, ordered by id."""
    rows = connection.execute(select(_sources).order_by(_sources.c.id))
    return tuple(
        Source(
            id=row.id,
            name=row.name,
            publisher=row.publisher,
            sector=Sector(row.sector) if row.sector else None,
            format=row.format,
            url=row.url,
            licence=row.licence,
            trust=row.trust,
            as_of=row.as_of,
        )
        for row in rows
    )


def last_imports(connection: Connection) -> dict[str, datetime]:
    """When each source was last imported, by its id."""
    return _latest(connection, true())


def last_heard(connection: Connection) -> dict[str, datetime]:
    """When each source was last imported and had something to say, by its id: what takes a source
    out of the directory reads nothing of it."""
    return _latest(connection, _runs.c.read > 0)


def last_changes(connection: Connection) -> dict[str, datetime]:
    """When an import of each source last changed something, by its id."""
    c = _runs.c
    return _latest(connection, (c.added + c.changed + c.withdrawn) > 0)


def _latest(connection: Connection, which: ColumnElement[bool]) -> dict[str, datetime]:
    """The moment of the latest such import of each source that has one, by its id."""
    c = _runs.c
    query = select(c.source_id, func.max(c.imported_at, type_=c.imported_at.type))
    return {row[0]: row[1] for row in connection.execute(query.where(which).group_by(c.source_id))}
