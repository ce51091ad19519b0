"""Who is served, once more: each service by itself, in plain three-valued logic, against the index.

Rules of every kind, any-of and all-of, exclusions, days, words that stay open; people whose ties
are told, denied or not known, at addresses that are certain or may lie on either side of a border.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.answering import numbered
from tests.made_up import NEEDS
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Enquiry, Filters
from wayfinder.domain.hours import LONDON
from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.domain.verdict import Verdict
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.distance import distance_m
from wayfinder.location.place import AreaRef, AreaType, Place, Precision
from wayfinder.matching.reach import Here, here, reach
from wayfinder.matching.search import candidates
from wayfinder.matching.ties import Ties
from wayfinder.matching.understand import NOBODY_KNOWN, Heard, understand
from wayfinder.matching.wanted import Search

ENQUIRIES, SERVICES, SEEDS = 1_000, 60, range(10)
TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, 12, tzinfo=LONDON)
AREAS = ("E07000099", "E07000240", "E07000242", "E07000073", "E07000077")
PRACTICES = ("E82004", "E82005", "F81001")
TIED = (CoverageKind.GP, CoverageKind.WORK, CoverageKind.STUDY, CoverageKind.CONNECTION)
FAR_M = 15_000.0

Told = bool | None


def a_rule(rng: random.Random, deep: bool = True) -> CoverageRule:
    kind = rng.choice([CoverageKind.AREA, *TIED, CoverageKind.RADIUS, CoverageKind.POLYGON])
    areas = tuple(rng.sample(AREAS, rng.randint(1, 2)))
    rule = CoverageRule(kind=kind, text=kind.value, area_codes=areas)
    if kind is CoverageKind.RADIUS:
        rule = replace(rule, area_codes=(), radius_m=rng.choice([1_000.0, 30_000.0]))
    if kind is CoverageKind.POLYGON:
        corner = rng.choice([0.0, 0.02])
        west, east = corner - 0.015, corner + 0.015
        ring = ((west, 51.7), (east, 51.7), (east, 51.9), (west, 51.9))
        rule = replace(rule, area_codes=(), polygon=(ring,))
    if kind is CoverageKind.GP and rng.random() < 0.4:
        listed = (rng.choice(PRACTICES),)
        rule = replace(rule, practice_codes=listed, area_codes=rng.choice([(), areas]))
    if deep and rng.random() < 0.25:
        rule = replace(rule, also=(a_rule(rng, deep=False),))
    if rng.random() < 0.15:
        day = rng.choice([date(2026, 3, 31), date(2027, 4, 1)])
        rule = replace(rule, **{rng.choice(["starts", "ends"]): day})
    return rule


def a_service(number: int, rng: random.Random) -> Service:
    coverage = Coverage(
        rules=tuple(a_rule(rng) for _ in range(rng.choice([0, 1, 1, 2]))),
        unresolved=("and the borders",) if rng.random() < 0.2 else (),
        excluded=(a_rule(rng),) if rng.random() < 0.2 else (),
    )
    at = Location(id=str(number), lat_deg=51.8 + rng.random() / 50, lon_deg=rng.random() / 50)
    places = (ServiceAtLocation(location=at),) if rng.random() < 0.6 else ()
    return numbered(number, f"Damp {number}", coverage=coverage, needs=("damp",), locations=places)


def a_person(rng: random.Random) -> tuple[Place, Ties]:
    certain = tuple(_area(code) for code in rng.sample(AREAS, rng.randint(0, 1)))
    rest = [code for code in AREAS if code not in {area.code for area in certain}]
    possible = () if certain else tuple(_area(code) for code in rng.sample(rest, 2))
    place = Place(
        lat_deg=51.81,
        lon_deg=0.01,
        precision=Precision.POSTCODE if certain else Precision.OUTWARD,
        source="made up",
        areas=(*certain, AreaRef(AreaType.NATION, "E92000001", "England")),
        possible_areas=possible,
        possible_shares=(0.5,) * len(possible),
    )
    held = {kind: {rng.choice(AREAS)} for kind in TIED if rng.random() < 0.4}
    denied = {
        kind: {rng.choice(AREAS)} - held.get(kind, set()) for kind in TIED if rng.random() < 0.3
    }
    return place, Ties(held, {}, denied, rng.choice([None, None, *PRACTICES]))


def _area(code: str) -> AreaRef:
    return AreaRef(AreaType.DISTRICT, code, code)


def any_of(told: Iterable[Told]) -> Told:
    each = list(told)
    return True if True in each else None if None in each else False


def all_of(told: Iterable[Told]) -> Told:
    each = list(told)
    return False if False in each else None if None in each else True


def holds(rule: CoverageRule, place: Place, ties: Ties, away_m: float | None) -> Told:
    also = (holds(one, place, ties, away_m) for one in rule.also)
    return all_of([own(rule, place, ties, away_m), *also])


def own(rule: CoverageRule, place: Place, ties: Ties, away_m: float | None) -> Told:
    codes = set(rule.area_codes)
    if rule.kind is CoverageKind.AREA:
        sure = bool(codes & {area.code for area in place.areas})
        return sure or (None if codes & {area.code for area in place.possible_areas} else False)
    if rule.kind is CoverageKind.RADIUS:
        return None if away_m is None or rule.radius_m is None else away_m <= rule.radius_m
    if rule.kind is CoverageKind.POLYGON:
        west, east = rule.polygon[0][0][0], rule.polygon[0][1][0]
        exact = place.precision is Precision.POSTCODE
        return west < place.lon_deg < east if exact else None
    if rule.kind is not CoverageKind.GP:
        return tied(rule.kind, codes, ties)
    parts = [tied(rule.kind, codes, ties)] if codes or not rule.practice_codes else []
    if rule.practice_codes:
        parts.append(None if ties.practice is None else ties.practice in rule.practice_codes)
    return any_of(parts)


def tied(kind: CoverageKind, codes: set[str], ties: Ties) -> Told:
    held = ties.held.get(kind, set())
    if held & codes:
        return True
    if codes <= set(ties.denied.get(kind, set())):
        return False
    return False if held and kind is CoverageKind.GP else None


def served(coverage: Coverage, place: Place, ties: Ties, away_m: float | None) -> Told:
    barred = any_of(holds(rule, place, ties, away_m) for rule in in_force(coverage.excluded))
    current = in_force(coverage.rules)
    told = [holds(rule, place, ties, away_m) for rule in current]
    let_in = any_of([*told, *([None] if coverage.unresolved or not current else [])])
    return all_of([let_in, None if barred is None else not barred])


def in_force(rules: Sequence[CoverageRule]) -> list[CoverageRule]:
    return [rule for rule in rules if (rule.starts or TODAY) <= TODAY <= (rule.ends or TODAY)]


VERDICTS = {True: Verdict.YES, False: Verdict.NO, None: Verdict.UNKNOWN}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_index_offers_all_that_may_serve_and_nothing_that_does_not(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    services = [a_service(number, rng) for number in range(SERVICES)]
    snapshot = Snapshot(build(services, NEEDS, tmp_path, release=1, released_at="2026-11-22"))
    heard = understand(Enquiry(needs=("damp",)), snapshot)
    for _ in range(ENQUIRIES):
        place, ties = a_person(rng)
        at = here(place, ties)
        offered = _offered(snapshot, heard, place, at)
        for service in services:
            away_m = _away_m(service, place)
            told = served(service.coverage, place, ties, away_m)
            found = reach(service.coverage, at, away_m, TODAY)
            assert found.verdict is VERDICTS[told], (service.coverage, place, ties)
            assert (service.id in offered) == (told is not False), (service.coverage, place, ties)


def _offered(snapshot: Snapshot, heard: Heard, place: Place, at: Here) -> set[str]:
    wanted = Search(
        heard=heard, person=NOBODY_KNOWN, place=place, here=at, filters=Filters(), now=NOW
    )
    field = candidates(wanted, snapshot, FAR_M)
    ids = snapshot.arrays["service_ids"][field.services].tolist()
    return {each.decode() for each in ids}


def _away_m(service: Service, place: Place) -> float | None:
    for at in service.locations:
        lat_deg, lon_deg = at.location.lat_deg, at.location.lon_deg
        assert lat_deg is not None
        assert lon_deg is not None
        return distance_m(place.lat_deg, place.lon_deg, lat_deg, lon_deg)
    return None
