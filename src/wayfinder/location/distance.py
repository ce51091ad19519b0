"""Distances over the ground, on a sphere (within 0.5 % of the ellipsoid anywhere in Britain)."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius R1 (IUGG)."""

METRES_PER_MILE = 1609.344
"""The international mile."""

_M_PER_LAT_DEG = radians(1) * EARTH_RADIUS_M


class BoundingBox(Struct, frozen=True):
    """A box of latitudes and longitudes in degrees."""

    south_deg: float
    west_deg: float
    north_deg: float
    east_deg: float


def distance_m(lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float) -> float:
    """Metres between two points (haversine)."""
    lat1, lat2 = radians(lat1_deg), radians(lat2_deg)
    half_lat = sin((lat2 - lat1) / 2)
    half_lon = sin(radians(lon2_deg - lon1_deg) / 2)
    a = half_lat * half_lat + cos(lat1) * cos(lat2) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(a)))


def distances_m(
    lat_deg: float, lon_deg: float, lats_deg: ArrayLike, lons_deg: ArrayLike
) -> NDArray[np.float64]:
    """Metres from one point to many: float64, shaped as `lats_deg`. NaN in, NaN out."""
    lats = np.radians(np.asarray(lats_deg, np.float64))
    lons = np.radians(np.asarray(lons_deg, np.float64))
    half_lat = np.sin((lats - radians(lat_deg)) / 2)
    half_lon = np.sin((lons - radians(lon_deg)) / 2)
    a = half_lat**2 + cos(radians(lat_deg)) * np.cos(lats) * half_lon**2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(a)))
    return metres


def in_miles(distance_m: float) -> str:
    """A distance to read aloud: 850 is "0.5 miles", 1,609 "1 mile", 40,233 "25 miles"."""
    miles = distance_m / METRES_PER_MILE
    if miles < 0.1:
        return "Less than 0.1 miles"
    shown = f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"
    return f"{shown.removesuffix('.0')} mile{'' if shown == '1.0' else 's'}"


def bounding_box(lat_deg: float, lon_deg: float, radius_m: float) -> BoundingBox:
    """The smallest box sure to hold every point within `radius_m`; not for use near the poles."""
    lat_span = radius_m / _M_PER_LAT_DEG
    furthest_lat = min(89.0, abs(lat_deg) + lat_span)
    lon_span = lat_span / cos(radians(furthest_lat))
    return BoundingBox(
        south_deg=lat_deg - lat_span,
        west_deg=lon_deg - lon_span,
        north_deg=lat_deg + lat_span,
        east_deg=lon_deg + lon_span,
    )
