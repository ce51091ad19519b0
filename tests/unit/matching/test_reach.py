"""Does it serve this address? The rule decides, never how near it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.made_up import areas
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.verdict import Verdict
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.reach import here, reach

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
    ],
)
def test_verdicts(
    coverage: Coverage, place: Place, distance_m: float | None, verdict: str, rule: str | None
) -> None:
    found = reach(coverage, here(place), distance_m)
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
