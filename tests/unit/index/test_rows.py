"""Rows in reach order: near ones by strip, those of one area set together, the rest last."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from tests.made_up import areas, at, service
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.service import Location, ServiceAtLocation
from wayfinder.index.rows import (
    ANYWHERE,
    AREA,
    NEAR,
    STRIP_DEG,
    Row,
    area_codes,
    groups_of,
    near_key,
    number_rows,
    places_of,
)

HERTS, ESSEX = "E10000015", "E10000012"
RADIUS = CoverageRule(kind=CoverageKind.RADIUS, text="within 5 miles", radius_m=8_047.0)
REGISTERED = CoverageRule(kind=CoverageKind.GP, text="patients of Herts", area_codes=(HERTS,))
PATIENTS = CoverageRule(kind=CoverageKind.GP, text="our patients", practice_codes=("E82004",))
DRAWN = CoverageRule(kind=CoverageKind.POLYGON, text="the estate")


@pytest.mark.parametrize(
    ("coverage", "placed", "unplaced"),
    [
        (Coverage(), (NEAR,), (ANYWHERE,)),
        (Coverage(rules=(RADIUS,)), (NEAR,), (ANYWHERE,)),
        (Coverage(unresolved=("and nearby",)), (NEAR,), (ANYWHERE,)),
        # an area rule decides alone where nothing else is said
        (areas(HERTS), (AREA,), (AREA,)),
        (areas(HERTS, ESSEX), (AREA,), (AREA,)),
        # and where something is, whoever lives outside may still be taken in
        (areas(HERTS, unresolved=("and nearby",)), (AREA, NEAR), (AREA, ANYWHERE)),
        (Coverage(rules=(RADIUS, *areas(HERTS).rules)), (AREA, NEAR), (AREA, ANYWHERE)),
        # somebody far off may be tied to an area or a practice, or live inside a line
        (Coverage(rules=(REGISTERED,)), (AREA, NEAR), (AREA, ANYWHERE)),
        (Coverage(rules=(PATIENTS,)), (AREA, NEAR), (AREA, ANYWHERE)),
        (Coverage(rules=(DRAWN,)), (NEAR, ANYWHERE), (ANYWHERE,)),
        # of a ward or a parish a council tells nothing
        (areas("E05011061"), (AREA, NEAR), (AREA, ANYWHERE)),
        (areas("E04004706"), (AREA, NEAR), (AREA, ANYWHERE)),
    ],
)
def test_where_a_service_has_to_be_found(
    coverage: Coverage, placed: tuple[int, ...], unplaced: tuple[int, ...]
) -> None:
    assert groups_of(coverage, placed=True) == placed
    assert groups_of(coverage, placed=False) == unplaced


@pytest.mark.parametrize(
    ("coverage", "codes"),
    [
        (Coverage(), set()),
        (Coverage(rules=(RADIUS,)), set()),
        (areas(HERTS), {HERTS}),
        (Coverage(rules=(*areas(HERTS).rules, *areas(ESSEX, HERTS).rules)), {HERTS, ESSEX}),
    ],
)
def test_the_areas_of_all_its_rules(coverage: Coverage, codes: set[str]) -> None:
    assert area_codes(coverage) == codes


UNPLACED = ServiceAtLocation(location=Location(id="x", postcode="AL1 3JE"))
HALF_PLACED = ServiceAtLocation(location=Location(id="x", lat_deg=51.7))
SECRET = at(51.8, -0.2, confidential=True)


@pytest.mark.parametrize(
    ("locations", "places"),
    [
        ((), [(-1, None)]),
        ((at(51.7, -0.3),), [(0, 51.7)]),
        ((at(51.7, -0.3), at(51.9, -0.1)), [(0, 51.7), (1, 51.9)]),
        # what has a position outdoes what has none
        ((UNPLACED, at(51.7, -0.3)), [(1, 51.7)]),
        ((UNPLACED, UNPLACED), [(0, None)]),
        ((HALF_PLACED,), [(0, None)]),
        # of what is confidential not even the number is told
        ((SECRET,), [(-1, None)]),
        ((SECRET, at(51.7, -0.3)), [(1, 51.7)]),
        ((SECRET, UNPLACED), [(1, None)]),
    ],
)
def test_places_that_may_be_shown(
    locations: tuple[ServiceAtLocation, ...], places: list[tuple[int, float | None]]
) -> None:
    found = places_of(service("Group", locations=locations))
    shown = [(number, None if math.isnan(lat) else lat) for number, lat, _ in found]
    assert shown == places


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((51.7, -0.4), (51.7, -0.3)),  # west before east
        ((51.7, 0.2), (51.7 + STRIP_DEG, -0.3)),  # but a strip to the south before both
        ((51.7, -179.0), (51.7, 179.0)),
        ((-0.01, 0.0), (0.01, 0.0)),  # strips are whole on either side of the equator
    ],
)
def test_near_rows_are_ordered_by_strip_and_then_from_west_to_east(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    assert near_key(*first) < near_key(*second)


def test_within_a_strip_latitude_does_not_count() -> None:
    south = math.floor(51.7 / STRIP_DEG) * STRIP_DEG
    assert near_key(south + 0.001, -0.3) == near_key(south + STRIP_DEG - 0.001, -0.3)


def near(number: int, lat_deg: float, lon_deg: float) -> Row:
    return Row(number, 0, lat_deg, lon_deg, NEAR, -1, 0)


def bound(number: int, area_set: int, location: int = 0) -> Row:
    return Row(number, location, math.nan, math.nan, AREA, area_set, 0)


def anywhere(number: int) -> Row:
    return Row(number, -1, math.nan, math.nan, ANYWHERE, -1, 0)


@pytest.mark.parametrize(
    ("rows", "sets", "services", "ends", "starts"),
    [
        ([], 0, [], (0, 0), [0]),
        ([anywhere(2), anywhere(1)], 0, [1, 2], (0, 0), [0]),
        ([near(7, 51.9, 0.1), near(8, 51.7, 0.1), near(9, 51.7, 0.0)], 0, [9, 8, 7], (3, 3), [3]),
        # two sets: rows 0-1 serve the first, row 2 the second; starts[n] to starts[n + 1]
        ([bound(3, 1), bound(4, 0), bound(2, 0)], 2, [2, 4, 3], (0, 3), [0, 2, 3]),
        # a set that no row has any more takes no room
        ([bound(3, 2), bound(4, 0)], 3, [4, 3], (0, 2), [0, 1, 1, 2]),
        (
            [anywhere(1), bound(2, 0), near(3, 51.7, 0.0), bound(2, 0, 1)],
            1,
            [3, 2, 2, 1],
            (1, 3),
            [1, 3],
        ),
    ],
)
def test_rows_in_reach_order(
    rows: Iterable[Row],
    sets: int,
    services: list[int],
    ends: tuple[int, int],
    starts: list[int],
) -> None:
    table = number_rows(list(rows), sets)
    assert table.service.tolist() == services
    assert (table.near_end, table.area_end) == ends
    assert table.area_set_starts.tolist() == starts
    assert len(table.near_keys) == table.near_end


def test_all_that_is_known_of_a_row_moves_with_it() -> None:
    rows = [Row(5, 2, 51.9, 0.1, NEAR, -1, 8), Row(6, 1, 51.7, 0.0, NEAR, -1, 9)]
    table = number_rows(rows, 0)
    columns = (table.service, table.location, table.lat_deg, table.lon_deg, table.schedule)
    assert [column.tolist() for column in columns] == [
        [6, 5],
        [1, 2],
        [51.7, 51.9],
        [0.0, 0.1],
        [9, 8],
    ]
    assert table.near_keys.tolist() == [near_key(51.7, 0.0), near_key(51.9, 0.1)]
