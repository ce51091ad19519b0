"""Whether a point lies inside a line drawn on a map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
"""Longitude and latitude in degrees, in the order of GeoJSON (RFC 7946)."""


def inside(rings: Sequence[Sequence[Point]], lon_deg: float, lat_deg: float) -> bool:
    """True if the point lies inside the rings by the even-odd rule, or on one of their lines.

    A ring inside a ring is a hole, one inside that an island; rings side by side are all inside.
    Where two overlap, what lies in both is outside, as in a hole: GeoJSON forbids such rings. A
    ring may repeat its first point at its end or not. Fewer than three points enclose nothing.
    Straight lines on the grid of degrees are meant, as in GeoJSON; none may cross the antimeridian.
    """
    point = (lon_deg, lat_deg)
    edges = (edge for ring in rings if len(ring) > 2 for edge in pairwise((*ring, ring[0])))
    # Edges wholly north or south of the point say nothing.
    beside = [(a, b) for a, b in edges if not (a[1] > lat_deg < b[1] or a[1] < lat_deg > b[1])]
    if any(_touches(edge, point) for edge in beside):
        return True
    return sum(_crosses(edge, point) for edge in beside) % 2 == 1


def _touches(edge: tuple[Point, Point], point: Point) -> bool:
    (x1, y1), (x2, y2) = edge
    x, y = point
    in_box = min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)
    return in_box and _side(edge, point) == 0


def _crosses(edge: tuple[Point, Point], point: Point) -> bool:
    """Whether the edge crosses the line that runs east from the point.

    An end counts with the northern half only, so that a corner is never counted twice.
    """
    (_, y1), (_, y2) = edge
    if (y1 > point[1]) == (y2 > point[1]):
        return False
    return (_side(edge, point) > 0) == (y2 > y1)


def _side(edge: tuple[Point, Point], point: Point) -> float:
    """Above 0 left of the edge, below 0 right of it, 0 in line with it."""
    (x1, y1), (x2, y2) = edge
    return (x2 - x1) * (point[1] - y1) - (point[0] - x1) * (y2 - y1)
