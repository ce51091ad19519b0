"""Who is served, once more: each service by itself, in plain three-valued logic, against the index.

Rules of every kind, any-of and all-of, exclusions, days, words that stay open, codes that nobody
knows; places next door, 100 km off, withheld or without a position; people whose ties and practices
are told, denied or not known, at addresses that are certain or may lie on either side of a border.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests.answering import numbered
from tests.made_up import NEEDS
from wayfinder.domain.coverage import Coverage, CoverageKind, CoverageRule
from wayfinder.domain.enquiry import Enquiry, Filters, Tie
from wayfinder.domain.hours import LONDON
from wayfinder.domain.service import Location, Service, ServiceAtLocation
from wayfinder.domain.verdict import Verdict
from wayfinder.index.build import build
from wayfinder.index.snapshot import Snapshot
from wayfinder.location.areas import Areas
from wayfinder.location.distance import distance_m
from wayfinder.location.place import AreaRef, AreaType, FormerArea, Place, Precision
from wayfinder.matching.reach import Here, here, reach
from wayfinder.matching.search import candidates
from wayfinder.matching.ties import Ties, ties_of
from wayfinder.matching.understand import NOBODY_KNOWN, Heard, understand
from wayfinder.matching.wanted import Search

ENQUIRIES, SERVICES, SEEDS = 150, 60, range(10)
TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, 12, tzinfo=LONDON)
TIED = (CoverageKind.GP, CoverageKind.WORK, CoverageKind.STUDY, CoverageKind.CONNECTION)
FAR_M, FAR_OFF_DEG = 15_000.0, 0.9
LAT_DEG, LON_DEG = 51.81, 0.01

HERTS, ESSEX, OLD_ICB = "E10000015", "E10000012", "QM7"
EAST_NORTH, WEST_ESSEX = "wf:place-east-and-north-hertfordshire", "wf:place-west-essex"
WARD, PARISH = "E05011061", "E04004706"
HOLDING = {
    "E07000099": ((HERTS,), (OLD_ICB, EAST_NORTH)),
    "E07000240": ((HERTS, "E07000100"), (OLD_ICB,)),
    "E07000242": ((HERTS, "E07000097", EAST_NORTH), (OLD_ICB,)),
    "E07000073": ((ESSEX, WEST_ESSEX), (OLD_ICB,)),
    "E07000077": ((ESSEX, WEST_ESSEX), (OLD_ICB,)),
}
"""Districts with what certainly holds or held them, retired codes among it, and what may have."""

FORMER = {OLD_ICB, "E07000100", "E07000097"}
AREAS = tuple(HOLDING)
NAMED = (*AREAS, *AREAS, HERTS, ESSEX, OLD_ICB, EAST_NORTH, WEST_ESSEX, "E07000100", WARD, PARISH)
PRACTICES = {"E82004": "E07000240", "E82005": None, "F81001": "E07000073"}
"""Practices, and where they stand if that is known."""

Told = bool | None


class Who(Struct, frozen=True):
    """A person: the district or the two in one of which they live, and what ties them to others."""

    certain: str | None
    either: tuple[str, ...]
    ties: tuple[Tie, ...]
    practice: str | None

    @property
    def place(self) -> Place:
        sure, maybe = self.sure(), self.maybe()
        return Place(
            lat_deg=LAT_DEG,
            lon_deg=LON_DEG,
            precision=Precision.POSTCODE if self.certain else Precision.OUTWARD,
            source="made up",
            areas=(*map(_area, sorted(sure - FORMER)), _area("E92000001")),
            possible_areas=tuple(map(_area, sorted(maybe - FORMER))),
            possible_shares=(0.5,) * len(maybe - FORMER),
            former_areas=tuple(
                FormerArea(area=_area(code), ended=None, certain=code in sure)
                for code in sorted((sure | maybe) & FORMER)
            ),
        )

    def sure(self) -> set[str]:
        return _held(self.certain) if self.certain else set()

    def maybe(self) -> set[str]:
        districts = [self.certain] if self.certain else self.either
        return {code for each in districts for code in _touched(each)} - self.sure()


def _held(district: str) -> set[str]:
    return {district, *HOLDING[district][0]}


def _touched(district: str) -> set[str]:
    return _held(district) | {*HOLDING[district][1]}


def a_rule(rng: random.Random, deep: bool = True) -> CoverageRule:
    kind = rng.choice([CoverageKind.AREA, *TIED, CoverageKind.RADIUS, CoverageKind.POLYGON])
    areas = tuple(rng.sample(NAMED, rng.choice([1, 1, 2])))
    rule = CoverageRule(kind=kind, text=kind.value, area_codes=areas)
    if kind is CoverageKind.RADIUS:
        rule = replace(rule, area_codes=(), radius_m=rng.choice([1_000.0, 30_000.0]))
    if kind is CoverageKind.POLYGON:
        corner = rng.choice([0.0, 0.02])
        west, east = corner - 0.015, corner + 0.015
        ring = ((west, 51.7), (east, 51.7), (east, 51.9), (west, 51.9))
        rule = replace(rule, area_codes=(), polygon=(ring,))
    if kind is CoverageKind.GP and rng.random() < 0.4:
        listed = (rng.choice([*PRACTICES]),)
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
    places = tuple(a_place(number, rng) for _ in range(rng.choice([0, 1, 1, 2])))
    return numbered(number, f"Damp {number}", coverage=coverage, needs=("damp",), locations=places)


def a_place(number: int, rng: random.Random) -> ServiceAtLocation:
    """Next door or 100 km off; now and then withheld, or nobody knows where."""
    lat_deg, lon_deg = 51.8 + rng.random() / 50, rng.random() / 50
    at = Location(
        id=f"{number} {lat_deg}",
        lat_deg=lat_deg + rng.choice([0.0, FAR_OFF_DEG]),
        lon_deg=lon_deg,
        confidential=rng.random() < 0.15,
    )
    return ServiceAtLocation(location=replace(at, lat_deg=None) if rng.random() < 0.1 else at)


def a_person(rng: random.Random) -> Who:
    certain = rng.choice([*AREAS, None, None])
    ties = tuple(
        Tie(kind=kind, area=rng.choice([*NAMED[:-2]]), holds=rng.random() < 0.6)
        for kind in TIED
        if rng.random() < 0.5
    )
    either = () if certain else tuple(rng.sample(AREAS, 2))
    return Who(certain, either, ties, rng.choice([None, None, *PRACTICES]))


def _area(code: str) -> AreaRef:
    return AreaRef(AreaType.DISTRICT, code, code)


def any_of(told: Iterable[Told]) -> Told:
    each = list(told)
    return True if True in each else None if None in each else False


def all_of(told: Iterable[Told]) -> Told:
    each = list(told)
    return False if False in each else None if None in each else True


def holds(rule: CoverageRule, who: Who, away_m: float | None, told: bool) -> Told:
    """`told`: whether all places of the service are. A rule that is not in force is not known."""
    if not in_force([rule]):
        return None
    also = (holds(one, who, away_m, told) for one in rule.also)
    return all_of([own(rule, who, away_m, told), *also])


def own(rule: CoverageRule, who: Who, away_m: float | None, told: bool) -> Told:
    codes = set(rule.area_codes)
    if rule.kind is CoverageKind.AREA:
        unsure = codes & who.maybe() or codes & {WARD, PARISH}
        return bool(codes & who.sure()) or (None if unsure else False)
    if rule.kind is CoverageKind.RADIUS:
        if away_m is None or rule.radius_m is None or not who.certain:
            return None
        return away_m <= rule.radius_m or (False if told else None)
    if rule.kind is CoverageKind.POLYGON:
        west, east = rule.polygon[0][0][0], rule.polygon[0][1][0]
        return west < LON_DEG < east if who.certain else None
    if rule.kind is not CoverageKind.GP:
        return tied(rule.kind, codes, who)
    parts = [tied(rule.kind, codes, who)] if codes or not rule.practice_codes else []
    if rule.practice_codes:
        parts.append(None if who.practice is None else who.practice in rule.practice_codes)
    return any_of(parts)


def tied(kind: CoverageKind, codes: set[str], who: Who) -> Told:
    stated = [tie for tie in who.ties if tie.kind is kind]
    held = [(within(tie.area), sharing(tie.area)) for tie in stated if tie.holds]
    stands = PRACTICES[who.practice] if who.practice and kind is CoverageKind.GP else None
    if stands:
        held.append((_held(stands), _touched(stands)))
    if any(codes & sure for sure, _ in held):
        return True
    denied = {tie.area for tie in stated if not tie.holds}
    if all(denied & within(code) for code in codes):
        return False
    if kind is not CoverageKind.GP or not held or codes & {WARD, PARISH}:
        return None
    return None if any(codes & maybe for _, maybe in held) else False


def within(code: str) -> set[str]:
    """All that certainly holds an area, or held it: a retired code is its district's."""
    same = [each for each in AREAS if code == each or (code in FORMER and code in _held(each))]
    if same:
        return {*_held(same[0]), code}
    inside = [_held(each) for each in AREAS if code in _held(each)]
    return {code, *(set.intersection(*inside) - {*AREAS} if code in NESTED else ())}


