"""Areas that have ended still tell whom they held: each on its days, and never by a guess."""

from __future__ import annotations

from datetime import date

import pytest

from wayfinder.location.area import Area
from wayfinder.location.area_codes import small_area_level
from wayfinder.location.areas import Areas
from wayfinder.location.membership import membership
from wayfinder.location.place import AreaRef, AreaType, FormerArea

BEFORE_THE_SPLIT, AFTER_THE_SPLIT = date(2026, 3, 31), date(2026, 4, 1)
WARD = AreaRef(AreaType.WARD, "E05000001", "Abbey Gate")
LSOA = AreaRef(AreaType.LSOA, "E01000001", "Abbey 001A")


def refs(*codes: str) -> tuple[AreaRef, ...]:
    """As small-area data state them; the names are those of `areas`."""
    types = {3: AreaType.ICB if codes[-1].startswith("Q") else AreaType.SUB_ICB}
    return tuple(AreaRef(types[len(code)], code, code) for code in codes)


@pytest.mark.parametrize(
    ("stated", "day", "certain", "possible"),
    [
        (("E07000240", "06N", "QM7"), BEFORE_THE_SPLIT, {"QM7"}, set()),
        (("E07000240", "06N", "QM7"), AFTER_THE_SPLIT, {"wf:icb-central-east"}, set()),
        (("E07000242", "06K", "QM7"), AFTER_THE_SPLIT, {"wf:icb-central-east"}, set()),
        (("E07000073", "07H", "QM7"), BEFORE_THE_SPLIT, {"QM7"}, set()),
        (("E07000073", "07H", "QM7"), AFTER_THE_SPLIT, {"wf:icb-essex"}, set()),
        # Of the ICB alone nobody has said which of its two successors took this part.
        (("E07000240", "QM7"), AFTER_THE_SPLIT, set(), {"wf:icb-central-east", "wf:icb-essex"}),
        (("E07000240",), BEFORE_THE_SPLIT, set(), {"QM7"}),
        (("E07000240",), AFTER_THE_SPLIT, set(), {"wf:icb-central-east"}),
        (("E07000099", "06H", "QUE"), BEFORE_THE_SPLIT, {"QUE"}, set()),
        # What became of it in 2026 is not known to us.
        (("E07000099", "06H", "QUE"), AFTER_THE_SPLIT, {"QUE"}, {"wf:icb-central-east"}),
    ],
)
def test_the_icb_is_certain_only_as_far_as_it_is_told(
    areas: Areas, stated: tuple[str, ...], day: date, certain: set[str], possible: set[str]
) -> None:
    found = membership(areas, [stated], day)
    assert {ref.code for ref in found.areas if ref.type is AreaType.ICB} == certain
    assert {ref.code for ref in found.possible_areas if ref.type is AreaType.ICB} == possible


@pytest.mark.parametrize(
    ("stated", "code", "expected"),
    [
        pytest.param(("E07000240", "06N"), "QM7", (BEFORE_THE_SPLIT, True), id="by small areas"),
        pytest.param(("E07000240",), "QM7", (BEFORE_THE_SPLIT, False), id="by district: possible"),
        pytest.param(("E07000099", "06H"), "QM7", None, id="Royston was in another ICB"),
        pytest.param(("E07000240",), "E07000100", (None, True), id="a retired code"),
        pytest.param(("E07000242",), "E07000097", (None, True), id="East Hertfordshire's"),
        pytest.param(("E07000243",), "E07000101", (None, True), id="Stevenage's"),
        pytest.param(("E07000241",), "E07000104", (None, True), id="Welwyn Hatfield's"),
        pytest.param(("E07000241",), "E07000100", None, id="a neighbour's retired code"),
        pytest.param(
            ("E06000060",), "E07000004", (date(2020, 3, 31), False), id="one of several merged"
        ),
        pytest.param(("E07000004",), "E07000004", (date(2020, 3, 31), True), id="an old list"),
        pytest.param(("E07000004",), "E10000002", (date(2020, 3, 31), True), id="and its county"),
        pytest.param(("E09000010",), "QM7", None, id="Enfield never was"),
    ],
)
def test_a_former_area_is_known_by_its_last_day(
    areas: Areas,
    stated: tuple[str, ...],
    code: str,
    expected: tuple[date | None, bool] | None,
) -> None:
    found = membership(areas, [stated], AFTER_THE_SPLIT)
    former = {each.area.code: (each.ended, each.certain) for each in found.former_areas}
    assert former.get(code) == expected


