"""The gazetteer on every postcode of Great Britain."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from wayfinder.errors import InvalidInput, UnknownPostcode
from wayfinder.location.distance import distance_m
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import Precision


@pytest.fixture(scope="module")
def listed(shared_dir: Path) -> list[dict[str, str]]:
    """The 66,301 postcodes of the 13 districts, with councils and positions."""
    path = shared_dir / "data/areas/postcodes_hwe.csv.gz"
    if not path.exists():
        pytest.skip("postcodes_hwe.csv.gz is not here")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_it_holds_great_britain(gazetteer: Gazetteer) -> None:
    assert len(gazetteer) > 2_600_000
    assert gazetteer.source.startswith("ONSPD ")


@pytest.mark.parametrize(
    ("postcode", "district", "county_or_nation"),
    [
        ("AL1 3JE", "St Albans", "Hertfordshire"),
        ("SG8 5LZ", "North Hertfordshire", "Hertfordshire"),
        ("SG8 7HP", "North Hertfordshire", "Hertfordshire"),
        ("SG8 6DP", "South Cambridgeshire", "Cambridgeshire"),
        ("SG8 0AB", "South Cambridgeshire", "Cambridgeshire"),
        ("CM20 1LP", "Harlow", "Essex"),
        ("CM16 4AA", "Epping Forest", "Essex"),
        ("SG12 8NW", "East Hertfordshire", "Hertfordshire"),
        ("WD17 3HG", "Watford", "Hertfordshire"),
        ("CA1 2RW", "Cumberland", "England"),
        ("S70 2TA", "Barnsley", "England"),
        ("EH1 1YZ", "City of Edinburgh", "Scotland"),
        ("CF10 3AT", "Cardiff", "Wales"),
        ("W1A 1AA", "Westminster", "London"),
    ],
)
def test_a_postcode_lies_in_its_council(
    gazetteer: Gazetteer, postcode: str, district: str, county_or_nation: str
) -> None:
    names = [ref.name for ref in gazetteer.locate(postcode).areas]
    assert names[0] == district
    assert county_or_nation in names
    assert names[-2:] == ["Great Britain", "United Kingdom"]


def test_royston_is_shared_between_two_counties(gazetteer: Gazetteer) -> None:
    place = gazetteer.locate("SG8")
    assert place.precision is Precision.OUTWARD
    assert not place.areas_certain
    assert {"E07000099", "E07000012"} <= {ref.code for ref in place.possible_areas}
    assert not {"Hertfordshire", "Cambridgeshire"} & {ref.name for ref in place.areas}


@pytest.mark.parametrize("postcode", ["AL12 1AA", "BT1 5GS", "JE2 3AB", "ZZ99 3VZ"])
def test_a_postcode_that_is_not_there(gazetteer: Gazetteer, postcode: str) -> None:
    with pytest.raises(UnknownPostcode):
        gazetteer.locate(postcode)


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "district"),
    [(51.7534, -0.3361, "St Albans"), (57.15, -5.68, "Highland"), (50.02, -5.20, "Cornwall")],
)
def test_a_point_lies_in_its_council(
    gazetteer: Gazetteer, lat_deg: float, lon_deg: float, district: str
) -> None:
    assert gazetteer.at(lat_deg, lon_deg).areas[0].name == district


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg"), [(54.597, -5.930), (53.349, -6.260), (50.95, 1.85), (49.21, -2.13)]
)
def test_belfast_dublin_calais_and_jersey_are_not_here(
    gazetteer: Gazetteer, lat_deg: float, lon_deg: float
) -> None:
    with pytest.raises(InvalidInput):
        gazetteer.at(lat_deg, lon_deg)


def test_positions_agree_with_a_list_made_apart(
    gazetteer: Gazetteer, listed: list[dict[str, str]]
) -> None:
    ours = gazetteer.points([row["postcode"] for row in listed])
    theirs = np.array([[float(row["lat"]), float(row["lon"])] for row in listed])
    apart_m = [distance_m(*point, *other) for point, other in zip(ours, theirs, strict=True)]
    assert max(apart_m) < 5


def test_councils_agree_with_a_list_made_apart(
    gazetteer: Gazetteer, listed: list[dict[str, str]]
) -> None:
    for row in listed[::20]:
        assert gazetteer.locate(row["postcode"]).areas[0].code == row["lad25cd"]


def test_a_point_on_a_home_is_hardly_ever_put_in_the_wrong_council(
    gazetteer: Gazetteer, listed: list[dict[str, str]]
) -> None:
    """Asked about points 60 m off known postcodes: doubt is allowed, a false claim hardly ever."""
    false_claims = 0
    sample = [row for row in listed if row["live_2025_05"] == "1"][::80]
    for row in sample:
        place = gazetteer.at(float(row["lat"]) + 0.0005, float(row["lon"]) + 0.0003)
        false_claims += place.areas_certain and place.areas[0].code != row["lad25cd"]
    assert false_claims / len(sample) < 0.005
