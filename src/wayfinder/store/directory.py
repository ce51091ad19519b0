"""Reads the directory: the services offered to residents, and what was refused on the way in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from wayfinder.domain.service import Service
from wayfinder.store import ledger, tables
from wayfinder.store.assembling import assemble
from wayfinder.store.bulk import in_chunks, is_one_of
from wayfinder.store.columns import table_of
from wayfinder.store.offered import is_offered
from wayfinder.store.records import StagedRejection

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
    query = select(_services).where(is_offered()).order_by(_services.c.id).limit(_SERVICES_A_PAGE)
    if source_id is not None:
        query = query.where(_services.c.id.in_(_told_by(source_id)))
    page = connection.execute(query).all()
    while page:
        yield from assemble(connection, page, scattered=source_id is not None)
        page = connection.execute(query.where(_services.c.id > page[-1].id)).all()


def _told_by(source_id: str) -> Select[Any]:
    c = _records.c
    return select(c.service_id).where(c.source_id == source_id, c.withdrawn_at.is_(None))


def services_by_id(connection: Connection, ids: Collection[str]) -> dict[str, Service]:
    """The services with these ids as their sources have them, offered or not, by id."""
    found: dict[str, Service] = {}
    for chunk in in_chunks(sorted(ids), _SERVICES_A_PAGE):
        query = select(_services).where(is_one_of(connection, _services.c.id, chunk))
        page = connection.execute(query.order_by(_services.c.id)).all()
        found |= {it.id: it for it in assemble(connection, page, scattered=True)}
    return found


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
