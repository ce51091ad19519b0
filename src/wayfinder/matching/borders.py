"""Whether a service stands on the other side of a border, and how that is said."""

from __future__ import annotations

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


def across(place: Place | None, location: Location | None, gazetteer: Gazetteer) -> Across | None:
    """The border between a person and a location; None where there is none, or it is not known.

    A border is that of the councils which run social care: counties, unitary councils, London
    boroughs.
    """
    if place is None or location is None or location.confidential or not location.postcode:
        return None
    try:
        there = gazetteer.locate(location.postcode)
    except InvalidInput:
        return None
    ours, theirs = side(place), side(there)
    if ours is None or theirs is None or ours == theirs:
        return None
    return Across(_named(there, theirs), ours.name)


def side(place: Place) -> AreaRef | None:
    """The council that runs social care there; None where that is not certain."""
    by_type = {area.type: area for area in reversed(place.areas)}
    if AreaType.COUNTY in by_type:
        return by_type[AreaType.COUNTY]
    return by_type.get(AreaType.DISTRICT)


def _named(place: Place, council: AreaRef) -> str:
    district = next((area for area in place.areas if area.type is AreaType.DISTRICT), council)
    return district.name if district == council else f"{district.name} ({council.name})"
