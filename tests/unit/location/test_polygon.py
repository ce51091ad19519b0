"""Inside a line on the map or not: a table of edge cases, and an oracle that knows no shortcut."""

from __future__ import annotations

from math import atan2, cos, pi, sin, tau

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wayfinder.location.polygon import Point, inside

SQUARE: tuple[Point, ...] = ((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
HOLE: tuple[Point, ...] = ((1, 1), (3, 1), (3, 3), (1, 3), (1, 1))
ISLAND: tuple[Point, ...] = ((1.5, 1.5), (2.5, 1.5), (2.5, 2.5), (1.5, 2.5), (1.5, 1.5))
FAR: tuple[Point, ...] = ((10, 0), (14, 0), (14, 4), (10, 4), (10, 0))
SPIKES: tuple[Point, ...] = ((0, 0), (1, 2), (2, 0), (3, 2), (4, 0), (4, -1), (0, -1), (0, 0))


@pytest.mark.parametrize(
    ("rings", "point", "expected"),
    [
        pytest.param([SQUARE], (2, 2), True, id="in the middle"),
        pytest.param([SQUARE], (5, 2), False, id="east"),
        pytest.param([SQUARE], (-1, 2), False, id="west, level with two edges"),
        pytest.param([SQUARE], (-1, 4), False, id="west, level with a side"),
        pytest.param([SQUARE], (0, 2), True, id="on a side"),
        pytest.param([SQUARE], (4, 4), True, id="on a corner"),
        pytest.param([SQUARE], (2, 4), True, id="on the northern side"),
        pytest.param([SQUARE[:-1]], (2, 2), True, id="not closed, inside"),
        pytest.param([SQUARE[:-1]], (0, 2), True, id="not closed, on the side left out"),
        pytest.param([SQUARE[::-1]], (2, 2), True, id="clockwise"),
        pytest.param([SQUARE, HOLE], (2, 2), False, id="in the hole"),
        pytest.param([SQUARE, HOLE], (0.5, 2), True, id="beside the hole"),
        pytest.param([SQUARE, HOLE], (1, 2), True, id="on the rim of the hole"),
        pytest.param([SQUARE, HOLE, ISLAND], (2, 2), True, id="on an island in the hole"),
        pytest.param([SQUARE, FAR], (12, 1), True, id="in the second part"),
        pytest.param([SQUARE, FAR], (7, 1), False, id="between two parts"),
        pytest.param([SPIKES], (-1, 0), False, id="level with three corners, west"),
        pytest.param([SPIKES], (1, 1), True, id="under a spike"),
        pytest.param([SPIKES], (2, 1), False, id="between two spikes"),
        pytest.param([SPIKES], (-1, 2), False, id="level with the spikes' points"),
        pytest.param([], (0, 0), False, id="no ring"),
        pytest.param([((0, 0), (4, 0))], (2, 0), False, id="a line encloses nothing"),
    ],
)
def test_a_point_is_inside_or_not(
    rings: list[tuple[Point, ...]], point: Point, expected: bool
) -> None:
    assert inside(rings, *point) is expected


@st.composite
def stars(draw: st.DrawFn) -> tuple[Point, ...]:
    """A ring whose every corner is seen from the origin, so that it never crosses itself."""
    lengths = draw(st.lists(st.integers(1, 9), min_size=3, max_size=12))
    turn = draw(st.floats(0, 1))
    angles = ((turn + number) * tau / len(lengths) for number in range(len(lengths)))
    return tuple((r * cos(a), r * sin(a)) for r, a in zip(lengths, angles, strict=True))


coordinates = st.floats(-10, 10)


def seen_all_round(ring: tuple[Point, ...], point: Point) -> bool:
    """The oracle: from inside, the ring turns once about us; from outside, not at all."""
    angles = [atan2(y - point[1], x - point[0]) for x, y in ring]
    turns = zip(angles, (*angles[1:], angles[0]), strict=True)
    return abs(sum((after - before + pi) % tau - pi for before, after in turns)) > pi


def near_the_line(ring: tuple[Point, ...], point: Point) -> bool:
    """Where rounding decides, neither answer is wrong."""
    x, y = point
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        length_2 = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length_2
        near = min(1.0, max(0.0, along))
        if (x1 + near * (x2 - x1) - x) ** 2 + (y1 + near * (y2 - y1) - y) ** 2 < 1e-12:
            return True
    return False


@given(stars(), coordinates, coordinates)
def test_it_agrees_with_turning_round_on_the_spot(
    ring: tuple[Point, ...], x: float, y: float
) -> None:
    assume(not near_the_line(ring, (x, y)))
    assert inside([ring], x, y) is seen_all_round(ring, (x, y))


@given(stars(), coordinates, coordinates, st.integers(0, 11))
def test_neither_direction_nor_first_corner_matters(
    ring: tuple[Point, ...], x: float, y: float, first: int
) -> None:
    assume(not near_the_line(ring, (x, y)))
    at = first % len(ring)
    turned = ring[at:] + ring[:at]
    assert inside([ring], x, y) is inside([turned[::-1]], x, y) is inside([(*ring, ring[0])], x, y)


@given(stars(), st.integers(0, 11))
def test_a_corner_is_inside(ring: tuple[Point, ...], number: int) -> None:
    assert inside([ring], *ring[number % len(ring)])
