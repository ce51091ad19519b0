"""The places of a joint service: one source's list, with what the others know of the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from wayfinder.domain.same_place import is_same_place
from wayfinder.domain.service import Location, Origin, Service, ServiceAtLocation

if TYPE_CHECKING:
    from wayfinder.ingest.merging.merge import Member

_OF_PLACE = ("phones", "sessions", "special_days")


def joined_places(
    places: tuple[ServiceAtLocation, ...], by_claim: Sequence[Service], *, has_hours: bool
) -> tuple[tuple[ServiceAtLocation, ...], dict[str, Origin]]:
    """`places`, and where a source that has said less of one is told more by another, that as well;
    with the origins of what was filled in, as "locations.sessions".

    A service that `has_hours` of its own takes in none of a place: they would replace its own.
    """
    wanted = ("phones",) if has_hours else _OF_PLACE
    filled = [_filled(at, by_claim, wanted) for at in places]
    origins = {f"locations.{name}": it for _, added in filled for name, it in added.items()}
    return tuple(at for at, _ in filled), origins


def _filled(
    at: ServiceAtLocation, by_claim: Sequence[Service], wanted: Sequence[str]
) -> tuple[ServiceAtLocation, dict[str, Origin]]:
    added: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for service, other in _same_place(at, by_claim):
        for name in wanted:
            if not (getattr(at, name) or name in added) and (told := getattr(other, name)):
                added[name] = told
                origins[name] = service.origin("locations")
    return replace(at, **added), origins


def _same_place(
    at: ServiceAtLocation, by_claim: Sequence[Service]
) -> Iterator[tuple[Service, ServiceAtLocation]]:
    for service in by_claim:
        for other in service.locations:
            if is_same_place(at.location, other.location):
                yield service, other


def hidden(members: Sequence[Member]) -> list[Member]:
    """The members; where one of them has a confidential place, all places of all are confidential:
    what one source hides no other may tell, and addresses differ too much in spelling to be sure
    that two are not the same."""
    if not any(it.service.has_confidential_place for it in members):
        return list(members)
    return [replace(it, service=_with_hidden_places(it.service)) for it in members]


def _with_hidden_places(service: Service) -> Service:
    places = tuple(replace(at, location=_hidden(at.location)) for at in service.locations)
    return replace(service, locations=places)


def _hidden(location: Location) -> Location:
    return replace(location, confidential=True)
