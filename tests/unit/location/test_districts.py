"""In which district a place lies, without a doubt, and where each district's middle is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from tests.unit.location.row_source import PostcodeRow, RowSource
from wayfinder.location.areas import Areas
from wayfinder.location.districts import likeliest_district
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef, AreaType, Place, Precision

STEVENAGE, NORTH_HERTS = "E07000243", "E07000099"
ROWS = (
    PostcodeRow("SG1 1AA", 51.90, -0.20, (STEVENAGE,)),
    PostcodeRow("SG1 1AB", 51.92, -0.18, (STEVENAGE,)),
    PostcodeRow("SG4 7AA", 51.9205, -0.18, (NORTH_HERTS,)),
)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    areas = Areas.load(DIRECTORY / "areas")
    source = RowSource(ROWS, name="a list made by hand", version="1")
    folder: Path = tmp_path_factory.mktemp("gazetteer")
    return Gazetteer.build(folder, areas, source=source)


@pytest.mark.parametrize(
    ("postcode", "lat_deg", "lon_deg", "code"),
    [
        ("SG1 1AA", None, None, STEVENAGE),
        ("sg47aa", None, None, NORTH_HERTS),
        ("SG4 7AA", 51.90, -0.20, NORTH_HERTS),  # the postcode is as good as a name
        (None, 51.90, -0.20, STEVENAGE),
        (None, 51.9204, -0.18, NORTH_HERTS),  # at the border the nearest decides: no doubt is told
        (None, 51.9201, -0.18, STEVENAGE),
        ("ZZ1 1ZZ", 51.90, -0.20, STEVENAGE),
        ("SG1", None, None, None),
        (None, None, None, None),
        (None, 10.0, 10.0, None),
    ],
)
def test_a_place_lies_in_one_district(
    gazetteer: Gazetteer,
    postcode: str | None,
    lat_deg: float | None,
    lon_deg: float | None,
    code: str | None,
) -> None:
    found = gazetteer.district(postcode, lat_deg, lon_deg)
    assert (found.code if found else None) == code


def test_the_middle_of_a_district_is_that_of_its_postcodes(gazetteer: Gazetteer) -> None:
    centres = gazetteer.district_centres()
    assert centres[STEVENAGE] == pytest.approx((51.91, -0.19))
    assert centres[NORTH_HERTS] == pytest.approx((51.9205, -0.18))


def place(certain: tuple[str, ...], possible: tuple[tuple[str, float], ...]) -> Place:
    def ref(code: str) -> AreaRef:
        return AreaRef(AreaType.COUNTY if code == "E10" else AreaType.DISTRICT, code, code)

    return Place(
        lat_deg=51.9,
        lon_deg=-0.2,
        precision=Precision.OUTWARD,
        source="made up",
        areas=tuple(map(ref, certain)),
        possible_areas=tuple(ref(code) for code, _ in possible),
        possible_shares=tuple(share for _, share in possible),
    )


@pytest.mark.parametrize(
    ("certain", "possible", "likeliest"),
    [
        (("A", "E10"), (("B", 0.9),), "A"),
        (("E10",), (("A", 0.3), ("B", 0.7)), "B"),
        (("E10",), (("E10", 0.9), ("A", 0.1)), "A"),
        (("E10",), (), None),
    ],
)
def test_the_likeliest_district(
    certain: tuple[str, ...], possible: tuple[tuple[str, float], ...], likeliest: str | None
) -> None:
    found = likeliest_district(place(certain, possible))
    assert (found.code if found else None) == likeliest