NESTED = {EAST_NORTH, WEST_ESSEX}


def sharing(code: str) -> set[str]:
    """All that holds, or may, any of the districts which an area holds, or may hold."""
    return {other for each in AREAS if code in _touched(each) for other in _touched(each)}


def served(coverage: Coverage, who: Who, away_m: float | None, told: bool) -> Told:
    barred = any_of(holds(rule, who, away_m, told) for rule in in_force(coverage.excluded))
    current = in_force(coverage.rules)
    each = [holds(rule, who, away_m, told) for rule in current]
    let_in = any_of([*each, *([None] if coverage.unresolved or not current else [])])
    return all_of([let_in, None if barred is None else not barred])


def found_from(coverage: Coverage, who: Who, away_m: float | None, yes: bool) -> bool:
    """Whether somebody so far off is to be shown it, if it may serve them."""
    named = {code for rule in coverage.rules for code in (*rule.area_codes, *rule.practice_codes)}
    theirs = who.sure() | who.maybe() | {who.practice}
    theirs |= {code for tie in who.ties if tie.holds for code in within(tie.area)}
    stands = PRACTICES[who.practice] if who.practice else None
    if named & (theirs | (_held(stands) if stands else set())):
        return True
    drawn = any(rule.kind is CoverageKind.POLYGON for rule in coverage.rules)
    return away_m is None or away_m <= FAR_M or (drawn and yes)


