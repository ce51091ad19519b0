"""Towns by name, and what is said of a file of them that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import DIRECTORY
from wayfinder.errors import DirectoryError
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaType
from wayfinder.location.towns import COLUMNS, TOWNS_FILE, Towns, read_towns, town_words

ROW = ("Ayot", "town", "E07000241", "51.8", "-0.2", "Ayot Green; The Ayots", "3", "by hand", "2026")
AREA = "code,type,name,within,may_be_within,start,end,successors,aliases,note"


def write(folder: Path, *rows: Sequence[str], columns: Sequence[str] = COLUMNS) -> Path:
    with (folder / TOWNS_FILE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((columns, *rows))
    return folder


@pytest.mark.parametrize(
    ("words", "name", "size"),
    [
        (["welwyn", "garden", "city", "flat"], "Welwyn Garden City", 3),
        (["welwyn", "garden", "centre"], "Welwyn", 1),
        (["bishops", "stortford"], "Bishop's Stortford", 2),
        (["st", "albans"], "St Albans", 2),
        (["letchworth", "garden", "city"], "Letchworth", 3),
    ],
)
def test_the_longest_name_wins(words: list[str], name: str, size: int) -> None:
    found = Towns(read_towns(DIRECTORY / "areas")).starting(words)
    assert found is not None
    assert (found[0].name, found[1]) == (name, size)


@pytest.mark.parametrize("words", [["st"], ["hitch"], []])
def test_part_of_a_name_is_no_town(words: list[str]) -> None:
    assert Towns(read_towns(DIRECTORY / "areas")).starting(words) is None


def test_no_name_stands_for_two_towns() -> None:
    towns = read_towns(DIRECTORY / "areas")
    names = [key for town in towns for key in {*map(town_words, (town.name, *town.aliases))}]
    assert len(names) == len(set(names))


def test_every_town_lies_in_its_council_by_the_postcodes(gazetteer: Gazetteer) -> None:
    """The file was computed from the same postcodes; one edited by hand would show here."""
    for town in read_towns(DIRECTORY / "areas"):
        place = gazetteer.at(town.lat_deg, town.lon_deg)
        near = {*place.areas, *place.possible_areas}
        councils = {ref.code for ref in near if ref.type is AreaType.DISTRICT}
        assert councils & set(town.councils), town.name


def test_no_file_no_towns(tmp_path: Path) -> None:
    assert read_towns(tmp_path) == ()


def test_a_town_is_read(tmp_path: Path) -> None:
    (town,) = read_towns(write(tmp_path, ROW))
    assert (town.name, town.councils, town.lat_deg) == ("Ayot", ("E07000241",), 51.8)
    assert (town.aliases, town.source) == (("Ayot Green", "The Ayots"), "by hand (2026)")


@pytest.mark.parametrize(
    ("column", "cell"),
    [("latitude", "north"), ("councils", ""), ("name", ""), ("aliases", "Ayot; !")],
)
def test_a_fault_names_its_row(tmp_path: Path, column: str, cell: str) -> None:
    row = [cell if name == column else was for name, was in zip(COLUMNS, ROW, strict=True)]
    with pytest.raises(DirectoryError, match=r"towns.csv row 3"):
        read_towns(write(tmp_path, ROW, row))


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="the columns must be"):
        read_towns(write(tmp_path, columns=COLUMNS[1:]))


def test_a_council_that_no_file_has_is_named(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(f"{AREA}\nE92000001,nation,England,,,,,,,\n", "utf-8")
    with pytest.raises(DirectoryError, match="E07000241"):
        Areas.load(write(tmp_path, ROW))
