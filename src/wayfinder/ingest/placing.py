"""Places records on the map by their postcode where their source gives no coordinates."""

from __future__ import annotations

from msgspec.structs import replace

from wayfinder.domain.service import ServiceAtLocation
from wayfinder.ingest.records import Placer
from wayfinder.store.staging import StagedRecord


def placed(record: StagedRecord, place: Placer) -> StagedRecord:
    """The record with every location placed that can be. One that cannot is kept as it is: it may
    be reached by phone or online."""
    service = record.service
    if service is None or not any(_unplaced(at) for at in service.locations):
        return record
    locations = tuple(_placed(at, place) if _unplaced(at) else at for at in service.locations)
    return replace(record, service=replace(service, locations=locations))


def _unplaced(at: ServiceAtLocation) -> bool:
    return at.location.lat_deg is None and at.location.postcode is not None


def _placed(at: ServiceAtLocation, place: Placer) -> ServiceAtLocation:
    point = place(at.location.postcode or "")
    if point is None:
        return at
    lat_deg, lon_deg = point
    location = replace(at.location, lat_deg=lat_deg, lon_deg=lon_deg, position_source="postcode")
    return replace(at, location=location)
