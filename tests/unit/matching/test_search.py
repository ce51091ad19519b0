"""What a search takes in and leaves out by where things are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import made_up
from tests.answering import CAMBRIDGESHIRE, HOME, away, named, numbered
from tests.unit.matching.conftest import Open
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Enquiry, Person, Tie
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


def test_who_is_tied_to_an_area_is_reached_from_anywhere(open_directory: Open) -> None:
    """A care leaver placed far off, a student, a patient: the office over there is theirs."""
    far_off = (made_up.at(52.9, 0.9),)
    kinds = (CoverageKind.GP, CoverageKind.STUDY, CoverageKind.WORK, CoverageKind.CONNECTION)
    rules = {
        kind: CoverageRule(kind=kind, text=f"{kind} there", area_codes=(CAMBRIDGESHIRE,))
        for kind in (*kinds, CoverageKind.AREA)
    }
    patients = CoverageRule(kind=CoverageKind.GP, text="ours", practice_codes=("E82004",))
    asked = open_directory(
        numbered(
            number,
            rule.text,
            needs=("damp",),
            coverage=Coverage(rules=(rule,)),
            locations=far_off,
        )
        for number, rule in enumerate((*rules.values(), patients))
    )
    assert asked.names(needs=("damp",), postcode=HOME) == []
    ties = tuple(Tie(kind=kind, area=CAMBRIDGESHIRE) for kind in kinds)
    answer = asked(needs=("damp",), postcode=HOME, person=Person(ties=ties, gp_practice="E82004"))
    assert {named(each.service): each.serves for each in answer.matches} == {
        **{f"{kind} there": "yes" for kind in kinds},
        "ours": "yes",
    }


def test_a_radius_of_a_place_that_is_not_told_refuses_nobody(open_directory: Open) -> None:
    hidden = made_up.at(51.75, -0.33, confidential=True)
    limited = Coverage(rules=(WITHIN_1_KM,))
    for places, serves in (
        ((away(5_000),), []),
        ((away(5_000), hidden), ["unknown"]),
        ((away(900), hidden), ["yes"]),
    ):
        asked = open_directory(
            [numbered(1, "Refuge", needs=("damp",), coverage=limited, locations=places)]
        )
        assert [each.serves for each in asked(needs=("damp",), postcode=HOME).matches] == serves
