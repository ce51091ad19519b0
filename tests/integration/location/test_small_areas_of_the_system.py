"""The real small areas of the 13 districts, as handed to the project, and their boundaries."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaType, Place
from wayfinder.location.polygon import Point, inside
from wayfinder.location.postcode_table import PostcodeTable
from wayfinder.location.small_area_build import SmallAreaSummary, load_small_areas
from wayfinder.location.small_area_source import deciles_of_ranks
from wayfinder.location.small_areas import SmallAreas

BEFORE_THE_SPLIT, AFTER_THE_SPLIT = date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture(scope="module")
def handed(shared_dir: Path) -> Path:
    folder = shared_dir / "data/areas"
    if not (folder / "postcodes_hwe.csv.gz").exists():
        pytest.skip("postcodes_hwe.csv.gz is not here")
    return folder


@pytest.fixture(scope="module")
def rows(handed: Path) -> list[dict[str, str]]:
    with gzip.open(handed / "postcodes_hwe.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def loaded(handed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallAreaSummary]:
    folder = tmp_path_factory.mktemp("gazetteer")
    return folder, load_small_areas(folder, handed / "postcodes_hwe.csv.gz", "onspd")


@pytest.fixture(scope="module")
def fine(
    gazetteer: Gazetteer,
    areas: Areas,
    loaded: tuple[Path, SmallAreaSummary],
    pytestconfig: pytest.Config,
) -> Gazetteer:
    """Great Britain's postcodes, with these small areas."""
    assert len(gazetteer) > 0
    assert pytestconfig.cache is not None
    table = PostcodeTable.open(pytestconfig.cache.mkdir("gazetteer"))
    return Gazetteer(table, areas, SmallAreas.open(loaded[0]))


def of(place: Place, level: AreaType) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in place.areas if area.type is level]


def test_every_row_is_taken(
    loaded: tuple[Path, SmallAreaSummary], rows: list[dict[str, str]]
) -> None:
    summary = loaded[1]
    assert (summary.read, summary.added, summary.rejected) == (66_301, 66_301, 0)
    for level, column in (("ward", "ward_cd"), ("lsoa", "lsoa21cd"), ("imd", "imd2025_decile")):
        assert summary.levels[level] == sum(bool(row[column]) for row in rows)


def test_places_have_what_the_list_says_of_them(
    fine: Gazetteer, rows: list[dict[str, str]]
) -> None:
    for row in random.Random(4).sample(rows, 2_000):
        place = fine.locate(row["postcode"], BEFORE_THE_SPLIT)
        assert [code for code, _ in of(place, AreaType.LSOA)] == [row["lsoa21cd"]]
        assert [code for code, _ in of(place, AreaType.WARD)] == list(
            filter(None, [row["ward_cd"]])
        )
        assert [code for code, _ in of(place, AreaType.ICB)] == [row["icb"]]
        assert [code for code, _ in of(place, AreaType.SUB_ICB)] == [row["sicbl"]]
        assert place.imd_decile == int(row["imd2025_decile"])


@pytest.mark.parametrize(
    ("postcode", "ward", "lsoa"),
    [
        ("AL1 3JE", "St Peters", "St Albans 012B"),
        ("SG8 5LZ", "Royston Palace", "North Hertfordshire 001B"),
        ("CM20 1LP", "Little Parndon & Town Centre", "Harlow 007F"),
    ],
)
def test_small_areas_have_names(fine: Gazetteer, postcode: str, ward: str, lsoa: str) -> None:
    place = fine.locate(postcode)
    assert [name for _, name in of(place, AreaType.WARD)] == [ward]
    assert [name for _, name in of(place, AreaType.LSOA)] == [lsoa]


@pytest.mark.parametrize(
    ("postcode", "before", "after"),
    [
        ("AL1 3JE", "QM7", "wf:icb-central-east"),
        ("SG8 5LZ", "QUE", "QUE"),
        ("CM20 1LP", "QM7", "wf:icb-essex"),
    ],
)
def test_the_icb_is_that_of_the_day(
    fine: Gazetteer, postcode: str, before: str, after: str
) -> None:
    for day, icb in ((BEFORE_THE_SPLIT, before), (AFTER_THE_SPLIT, after)):
        assert [code for code, _ in of(fine.locate(postcode, day), AreaType.ICB)] == [icb]


def test_after_the_split_everybody_in_the_list_is_in_a_known_icb(
    fine: Gazetteer, rows: list[dict[str, str]]
) -> None:
    became = {"06K": "wf:icb-central-east", "06N": "wf:icb-central-east", "07H": "wf:icb-essex"}
    for row in random.Random(5).sample(rows, 1_000):
        place = fine.locate(row["postcode"], AFTER_THE_SPLIT)
        assert [code for code, _ in of(place, AreaType.ICB)] == [became.get(row["sicbl"], "QUE")]
        ended = {each.area.code for each in place.former_areas if each.certain and each.ended}
        assert ended == ({"QM7"} if row["icb"] == "QM7" else set())


def test_deciles_follow_from_the_ranks(handed: Path) -> None:
    """The rule by which ranks of the ONS Postcode Directory become deciles, on published pairs."""
    with (handed / "lsoa21_hwe.csv").open(encoding="utf-8") as file:
        published = [
            (int(row["imd2025_rank"]), int(row["imd2025_decile"])) for row in csv.DictReader(file)
        ]
    ranks, deciles = np.array(published).T
    assert deciles_of_ranks(ranks, 2025).tolist() == deciles.tolist()


def outlines(handed: Path) -> Iterator[tuple[str, list[list[Point]]]]:
    path = handed / "districts_hwe.geojson"
    if not path.exists():
        pytest.skip("districts_hwe.geojson is not here")
    for feature in json.loads(path.read_bytes())["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [[(lon, lat) for lon, lat, *_ in ring] for part in parts for ring in part]
        yield feature["properties"]["LADCD"], rings


def test_points_lie_inside_the_lines_of_their_district(
    handed: Path, rows: list[dict[str, str]]
) -> None:
    """The lines are generalised, so a few homes on a border may fall to the neighbour."""
    districts = dict(outlines(handed))
    sample = random.Random(6).sample(rows, 2_000)
    agreed = sum(
        inside(rings, float(row["lon"]), float(row["lat"])) is (code == row["lad25cd"])
        for row in sample
        for code, rings in districts.items()
        if row["lat"]
    )
    found = sum(
        inside(districts[row["lad25cd"]], float(row["lon"]), float(row["lat"])) for row in sample
    )
    assert agreed / (len(sample) * len(districts)) > 0.999
    assert found / len(sample) > 0.99
