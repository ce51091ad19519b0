"""Districts: in which one a place lies, and where the middle of each is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wayfinder.location.areas import Areas
from wayfinder.location.place import NOT_KNOWN, AreaRef, AreaType, Place
from wayfinder.location.postcode_table import MICRO, NO_POSITION, PostcodeTable

Centres = Mapping[str, tuple[float, float]]
"""(latitude, longitude) in degrees of the mean of a district's postcodes, by its code."""


def district_in(areas: Areas, codes: tuple[str, ...]) -> AreaRef | None:
    """The district among the areas that hold what lies in all of `codes`."""
    held = (area for area in areas.holding(codes) if area.type is AreaType.DISTRICT)
    return next(held, None)


def centres(table: PostcodeTable, areas: Areas) -> Centres:
    """The middle of every district that has postcodes."""
    placed = np.asarray(table.positions[:, 0] != NO_POSITION)
    sets = np.asarray(table.area_sets)[placed]
    lats_deg, lons_deg = table.positions[placed].T / MICRO
    counts = np.bincount(sets)
    lats, lons = np.bincount(sets, lats_deg), np.bincount(sets, lons_deg)
    numbers: dict[str, list[int]] = {}
    for number in np.flatnonzero(counts).tolist():
        if district := district_in(areas, table.manifest.area_sets[number]):
            numbers.setdefault(district.code, []).append(number)
    return {
        code: (
            float(lats[own].sum() / counts[own].sum()),
            float(lons[own].sum() / counts[own].sum()),
        )
        for code, own in numbers.items()
    }


def likeliest_district(place: Place) -> AreaRef | None:
    """The district of a place; where that is not certain, the one that most of its addresses lie
    in."""
    certain = [area for area in place.areas if area.type is AreaType.DISTRICT]
    if certain:
        return certain[0]
    shares = place.possible_shares or (NOT_KNOWN,) * len(place.possible_areas)
    possible = [
        (share, area)
        for area, share in zip(place.possible_areas, shares, strict=True)
        if area.type is AreaType.DISTRICT
    ]
    return max(possible, key=lambda each: each[0])[1] if possible else None
