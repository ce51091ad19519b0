"""Keeps the feeds that the directory is made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from wayfinder.domain.service import Sector
from wayfinder.domain.source import Source
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import ImportRunRow, SourceRow

_sources = table_of(SourceRow)
_runs = table_of(ImportRunRow)


def upsert_source(connection: Connection, source: Source) -> None:
    """Keeps `source` as it is given; an `as_of` that is None leaves the day known so far."""
    told: dict[str, object] = {
        "name": source.name,
        "publisher": source.publisher,
        "sector": source.sector and source.sector.value,
        "format": source.format,
        "url": source.url,
        "licence": source.licence,
        "trust": source.trust,
    }
    if source.as_of is not None:
        told["as_of"] = source.as_of
    renewed = connection.execute(update(_sources).where(_sources.c.id == source.id).values(told))
    if renewed.rowcount == 0:
        connection.execute(insert(_sources).values(id=source.id, **told))


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
    c = _runs.c
    query = select(c.source_id, func.max(c.imported_at, type_=c.imported_at.type))
    return {row[0]: row[1] for row in connection.execute(query.group_by(c.source_id))}
