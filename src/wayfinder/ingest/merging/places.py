"""The places of a joint service: one source's list, with what the others know of the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wayfinder.domain.parts import OF_LOCATION, OF_PLACE, POSITION, is_placed
from wayfinder.domain.same_place import is_same_place, is_same_point, words
from wayfinder.domain.service import Location, Origin, Service, ServiceAtLocation

if TYPE_CHECKING:
    from wayfinder.ingest.merging.merge import Member


def joined_places(
    ranked: Sequence[Service], *, has_hours: bool
) -> tuple[tuple[ServiceAtLocation, ...], dict[str, Origin]]:
    """The first's places, and where it has said less of one than another of the `ranked` knows,
    that as well; with whose word that is, as "LOCATION_ID.sessions".

    A service that `has_hours` of its own takes in none of a place: they would replace its own.
    """
    wanted = ("phones",) if has_hours else OF_PLACE
    joined: list[ServiceAtLocation] = []
    origins: dict[str, Origin] = {}
    for at in ranked[0].locations:
        whole, whose = _filled(at, ranked[1:], wanted)
        joined.append(whole)
        origins |= {f"{at.location.id}.{part}": it for part, it in whose.items()}
    return tuple(joined), origins


def _filled(
    at: ServiceAtLocation, others: Sequence[Service], wanted: Sequence[str]
) -> tuple[ServiceAtLocation, dict[str, Origin]]:
    origins: dict[str, Origin] = {}
    for service, other in _same_place(at, others):
        told = {it: getattr(other, it) for it in wanted if not getattr(at, it)}
        where, added = _found(at.location, other.location)
        new = {name: it for name, it in told.items() if it}
        at = replace(at, location=where, **new)
        origins |= dict.fromkeys((*new, *added), service.origin("locations"))
    return at, origins


def _found(mine: Location, its: Location) -> tuple[Location, tuple[str, ...]]:
    """A place with what another knows of it, and the names of those parts. A stated point is worth
    more than that of a postcode, which it must be near. Of a hidden place nothing is looked for."""
    if mine.confidential:
        return mine, ()
    new = {it: getattr(its, it) for it in OF_LOCATION if not getattr(mine, it)}
    if words(its.name or "") in map(words, its.address_lines):
        new.pop("name", None)  # Feeds without names for places say the address twice.
    new = {name: it for name, it in new.items() if it}
    by_postcode = mine.position_source == "postcode" and its.position_source != "postcode"
    better = is_placed(its) and (by_postcode or not is_placed(mine)) and is_same_point(mine, its)
    point = _point(its) if better else {}
    return replace(mine, **new, **point), (*new, *((POSITION,) if point else ()))


def _point(location: Location) -> dict[str, float | str | None]:
    return {name: getattr(location, name) for name in ("lat_deg", "lon_deg", "position_source")}


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
