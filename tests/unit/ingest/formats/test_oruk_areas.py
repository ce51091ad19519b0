"""Areas of a service, in names, by code, or drawn on a map."""

from __future__ import annotations

import json
from typing import Any

import pytest

from wayfinder.domain.coverage import Coverage, CoverageKind
from wayfinder.ingest.formats.oruk_areas import DRAWN, coverage
from wayfinder.ingest.records import Context
from wayfinder.location.polygon import inside

SQUARE = [[-0.4, 51.7], [-0.3, 51.7], [-0.3, 51.8], [-0.4, 51.8], [-0.4, 51.7]]
OTHER = [[lon + 1, lat] for lon, lat in SQUARE]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
MULTI = {"type": "MultiPolygon", "coordinates": [[SQUARE], [OTHER]]}


def read(context: Context, *areas: dict[str, Any]) -> Coverage:
    return coverage({"service_areas": list(areas)}, context)


@pytest.mark.parametrize(
    ("extent", "shapes"),
    [
        (POLYGON, 1),
        (json.dumps(POLYGON), 1),
        ({"type": "Feature", "properties": {}, "geometry": POLYGON}, 1),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": MULTI}]}, 2),
        ({"type": "GeometryCollection", "geometries": [POLYGON]}, 1),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, 1),
        (MULTI, 2),
    ],
)
def test_a_drawn_area_is_a_rule(context: Context, extent: Any, shapes: int) -> None:
    found = read(context, {"name": "Catchment", "extent": extent, "extent_type": "geojson"})
    assert found.unresolved == ()
    assert [rule.text for rule in found.rules] == ["Catchment"] * shapes
    assert {rule.kind for rule in found.rules} == {CoverageKind.POLYGON}
    assert found.rules[0].polygon[0][0] == found.rules[0].polygon[0][-1]
    assert any(inside(rule.polygon, -0.35, 51.75) for rule in found.rules)
    assert not any(inside(rule.polygon, -0.1, 51.75) for rule in found.rules)


@pytest.mark.parametrize(
    "extent",
    [
        {"type": "Point", "coordinates": [-0.3, 51.7]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[-0.3, 51.7], [-0.3, 51.7]]]},
        {"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in SQUARE]]},
        {"type": "Polygon", "coordinates": [[[530000, 180000], [1, 2], [3, 4]]]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [[["x", None]]]]},
        "{broken",
        '{"type": "Topology", "objects": {}}',
        "POLYGON ((30 10, 40 40, 20 40))",
        "<kml></kml>",
    ],
)
def test_a_shape_that_is_no_rule_is_never_read_aloud(context: Context, extent: Any) -> None:
    assert read(context, {"extent": extent}) == Coverage(unresolved=(DRAWN,))
    assert read(context, {"name": "Two Parishes", "extent": extent}).unresolved == ("Two Parishes",)


def test_a_code_names_an_area_whose_name_is_not_known(context: Context) -> None:
    uri = "http://statistics.data.gov.uk/id/statistical-geography/E07000240"
    for area in ({"name": "The old city", "uri": uri}, {"extent": uri}):
        (rule,) = read(context, area).rules
        assert rule.area_codes == ("E07000240",)


def test_areas_of_its_places_are_the_services(context: Context) -> None:
    at = {"service_areas": [{"name": "Hertfordshire"}]}
    (rule,) = coverage({"service_at_locations": [at]}, context).rules
    assert rule.area_codes == ("E10000015",)
