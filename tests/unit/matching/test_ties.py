"""What a stated tie, a denied one or a practice tells of every other area."""

from __future__ import annotations

from functools import partial

import pytest

from wayfinder.domain.coverage import CoverageKind
from wayfinder.domain.enquiry import Tie
from wayfinder.location.areas import Areas
from wayfinder.location.place import AreaRef, AreaType, FormerArea, Place, Precision
from wayfinder.matching.ties import ties_of

GP, WORK = CoverageKind.GP, CoverageKind.WORK
HERTS, ESSEX, STEVENAGE, HARLOW = "E10000015", "E10000012", "E07000243", "E07000073"
OLD_ICB, WEST_ESSEX, CAMBRIDGESHIRE = "QM7", "wf:place-west-essex", "E10000003"
RETIRED_STEVENAGE, WARD, PARISH = "E07000101", "E05011061", "E04004706"
YES, NO, UNKNOWN = "yes", "no", "unknown"

ICB = FormerArea(area=AreaRef(AreaType.ICB, OLD_ICB, "the old ICB"), ended=None)
SURGERY = Place(
    lat_deg=51.9,
    lon_deg=-0.2,
    precision=Precision.POSTCODE,
    source="made up",
    areas=(AreaRef(AreaType.DISTRICT, STEVENAGE, "Stevenage"),),
    possible_areas=(AreaRef(AreaType.SUB_ICB, "06K", "06K"),),
    former_areas=(ICB,),
)


def tie(area: str, kind: CoverageKind = GP, *, holds: bool = True) -> Tie:
    return Tie(kind=kind, area=area, holds=holds)


@pytest.mark.parametrize(
    ("stated", "rule", "verdict"),
    [
        ((), HERTS, UNKNOWN),
        ((tie(STEVENAGE),), HERTS, YES),
        ((tie(STEVENAGE),), ESSEX, NO),
        ((tie(HERTS),), STEVENAGE, UNKNOWN),
        ((tie(HERTS), tie(STEVENAGE)), STEVENAGE, YES),
        # what has ended, and codes that were given up
        ((tie(STEVENAGE),), OLD_ICB, UNKNOWN),
        ((tie(HERTS),), OLD_ICB, UNKNOWN),
        ((tie(WEST_ESSEX),), OLD_ICB, UNKNOWN),
        ((tie(CAMBRIDGESHIRE),), OLD_ICB, NO),
        ((tie(OLD_ICB),), OLD_ICB, YES),
        ((tie(OLD_ICB),), STEVENAGE, UNKNOWN),
        ((tie(OLD_ICB),), CAMBRIDGESHIRE, NO),
        ((tie(STEVENAGE),), RETIRED_STEVENAGE, YES),
        ((tie(RETIRED_STEVENAGE),), HERTS, YES),
        # none here is none in any part of it; a part says nothing of the whole
        ((tie(HERTS, holds=False),), STEVENAGE, NO),
        ((tie(HERTS, holds=False),), RETIRED_STEVENAGE, NO),
        ((tie(STEVENAGE, holds=False),), HERTS, UNKNOWN),
        ((tie(OLD_ICB, holds=False),), OLD_ICB, NO),
        # codes that no file knows
        ((tie(STEVENAGE),), WARD, UNKNOWN),
        ((tie(STEVENAGE),), PARISH, UNKNOWN),
        ((tie("E99999999"),), HERTS, UNKNOWN),
        # work elsewhere does not exclude work here
        ((tie(STEVENAGE, WORK),), ESSEX, UNKNOWN),
    ],
)
def test_to_an_area(areas: Areas, stated: tuple[Tie, ...], rule: str, verdict: str) -> None:
    kind = stated[0].kind if stated else GP
    assert ties_of(stated, None, None, areas.around).to(kind, {rule}) == verdict


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [(STEVENAGE, YES), (OLD_ICB, YES), ("06K", UNKNOWN), (HARLOW, NO), (WARD, UNKNOWN)],
)
def test_a_practice_tells_by_where_it_stands(areas: Areas, rule: str, verdict: str) -> None:
    assert ties_of((), "E82004", SURGERY, areas.around).to(GP, {rule}) == verdict


def test_a_rule_without_areas_is_open(areas: Areas) -> None:
    assert ties_of((tie(STEVENAGE),), None, None, areas.around).to(GP, frozenset()) == UNKNOWN


def test_a_practice_is_one_of_a_list_or_is_not(areas: Areas) -> None:
    told = partial(ties_of, (), around=areas.around)
    assert told("E82004", SURGERY).to_practice({"E82004", "F81001"}) == YES
    assert told("E82004", None).to_practice({"F81001"}) == NO
    assert told(None, None).to_practice({"F81001"}) == UNKNOWN


def test_what_is_held_is_looked_for(areas: Areas) -> None:
    told = ties_of((tie(HERTS, WORK), tie(ESSEX, holds=False)), "E82004", None, areas.around)
    assert {HERTS, "E82004"} <= told.codes
    assert ESSEX not in told.codes
