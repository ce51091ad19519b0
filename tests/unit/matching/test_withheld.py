"""A withheld place is found, ranked and cut by its district, and by nothing finer."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import made_up
from tests.answering import DANGER, FRONT_DOORS, SATURDAY_NOON, named, numbered
from tests.conftest import DIRECTORY
from tests.unit.location.row_source import PostcodeRow, RowSource
from wayfinder.domain.answer import Answer
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Enquiry, Filters
from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.domain.verdict import Verdict
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.areas import Areas
from wayfinder.location.gazetteer import Gazetteer
from wayfinder.location.place import AreaRef, AreaType
from wayfinder.matching.checking import check_service
from wayfinder.matching.wayfind import wayfind
from wayfinder.matching.world import World

HERE, BESIDE, FAR = "SG1 1AA", "AL7 1AA", "CM20 1AA"
ROWS = (
    PostcodeRow(HERE, 51.90, -0.20, ("E07000243",)),
    PostcodeRow("SG1 1AB", 51.92, -0.18, ("E07000243",)),
    PostcodeRow(BESIDE, 51.80, -0.20, ("E07000241",)),
    PostcodeRow(FAR, 51.77, 0.10, ("E07000073",)),
)
STEVENAGE = AreaRef(AreaType.DISTRICT, "E07000243", "Stevenage")
HIDDEN = ServiceAtLocation(location=Location(id="h", confidential=True, district=STEVENAGE))
REFUGE = numbered(1, "Refuge", needs=("damp",), locations=(HIDDEN,))
RADIUS = CoverageRule(kind=CoverageKind.RADIUS, text="within 5 miles", radius_m=8_047.0)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    source = RowSource(ROWS, name="a list made by hand", version="1")
    areas = Areas.load(DIRECTORY / "areas")
    return Gazetteer.build(tmp_path_factory.mktemp("gazetteer"), areas, source=source)


def world(gazetteer: Gazetteer, folder: Path, *services: Service) -> World:
    centres = gazetteer.district_centres
    at = "2026-11-21T00:00:00Z"
    built = build(
        services, made_up.NEEDS, folder, release=1, released_at=at, district_centres=centres
    )
    return World(Snapshot(built), gazetteer, DANGER, FRONT_DOORS)


def ask(world: World, postcode: str, **wishes: object) -> Answer:
    filters = Filters(**wishes)  # type: ignore[arg-type]
    enquiry = Enquiry(needs=("damp",), postcode=postcode, filters=filters)
    return wayfind(enquiry, world, SATURDAY_NOON)


@pytest.mark.parametrize(
    ("postcode", "distance_m", "text"),
    [
        (HERE, None, "In Stevenage: the address is confidential, contact them first."),
        ("SG1 1AB", None, "In Stevenage: the address is confidential, contact them first."),
        (
            BESIDE,
            16_093,
            "In Stevenage: the address is confidential, contact them first. "
            "About 10 miles away, from district to district.",
        ),
    ],
)
def test_where_it_is_is_told_by_district(
    gazetteer: Gazetteer, tmp_path: Path, postcode: str, distance_m: int | None, text: str
) -> None:
    (match,) = ask(world(gazetteer, tmp_path, REFUGE), postcode).matches
    told = {each.code: each.text for each in match.reasons}
    assert (match.location, match.distance_m) == (None, distance_m)
    assert told["place_withheld"] == text
    assert "distance" not in told


@pytest.mark.parametrize(
    ("postcode", "max_distance_m", "found"),
    [
        (HERE, 100.0, True),  # nobody can say that it is not
        (BESIDE, 8_000.0, False),
        (BESIDE, 16_000.0, False),
        (BESIDE, 16_100.0, True),
        (FAR, 16_100.0, False),
        (FAR, 33_000.0, True),
    ],
)
def test_a_wish_for_distance_is_judged_by_district(
    gazetteer: Gazetteer, tmp_path: Path, postcode: str, max_distance_m: float, found: bool
) -> None:
    answer = ask(world(gazetteer, tmp_path, REFUGE), postcode, max_distance_m=max_distance_m)
    assert [named(each.service) for each in answer.matches] == (["Refuge"] if found else [])


@pytest.mark.parametrize("postcode", [HERE, BESIDE])
def test_a_radius_around_a_withheld_place_is_not_known_to_hold_or_not(
    gazetteer: Gazetteer, tmp_path: Path, postcode: str
) -> None:
    bound = replace(REFUGE, coverage=Coverage(rules=(RADIUS,)))
    where = world(gazetteer, tmp_path, bound)
    (match,) = ask(where, postcode).matches
    assert match.serves is Verdict.UNKNOWN
    checked = check_service(
        bound.id, Enquiry(needs=("damp",), postcode=postcode), where, SATURDAY_NOON
    )
    assert (checked.serves, checked.rule) == (Verdict.UNKNOWN, "within 5 miles")


def test_check_says_how_far_its_district_is(gazetteer: Gazetteer, tmp_path: Path) -> None:
    where = world(gazetteer, tmp_path, REFUGE)
    enquiry = Enquiry(needs=("damp",), postcode=BESIDE, filters=Filters(max_distance_m=1_000))
    told = [each.text for each in check_service(REFUGE.id, enquiry, where, SATURDAY_NOON).why_not]
    assert any(text.startswith("Its district is 10 miles away") for text in told)


def test_an_open_place_beside_it_is_shown_as_ever(gazetteer: Gazetteer, tmp_path: Path) -> None:
    office = made_up.at(51.905, -0.2, postcode="SG1 1AB")
    both = replace(REFUGE, locations=(HIDDEN, office))
    (match,) = ask(world(gazetteer, tmp_path, both), HERE).matches
    assert match.location is not None
    assert match.distance_m == pytest.approx(556, abs=2)


def test_of_a_place_in_no_known_district_nothing_is_told(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    nowhere = replace(HIDDEN, location=Location(id="h", confidential=True))
    (match,) = ask(world(gazetteer, tmp_path, replace(REFUGE, locations=(nowhere,))), FAR).matches
    assert (match.location, match.distance_m) == (None, None)
    assert "place_withheld" not in {each.code for each in match.reasons}
