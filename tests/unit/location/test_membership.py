"""What is certain for an address in one council, or in one of several."""

from __future__ import annotations

from datetime import date

from wayfinder.location.areas import Areas
from wayfinder.location.membership import membership

DAY = date(2025, 6, 1)


def test_one_council_is_certain(areas: Areas) -> None:
    found = membership(areas, [("E07000240",)], DAY)
    assert found.areas_certain
    assert found.areas == areas.containing("E07000240", DAY)
    assert found.possible_areas == areas.possibly_containing("E07000240", DAY)


def test_of_several_councils_only_what_they_share_is_certain(areas: Areas) -> None:
    found = membership(areas, [("E07000099",), ("E07000012",)], DAY)
    assert not found.areas_certain
    assert found.areas[0].name == "East of England"
    possible = {ref.name for ref in found.possible_areas}
    assert {"North Hertfordshire", "South Cambridgeshire", "Hertfordshire"} <= possible
    assert not set(found.areas) & set(found.possible_areas)


def test_a_list_that_states_the_icb_leaves_no_doubt_of_it(areas: Areas) -> None:
    found = membership(areas, [("E07000099", "06H", "QUE")], DAY)
    codes = {ref.code for ref in found.areas}
    assert {"E07000099", "06H", "QUE"} <= codes
    assert {ref.code for ref in found.possible_areas} == {"wf:place-east-and-north-hertfordshire"}


def test_an_address_without_a_council_has_none(areas: Areas) -> None:
    found = membership(areas, [()], DAY)
    assert (found.areas, found.possible_areas, found.areas_certain) == ((), (), False)


def test_the_likeliest_council_comes_first_with_its_share_of_the_addresses(areas: Areas) -> None:
    sets = [("E07000099",), ("E07000012",)]
    found = membership(areas, sets, DAY, [0.2, 0.8])
    shares = dict(
        zip((ref.name for ref in found.possible_areas), found.possible_shares, strict=True)
    )
    assert next(iter(shares)) == "South Cambridgeshire"
    assert (shares["South Cambridgeshire"], shares["Hertfordshire"]) == (0.8, 0.2)


def test_where_nobody_counted_one_council_is_as_likely_as_another(areas: Areas) -> None:
    found = membership(areas, [("E07000099",), ("E07000012",)], DAY)
    shares = dict(
        zip((ref.name for ref in found.possible_areas), found.possible_shares, strict=True)
    )
    assert shares["North Hertfordshire"] == shares["South Cambridgeshire"] == 0.5
