"""The services that are shown, each read once and held once against the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan

from msgspec import Struct

from wayfinder.domain.answer import EligibilityAnswer
from wayfinder.domain.service import Service
from wayfinder.index.snapshot import Snapshot
from wayfinder.matching.eligibility import judge
from wayfinder.matching.reach import Reach, reach
from wayfinder.matching.search import Found


class Judged(Struct, frozen=True):
    """A service, how far away it is (None: nowhere to go to, or to start from), whether it serves
    the place, and whether it is for the person."""

    service: Service
    distance_m: float | None
    served: Reach
    eligibility: EligibilityAnswer


def judged(found: Found, positions: Iterable[int], snapshot: Snapshot) -> Mapping[int, Judged]:
    """What the services of these rows say of the place and the person, by position in the field."""
    wanted, day = found.search, found.search.day
    withheld = found.field.withheld

    def one(position: int) -> Judged:
        service = snapshot.service(int(found.field.services[position]))
        distance_m = _known(found.field.distance_m[position])
        # How far a withheld place is from a district's middle tells of no rule whether it holds.
        measured_m = None if withheld[position] else distance_m
        served = reach(service.coverage, wanted.here, measured_m, day)
        return Judged(service, distance_m, served, judge(service, wanted))

    return {position: one(position) for position in positions}


def _known(away_m: float) -> float | None:
    return None if isnan(away_m) else float(away_m)
