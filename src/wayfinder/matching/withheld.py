"""Places that are withheld: all that is told, ranked and reckoned with is their district.

Nothing here depends on where in its district a place lies, for the index does not know it; nor on
where in their own district somebody asks from. So asking from many points finds out no more than
asking once.
"""

from __future__ import annotations

import numpy as np

from wayfinder.domain.service import Service
from wayfinder.index.arrays import Bools, Floats, Ints
from wayfinder.index.districts import STEP_M
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.distance import in_miles
from wayfinder.location.districts import likeliest_district
from wayfinder.location.place import AreaRef, Place

PLACE_WITHHELD = "place_withheld"
"""The code of the reason that says in which district such a place lies."""


def with_district_steps(
    snapshot: Snapshot, districts: Ints, place: Place, distance_m: Floats
) -> Floats:
    """`distance_m`, but in steps from district to district for rows whose place is withheld
    (`districts`: the number of each row's district, or -1)."""
    withheld = districts >= 0
    home = likeliest_district(place) if withheld.any() else None
    if home is None:
        return distance_m
    codes = snapshot.arrays["from_districts"]
    at = int(codes.searchsorted(home.code.encode()))
    if at == len(codes) or codes[at] != home.code.encode():
        return distance_m
    steps_m = snapshot.arrays["district_steps_m"][at]
    return np.where(withheld, steps_m[districts], distance_m)


def perhaps_within(distance_m: Floats, withheld: Bools, most_m: Floats | float) -> Bools:
    """Which rows are as near as that; of a place withheld in the nearest districts nobody can say
    that it is not."""
    near: Bools = distance_m <= most_m
    return near | (withheld & (distance_m <= STEP_M)) if withheld.any() else near


def district_of(service: Service, snapshot: Snapshot, row: int) -> AreaRef | None:
    """The district of the withheld place that a row stands for; None where it stands for none."""
    number = int(snapshot.arrays["row_district"][row])
    if number < 0:
        return None
    code = snapshot.arrays["withheld_in"][number].decode()
    places = (at.location.district for at in service.locations)
    return next(district for district in places if district and district.code == code)


def told_distance_m(
    distance_m: float | None, district: AreaRef, place: Place | None
) -> float | None:
    """The distance to tell: none in one's own district, whose name says it all."""
    home = likeliest_district(place) if place else None
    return None if home and home.code == district.code else distance_m


def words(distance_m: float | None, district: AreaRef) -> str:
    """Where it is, as far as that is told."""
    where = f"In {district.name}: the address is confidential, contact them first."
    if distance_m is None:
        return where
    return f"{where} About {in_miles(distance_m)} away, from district to district."
