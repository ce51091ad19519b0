"""What a search takes in and leaves out by where things are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import made_up
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Enquiry
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.near_misses import near_misses
from wayfinder.matching.people import PersonHeard
from wayfinder.matching.reach import here
from wayfinder.matching.search import search
from wayfinder.matching.understand import understand
from wayfinder.matching.wanted import Search

WITHIN_1_KM = CoverageRule(kind=CoverageKind.RADIUS, text="within 1 km", radius_m=1_000.0)


def five_km_off(snapshot: Snapshot) -> Search:
    enquiry = Enquiry(need="falls prevention")
    place = Place(
        lat_deg=51.75,
        lon_deg=-0.3,
        precision=Precision.COORDINATES,
        source="made up",
        areas=(AreaRef(AreaType.COUNTRY, "K03000001", "Great Britain"),),
    )
    return Search(
        heard=understand(enquiry, snapshot),
        person=PersonHeard(None, ()),
        place=place,
        here=here(place),
        filters=enquiry.filters,
        now=datetime(2026, 11, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("coverage", "offered", "refused"),
    [
        (Coverage(rules=(WITHIN_1_KM,)), 0, ["Serves within 1 km only."]),
        (Coverage(rules=(WITHIN_1_KM,), unresolved=("and nearby",)), 1, []),
        (Coverage(), 1, []),
    ],
)
def test_a_distance_that_a_service_keeps_to_is_a_refusal_and_not_a_result(
    tmp_path: Path, coverage: Coverage, offered: int, refused: list[str]
) -> None:
    clinic = made_up.service(
        "Falls prevention", locations=(made_up.at(51.7, -0.3),), coverage=coverage
    )
    built = build([clinic], made_up.NEEDS, tmp_path, release=1, released_at="2026-11-21")
    snapshot = Snapshot(built)
    wanted = five_km_off(snapshot)
    assert len(search(wanted, snapshot).field.rows) == offered
    assert [miss.reason.text for miss in near_misses(wanted, snapshot)] == refused
