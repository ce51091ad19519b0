"""Whether a point lies inside a line drawn on the map."""

from __future__ import annotations

from collections.abc import Sequence

Ring = Sequence[tuple[float, float]]
"""A closed line as (longitude, latitude) in degrees, the order of GeoJSON."""


def inside(rings: Sequence[Ring], lon_deg: float, lat_deg: float) -> bool:
    """True inside the first ring and outside the others (holes), by the even-odd rule."""
    return sum(_crossings(ring, lon_deg, lat_deg) for ring in rings) % 2 == 1


def _crossings(ring: Ring, lon_deg: float, lat_deg: float) -> int:
    """How often a line from the point to the east crosses the ring."""
    ends = zip(ring, (*ring[1:], *ring[:1]), strict=True)
    return sum(
        (lat_a > lat_deg) != (lat_b > lat_deg)
        and lon_deg < lon_a + (lat_deg - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
        for (lon_a, lat_a), (lon_b, lat_b) in ends
    )
