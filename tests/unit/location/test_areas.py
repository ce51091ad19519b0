"""Areas: which one is meant, what holds it, and on which day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wayfinder.errors import DirectoryError
from wayfinder.location.area_files import COLUMNS
from wayfinder.location.areas import Areas
from wayfinder.location.place import AreaType

BEFORE_THE_SPLIT = date(2026, 3, 31)
AFTER_THE_SPLIT = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E07000240", "E07000240"),
        ("e07000240", "E07000240"),
        ("E07000097", "E07000242"),
        ("E07000100", "E07000240"),
        ("E07000101", "E07000243"),
        ("E07000104", "E07000241"),
        ("E08000016", "E08000038"),
        ("Hertfordshire", "E10000015"),
        ("Herts", "E10000015"),
        ("Herts County Council", "E10000015"),
        ("East Herts", "E07000242"),
        ("North Herts District Council", "E07000099"),
        ("St Albans", "E07000240"),
        ("St. Albans", "E07000240"),
        ("Saint Albans City & District Council", "E07000240"),
        ("WELWYN-HATFIELD", "E07000241"),
        ("Essex", "E10000012"),
        ("Cambs", "E10000003"),
        ("King's Lynn & West Norfolk", "E07000146"),
        ("Kings Lynn and West Norfolk", "E07000146"),
        ("London Borough of Enfield", "E09000010"),
        ("London", "E12000007"),
        ("Greater London", "E12000007"),
        ("City of London", "E09000001"),
        ("Hull City Council", "E06000010"),
        ("Durham", "E06000047"),
        ("England", "E92000001"),
        ("England & Wales", "K04000001"),
        ("Scotland", "S92000003"),
        ("Wales", "W92000004"),
        ("Great Britain", "K03000001"),
        ("UK", "K02000001"),
        ("U.K.", "K02000001"),
        ("the United Kingdom", "K02000001"),
        ("West Essex", "wf:place-west-essex"),
        ("East & North Herts", "wf:place-east-and-north-hertfordshire"),
        ("06n", "06N"),
        ("Central East ICB", "wf:icb-central-east"),
    ],
)
def test_a_code_or_a_name_is_resolved(areas: Areas, text: str, code: str) -> None:
    found = areas.resolve(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "  ", "?!", "Atlantis", "E07999999", "Newcastle", "North West", "council"]
)
def test_what_names_nothing_or_two_things_is_unknown(areas: Areas, text: str) -> None:
    assert areas.resolve(text) is None


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Dorset", date(2010, 1, 1), "E10000009"),
        ("Dorset", date(2020, 1, 1), "E06000059"),
        ("Cumbria", date(2023, 3, 31), "E10000006"),
        ("Cumbria", date(2023, 4, 1), None),
        ("Somerset", date(2022, 1, 1), "E10000027"),
        ("Somerset", date(2024, 1, 1), "E06000066"),
        ("Essex ICB", BEFORE_THE_SPLIT, None),
        ("Essex ICB", AFTER_THE_SPLIT, "wf:icb-essex"),
        ("QM7", BEFORE_THE_SPLIT, "QM7"),
        ("QM7", AFTER_THE_SPLIT, None),
    ],
)
def test_a_name_means_what_existed_on_the_day(
    areas: Areas, name: str, day: date, code: str | None
) -> None:
    found = areas.resolve(name, on=day)
    assert (found and found.code) == code


def test_without_a_day_a_past_area_is_still_found(areas: Areas) -> None:
    found = areas.resolve("Cumbria")
    assert found is not None
    assert found.end == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("district", "around"),
    [
        (
            "E07000240",
            [
                "St Albans",
                "South and West Hertfordshire",
                "Hertfordshire",
                "Hertfordshire and West Essex",
                "East of England",
                "England",
                "England and Wales",
                "Great Britain",
                "United Kingdom",
            ],
        ),
        (
            "E07000072",
            [
                "Epping Forest",
                "West Essex",
                "Hertfordshire and West Essex",
                "Essex",
                "East of England",
                "England",
                "England and Wales",
                "Great Britain",
                "United Kingdom",
            ],
        ),
        ("S12000036", ["City of Edinburgh", "Scotland", "Great Britain", "United Kingdom"]),
        ("X00000000", []),
    ],
)
def test_areas_run_from_the_most_local_to_the_widest(
    areas: Areas, district: str, around: list[str]
) -> None:
    assert [ref.name for ref in areas.containing(district)] == around


def test_a_retired_code_stands_for_todays(areas: Areas) -> None:
    assert areas.containing("E07000100") == areas.containing("E07000240")


def test_of_an_ended_council_its_one_successor_answers(areas: Areas) -> None:
    assert areas.containing("E07000026", date(2023, 4, 1))[0].name == "Cumberland"
    assert areas.containing("E07000026", date(2023, 3, 31))[:2] == (
        areas.get("E07000026").ref,  # type: ignore[union-attr]
        areas.get("E10000006").ref,  # type: ignore[union-attr]
    )


def test_successors_give_predecessors(areas: Areas) -> None:
    cumberland = areas.get("E06000063")
    assert cumberland is not None
    assert set(cumberland.predecessors) == {"E07000026", "E07000028", "E07000029", "E10000006"}


def test_a_district_never_decides_an_icb(areas: Areas) -> None:
    undecided = {AreaType.ICB, AreaType.SUB_ICB, AreaType.WARD, AreaType.LSOA}
    for area in areas:
        if area.type is AreaType.DISTRICT:
            assert not undecided & {ref.type for ref in areas.containing(area.code)}


def test_which_icbs_are_possible_depends_on_the_day(areas: Areas) -> None:
    before = {ref.code for ref in areas.possibly_containing("E07000240", BEFORE_THE_SPLIT)}
    after = {ref.code for ref in areas.possibly_containing("E07000240", AFTER_THE_SPLIT)}
    assert before == {"06N", "QM7"}
    assert after == {"06N", "wf:icb-central-east"}


def test_royston_keeps_north_hertfordshires_partnership_uncertain(areas: Areas) -> None:
    partnership = "wf:place-east-and-north-hertfordshire"
    assert partnership not in {ref.code for ref in areas.containing("E07000099")}
    possible = {ref.code for ref in areas.possibly_containing("E07000099", BEFORE_THE_SPLIT)}
    assert possible == {partnership, "06K", "06H", "QM7", "QUE"}


def test_every_council_of_today_lies_in_one_nation_of_great_britain(areas: Areas) -> None:
    today_counts = {"E92000001": 0, "S92000003": 0, "W92000004": 0}
    for area in areas:
        if area.type is AreaType.DISTRICT and area.exists_on(AFTER_THE_SPLIT):
            around = [ref.code for ref in areas.containing(area.code, AFTER_THE_SPLIT)]
            assert around[-2:] == ["K03000001", "K02000001"]
            (nation,) = today_counts.keys() & set(around)
            today_counts[nation] += 1
    assert today_counts == {"E92000001": 296, "S92000003": 32, "W92000004": 22}


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["A1,district,,,,,,,,"], r"bad\.csv row 2: `name` is empty"),
        (["A1,village,Ayot,,,,,,,"], r"bad\.csv row 2: 'village' is not a valid AreaType"),
        (["A1,district,Ayot,,,1 May,,,,"], r"bad\.csv row 2: Invalid isoformat"),
        (["A1,district,Ayot,,,2020-01-02,2020-01-01,,,"], r"row 2: the end .* is before"),
        (["A1,district,Ayot,B2,,,,,,"], r"row 2: A1 names B2, which no file has"),
        (["A1,county,Ayot,,,,,,,", "A1,county,Bow,,,,,,,"], r"row 3: A1 is already at bad\.csv"),
        (["A1,county,Ayot,,,,,,,", "B2,county,AYOT,,,,,,,"], r'row 3: "ayot" is also a name of'),
        (["A1,county,Ayot,B2,,,,,,", "B2,county,Bow,A1,,,,,,"], r"row 2: A1 comes back to itself"),
        (["A1,district,Ayot,,,,,,,note, more"], r"row 2: more cells than columns"),
    ],
)
def test_bad_data_names_its_file_and_row(tmp_path: Path, rows: list[str], complaint: str) -> None:
    (tmp_path / "bad.csv").write_text("\n".join([HEADER, *rows, ""]))
    with pytest.raises(DirectoryError, match=complaint):
        Areas.load(tmp_path)


def test_a_name_may_pass_on_when_days_do_not_overlap(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"{HEADER}\nA1,county,Ayot,,,,2019-03-31,B2,,\nB2,county,Ayot,,,2019-04-01,,,,\n"
    )
    found = Areas.load(tmp_path).resolve("ayot", on=date(2019, 3, 31))
    assert found is not None
    assert found.code == "A1"


@pytest.mark.parametrize("content", [None, "code,name\nA1,Ayot\n"])
def test_no_files_or_other_columns_are_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "bad.csv").write_text(content)
    with pytest.raises(DirectoryError):
        Areas.load(tmp_path)


@pytest.mark.parametrize(
    ("district", "icb"),
    [
        ("E07000012", "QUE"),
        ("E07000012", "wf:icb-central-east"),
        ("E06000032", "wf:icb-central-east"),
        ("E07000071", "wf:icb-essex"),
    ],
)
def test_a_neighbours_icb_is_left_open_too(areas: Areas, district: str, icb: str) -> None:
    assert icb in {ref.code for ref in areas.possibly_containing(district, AFTER_THE_SPLIT)}
