"""Settles under which ids a source's services, organizations and locations are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Column, Connection, Table, select

from wayfinder.domain.identity import canonical_uuid, part_id, service_id
from wayfinder.domain.service import Service
from wayfinder.store.bulk import is_one_of
from wayfinder.store.columns import table_of
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.records import Entry
from wayfinder.store.tables import LocationRow, OrganizationRow

_records = table_of(SourceRecordRow)
_organizations = table_of(OrganizationRow)
_locations = table_of(LocationRow)


class Settled(Struct, frozen=True):
    """An entry and its service, which now bears the ids that the store keeps it under."""

    entry: Entry
    service: Service | None


def settle(connection: Connection, source_id: str, entries: Sequence[Entry]) -> list[Settled]:
    """Ids that another record or another source already holds give way to derived ones.

    So no source ever overwrites what another one says, and the same feed gets the same ids.
    """
    services = [entry.record.service for entry in entries if entry.record.service]
    organization_ids = _part_ids(
        connection, source_id, _organizations, {it.organization.id for it in services}
    )
    location_ids = _part_ids(
        connection,
        source_id,
        _locations,
        {at.location.id for it in services for at in it.locations},
    )
    service_ids = _service_ids(connection, source_id, entries)
    return [
        Settled(
            entry,
            entry.record.service
            and _renamed(
                entry.record.service,
                service_ids[entry.record.record_id],
                organization_ids,
                location_ids,
            ),
        )
        for entry in entries
    ]


def ids_in(connection: Connection, column: Column[Any], ids: Collection[str]) -> set[str]:
    """Those of `ids` that `column` holds."""
    return (
        set(connection.execute(select(column).where(is_one_of(connection, column, ids))).scalars())
        if ids
        else set()
    )


def _service_ids(
    connection: Connection, source_id: str, entries: Iterable[Entry]
) -> dict[str, str]:
    """The id of each record's service, by record id."""
    told = {e.record.record_id: e.record.service.id for e in entries if e.record.service}
    c = _records.c
    query = select(c.service_id, c.source_id, c.record_id).where(
        is_one_of(connection, c.service_id, _canonical(told.values()))
    )
    holders = {own: (source, record) for own, source, record in connection.execute(query)}
    settled: dict[str, str] = {}
    for record_id, feed_id in told.items():
        me = (source_id, record_id)
        taken = {own} if (own := canonical_uuid(feed_id)) and holders.get(own, me) != me else ()
        settled[record_id] = service_id(source_id, record_id, feed_id, taken)
        holders[settled[record_id]] = me
    return settled


def _part_ids(
    connection: Connection, source_id: str, table: Table, feed_ids: Collection[str]
) -> dict[str, str]:
    """The id under which each organization or location of the feed is kept, by the feed's id."""
    query = select(table.c.id).where(
        is_one_of(connection, table.c.id, _canonical(feed_ids)), table.c.source_id != source_id
    )
    taken = set(connection.execute(query).scalars())
    return {feed_id: part_id(source_id, table.name, feed_id, taken) for feed_id in feed_ids}


def _canonical(feed_ids: Iterable[str]) -> list[str]:
    return [own for feed_id in feed_ids if (own := canonical_uuid(feed_id))]


def _renamed(
    service: Service, own: str, organization_ids: Mapping[str, str], location_ids: Mapping[str, str]
) -> Service:
    organization = structs.replace(
        service.organization, id=organization_ids[service.organization.id]
    )
    locations = tuple(
        structs.replace(at, location=structs.replace(at.location, id=location_ids[at.location.id]))
        for at in service.locations
    )
    return structs.replace(service, id=own, organization=organization, locations=locations)
