"""Reads the directory: the services offered to residents, and what was refused on the way in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from wayfinder.domain.service import Service
from wayfinder.store import ledger, tables
from wayfinder.store.assembling import assemble, assemble_scattered
from wayfinder.store.bulk import in_chunks, is_one_of
from wayfinder.store.columns import table_of
from wayfinder.store.offered import is_closed, is_offered
from wayfinder.store.records import Changes, StagedRejection

Assembling = Callable[[Connection, Sequence[Row[Any]]], Iterator[Service]]

_SERVICES_A_PAGE = 1_000
_services = table_of(tables.ServiceRow)
_records = table_of(ledger.SourceRecordRow)
_runs = table_of(ledger.ImportRunRow)
_rejections = table_of(ledger.RejectionRow)


def offered_services(connection: Connection, source_id: str | None = None) -> Iterator[Service]:
    """Every service offered to residents, whole, ordered by id, a page of them in memory at once;
    those of one source, if it is named, and then no other is read.

    Give it a connection of `reading` or `transaction`, so that all pages show the same state.
    """
    if source_id is None:
        return _services_that(connection, is_offered(), assemble)
    told = _services.c.id.in_(told_by(source_id))
    return _services_that(connection, and_(is_offered(), told), assemble_scattered)


def closed_services(connection: Connection) -> Iterator[Service]:
    """Every service that its source lists as closed for a time or for good, in the same way."""
    return _services_that(connection, is_closed(), assemble_scattered)


def _services_that(
    connection: Connection, which: ColumnElement[bool], put_together: Assembling
) -> Iterator[Service]:
    query = select(_services).where(which).order_by(_services.c.id).limit(_SERVICES_A_PAGE)
    page = connection.execute(query).all()
    while page:
        yield from put_together(connection, page)
        page = connection.execute(query.where(_services.c.id > page[-1].id)).all()


def told_by(source_id: str) -> Select[Any]:
    """The ids of the services that a source lists, whether it offers them or not."""
    c = _records.c
    return select(c.service_id).where(c.source_id == source_id, c.withdrawn_at.is_(None))


def services_by_id(connection: Connection, ids: Iterable[str]) -> Iterator[Service]:
    """The services with these ids as their sources have them, offered or not, ordered by id, a page
    of them in memory at once."""
    for some in in_chunks(sorted(ids), _SERVICES_A_PAGE):
        query = select(_services).where(is_one_of(connection, _services.c.id, some))
        yield from assemble_scattered(
            connection, connection.execute(query.order_by(_services.c.id)).all()
        )


def first_seen(connection: Connection, service_ids: Collection[str]) -> dict[str, datetime]:
    """When a source first told of each of these services, by the service's id."""
    c = _records.c
    query = select(c.service_id, c.first_seen).where(
        is_one_of(connection, c.service_id, service_ids)
    )
    return dict(connection.execute(query).all()) if service_ids else {}


def sources_of(connection: Connection, service_ids: Collection[str]) -> dict[str, str]:
    """The id of the source of each of these services, by the service's id."""
    c = _records.c
    query = select(c.service_id, c.source_id).where(
        is_one_of(connection, c.service_id, service_ids)
    )
    rows = connection.execute(query) if service_ids else ()
    return {row.service_id: row.source_id for row in rows}


def rejections(connection: Connection, source_id: str) -> tuple[StagedRejection, ...]:
    """What the source's latest import refused, in the order in which it was met."""
    c = _rejections.c
    query = (
        select(c.row, c.record_id, c.field, c.reason, c.excerpt)
        .join_from(_rejections, _runs)
        .where(_runs.c.source_id == source_id)
        .order_by(c.import_run_id, c.position)
    )
    return tuple(StagedRejection(*row) for row in connection.execute(query))


def latest_counts(connection: Connection, source_id: str) -> Changes:
    """What the source's latest import did, all 0 where there was none."""
    names = Changes.__struct_fields__
    query = select(*(_runs.c[name] for name in names)).where(_runs.c.source_id == source_id)
    row = connection.execute(query.order_by(_runs.c.id.desc()).limit(1)).one_or_none()
    return Changes(**dict(zip(names, row, strict=True))) if row else Changes()


def reasons_not_offered(connection: Connection, source_id: str) -> Counter[str]:
    """Why records that the source lists are not offered, and how many for each reason."""
    c = _records.c
    listed = (c.source_id == source_id) & c.withdrawn_at.is_(None) & c.reason.is_not(None)
    query = select(c.reason, func.count()).where(listed).group_by(c.reason).order_by(c.reason)
    return Counter(dict(connection.execute(query).all()))
