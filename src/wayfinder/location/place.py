"""A place on the ground, and the areas it lies in."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class AreaType(StrEnum):
    """Levels of area that a service's coverage can name (ONS and NHS geographies)."""

    COUNTRY = "country"
    NATION = "nation"
    COUNTY = "county"
    DISTRICT = "district"
    ICB = "icb"
    SUB_ICB = "sub_icb"
    PLACE = "place"
    WARD = "ward"
    LSOA = "lsoa"


class Precision(StrEnum):
    """How exact a point is: a unit postcode, an outward code's centroid, or given coordinates."""

    POSTCODE = "postcode"
    OUTWARD = "outward"
    COORDINATES = "coordinates"
    AREA = "area"


class AreaRef(Struct, frozen=True):
    """An area as shown to people: its level, its GSS (or NHS) code and its name."""

    type: AreaType
    code: str
    name: str


class Place(Struct, frozen=True, kw_only=True):
    """Where somebody is.

    `areas` runs from the most local to the widest and always ends with nation and country when
    the point is known to lie in Great Britain. `postcode` is None for bare coordinates.
    `areas_certain` is False for an outward code, whose addresses may lie in several councils:
    then only the areas that all of them share are listed.
    """

    lat_deg: float
    lon_deg: float
    precision: Precision
    source: str
    postcode: str | None = None
    areas: tuple[AreaRef, ...] = ()
    areas_certain: bool = True
