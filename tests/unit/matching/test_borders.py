"""A service on the other side of a border: that it is, and no more than its own rule says of it."""

from __future__ import annotations

import pytest

from tests.answering import CAMBRIDGESHIRE, HERTFORDSHIRE, HOME
from tests.made_up import service
from tests.unit.matching.conftest import Open
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Person, Tie
from wayfinder.domain.service import Location, ServiceAtLocation
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.borders import Across, across, side

OVER_THERE = "SG8 0AB"
AREA, GP = CoverageKind.AREA, CoverageKind.GP


def standing(postcode: str | None, *, confidential: bool = False) -> Location:
    return Location(id=f"at {postcode}", postcode=postcode, confidential=confidential)


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (standing(OVER_THERE), Across("South Cambridgeshire (Cambridgeshire)", "Hertfordshire")),
        (standing("SG8 5AA"), None),  # another district of the same county
        (standing(OVER_THERE, confidential=True), None),
        (standing(None), None),
        (standing("ZZ1 1ZZ"), None),
        (None, None),
    ],
)
def test_a_border_is_one_of_those_who_run_social_care(
    handful: Gazetteer, location: Location | None, told: Across | None
) -> None:
    assert across(side(handful.locate(HOME)), location, handful) == told


def test_nobody_is_across_from_a_place_that_is_not_known(handful: Gazetteer) -> None:
    assert across(None, standing(OVER_THERE), handful) is None
    assert across(side(handful.locate("SG8")), standing(OVER_THERE), handful) is None


def test_a_unitary_council_is_its_own_side() -> None:
    luton = AreaRef(AreaType.DISTRICT, "E06000032", "Luton")
    place = Place(lat_deg=0, lon_deg=0, precision=Precision.POSTCODE, source="", areas=(luton,))
    assert side(place) == luton


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (CoverageRule(kind=AREA, text="Royston and St Albans", area_codes=("E07000240",)),
         "takes people from Royston and St Albans."),
        (CoverageRule(kind=AREA, text="United Kingdom", area_codes=("K02000001",)),
         "takes people from the United Kingdom."),
        (CoverageRule(kind=GP, text="people registered with a GP in Herts",
                      area_codes=(HERTFORDSHIRE,)),
         "takes people registered with a GP in Herts."),
        (CoverageRule(kind=CoverageKind.RADIUS, text="within 50 miles", radius_m=80_000.0),
         "takes people within 50 miles."),
        (CoverageRule(kind=CoverageKind.WORK, text="people who work there",
                      area_codes=(CAMBRIDGESHIRE,)),
         "whether it takes people from Hertfordshire is not known, ask."),
    ],
)  # fmt: skip
def test_it_says_what_its_rule_says_and_makes_up_nothing(
    open_directory: Open, rule: CoverageRule, said: str
) -> None:
    there = Location(id="there", postcode=OVER_THERE, lat_deg=52.05, lon_deg=-0.024)
    asked = open_directory(
        [
            service(
                "Next door",
                needs=("damp",),
                coverage=Coverage(rules=(rule,)),
                locations=(ServiceAtLocation(location=there),),
            )
        ]
    )
    registered = Person(ties=(Tie(kind=GP, area=HERTFORDSHIRE),))
    (match,) = asked(needs=("damp",), postcode=HOME, person=registered).matches
    (text,) = [each.text for each in match.reasons if each.code == "across_border"]
    assert text == f"Across the border in South Cambridgeshire (Cambridgeshire): {said}"
