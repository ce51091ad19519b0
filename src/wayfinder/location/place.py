"""A place on the ground, and the areas it lies in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct


class AreaType(StrEnum):
    """Levels of area that a service's coverage can name (ONS and NHS geographies)."""

    COUNTRY = "country"
    NATION = "nation"
    REGION = "region"
    COUNTY = "county"
    DISTRICT = "district"
    ICB = "icb"
    SUB_ICB = "sub_icb"
    PLACE = "place"
    WARD = "ward"
    LSOA = "lsoa"


WIDE = frozenset({AreaType.COUNTRY, AreaType.NATION, AreaType.REGION})
"""Levels wider than a county: what serves all of one is not local."""


FINE_LEVELS = (AreaType.WARD, AreaType.LSOA, AreaType.ICB, AreaType.SUB_ICB)
"""Levels that only small-area data decide, postcode by postcode."""


class Precision(StrEnum):
    """How exact a point is: a unit postcode, an outward code's centroid, given coordinates, or the
    middle of a town or area that was only named."""

    POSTCODE = "postcode"
    OUTWARD = "outward"
    COORDINATES = "coordinates"
    AREA = "area"


NOT_KNOWN = 0.5
"""The share of addresses that lie in an area when nobody counted them."""


class AreaRef(Struct, frozen=True):
    """An area as shown to people: its level, its GSS (or NHS) code and its name."""

    type: AreaType
    code: str
    name: str


class FormerArea(Struct, frozen=True, kw_only=True):
    """An area that held a place, or may have (`certain` False), and is there no longer.

    `ended` is its last day; None: the area goes on, only this code of it was retired. `successors`
    are codes of what took its place.
    """

    area: AreaRef
    ended: date | None
    certain: bool = True
    successors: tuple[str, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """Where somebody is.

    `areas` runs from the most local to the widest and always ends with nation and country when
    the point is known to lie in Great Britain. `postcode` is None for bare coordinates. `name` is
    that of a town or area, where no more than it was told.
    `areas` holds only what is certain. `possible_areas` are those that hold the place or stand
    beside it, we cannot tell which: neither "in" nor "not in" may be claimed of them.
    `possible_shares` are, for each of these, the share of the place's addresses that lie in it, as
    far as that is known (`NOT_KNOWN` where not).
    `areas_certain` is False when the council itself is not certain: an outward code or a point on
    a border. Then `areas` are those that all the councils share.
    `former_areas` have ended by the day asked about; what still names one is not out of date
    about whom it served.
    `unknown_levels` are the levels of small areas of which nothing is loaded for this place: of no
    ward, say, may then be claimed that it does not hold the place.
    `imd_decile` is that of the English Index of Multiple Deprivation, from 1 (most deprived tenth
    of England's small areas) to 10. `small_areas_source` tells whence these levels come, and which
    edition the index is.
    """

    lat_deg: float
    lon_deg: float
    precision: Precision
    source: str
    postcode: str | None = None
    name: str | None = None
    areas: tuple[AreaRef, ...] = ()
    possible_areas: tuple[AreaRef, ...] = ()
    possible_shares: tuple[float, ...] = ()
    areas_certain: bool = True
    former_areas: tuple[FormerArea, ...] = ()
    unknown_levels: tuple[AreaType, ...] = FINE_LEVELS
    imd_decile: int | None = None
    small_areas_source: str | None = None
