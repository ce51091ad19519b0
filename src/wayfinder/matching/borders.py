"""Whether a service stands on the other side of a border, and how that is said."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from wayfinder.domain.service import Location
from wayfinder.errors import InvalidInput
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef, AreaType, Place


class Across(Struct, frozen=True):
    """`there` is where the service stands ("Harlow (Essex)"), `home` whose residents are asked for
    ("Hertfordshire")."""

    there: str
    home: str


def across(ours: AreaRef | None, location: Location | None, gazetteer: Gazetteer) -> Across | None:
    """The border between the council of a person's `side` and a location; None where there is
    none, or it is not known.

    A border is that of the councils which run social care: counties, unitary councils, London
    boroughs.
    """
    if ours is None or location is None or location.confidential or not location.postcode:
        return None
    there = _there(location.postcode, gazetteer)
    if there is None or ours == there.council:
        return None
    return Across(there.name, ours.name)


class _There(Struct, frozen=True):
    """The council of a service's place, and the place as it is called."""

    council: AreaRef
    name: str


@lru_cache(1 << 14)  # By the directory's postcodes: never by a resident's.
def _there(postcode: str, gazetteer: Gazetteer) -> _There | None:
    try:
        place = gazetteer.locate(postcode)
    except InvalidInput:
        return None
    council = side(place)
    return None if council is None else _There(council, _named(place, council))


def side(place: Place) -> AreaRef | None:
    """The council that runs social care there; None where that is not certain."""
    by_type = {area.type: area for area in reversed(place.areas)}
    if AreaType.COUNTY in by_type:
        return by_type[AreaType.COUNTY]
    return by_type.get(AreaType.DISTRICT)


def _named(place: Place, council: AreaRef) -> str:
    district = next((area for area in place.areas if area.type is AreaType.DISTRICT), council)
    return district.name if district == council else f"{district.name} ({council.name})"