def in_force(rules: Sequence[CoverageRule]) -> list[CoverageRule]:
    return [rule for rule in rules if (rule.starts or TODAY) <= TODAY <= (rule.ends or TODAY)]


BOOK = Areas.load(Path("directory/areas"))
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
        who = a_person(rng)
        place, at_home = who.place, here(who.place, _ties(who))
        offered = _offered(snapshot, heard, place, at_home)
        for number, service in enumerate(services):
            shown = False
            measured = [_away_m(at.location, place) for at in service.locations]
            known = [away_m for away_m in measured if away_m is not None]
            told = len(known) == len(measured)
            coverage = snapshot.service(number).coverage
            for away_m in known or measured[:1] or [None]:
                verdict = served(service.coverage, who, away_m, told)
                found = reach(coverage, at_home, away_m, TODAY)
                assert found.verdict is VERDICTS[verdict], (coverage, who, away_m, found)
                reached = found_from(service.coverage, who, away_m, verdict is True)
                shown |= verdict is not False and reached
            assert (service.id in offered) == shown, (service.coverage, who, known)


def _ties(who: Who) -> Ties:
    stands = PRACTICES[who.practice] if who.practice else None
    practice_place = Who(stands, (), (), None).place if stands else None
    return ties_of(who.ties, who.practice, practice_place, partial(BOOK.around, on=TODAY))


def _offered(snapshot: Snapshot, heard: Heard, place: Place, at: Here) -> set[str]:
    wanted = Search(
        heard=heard, person=NOBODY_KNOWN, place=place, here=at, filters=Filters(), now=NOW
    )
    field = candidates(wanted, snapshot, FAR_M)
    ids = snapshot.arrays["service_ids"][field.services].tolist()
    return {each.decode() for each in ids}


def _away_m(at: Location, place: Place) -> float | None:
    if at.lat_deg is None or at.lon_deg is None or at.confidential:
        return None
    return distance_m(place.lat_deg, place.lon_deg, at.lat_deg, at.lon_deg)
