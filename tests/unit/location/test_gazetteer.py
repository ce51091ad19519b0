"""The gazetteer on a handful of postcodes (made up; the real ones are in tests/integration)."""

from __future__ import annotations

import os
from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from tests.unit.location.row_source import PostcodeRow, RowSource
from wayfinder.errors import (
    DirectoryError,
    FeedError,
    InvalidInput,
    MalformedPostcode,
    NotReady,
    UnknownPostcode,
)
from wayfinder.location.areas import Areas
from wayfinder.location.distance import distances_m
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import Precision

ST_ALBANS, NORTH_HERTS, SOUTH_CAMBS = ("E07000240",), ("E07000099",), ("E07000012",)
ROWS = (
    PostcodeRow("AL1 1AA", 51.750, -0.330, ST_ALBANS),
    PostcodeRow("AL1 1AB", 51.752, -0.334, ST_ALBANS),
    PostcodeRow("AL1 9ZZ", nan, nan, ()),
    PostcodeRow("AL99 9ZZ", nan, nan, ()),
    PostcodeRow("SG8 5AA", 52.0490, -0.0240, NORTH_HERTS),
    PostcodeRow("SG8 0AB", 52.0500, -0.0240, SOUTH_CAMBS),
    PostcodeRow("SG8 7ZZ", 52.1500, -0.0500, SOUTH_CAMBS),
)


def source(*rows: PostcodeRow, version: str = "1") -> RowSource:
    return RowSource(rows, name="a list made by hand", version=version)


@pytest.fixture(scope="module")
def handful(areas: Areas, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer.build(tmp_path_factory.mktemp("gazetteer"), areas, source=source(*ROWS))


@pytest.mark.parametrize("typed", ["AL1 1AB", "al1-1ab", " AL11AB."])
def test_a_postcode_is_a_point_in_certain_areas(handful: Gazetteer, typed: str) -> None:
    place = handful.locate(typed)
    assert (place.lat_deg, place.lon_deg) == (51.752, -0.334)
    assert place.precision is Precision.POSTCODE
    assert place.postcode == "AL1 1AB"
    assert place.source == "a list made by hand"
    assert place.areas_certain
    assert [ref.name for ref in place.areas][:3] == [
        "St Albans",
        "South and West Hertfordshire",
        "Hertfordshire",
    ]


def test_an_outward_code_is_the_middle_of_its_postcodes(handful: Gazetteer) -> None:
    place = handful.locate("al1")
    assert (place.lat_deg, place.lon_deg) == pytest.approx((51.751, -0.332))
    assert place.precision is Precision.OUTWARD
    assert place.postcode == "AL1"
    assert "AL1" in place.source
    assert place.areas_certain


def test_an_outward_code_across_councils_claims_only_what_they_share(handful: Gazetteer) -> None:
    place = handful.locate("SG8")
    assert not place.areas_certain
    assert place.areas[0].name == "East of England"
    assert {"E07000099", "E07000012"} <= {ref.code for ref in place.possible_areas}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("AL1 3JE", "We know AL1, but not that postcode in it"),
        ("AL2 1AA", "We do not know AL2; the nearest we know is AL1"),
        ("SG9", "nearest we know is SG8"),
        ("AL1 9ZZ", "no place on the map"),
        ("AL99 9ZZ", "no place on the map"),
        ("AL99", "nearest we know is AL1"),
        ("XX99 9ZZ", "We do not know XX99: check the postcode"),
        ("SJ8 5AA", "nearest we know is SG8"),
        ("BT1 5GS", "BT1 is in Northern Ireland"),
        ("JE2 3AB", "in Jersey"),
        ("GY1", "in Guernsey"),
        ("IM1 1AA", "in the Isle of Man"),
    ],
)
def test_an_unknown_postcode_says_what_is_known(handful: Gazetteer, typed: str, hint: str) -> None:
    with pytest.raises(UnknownPostcode, match=hint) as raised:
        handful.locate(typed)
    assert [error.field for error in raised.value.errors] == ["postcode"]
    assert typed.partition(" ")[2] not in raised.value.detail.split()


@pytest.mark.parametrize(
    ("typed", "outward"),
    [("AL1 3JE", "AL1"), ("AL99 9ZZ", None), ("AL2 1AA", None), ("XX99 9ZZ", None)],
)
def test_the_half_that_is_known_is_among_the_facts(
    handful: Gazetteer, typed: str, outward: str | None
) -> None:
    with pytest.raises(UnknownPostcode) as raised:
        handful.locate(typed)
    assert raised.value.facts.get("outward") == outward
    assert outward is None or handful.has_outward(outward)


def test_a_malformed_postcode_is_told_apart(handful: Gazetteer) -> None:
    with pytest.raises(MalformedPostcode):
        handful.locate("St Albans")


def test_a_point_takes_the_areas_of_the_nearest_postcode(handful: Gazetteer) -> None:
    place = handful.at(51.7501, -0.3302)
    assert (place.lat_deg, place.lon_deg) == (51.7501, -0.3302)
    assert place.precision is Precision.COORDINATES
    assert place.postcode is None
    assert place.areas[0].name == "St Albans"
    assert place.areas_certain


def test_a_point_on_a_border_leaves_the_council_open(handful: Gazetteer) -> None:
    place = handful.at(52.0495, -0.0240)
    assert not place.areas_certain
    assert {"E07000099", "E07000012"} <= {ref.code for ref in place.possible_areas}