def test_before_its_last_day_an_area_is_not_former(areas: Areas) -> None:
    found = membership(areas, [("E07000240", "06N")], BEFORE_THE_SPLIT)
    assert "QM7" not in {each.area.code for each in found.former_areas}


def test_a_former_area_names_what_took_its_place(areas: Areas) -> None:
    former = {each.area.code: each for each in areas.former("06N", AFTER_THE_SPLIT)}
    assert former["QM7"].successors == ("wf:icb-central-east", "wf:icb-essex")
    assert areas.former("E07999999") == ()


def test_of_several_councils_a_former_area_is_certain_only_if_all_were_in_it(
    areas: Areas,
) -> None:
    both = membership(areas, [("E07000240", "06N"), ("E07000073", "07H")], AFTER_THE_SPLIT)
    one = membership(areas, [("E07000240", "06N"), ("E09000010",)], AFTER_THE_SPLIT)
    assert {each.area.code for each in both.former_areas if each.certain} == {"QM7"}
    assert not any(each.certain for each in one.former_areas)
    assert {"E07000100", "QM7"} <= {each.area.code for each in one.former_areas}


def test_when_districts_become_unitary_both_still_resolve() -> None:
    """As will happen in 2028, once an order says which district goes where."""
    end, start = date(2028, 3, 31), date(2028, 4, 1)
    county = Area(code="E10000900", type=AreaType.COUNTY, name="Oldshire", end=end)
    old = Area(
        code="E07000900",
        type=AreaType.DISTRICT,
        name="Old Town",
        within=(county.code,),
        end=end,
        successors=("E06000900",),
    )
    new = Area(code="E06000900", type=AreaType.DISTRICT, name="New Town", start=start)
    found = membership(Areas([county, old, new]), [(old.code,)], start)
    assert found.areas == (new.ref,)
    assert found.areas_certain
    assert set(found.former_areas) == {
        FormerArea(area=old.ref, ended=end, successors=(new.code,)),
        FormerArea(area=county.ref, ended=end),
    }


def test_small_areas_come_first_and_keep_the_widest_last(areas: Areas) -> None:
    fine = (LSOA, WARD, *refs("06N", "QM7"))
    found = membership(areas, [("E07000240",)], BEFORE_THE_SPLIT, fine=[fine])
    assert found.areas[:3] == (LSOA, WARD, found.areas[2])
    assert found.areas[2].code == "E07000240"
    assert [ref.name for ref in found.areas[-2:]] == ["Great Britain", "United Kingdom"]


def test_an_icb_that_no_file_has_is_shown_and_decides_nothing(areas: Areas) -> None:
    unheard_of = AreaRef(AreaType.ICB, "E54000001", "E54000001")
    found = membership(areas, [("E07000240",)], BEFORE_THE_SPLIT, fine=[(unheard_of,)])
    assert unheard_of in found.areas
    assert "QM7" in {ref.code for ref in found.possible_areas}


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E05011061", AreaType.WARD),
        ("W05000001", AreaType.WARD),
        ("S13002516", AreaType.WARD),
        ("E01023727", AreaType.LSOA),
        ("S01006506", AreaType.LSOA),
        ("E07000240", None),
        ("QM7", None),
        ("wf:icb-essex", None),
        ("E0501106", None),
    ],
)
def test_a_small_area_is_known_by_its_code(code: str, level: AreaType | None) -> None:
    assert small_area_level(code) is level
