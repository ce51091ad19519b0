"""Which areas are certain, and which only possible, for an address in one or several councils."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from wayfinder.location.areas import Areas
from wayfinder.location.place import AreaRef, AreaType


class Membership(Struct, frozen=True):
    """As the fields of `Place`: certain and possible areas, and whether the council is certain."""

    areas: tuple[AreaRef, ...]
    possible_areas: tuple[AreaRef, ...]
    areas_certain: bool


def membership(areas: Areas, sets: Iterable[tuple[str, ...]], day: date) -> Membership:
    """What holds for an address known to lie in one of `sets` of area codes, on a day.

    Certain is what all the sets share; possible is all else that any of them has or may have.
    """
    each = [_one_set(areas, codes, day) for codes in sets]
    shared = tuple(ref for ref in each[0].areas if all(ref in other.areas for other in each[1:]))
    doubtful = (ref for one in each for ref in (*one.areas, *one.possible_areas))
    return Membership(
        areas=shared,
        possible_areas=tuple(dict.fromkeys(ref for ref in doubtful if ref not in shared)),
        areas_certain=any(ref.type is AreaType.DISTRICT for ref in shared),
    )


def _one_set(areas: Areas, codes: tuple[str, ...], day: date) -> Membership:
    certain = tuple(dict.fromkeys(ref for code in codes for ref in areas.containing(code, day)))
    stated = {area.type for code in codes if (area := areas.get(code))}
    possible = dict.fromkeys(
        ref
        for code in codes
        for ref in areas.possibly_containing(code, day)
        # A source that states the level (say, the ICB from small areas) leaves no doubt about it.
        if ref not in certain and ref.type not in stated
    )
    return Membership(certain, tuple(possible), areas_certain=True)
