"""Nobody leaves without somebody to turn to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.domain.answer import FrontDoor
from wayfinder.errors import DirectoryError
from wayfinder.location.areas import Areas
from wayfinder.matching.front_doors import for_place, load_front_doors

DOORS = load_front_doors(Path(__file__).parents[3] / "directory" / "front_doors")

HERTFORDSHIRE, ESSEX = "E10000015", "E10000012"
NATIONS = ("E92000001", "W92000004", "S92000003")
BRITAIN = ("K03000001", "K02000001")

DOOR = """
[[front_door]]
name = "The desk"
area = "Hertfordshire"
area_codes = ["E10000015"]
source = "https://example.org"
"""


def names(*area_codes: str) -> list[str]:
    return [door.name for door in for_place(DOORS, area_codes)]


def test_what_the_directory_is_of_is_an_area_that_it_knows(areas: Areas) -> None:
    assert DOORS.ground is not None
    assert all(areas.get(code) for code in DOORS.ground.area_codes)


def test_what_the_directory_is_of_is_told_once(tmp_path: Path) -> None:
    ground = '[ground]\nname = "Here"\narea_codes = ["E10000015"]\n'
    (tmp_path / "1.toml").write_text(
        f'{ground}{DOOR}phone = "111"\nwithout_place = true\n', "utf-8"
    )
    (tmp_path / "2.toml").write_text(ground, "utf-8")
    with pytest.raises(DirectoryError, match=r"2.toml.*already told in 1.toml"):
        load_front_doors(tmp_path)


def usable(door: FrontDoor) -> bool:
    return bool(door.phone or door.text or door.url)


@pytest.mark.parametrize(
    ("district", "county", "first"),
    [
        ("E07000240", HERTFORDSHIRE, ["HertsHelp", "Hertfordshire adult social care"]),
        (
            "E07000073",
            ESSEX,
            ["Essex Wellbeing Service", "Essex adult social care (Social Care Direct)"],
        ),
    ],
)
def test_the_most_local_door_comes_first_and_the_nations_follow(
    district: str, county: str, first: list[str]
) -> None:
    assert names(district, county, "E92000001", *BRITAIN) == [
        *first,
        "NHS 111",
        "Citizens Advice Adviceline",
        "Your local council (GOV.UK finds it)",
    ]


def test_neighbours_are_not_sent_to_each_others_county() -> None:
    assert "HertsHelp" not in names("E07000073", ESSEX, "E92000001", *BRITAIN)


def test_hertshelp_has_no_phone_because_no_source_confirms_one() -> None:
    assert for_place(DOORS, (HERTFORDSHIRE,))[0].phone is None


@pytest.mark.parametrize(
    ("nation", "expected"),
    [("W92000004", "NHS 111 Wales"), ("S92000003", "NHS 24"), ("E92000001", "NHS 111")],
)
def test_each_nation_has_its_own_health_line(nation: str, expected: str) -> None:
    assert names(nation, *BRITAIN)[0] == expected


def test_without_a_place_the_national_doors_say_which_nation_they_serve() -> None:
    assert {door.area for door in for_place(DOORS, ())} == {
        "England",
        "Wales",
        "Scotland",
        "Great Britain",
    }


@given(st.lists(st.sampled_from([HERTFORDSHIRE, ESSEX, *NATIONS, *BRITAIN]) | st.text(max_size=9)))
def test_every_place_ends_with_somebody_to_reach(area_codes: list[str]) -> None:
    found = for_place(DOORS, tuple(area_codes))
    assert found
    assert all(usable(door) for door in found)
    assert len(set(found)) == len(found)


@given(st.sampled_from(NATIONS), st.lists(st.text(max_size=9)))
def test_every_nation_has_a_phone(nation: str, local: list[str]) -> None:
    assert any(door.phone for door in for_place(DOORS, (*local, nation, *BRITAIN)))


def test_every_door_says_where_it_was_read_and_that_nobody_has_checked_it() -> None:
    every = {door for doors in DOORS.by_area.values() for door in doors}
    assert all(door.source and door.unverified for door in every)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (DOOR, "doors.toml: The desk: needs a phone"),
        (
            DOOR.replace('["E10000015"]', "[]") + 'url = "https://a.uk"',
            "The desk: needs area_codes",
        ),
        (DOOR + "phone = 111", "front_door[0].phone"),
        (DOOR + 'fone = "111"', "fone"),
        (DOOR + 'phone = "111"', "no door is offered to somebody who gives no place"),
        ("[[front_door]", "is not TOML"),
    ],
)
def test_a_mistake_names_its_file_and_field(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "doors.toml").write_text(written)
    with pytest.raises(DirectoryError) as raised:
        load_front_doors(tmp_path)
    assert complaint in raised.value.detail


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"holds no \.toml"):
        load_front_doors(tmp_path)
