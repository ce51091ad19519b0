"""Writes a source's records, and the services they speak of, into the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import Connection, Table, delete, exists

from wayfinder.domain.service import Location, Organization, Service
from wayfinder.store import ledger, rows, tables
from wayfinder.store.bulk import Values, delete_rows, insert_rows, update_rows
from wayfinder.store.columns import table_of
from wayfinder.store.records import Entry
from wayfinder.store.settling import Settled, ids_in, settle
from wayfinder.store.withheld import with_flagged_places

T = TypeVar("T")

_organizations = table_of(tables.OrganizationRow)
_identifiers = table_of(tables.OrganizationIdentifierRow)
_locations = table_of(tables.LocationRow)
_accessibility = table_of(tables.AccessibilityRow)
_services = table_of(tables.ServiceRow)
_at_locations = table_of(tables.ServiceAtLocationRow)
_records = table_of(ledger.SourceRecordRow)


class Writer:
    """Writes one source's entries; remembers which shared parts this import has written."""

    def __init__(self, connection: Connection, source_id: str, now: datetime) -> None:
        self._connection = connection
        self._source_id = source_id
        self._now = now
        self._organizations: dict[str, Organization] = {}
        self._locations: dict[str, Location] = {}
        self._may_have_orphans = False

    def write(self, entries: Sequence[Entry]) -> None:
        """Writes records that differ, with their services, organizations and locations."""
        settled = settle(self._connection, self._source_id, entries)
        told = sorted((it.service for it in settled if it.service), key=attrgetter("id"))
        services = with_flagged_places(self._connection, told)
        former_ids = {e.known.service_id for e in entries if e.known and e.known.service_id}
        self._write_organizations({it.organization.id: it.organization for it in services})
        self._write_locations(
            {at.location.id: at.location for it in services for at in it.locations}
        )
        self._write_services(services, former_ids)
        self._write_records(settled)
        gone = former_ids - {service.id for service in services}
        delete_rows(self._connection, _services.c.id, list(gone))
        self._may_have_orphans |= bool(former_ids)

    def renew_dates(self, entries: Sequence[Entry]) -> None:
        """Writes the new rows and days of records that otherwise say what they said before."""
        records = [(self._source_id, e.record.record_id, e.record.row, e.as_of) for e in entries]
        update_rows(self._connection, _records, records, only=["row", "as_of"])
        origins = [
            (e.known.service_id, e.record.service.origins)
            for e in entries
            if e.known and e.record.service
        ]
        update_rows(self._connection, _services, origins, only=["origins"])

    def sweep(self) -> None:
        """Deletes this source's locations and organizations that no service has any more."""
        if not self._may_have_orphans:
            return
        for table, column in (
            (_locations, _at_locations.c.location_id),
            (_organizations, _services.c.organization_id),
        ):
            used = exists().where(column == table.c.id)
            mine = table.c.source_id == self._source_id
            self._connection.execute(delete(table).where(mine, ~used))

    def _write_organizations(self, organizations: Mapping[str, Organization]) -> None:
        news = _unlike(self._organizations, organizations)
        self._organizations.update(news)
        self._write(
            _organizations, [rows.organization_row(self._source_id, o) for o in news.values()]
        )
        delete_rows(self._connection, _identifiers.c.organization_id, list(news))
        insert_rows(
            self._connection,
            _identifiers,
            [row for o in news.values() for row in rows.identifier_rows(o)],
        )

    def _write_locations(self, locations: Mapping[str, Location]) -> None:
        news = _unlike(self._locations, locations)
        self._locations.update(news)
        self._write(_locations, [rows.location_row(self._source_id, it) for it in news.values()])
        delete_rows(self._connection, _accessibility.c.location_id, list(news))
        insert_rows(
            self._connection,
            _accessibility,
            [row for it in news.values() for row in rows.accessibility_rows(it)],
        )

    def _write_services(self, services: Sequence[Service], former_ids: set[str]) -> None:
        for table in reversed(rows.LIST_TABLES):
            delete_rows(self._connection, table.c.service_id, list(former_ids))
        self._write(_services, [rows.service_row(service) for service in services])
        for table, values in rows.list_rows(services):
            insert_rows(self._connection, table, values)

    def _write_records(self, settled: Sequence[Settled]) -> None:
        written = [(self._record_row(it), it.entry.known is None) for it in settled]
        insert_rows(self._connection, _records, [row for row, new in written if new])
        update_rows(self._connection, _records, [row for row, new in written if not new])

    def _record_row(self, settled: Settled) -> Values:
        entry = settled.entry
        return (
            self._source_id,
            entry.record.record_id,
            entry.record.row,
            entry.record.outcome,
            entry.record.reason,
            entry.content_hash,
            entry.as_of,
            settled.service and settled.service.id,
            entry.known.first_seen if entry.known else self._now,
            self._now,
            None,
        )

    def _write(self, table: Table, values: Sequence[Values]) -> None:
        """Adds rows, or rewrites those that are there, by their id (the first value)."""
        there = ids_in(self._connection, table.c.id, [row[0] for row in values])
        insert_rows(self._connection, table, [row for row in values if row[0] not in there])
        update_rows(self._connection, table, [row for row in values if row[0] in there])


def _unlike(written: Mapping[str, T], now: Mapping[str, T]) -> dict[str, T]:
    return {own: it for own, it in now.items() if written.get(own) != it}
