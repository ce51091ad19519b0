"""A place on the ground, and the areas it lies in."""

from __future__ import annotations

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
