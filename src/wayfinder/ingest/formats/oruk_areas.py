"""Whom an Open Referral service says it serves by place: `service_areas`, in names or drawn."""

from __future__ import annotations

import re

import msgspec
from msgspec.structs import replace

from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule, Ring
from wayfinder.ingest.cleaning.text import stated
from wayfinder.ingest.formats.oruk_json import Json, listed
from wayfinder.ingest.records import AreaNames, Context, coverage_of

DRAWN = "the area drawn on its map"
"""What is read aloud of a shape without a name."""

MAX_POINTS = 20_000

_CODE = re.compile(r"\b[EWSNK]\d{8}\b")
_DATA = re.compile(r"\s*(?:[{\[<]|(?:MULTI)?(?:POLYGON|POINT|LINESTRING)\b\s*\()", re.IGNORECASE)
_LON_DEG = (-9.5, 3.0)
_LAT_DEG = (49.0, 61.5)
"""The British Isles: a shape outside has its numbers in another order, or another grid."""


def coverage(item: Json, context: Context) -> Coverage:
    """The areas of a service and of its places, as rules where they can be; where it states none,
    the source's own."""
    given = listed(item, "service_areas")
    for at in listed(item, "service_at_locations"):
        given += listed(at, "service_areas")
    names: list[str] = []
    drawn: list[CoverageRule] = []
    for area in given:
        shapes = _polygons(area.get("extent"))
        name = _name(area, context.areas)
        drawn += [_rule(shape, name) for shape in shapes]
        if not shapes and name:
            names.append(name)
    if not names and not drawn:
        return context.default_coverage
    found = coverage_of(names, context.areas)
    return replace(found, rules=(*found.rules, *dict.fromkeys(drawn)))


def _rule(shape: tuple[Ring, ...], name: str | None) -> CoverageRule:
    return CoverageRule(kind=CoverageKind.POLYGON, text=name or DRAWN, polygon=shape)


def _name(area: Json, areas: AreaNames) -> str | None:
    """The area's name; its statistical code where only that is known to us. Data of a map is never
    read aloud."""
    extent = area.get("extent")
    data = isinstance(extent, dict | list) or (isinstance(extent, str) and _DATA.match(extent))
    words = [area.get("name"), area.get("service_area"), area.get("description")]
    name = next((text for one in words if (text := stated(one))), None)
    name = name or (None if data else stated(extent))
    if name is None or areas(name) is None:
        links = (one for one in (area.get("uri"), extent) if isinstance(one, str) and not data)
        codes = (found[0] for one in links if (found := _CODE.search(one)))
        if code := next((one for one in codes if areas(one)), None):
            return code
    return name or (DRAWN if data else None)


def _polygons(extent: object) -> tuple[tuple[Ring, ...], ...]:
    """The polygons of a GeoJSON value or text; none where any part of it cannot be one."""
    if isinstance(extent, str):
        try:
            extent = msgspec.json.decode(extent) if extent.lstrip()[:1] == "{" else None
        except (msgspec.DecodeError, RecursionError):
            return ()
    try:
        shapes = _shapes(extent)
        points = sum(len(ring) for shape in shapes for ring in shape)
    except (TypeError, ValueError, KeyError, RecursionError):
        return ()
    return shapes if points <= MAX_POINTS else ()


def _shapes(value: object) -> tuple[tuple[Ring, ...], ...]:
    """Raises TypeError, ValueError or KeyError for what is no polygon (RFC 7946)."""
    if not isinstance(value, dict):
        raise TypeError
    match value["type"]:
        case "Feature":
            return _shapes(value["geometry"])
        case "FeatureCollection":
            return tuple(shape for one in value["features"] for shape in _shapes(one))
        case "GeometryCollection":
            return tuple(shape for one in value["geometries"] for shape in _shapes(one))
        case "Polygon":
            return (_shape(value["coordinates"]),)
        case "MultiPolygon":
            return tuple(_shape(one) for one in value["coordinates"])
    raise ValueError


def _shape(rings: list[list[list[float]]]) -> tuple[Ring, ...]:
    shape = tuple(_ring(ring) for ring in rings)
    if not shape:
        raise ValueError
    return shape


def _ring(points: list[list[float]]) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    inside = all(
        _LON_DEG[0] <= lon <= _LON_DEG[1] and _LAT_DEG[0] <= lat <= _LAT_DEG[1] for lon, lat in ring
    )
    if len(set(ring)) < 3 or not inside:
        raise ValueError
    return ring if ring[0] == ring[-1] else (*ring, ring[0])
