"""Which areas are certain, and which only possible, for an address in one or several councils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from wayfinder.location.areas import Areas
from wayfinder.location.place import NOT_KNOWN, AreaRef, AreaType


class Membership(Struct, frozen=True):
    """As the fields of `Place`: certain and possible areas, and whether the council is certain."""

    areas: tuple[AreaRef, ...]
    possible_areas: tuple[AreaRef, ...]
    possible_shares: tuple[float, ...]
    areas_certain: bool


def membership(
    areas: Areas, sets: Iterable[tuple[str, ...]], day: date, shares: Sequence[float] = ()
) -> Membership:
    """What holds for an address known to lie in one of `sets` of area codes, on a day.

    Certain is what all the sets share; possible is all else that any of them has or may have, the
    areas of the likeliest set first. `shares` tell how many of the addresses lie in each set,
    where that is known.
    """
    each = [_one_set(areas, codes, day) for codes in sets]
    shared = tuple(ref for ref in each[0].areas if all(ref in other.areas for other in each[1:]))
    likely = _possible(each, shared, shares)
    return Membership(
        areas=shared,
        possible_areas=tuple(likely),
        possible_shares=tuple(likely.values()),
        areas_certain=any(ref.type is AreaType.DISTRICT for ref in shared),
    )


def _possible(
    each: Sequence[Membership], shared: Sequence[AreaRef], shares: Sequence[float]
) -> dict[AreaRef, float]:
    """The areas that are not certain, with the share of the addresses that lie in each; those of
    the likeliest set come first.

    Where nobody counted the addresses, one set is as likely as another.
    """
    counted = zip(shares or [1 / len(each)] * len(each), each, strict=True)
    likely: dict[AreaRef, float] = defaultdict(float)
    for share, one in sorted(counted, key=lambda pair: -pair[0]):
        for ref in (*one.areas, *one.possible_areas):
            if ref not in shared:
                likely[ref] += share * (1.0 if ref in one.areas else NOT_KNOWN)
    return likely


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
    return Membership(certain, tuple(possible), (), areas_certain=True)
