"""Does it serve this address? The rule decides, never how near it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.made_up import areas
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule, open_beyond
from wayfinder.domain.verdict import Verdict
from wayfinder.location.place import AreaRef, AreaType, FormerArea, Place, Precision
from wayfinder.matching.reach import here, reach
from wayfinder.matching.ties import NO_TIES, Ties

TODAY = date(2026, 11, 22)
ST_ALBANS = Place(
    lat_deg=51.75,
    lon_deg=-0.34,
    precision=Precision.POSTCODE,
    source="test",
    postcode="AL1 3JE",
    areas=(
        AreaRef(AreaType.DISTRICT, "E07000240", "St Albans"),
        AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire"),
        AreaRef(AreaType.NATION, "E92000001", "England"),
    ),
)
STRADDLING = Place(
    lat_deg=52.05,
    lon_deg=0.0,
    precision=Precision.OUTWARD,
    source="test",
    postcode="SG8",
    areas=(AreaRef(AreaType.NATION, "E92000001", "England"),),
    possible_areas=(AreaRef(AreaType.COUNTY, "E10000015", "Hertfordshire"),),
    areas_certain=False,
)
FIVE_MILES = Coverage(
    rules=(CoverageRule(kind=CoverageKind.RADIUS, text="within 5 miles", radius_m=8047.0),)
)


@pytest.mark.parametrize(
    ("coverage", "place", "distance_m", "verdict", "rule"),
    [
        (areas("E10000015"), ST_ALBANS, 90_000.0, "yes", "E10000015"),
        (areas("E07000099", "E07000240"), ST_ALBANS, None, "yes", "E07000099 or E07000240"),
        (areas("E10000012"), ST_ALBANS, 10.0, "no", "E10000012"),
        (areas("E10000012", unresolved=("and its borders",)), ST_ALBANS, 10.0, "unknown", None),
        (areas("E10000015"), STRADDLING, 10.0, "unknown", "E10000015"),
        (areas("E07000067"), STRADDLING, 10.0, "no", "E07000067"),
        (areas("E92000001"), STRADDLING, 10.0, "yes", "E92000001"),
        (Coverage(), ST_ALBANS, 10.0, "unknown", None),
        (FIVE_MILES, ST_ALBANS, 8_000.0, "yes", "within 5 miles"),
        (FIVE_MILES, ST_ALBANS, 8_100.0, "no", "within 5 miles"),
        (FIVE_MILES, ST_ALBANS, None, "unknown", "within 5 miles"),
        # from the middle of half a postcode nothing is measured
        (FIVE_MILES, STRADDLING, 8_100.0, "unknown", "within 5 miles"),
        (FIVE_MILES, STRADDLING, 10.0, "unknown", "within 5 miles"),
        # nor to a place that is not told
        (open_beyond(FIVE_MILES), ST_ALBANS, 8_000.0, "yes", "within 5 miles"),
        (open_beyond(FIVE_MILES), ST_ALBANS, 8_100.0, "unknown", "within 5 miles"),
        # codes that no file knows, and rules without any
        (areas("E38000049"), ST_ALBANS, None, "unknown", None),
        (areas("E04004706"), ST_ALBANS, None, "unknown", None),
        (areas("zzz"), ST_ALBANS, None, "unknown", None),
        (Coverage(rules=(CoverageRule(kind=CoverageKind.AREA, text="?"),)), ST_ALBANS, None,
         "unknown", "?"),
        (Coverage(rules=(CoverageRule(kind=CoverageKind.POLYGON, text="?"),)), ST_ALBANS, None,
         "unknown", "?"),
    ],
)  # fmt: skip
def test_verdicts(
    coverage: Coverage, place: Place, distance_m: float | None, verdict: str, rule: str | None
) -> None:
    found = reach(coverage, here(place), distance_m, TODAY)
    assert found.verdict is Verdict(verdict)
    if rule is not None:
        assert found.rule == rule


def test_who_serves_most_of_the_addresses_is_turned_to_before_who_serves_the_nation() -> None:
    sliver = AreaRef(AreaType.COUNTY, "E10000012", "Essex")
    place = replace(
        STRADDLING,
        possible_areas=(*STRADDLING.possible_areas, sliver),
        possible_shares=(0.97, 0.03),
    )
    at = here(place)
    assert at.codes == ("E10000015", "E92000001", "E10000012")
    assert at.chances == ((0.03, ("E10000012",)), (0.97, ("E10000015",)))
    assert at.certain == {"E92000001"}


def rule(kind: CoverageKind, *codes: str, **more: Any) -> CoverageRule:
    return CoverageRule(kind=kind, text=f"people of {', '.join(codes)}", area_codes=codes, **more)


GP, WORK, CONNECTION = CoverageKind.GP, CoverageKind.WORK, CoverageKind.CONNECTION
HERTS, ESSEX, ALBANS = "E10000015", "E10000012", "E07000240"
LIVES, REGISTERED = rule(CoverageKind.AREA, HERTS), rule(GP, HERTS)
LISTED = CoverageRule(
    kind=GP, text="patients of two surgeries", practice_codes=("E82004", "E82005")
)
ROUND_HERE = ((-0.4, 51.7), (-0.3, 51.7), (-0.3, 51.8), (-0.4, 51.8))
DRAWN = CoverageRule(kind=CoverageKind.POLYGON, text="the estate", polygon=(ROUND_HERE,))
ELSEWHERE = replace(DRAWN, polygon=(tuple((lon + 1, lat) for lon, lat in ROUND_HERE),))

IN_HERTS = Ties(held={GP: {HERTS, "E92000001"}}, possible={GP: {ALBANS}})
IN_ESSEX = Ties(held={GP: {ESSEX, "E92000001"}})
NOT_HERTS = Ties(denied={GP: {HERTS, ALBANS}})
PATIENT = Ties(practice="E82004")
WORKS_HERE = Ties(held={WORK: {HERTS}})


@pytest.mark.parametrize(
    ("coverage", "ties", "verdict", "told"),
    [
        # registered with a GP: living there does not tell
        (Coverage(rules=(REGISTERED,)), NO_TIES, "unknown", "people of E10000015"),
        (Coverage(rules=(REGISTERED,)), IN_HERTS, "yes", "people of E10000015"),
        (Coverage(rules=(REGISTERED,)), IN_ESSEX, "no", "people of E10000015"),
        (Coverage(rules=(REGISTERED,)), NOT_HERTS, "no", None),
        (Coverage(rules=(rule(GP, ALBANS),)), IN_HERTS, "unknown", None),
        (Coverage(rules=(LISTED,)), NO_TIES, "unknown", "patients of two surgeries"),
        (Coverage(rules=(LISTED,)), PATIENT, "yes", None),
        (Coverage(rules=(LISTED,)), Ties(practice="F81001"), "no", None),
        # work: a job elsewhere does not exclude one here
        (Coverage(rules=(rule(WORK, HERTS),)), WORKS_HERE, "yes", None),
        (Coverage(rules=(rule(WORK, ESSEX),)), WORKS_HERE, "unknown", None),
        (Coverage(rules=(rule(CONNECTION, HERTS),)), WORKS_HERE, "unknown", None),
        # any of: lives there, or is registered there
        (Coverage(rules=(rule(CoverageKind.AREA, ESSEX), REGISTERED)), IN_HERTS, "yes", None),
        (Coverage(rules=(rule(CoverageKind.AREA, ESSEX), REGISTERED)), IN_ESSEX, "no", None),
        (Coverage(rules=(rule(CoverageKind.AREA, ESSEX), REGISTERED)), NO_TIES, "unknown", None),
        # all of: lives there and is registered there
        (Coverage(rules=(replace(LIVES, also=(REGISTERED,)),)), IN_HERTS, "yes",
         "people of E10000015 and people of E10000015"),
        (Coverage(rules=(replace(LIVES, also=(REGISTERED,)),)), IN_ESSEX, "no", None),
        (Coverage(rules=(replace(LIVES, also=(REGISTERED,)),)), NO_TIES, "unknown", None),
        # exclusions
        (Coverage(rules=(LIVES,), excluded=(rule(CoverageKind.AREA, ALBANS),)), NO_TIES, "no",
         "people of E07000240"),
        (Coverage(rules=(LIVES,), excluded=(rule(CoverageKind.AREA, ESSEX),)), NO_TIES, "yes",
         None),
        (Coverage(rules=(LIVES,), excluded=(rule(GP, ESSEX),)), NO_TIES, "unknown", None),
        (Coverage(rules=(LIVES,), excluded=(rule(GP, ESSEX),)), IN_HERTS, "yes", None),
        # a line on the map
        (Coverage(rules=(DRAWN,)), NO_TIES, "yes", "the estate"),
        (Coverage(rules=(ELSEWHERE,)), NO_TIES, "no", "the estate"),
        # days: what is over, or has not begun, tells nothing of today
        (Coverage(rules=(replace(LIVES, ends=date(2026, 11, 22)),)), NO_TIES, "yes", None),
        (Coverage(rules=(replace(LIVES, ends=date(2026, 3, 31)),)), NO_TIES, "unknown",
         "people of E10000015 until 31 March 2026"),
        (Coverage(rules=(replace(LIVES, starts=date(2028, 4, 1)),)), NO_TIES, "unknown",
         "people of E10000015 from 1 April 2028"),
        (Coverage(rules=(replace(LIVES, ends=date(2026, 3, 31)), rule(CoverageKind.AREA, ESSEX))),
         NO_TIES, "no", None),
        (Coverage(rules=(replace(LIVES, also=(replace(rule(CoverageKind.AREA, ESSEX),
                                                      ends=date(2020, 1, 1)),)),)),
         NO_TIES, "unknown", None),
    ],
)  # fmt: skip
def test_ties_exclusions_and_days(
    coverage: Coverage, ties: Ties, verdict: str, told: str | None
) -> None:
    found = reach(coverage, here(ST_ALBANS, ties), None, TODAY)
    assert found.verdict is Verdict(verdict)
    assert told is None or found.rule == told


def test_an_open_tie_is_asked_for() -> None:
    registered = replace(REGISTERED, text="people registered with a GP in Hertfordshire")
    job = replace(rule(WORK, HERTS), text="people who work in Hertfordshire")
    ask_gp = "Is the person registered with a GP in Hertfordshire?"
    for one, asked in (
        (registered, ask_gp),
        (job, "Is the person one of those who work in Hertfordshire?"),
        (
            replace(LIVES, also=(registered,)),
            "Is the person registered with a GP in Hertfordshire?",
        ),
    ):
        assert reach(Coverage(rules=(one,)), here(ST_ALBANS), None, TODAY).ask == asked
    assert reach(areas(HERTS), here(None), None, TODAY).ask is None


OLD_ICB = AreaRef(AreaType.ICB, "E54000025", "NHS Hertfordshire and West Essex")
FORMER = FormerArea(area=OLD_ICB, ended=date(2026, 3, 31))
WARD, OTHER_WARD = AreaRef(AreaType.WARD, "E05011061", "Hatfield Central"), "E05011999"


@pytest.mark.parametrize(
    ("code", "place", "verdict"),
    [
        # an area that has ended still tells whom it served
        ("E54000025", replace(ST_ALBANS, former_areas=(FORMER,)), "yes"),
        (
            "E54000025",
            replace(ST_ALBANS, former_areas=(replace(FORMER, certain=False),)),
            "unknown",
        ),
        ("QM7", ST_ALBANS, "no"),
        # a ward is no "no" until somebody has loaded in which ward the place lies
        (OTHER_WARD, ST_ALBANS, "unknown"),
        (OTHER_WARD, replace(ST_ALBANS, areas=(WARD, *ST_ALBANS.areas), unknown_levels=()), "no"),
        (WARD.code, replace(ST_ALBANS, areas=(WARD, *ST_ALBANS.areas), unknown_levels=()), "yes"),
    ],
)
def test_former_areas_and_wards(code: str, place: Place, verdict: str) -> None:
    assert reach(areas(code), here(place), None, TODAY).verdict is Verdict(verdict)
