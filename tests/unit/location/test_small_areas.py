"""Small areas of postcodes: what a list brings, what of it is refused, and what a place then knows.

The postcodes and their areas are made up; the real ones are in tests/integration.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.unit.location.row_source import PostcodeRow, RowSource
from wayfinder.errors import FeedError
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import FINE_LEVELS, AreaType, Place
from wayfinder.location.small_area_build import SmallAreaSummary, load_small_areas
from wayfinder.location.small_area_source import OUTSIDE, TWICE
from wayfinder.location.small_areas import SMALL_AREAS

BEFORE_THE_SPLIT, AFTER_THE_SPLIT = date(2026, 3, 31), date(2026, 4, 1)
ROWS = (
    PostcodeRow("AL1 1AA", 51.750, -0.330, ("E07000240",)),
    PostcodeRow("AL1 1AB", 51.752, -0.334, ("E07000240",)),
    PostcodeRow("SG8 5AA", 52.0490, -0.0240, ("E07000099",)),
    PostcodeRow("SG8 0AB", 52.0500, -0.0240, ("E07000012",)),
    PostcodeRow("CF1 1AA", 51.48, -3.18, ("W06000015",)),
)
OURS = """postcode,ward_cd,lsoa11cd,lsoa21cd,imd2025_decile,icb,sicbl
AL1 1AA,E05000001,E01000009,E01000001,3,QM7,06N
AL1 1AB,,E01000009,E01000002,10,QM7,06N
SG8 5AA,E05000003,E01000003,E01000003,6,QUE,06H
CF1 1AA,W05000001,W01000001,W01000001,,W99999999,W11000029
"""
OLD_ONSPD = """pcd,pcds,doterm,oslaua,osward,sicbl,lsoa11,imd,icb,lsoa21
AL1 1AA,AL1 1AA,,E07000240,E05000001,E38000001,E01000009,3284,E54000001,E01000001
AL1 1AB,AL1 1AB,,E07000240,E05000001,E38000001,E01000009,3285,E54000001,E01000002
"""
NEW_ONSPD = """pcd7,pcds,lad25cd,wd25cd,sicbl24cd,imd20ind,icb23cd,lsoa21cd
AL1 1AA,AL1 1AA,E07000240,E05000001,E38000001,32844,E54000001,E01000001
"""

Load = Callable[..., SmallAreaSummary]


@pytest.fixture
def folder(areas: Areas, tmp_path: Path) -> Path:
    source = RowSource(ROWS, name="a list made by hand", version="1")
    Gazetteer.build(tmp_path / "gazetteer", areas, source=source)
    return tmp_path / "gazetteer"


@pytest.fixture
def load(folder: Path, tmp_path: Path) -> Load:
    def loaded(text: str, name: str = "list.csv") -> SmallAreaSummary:
        listed = tmp_path / "Data" / name
        listed.parent.mkdir(exist_ok=True)
        listed.write_text(text, "utf-8")
        return load_small_areas(folder, listed, "onspd")

    return loaded


@pytest.fixture
def locate(folder: Path, areas: Areas) -> Callable[..., Place]:
    """As a start would: opens what is there now."""
    return lambda text, on=BEFORE_THE_SPLIT: Gazetteer.open(folder, areas).locate(text, on)


def codes(place: Place, *levels: AreaType) -> list[str]:
    return [area.code for area in place.areas if area.type in (levels or FINE_LEVELS)]


def test_a_place_knows_its_small_areas_most_local_first(
    load: Load, locate: Callable[..., Place]
) -> None:
    load(OURS)
    place = locate("AL1 1AA")
    assert codes(place) == ["E01000001", "E05000001", "06N", "QM7"]
    assert [area.code for area in place.areas[:2]] == ["E01000001", "E05000001"]
    assert place.areas[-1].name == "United Kingdom"
    assert place.imd_decile == 3
    assert place.unknown_levels == ()
    assert place.small_areas_source == (
        "onspd (list.csv, English Index of Multiple Deprivation 2025)"
    )


def test_a_stated_icb_leaves_no_doubt(load: Load, locate: Callable[..., Place]) -> None:
    doubtful = {area.type for area in locate("SG8 5AA").possible_areas}
    assert {AreaType.ICB, AreaType.SUB_ICB} <= doubtful
    load(OURS)
    place = locate("SG8 5AA")
    assert codes(place, AreaType.ICB) == ["QUE"]
    assert not {AreaType.ICB, AreaType.SUB_ICB} & {area.type for area in place.possible_areas}


@pytest.mark.parametrize(
    ("postcode", "unknown"),
    [
        pytest.param("AL1 1AA", (), id="all told"),
        pytest.param("AL1 1AB", (AreaType.WARD,), id="no ward: out of use"),
        pytest.param("SG8 0AB", FINE_LEVELS, id="not in the list"),
        pytest.param("CF1 1AA", (), id="Wales has no ICB, and that is told"),
        pytest.param("AL1", (), id="all of an outward code are listed"),
        pytest.param("SG8", FINE_LEVELS, id="not all of an outward code are listed"),
    ],
)
def test_what_is_not_told_is_unknown(
    load: Load, locate: Callable[..., Place], postcode: str, unknown: tuple[AreaType, ...]
) -> None:
    load(OURS)
    assert locate(postcode).unknown_levels == unknown


def test_before_anything_is_loaded_every_level_is_unknown(locate: Callable[..., Place]) -> None:
    place = locate("AL1 1AA")
    assert place.unknown_levels == FINE_LEVELS
    assert (place.imd_decile, place.small_areas_source) == (None, None)


def test_an_outward_code_claims_only_what_all_its_postcodes_share(
    load: Load, locate: Callable[..., Place]
) -> None:
    load(OURS)
    place = locate("AL1")
    assert codes(place) == ["06N", "QM7"]
    shares = dict(
        zip((area.code for area in place.possible_areas), place.possible_shares, strict=True)
    )
    assert (shares["E01000001"], shares["E01000002"], shares["E05000001"]) == (0.5, 0.5, 0.5)
    assert place.imd_decile is None


def test_a_point_takes_the_small_areas_of_the_nearest_postcode(
    load: Load, folder: Path, areas: Areas
) -> None:
    load(OURS)
    place = Gazetteer.open(folder, areas).at(51.7500, -0.3300, BEFORE_THE_SPLIT)
    assert codes(place) == ["E01000001", "E05000001", "06N", "QM7"]
    assert place.imd_decile == 3


@pytest.mark.parametrize(
    ("text", "decile", "source"),
    [
        pytest.param(OLD_ONSPD, 1, "Deprivation 2019", id="as named until 2024"),
        pytest.param(NEW_ONSPD, 10, "Deprivation 2019", id="as named from 2025"),
    ],
)
def test_the_directory_of_the_ons_is_read(
    load: Load, locate: Callable[..., Place], text: str, decile: int, source: str
) -> None:
    load(text)
    place = locate("AL1 1AA")
    assert codes(place) == ["E01000001", "E05000001", "E38000001", "E54000001"]
    assert place.imd_decile == decile
    assert source in str(place.small_areas_source)
    # Nobody tells what E54000001 is, so it may be any ICB that St Albans may lie in.
    assert "QM7" in {area.code for area in place.possible_areas}


def test_deciles_are_ten_groups_of_the_ranks(load: Load, locate: Callable[..., Place]) -> None:
    load(OLD_ONSPD)
    assert (locate("AL1 1AA").imd_decile, locate("AL1 1AB").imd_decile) == (1, 2)


def test_ranks_of_another_edition_are_left_and_that_is_told(
    load: Load, locate: Callable[..., Place]
) -> None:
    summary = load(NEW_ONSPD.replace("32844", "33000"))
    assert summary.levels["imd"] == 0
    assert list(summary.reasons) == [
        "imd20ind: ranks beyond 32,844 are not of 2019; none was taken"
    ]
    assert locate("AL1 1AA").imd_decile is None


def test_ranks_from_before_there_were_icbs_may_be_of_any_edition(
    load: Load, locate: Callable[..., Place]
) -> None:
    load("pcds,osward,lsoa11,imd\nAL1 1AA,E05000001,E01000001,3284\n")
    assert locate("AL1 1AA").imd_decile is None


@pytest.mark.parametrize(("rank", "decile"), [("0", None), ("", None), ("1", 1), ("32844", 10)])
def test_a_rank_of_nought_is_none(
    load: Load, locate: Callable[..., Place], rank: str, decile: int | None
) -> None:
    load(NEW_ONSPD.replace("32844", rank))
    assert locate("AL1 1AA").imd_decile == decile


def test_names_and_codes_of_the_nhs_come_from_the_files_beside(
    load: Load, locate: Callable[..., Place], tmp_path: Path
) -> None:
    documents = tmp_path / "Documents"
    documents.mkdir()
    (documents / "Ward names.csv").write_text("WD25CD,WD25NM\nE05000001,Abbey Gate\n", "utf-8-sig")
    (documents / "ICB names.csv").write_text(
        "ICB23CD,ICB23CDH,ICB23NM\nE54000001,QM7,NHS Somewhere\n", "cp1252"
    )
    (documents / "SICBL names.csv").write_text(
        "SICBL24CD,SICBL24CDH,SICBL24NM\nE38000001,06N,NHS Somewhere - 06N\n", "utf-8"
    )
    feature = '{"properties":{"LSOA21CD":"E01000001","LSOA21NM":"Abbey 001A","area":2.5}}'
    packed = gzip.compress(f'{{"features":[{feature}]}}'.encode())
    (documents / "lines.geojson.gz").write_bytes(packed)
    load(NEW_ONSPD)
    place = locate("AL1 1AA")
    assert codes(place) == ["E01000001", "E05000001", "06N", "QM7"]
    assert [area.name for area in place.areas[:2]] == ["Abbey 001A", "Abbey Gate"]
    assert "QM7" not in {area.code for area in place.possible_areas}


def test_a_broken_file_of_names_is_named_and_nothing_changes(
    load: Load, locate: Callable[..., Place], tmp_path: Path
) -> None:
    load(OURS)
    (tmp_path / "Data" / "wards.geojson").write_text("{", "utf-8")
    with pytest.raises(FeedError, match=r"wards\.geojson"):
        load(NEW_ONSPD)
    assert codes(locate("AL1 1AA")) == ["E01000001", "E05000001", "06N", "QM7"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nowhere,E05000001,,E01000001,3,QM7,06N", "postcode: not the shape of a UK postcode"),
        (",E05000001,,E01000001,3,QM7,06N", "postcode: not the shape of a UK postcode"),
        ("AL1 1AA,,,E01000001,3,QM7,06N", TWICE),
        ("AL1 1AC,Abbey,,E01000001,3,QM7,06N", "ward_cd: not a code of the ONS or the NHS"),
        ("AL1 1AC,,,E01000001,11,QM7,06N", "imd2025_decile: not a rank, or a decile"),
        ("AL1 1AC,,,E01000001,0,QM7,06N", "imd2025_decile: not a rank, or a decile"),
        ("AL1 1AC,,,E01000001,three,QM7,06N", "imd2025_decile: not a rank, or a decile"),
        ("AL1 1AC", "lsoa21cd: the row is cut short"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_reason(
    load: Load, row: str, reason: str
) -> None:
    summary = load(f"{OURS}{row}\n")
    assert (summary.read, summary.rejected, summary.added) == (5, 1, 4)
    assert [refused.row for refused in summary.rejections] == [6]
    assert summary.rejections[0].reason.startswith(reason)
    assert sum(summary.reasons.values()) == 1


def test_postcodes_outside_great_britain_are_left_out(load: Load) -> None:
    summary = load(f"{OURS}BT1 1AA,N08000301,,95GG01S1,,,\nJE2 3AB,,,,,,\n")
    assert (summary.left_out, summary.rejected) == (2, 0)
    assert summary.reasons == {OUTSIDE: 2}


def test_each_import_tells_what_it_changed(load: Load) -> None:
    first = load(OURS)
    again = load(OURS)
    changed = load(OURS.replace("06N\nSG8", "06K\nSG8").replace("SG8 5AA", "SG8 5AB"))
    assert (first.added, first.unchanged) == (4, 0)
    assert (again.added, again.changed, again.unchanged, again.withdrawn) == (0, 0, 4, 0)
    assert (changed.added, changed.changed, changed.unchanged, changed.withdrawn) == (1, 1, 2, 1)
    assert changed.levels == {"lsoa": 4, "ward": 3, "sub_icb": 3, "icb": 3, "imd": 3}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("name,phone\nA,1\n", id="another table"),
        pytest.param("postcode,lad25cd\nAL1 1AA,E07000240\n", id="no small areas"),
        pytest.param("postcode,lsoa21cd\nnowhere,E01000001\n", id="no usable row"),
        pytest.param("postcode,lsoa21cd\n", id="no row"),
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(
    load: Load, locate: Callable[..., Place], text: str
) -> None:
    load(OURS)
    with pytest.raises(FeedError, match="nothing was changed"):
        load(text)
    assert codes(locate("AL1 1AA")) == ["E01000001", "E05000001", "06N", "QM7"]


def test_a_file_that_is_not_there_or_no_gzip_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(b"not gzip")
    for name in ("x.csv.gz", "missing.csv"):
        with pytest.raises(FeedError, match=name):
            load_small_areas(folder, tmp_path / name, "onspd")


@pytest.mark.parametrize("inside", ["", "Data"])
def test_of_a_folder_the_one_list_is_read(folder: Path, tmp_path: Path, inside: str) -> None:
    whole = tmp_path / "ONSPD"
    (whole / inside).mkdir(parents=True)
    (whole / inside / "list.csv").write_text(OURS, "utf-8")
    (whole / inside / "names.csv").write_text("LSOA21CD,LSOA21NM\nE01000001,Abbey\n", "utf-8")
    assert load_small_areas(folder, whole, "onspd").read == 4
    (whole / inside / "other.csv").write_text(OLD_ONSPD, "utf-8")
    with pytest.raises(FeedError, match=r"list\.csv, other\.csv"):
        load_small_areas(folder, whole, "onspd")


def test_a_folder_without_a_list_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="lsoa21cd"):
        load_small_areas(folder, tmp_path, "onspd")


def test_an_open_gazetteer_keeps_what_it_has(load: Load, folder: Path, areas: Areas) -> None:
    load(OURS)
    running = Gazetteer.open(folder, areas)
    load(OURS.replace("E05000001", "E05000009"))
    assert "E05000001" in codes(running.locate("AL1 1AA"))
    assert "E05000009" in codes(Gazetteer.open(folder, areas).locate("AL1 1AA"))


def test_building_the_postcodes_anew_keeps_the_small_areas(
    load: Load, locate: Callable[..., Place], folder: Path, areas: Areas
) -> None:
    load(OURS)
    os.utime(folder / SMALL_AREAS, (0, 0))  # As old as what a killed build leaves behind.
    Gazetteer.build(folder, areas, source=RowSource(ROWS, name="a newer list", version="2"))
    assert codes(locate("AL1 1AA")) == ["E01000001", "E05000001", "06N", "QM7"]


@pytest.mark.parametrize(
    ("postcode", "day", "icb"),
    [
        ("AL1 1AA", BEFORE_THE_SPLIT, "QM7"),
        ("AL1 1AA", AFTER_THE_SPLIT, "wf:icb-central-east"),
        ("SG8 5AA", BEFORE_THE_SPLIT, "QUE"),
        ("SG8 5AA", AFTER_THE_SPLIT, "QUE"),
    ],
)
def test_the_icb_is_that_of_the_day(
    load: Load, locate: Callable[..., Place], postcode: str, day: date, icb: str
) -> None:
    load(OURS)
    assert codes(locate(postcode, day), AreaType.ICB) == [icb]


@pytest.mark.parametrize(("day", "ended"), [(BEFORE_THE_SPLIT, []), (AFTER_THE_SPLIT, ["QM7"])])
def test_a_place_remembers_the_icb_that_has_ended(
    load: Load, locate: Callable[..., Place], day: date, ended: list[str]
) -> None:
    load(OURS)
    former = locate("AL1 1AA", day).former_areas
    assert [each.area.code for each in former if each.ended == BEFORE_THE_SPLIT] == ended
    assert all(each.certain for each in former)
