"""Distances over the ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.location.distance import bounding_box, distance_m, distances_m, in_miles

british_lats = st.floats(49.8, 60.9)
british_lons = st.floats(-8.7, 1.8)
points = st.tuples(british_lats, british_lons)


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "Less than 0.1 miles"),
        (850, "0.5 miles"),
        (1_609, "1 mile"),
        (16_000, "9.9 miles"),
        (16_050, "10 miles"),
        (40_233, "25 miles"),
    ],
)
def test_miles_are_said_no_finer_than_they_are_known(metres: float, said: str) -> None:
    assert in_miles(metres) == said


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        ((51.7534, -0.3361), (51.7534, -0.3361), 0),
        ((51.0, 0.0), (52.0, 0.0), 111_195),
        ((51.5007, -0.1246), (55.9486, -3.1999), 534_100),  # Big Ben to Edinburgh Castle
    ],
)
def test_known_distances(
    start: tuple[float, float], end: tuple[float, float], metres: float
) -> None:
    assert distance_m(*start, *end) == pytest.approx(metres, rel=2e-3)


@given(points, points)
def test_there_and_back_are_the_same(start: tuple[float, float], end: tuple[float, float]) -> None:
    assert distance_m(*start, *end) == pytest.approx(distance_m(*end, *start), abs=1e-6)


@given(points, st.lists(points, min_size=1, max_size=20))
def test_many_at_once_agree_with_one_by_one(
    start: tuple[float, float], ends: list[tuple[float, float]]
) -> None:
    lats, lons = np.array(ends).T
    expected = [distance_m(*start, *end) for end in ends]
    assert distances_m(*start, lats, lons) == pytest.approx(expected, abs=1e-3)


@given(points, points, st.floats(1, 100_000))
def test_the_box_holds_all_within_the_radius(
    centre: tuple[float, float], point: tuple[float, float], radius_m: float
) -> None:
    if distance_m(*centre, *point) <= radius_m:
        box = bounding_box(*centre, radius_m)
        assert box.south_deg <= point[0] <= box.north_deg
        assert box.west_deg <= point[1] <= box.east_deg


@given(points, st.floats(100, 100_000))
def test_the_box_is_no_larger_than_it_must_be(centre: tuple[float, float], radius_m: float) -> None:
    box = bounding_box(*centre, radius_m)
    assert distance_m(*centre, box.north_deg, centre[1]) == pytest.approx(radius_m, rel=1e-6)
    assert distance_m(*centre, centre[0], box.east_deg) < radius_m * 1.1


def test_an_unknown_position_has_an_unknown_distance() -> None:
    assert np.isnan(distances_m(51.7, -0.3, [np.nan], [np.nan])).all()
