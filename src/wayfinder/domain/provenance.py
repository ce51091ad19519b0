"""Whose word each field of a service is, and each part of one that is from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from wayfinder.domain.parts import OF_PLACE, parts, parts_of_place
from wayfinder.domain.service import SAYS_NOTHING, Origin, Service, ServiceAtLocation

_OF_THE_RECORD = frozenset(("id", "origins", "records", "merged_ids", "conflicts"))
STATED = tuple(name for name in Service.__struct_fields__ if name not in _OF_THE_RECORD)
"""Fields by which a source says something of a service; the others are of the joint record."""


def word_of(service: Service) -> dict[str, Origin]:
    """By name, where each field that holds something is from, and by dotted name each part that is
    from elsewhere; "locations.sessions" and the like, where they are from one source at all places.
    """
    held = [name for name in STATED if getattr(service, name) not in SAYS_NOTHING]
    if service.has_confidential_place:
        # Whose word a hidden place is would tell where else to look for it.
        held.remove("locations")
    fields = {name: service.origin(name) for name in held}
    others = {name: service.origins[name] for name in _parts(service, held)}
    return fields | others | dict(_of_all_places(service))


def word_of_place(at: ServiceAtLocation, service: Service) -> dict[str, Origin]:
    """By part, where what is told of one of the service's places is from."""
    own = service.origin("locations")
    key = f"locations.{at.location.id}"
    return {it: service.origins.get(f"{key}.{it}", own) for it in parts_of_place(at)}


def _parts(service: Service, held: list[str]) -> Iterator[str]:
    for field in held:
        names = (f"{field}.{part}" for part in parts(field, getattr(service, field)))
        yield from (name for name in names if name in service.origins)


def _of_all_places(service: Service) -> Iterator[tuple[str, Origin]]:
    told = [word_of_place(at, service) for at in service.locations]
    for part in OF_PLACE:
        origins = {it[part] for it in told if part in it}
        if len(origins) == 1:
            yield f"locations.{part}", origins.pop()
