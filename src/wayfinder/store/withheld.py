"""Reads the services with a confidential place, as their sources have them: to withhold it. What
was flagged once stays so where its source grows so careful as to state no place any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Select, select

from wayfinder.domain.service import Service, ServiceAtLocation
from wayfinder.store import tables
from wayfinder.store.bulk import is_one_of
from wayfinder.store.columns import table_of
from wayfinder.store.directory import services_by_id
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.links import judgements, pairs

_locations = table_of(tables.LocationRow)
_records = table_of(SourceRecordRow)
_services = table_of(tables.ServiceRow)
_at_locations = table_of(tables.ServiceAtLocationRow)


def flagged_services(connection: Connection) -> Iterator[Service]:
    """Every service that has one, offered or not: what a source has withdrawn it still hides. Its
    `merged_ids` are the records that are one with it by a person's word, or certainly."""
    same = _same_as(connection)
    for own, service in _read(connection, _with_flagged()).items():
        yield replace(service, merged_ids=tuple(sorted(same[own]))) if own in same else service


def _same_as(connection: Connection) -> dict[str, set[str]]:
    """Which records are one with which. A person's word goes before what linking found last."""
    judged = judgements(connection)
    certain = {(it.left_id, it.right_id): True for it in pairs(connection, "certain")}
    same: dict[str, set[str]] = defaultdict(set)
    for (left, right), are_one in (certain | judged).items():
        if are_one:
            same[left].add(right)
            same[right].add(left)
    return same


def with_flagged_places(connection: Connection, services: Sequence[Service]) -> list[Service]:
    """The services; those without a place have the confidential ones that the store holds of
    them: to leave an address out is not to open it."""
    placeless = {it.id for it in services if not it.locations}
    held = _flagged_of(connection, placeless) if placeless else {}
    return [replace(it, locations=held.get(it.id, it.locations)) for it in services]


def told_names(connection: Connection, source_id: str) -> dict[str, str]:
    """The names of a source's records, by their ids, but of those with a confidential place."""
    query = (
        select(_records.c.record_id, _services.c.name)
        .join(_services, _services.c.id == _records.c.service_id)
        .where(_records.c.source_id == source_id, _services.c.id.not_in(_with_flagged()))
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _flagged_of(
    connection: Connection, ids: Collection[str]
) -> dict[str, tuple[ServiceAtLocation, ...]]:
    c = _at_locations.c.service_id
    known = _read(connection, _with_flagged().where(is_one_of(connection, c, ids)))
    return {
        own: tuple(at for at in service.locations if at.location.confidential)
        for own, service in known.items()
    }


def _read(connection: Connection, query: Select[Any]) -> dict[str, Service]:
    return services_by_id(connection, set(connection.execute(query).scalars()))


def _with_flagged() -> Select[Any]:
    """The ids of services with a confidential place."""
    return (
        select(_at_locations.c.service_id)
        .join(_locations, _locations.c.id == _at_locations.c.location_id)
        .where(_locations.c.confidential)
        .distinct()
    )