def test_the_nearest_postcode_may_be_far_in_open_country(handful: Gazetteer) -> None:
    assert handful.at(52.23, -0.05).areas[0].name == "South Cambridgeshire"


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg"),
    [(48.85, 2.35), (0, 0), (-0.33, 51.75), (90, 0), (nan, -0.3), (51.7, nan), (1e9, 1e9)],
)
def test_a_point_elsewhere_is_refused(handful: Gazetteer, lat_deg: float, lon_deg: float) -> None:
    with pytest.raises(InvalidInput) as raised:
        handful.at(lat_deg, lon_deg)
    assert [error.field for error in raised.value.errors] == ["latitude", "longitude"]


@pytest.mark.parametrize(
    ("typed", "point"),
    [("al11aa", (51.75, -0.33)), ("AL1 3JE", None), ("AL1", None), ("?", None), ("AL1 9ZZ", None)],
)
def test_the_quick_way_to_a_point(
    handful: Gazetteer, typed: str, point: tuple[float, float] | None
) -> None:
    assert handful.point(typed) == point


def test_many_points_at_once(handful: Gazetteer) -> None:
    typed = ["al11aa", "AL1 3JE", "?", "AL1 9ZZ", "SG8 7ZZ"]
    found = handful.points(typed)
    assert found.shape == (5, 2)
    for text, (lat, lon) in zip(typed, found.tolist(), strict=True):
        expected = handful.point(text)
        assert isnan(lat) and isnan(lon) if expected is None else (lat, lon) == expected
    assert handful.points([]).shape == (0, 2)


def test_progress_runs_from_nothing_to_all(areas: Areas, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    Gazetteer.build(tmp_path, areas, lambda *step: seen.append(step), source(*ROWS))
    assert seen[0] == (0, seen[0][1])
    assert seen[-1] == (seen[0][1], seen[0][1])


def test_only_another_version_needs_building(areas: Areas, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert not Gazetteer.is_current(folder, source(*ROWS))
    Gazetteer.build(folder, areas, source=source(*ROWS))
    assert Gazetteer.is_current(folder, source(*ROWS))
    assert not Gazetteer.is_current(folder, source(*ROWS, version="2"))


def test_a_new_table_replaces_the_old_while_it_is_read(areas: Areas, tmp_path: Path) -> None:
    old = Gazetteer.build(tmp_path, areas, source=source(*ROWS))
    new = Gazetteer.build(tmp_path, areas, source=source(ROWS[0], version="2"))
    assert (len(old), len(new), len(Gazetteer.open(tmp_path, areas))) == (len(ROWS), 1, 1)
    assert old.point("SG8 7ZZ") == (52.15, -0.05)
    assert len(list(tmp_path.glob("*table-*"))) == 1


@pytest.mark.parametrize(
    ("rows", "error", "complaint"),
    [
        ([ROWS[0], ROWS[0]], FeedError, "one of AL1 twice"),
        ([PostcodeRow("AL1 1AA", 51.7, -0.3, ("E07999999",))], DirectoryError, "no E07999999"),
        ([ROWS[2]], FeedError, "none with a position"),
    ],
)
def test_a_bad_list_is_refused_and_the_old_table_stays(
    areas: Areas,
    tmp_path: Path,
    rows: list[PostcodeRow],
    error: type[Exception],
    complaint: str,
) -> None:
    Gazetteer.build(tmp_path, areas, source=source(*ROWS))
    with pytest.raises(error, match=complaint):
        Gazetteer.build(tmp_path, areas, source=source(*rows, version="2"))
    assert len(Gazetteer.open(tmp_path, areas)) == len(ROWS)
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_what_a_killed_build_left_is_swept_away(areas: Areas, tmp_path: Path) -> None:
    abandoned, under_way = tmp_path / ".building-old", tmp_path / ".building-new"
    for folder in (abandoned, under_way):
        folder.mkdir()
    os.utime(abandoned, (0, 0))
    Gazetteer.build(tmp_path, areas, source=source(*ROWS))
    assert (abandoned.exists(), under_way.exists()) == (False, True)


def test_before_anything_is_built_it_is_not_ready(areas: Areas, tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        Gazetteer.open(tmp_path, areas)


def test_the_nearest_postcodes_are_those_of_a_plain_search(areas: Areas, tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    lats, lons = rng.uniform(51.5, 52.1, 500), rng.uniform(-0.8, 0.4, 500)
    rows = [
        PostcodeRow(f"AL{n // 100 + 1} {n % 10}A{chr(65 + n // 10 % 10)}", lat, lon, ST_ALBANS)
        for n, (lat, lon) in enumerate(zip(lats, lons, strict=True))
    ]
    table = Gazetteer.build(tmp_path, areas, source=source(*rows))._table
    placed = table.positions / 1e6
    for lat, lon, radius_m in zip(
        lats + 0.01, lons - 0.01, rng.uniform(10, 30_000, 500), strict=True
    ):
        found, metres = table.within(lat, lon, radius_m)
        every = distances_m(lat, lon, placed[:, 0], placed[:, 1])
        assert sorted(found.tolist()) == np.flatnonzero(every <= radius_m).tolist()
        assert metres == pytest.approx(every[found])
