"""Reads the services with a confidential place, as their sources have them: to withhold it. What
was flagged once stays so where its source grows so careful as to state no place any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Select, select

from wayfinder.domain.links import Pair, PairIds
from wayfinder.domain.service import Origin, Service, ServiceAtLocation
from wayfinder.domain.withheld import Discretion
from wayfinder.store import tables
from wayfinder.store.bulk import is_one_of
from wayfinder.store.columns import table_of
from wayfinder.store.directory import services_by_id
from wayfinder.store.joint import joined_with
from wayfinder.store.ledger import SourceRecordRow
from wayfinder.store.links import judgements, pairs_with

_locations = table_of(tables.LocationRow)
_records = table_of(SourceRecordRow)
_services = table_of(tables.ServiceRow)
_at_locations = table_of(tables.ServiceAtLocationRow)


def flagged_services(connection: Connection) -> Iterator[Service]:
    """Every service that has one, offered or not: what a source has withdrawn it still hides. Its
    `merged_ids` are the records that are one with it by a person's word, or as linking found last:
    certainly, or in doubt. Until somebody has judged, a doubt hides, too."""
    same = _same_as(connection)
    for service in services_by_id(connection, _ids(connection, _with_flagged())):
        merged = tuple(sorted(same.get(service.id, ())))
        yield replace(service, merged_ids=merged) if merged else service


def hiding_pairs(connection: Connection) -> tuple[Pair, ...]:
    """The pairs by which a record hides the places of another one, and that nobody has judged."""
    judged = judgements(connection)
    found = pairs_with(connection, _with_flagged())
    return tuple(it for it in found if (it.left_id, it.right_id) not in judged)


def told_of(
    connection: Connection, pair: PairIds, *, as_one: bool
) -> dict[str, tuple[Service, bool]]:
    """What may be told of two records and of all that are joined with them, by id, and whether
    that is a place. `as_one`: as long as they are joined, where one of them hides its place all
    do."""
    joined = joined_with(connection, pair[0])
    together = pair[1] in joined
    discreet = Discretion(flagged_services(connection))
    told = [discreet(it) for it in services_by_id(connection, joined if together else pair)]
    hides = as_one and together and any(it.has_confidential_place for it in told)
    return {it.id: (it, not hides and _shows_a_place(it)) for it in told}


def hiding(connection: Connection, service_id: str) -> tuple[Origin, ...]:
    """The records, withdrawn ones and those of retired sources among them, that hide a place of
    this one: by a pair, by their names, or by its own flag."""
    (told,) = services_by_id(connection, [service_id]) or (None,)
    if told is None:
        return ()
    shown = sum(not at.location.confidential for at in told.locations)
    return tuple(
        flagged.origin("*")
        for flagged in flagged_services(connection)
        if flagged.id == told.id
        or sum(not at.location.confidential for at in Discretion([flagged])(told).locations) < shown
    )


def _shows_a_place(service: Service) -> bool:
    return any(not at.location.confidential for at in service.locations)


def _same_as(connection: Connection) -> dict[str, set[str]]:
    """Which records are one with which. A person's word goes before what linking found last."""
    found = {(it.left_id, it.right_id): True for it in pairs_with(connection, _with_flagged())}
    same: dict[str, set[str]] = defaultdict(set)
    for (left, right), are_one in (found | judgements(connection)).items():
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
    wanted = _ids(connection, _with_flagged().where(is_one_of(connection, c, ids)))
    return {
        service.id: tuple(at for at in service.locations if at.location.confidential)
        for service in services_by_id(connection, wanted)
    }


def _ids(connection: Connection, query: Select[Any]) -> list[str]:
    return list(connection.execute(query).scalars())


def _with_flagged() -> Select[Any]:
    """The ids of services with a confidential place."""
    return (
        select(_at_locations.c.service_id)
        .join(_locations, _locations.c.id == _at_locations.c.location_id)
        .where(_locations.c.confidential)
        .distinct()
    )
